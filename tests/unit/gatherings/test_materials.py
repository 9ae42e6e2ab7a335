"""Who reads the materials of a gathering, and when."""

from __future__ import annotations

import pytest

from gatherings.use_cases import reading, signing_up
from mentoring import clock
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.vocabulary import GatheringState, Readers
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, participant, world
from tests.unit.gatherings.givens import announced

LISTENER = participant("sluchaczka", "mentee")


def readers(store: MemoryStore) -> dict[str, tuple[str, ...]]:
    """Return what each reads: who was there, who signed up, and who neither did."""
    people = {"there": MENTOR, "signed up": MENTEE, "neither": LISTENER.person_id}
    return {
        name: reading.one(context_at(store=store, person_id=who), PROGRAMME, "g")[1].reads
        for name, who in people.items()
    }


def given(before: Readers, after: Readers) -> MemoryStore:
    """Given: a gathering with such readers, to which two signed up, and one of them was there."""
    store = world()
    store.put(LISTENER)
    announced(store, before_for=before, after_for=after)
    for who in (MENTOR, MENTEE):
        signing_up.sign_up(context_at(store=store, person_id=who), PROGRAMME, "g")
    noted = Attendance(
        *Attendance.key("g", MENTOR), gathering_id="g", programme_id=PROGRAMME, person_id=MENTOR,
        participant_id="mentor", present=True, noted="host", by=ORGANIZER, at=clock.iso(NOON),
    )  # fmt: skip
    noted.place()
    store.put(noted)
    return store


def end(store: MemoryStore) -> None:
    held = store.get(Gathering, *Gathering.key(PROGRAMME, "g"))
    assert held is not None
    held.state = GatheringState.ENDED
    store.put(held)


@pytest.mark.parametrize(("before", "neither"), [(Readers.AUDIENCE, ("before",)), (Readers.SIGNED_UP, ())])
def test_given_what_is_read_before_when_it_is_ahead_then_whom_organizers_chose_read_it(
    before: Readers, neither: tuple[str, ...]
) -> None:
    found = readers(given(before, Readers.AUDIENCE))
    assert found == {"there": ("before",), "signed up": ("before",), "neither": neither}


@pytest.mark.parametrize(
    ("after", "reads"),
    [
        (Readers.AUDIENCE, {"there", "signed up", "neither"}),
        (Readers.SIGNED_UP, {"there", "signed up"}),
        (Readers.ATTENDED, {"there"}),
    ],
)
def test_given_what_is_left_afterwards_when_it_is_over_then_whom_organizers_chose_read_it(
    after: Readers, reads: set[str]
) -> None:
    store = given(Readers.AUDIENCE, after)
    assert not any("after" in one for one in readers(store).values()), "nobody reads it before the end"
    end(store)
    assert {name for name, one in readers(store).items() if "after" in one} == reads
