"""Pairs are shown under the name their people gave themselves."""

from __future__ import annotations

from mentoring import clock
from mentoring.events.identity import PersonChanged
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember
from pairing import use_cases
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, event, world


def _named(store: MemoryStore, person_id: str, own: list[str]) -> None:
    store.put(
        Person(
            *Person.key(person_id), person_id=person_id, email="m@firma.example", name="Maria Nowa", own=own,
            registered_at=clock.iso(NOON),
        )
    )  # fmt: skip


def _shown(store: MemoryStore) -> list[str]:
    pair = store.get(Pair, *Pair.key(PAIR))
    members = [store.get(PairMember, *PairMember.key(PAIR, one)) for one in (MENTOR, MENTEE)]
    assert pair is not None
    return [str(pair.mentor_name), str(pair.mentee_name), *(str(one.partner_name) for one in members if one)]


def test_given_a_pair_when_one_says_their_name_twice_then_both_see_it_and_it_is_written_once() -> None:
    store = world()
    _named(store, MENTEE, ["name"])
    for _ in range(2):
        use_cases.rename(context_at(store=store), event(PersonChanged(MENTEE), store))
    assert _shown(store) == ["Mentor", "Maria Nowa", "Maria Nowa", "x"]
    assert store.commits == 1


def test_given_a_name_nobody_gave_themselves_when_an_account_changes_then_pairs_keep_theirs() -> None:
    store = world()
    _named(store, MENTOR, ["locale"])
    use_cases.rename(context_at(store=store), event(PersonChanged(MENTOR), store))
    assert _shown(store) == ["Mentor", "Mentee", "x", "x"]
