"""What is kept of somebody's attendance follows from the last thing a list said, in whatever order it is heard."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gatherings.use_cases import recording
from mentoring.context import Marker
from mentoring.events.gatherings import GatheringAttended, GatheringMissed
from mentoring.tables.gatherings.attendance import GatheringRecord
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, PROGRAMME, event, world

Told = tuple[str, bool, int]
"""A gathering, whether somebody was there, and the sequence of the event that says so."""


def hear(store: MemoryStore, told: Told) -> None:
    gathering_id, present, sequence = told
    kind = GatheringAttended if present else GatheringMissed
    one = event(kind(PROGRAMME, gathering_id, MENTEE, "mentee"), store)
    one = replace(one, meta=replace(one.meta, sequence=sequence))
    recording.note(context_at(store=store, marker=Marker(f"inbox#{one.meta.id}")), one)


def kept(store: MemoryStore) -> GatheringRecord:
    found = store.get(GatheringRecord, *GatheringRecord.key(PROGRAMME, "mentee"))
    assert found is not None
    return found


def test_given_a_list_when_it_is_put_right_then_the_record_follows() -> None:
    store = world()
    hear(store, ("g", True, 1))
    hear(store, ("h", False, 1))
    assert (kept(store).attended, kept(store).missed) == (["g"], ["h"])
    hear(store, ("g", False, 2))
    assert (kept(store).attended, kept(store).missed) == ([], ["g", "h"])


@given(
    st.lists(st.tuples(st.sampled_from("gh"), st.booleans(), st.integers(1, 6)), min_size=1, max_size=12).flatmap(
        lambda told: st.tuples(st.just(told), st.permutations([*told, *told]))
    )
)
def test_given_events_when_heard_twice_and_in_any_order_then_the_last_word_counts(
    told: tuple[list[Told], list[Told]],
) -> None:
    said, order = told
    said = list({(one[0], one[2]): one for one in said}.values())
    store = world()
    for one in order:
        if one in said:
            hear(store, one)
    last: dict[str, Told] = {}
    for one in sorted(said, key=lambda one: one[2]):
        last[one[0]] = one
    assert set(kept(store).attended) == {gathering for gathering, one in last.items() if one[1]}
    assert set(kept(store).missed) == {gathering for gathering, one in last.items() if not one[1]}
