"""Thousands of people and one gathering: invited, told and moved up in parts of limited size, each once."""

from __future__ import annotations

from collections import Counter

import pytest

from gatherings import consumer  # noqa: F401 - declares what it takes
from mentoring import clock
from mentoring.events.gatherings import GatheringAnnounced, GatheringMoved, SeatsChanged
from mentoring.tables.gatherings.signup import GatheringSeats, Queued, SignUp
from mentoring.tables.vocabulary import SignUpState
from tests.bulk import MANY
from tests.fakes import MemoryStore
from tests.fakes.bus import Bus
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME, participant, programme
from tests.unit.gatherings.givens import announced

SOME = 600

pytestmark = pytest.mark.bulk


def told(store: MemoryStore, news: str) -> Counter[str]:
    """Return how many different events tell each person that."""
    found = {
        (one.meta.id, one.data.person_id)
        for one in store.events
        if one.name == "GatheringTold" and one.data.news == news
    }
    return Counter(person_id for _, person_id in found)


def run(store: MemoryStore, data: object, *, twice: bool = False) -> Bus:
    bus = Bus(store, "gatherings", seed=5, twice=twice)
    bus.publish(data)
    bus.run()
    assert bus.dead == []
    return bus


@pytest.mark.parametrize(("number", "twice"), [(MANY, False), (SOME, True)])
def test_given_many_people_when_a_gathering_is_announced_then_each_is_invited_once(number: int, *, twice: bool) -> None:
    store = MemoryStore()
    store.put(programme(), *(participant(f"p{one:05}", "mentee") for one in range(number)))
    announced(store)
    run(store, GatheringAnnounced(PROGRAMME, "g"), twice=twice)
    found = told(store, "invited")
    assert (len(found), set(found.values())) == (number, {1})
    assert max(store.sizes) <= 60


def waiting(number: int, free: int) -> MemoryStore:
    """Given: so many people wait for a seat, and so many are free by now."""
    store = MemoryStore()
    announced(store, seats_online=free)
    store.put(GatheringSeats(
        *GatheringSeats.key("g"), programme_id=PROGRAMME, gathering_id="g", most_online=free, most_in_person=0,
        waiting_online=number,
    ))  # fmt: skip
    for one in range(number):
        place = Queued.key("g", one, f"p{one:05}")
        told = {"gathering_id": "g", "person_id": f"p{one:05}", "seat": "online"}
        store.put(
            Queued(*place, **told),
            SignUp(
                *SignUp.key("g", f"p{one:05}"), programme_id=PROGRAMME, participant_id=f"p{one:05}", state="waiting",
                at=clock.iso(NOON), waits=place[1], **told,
            ),
        )  # fmt: skip
    return store


@pytest.mark.parametrize(("number", "free", "twice"), [(MANY, 700, False), (SOME, 50, True)])
def test_given_many_who_wait_when_seats_become_free_then_who_waited_longest_are_asked_once(
    number: int, free: int, *, twice: bool
) -> None:
    store = waiting(number, free)
    run(store, SeatsChanged(PROGRAMME, "g"), twice=twice)
    offered = [one.person_id for one in store.query(SignUp, *SignUp.of("g")) if one.state == SignUpState.OFFERED]
    assert offered == [f"p{one:05}" for one in range(free)]
    assert told(store, "offer") == Counter(offered)
    assert len(store.query(Queued, *Queued.of("g"))) == number - free
    assert sum(store.pages) <= free + 200, "no more of the list is read than there are seats"


def test_given_many_who_come_when_it_moves_then_each_is_told_once() -> None:
    store = waiting(SOME, 0)
    run(store, GatheringMoved(PROGRAMME, "g", 1), twice=True)
    found = told(store, "moved")
    assert (len(found), set(found.values())) == (SOME, {1})
