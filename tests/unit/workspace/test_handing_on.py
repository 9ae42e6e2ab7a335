"""Two deliveries of one announcement at the same moment: each reader has it once, and the slower one stops."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import clock
from mentoring.errors import AlreadyDone
from mentoring.events.workspace import AnnouncementSent
from mentoring.tables.workspace import Announcement, AnnouncementPeople
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME, event, participant, programme
from workspace.use_cases import handing_on

READERS = ["ala", "ewa", "jan"]


@pytest.fixture
def store() -> MemoryStore:
    """Given: an announcement that was sent to three people."""
    store = MemoryStore()
    store.put(
        programme(),
        *(participant(one, "mentee") for one in READERS),
        Announcement(
            *Announcement.key(PROGRAMME, "a"), announcement_id="a", programme_id=PROGRAMME, by="organizer",
            audience="both", segment="everybody", sent_at=clock.iso(NOON), total=len(READERS),
        ),
        AnnouncementPeople(
            *AnnouncementPeople.key(PROGRAMME, "a", 0), programme_id=PROGRAMME, announcement_id="a", people=READERS
        ),
    )  # fmt: skip
    return store


def hand_on(store: MemoryStore) -> None:
    context = context_at(store=store, service="workspace")
    handing_on.hand_on(context, event(AnnouncementSent(PROGRAMME, "a"), store))


def test_given_two_deliveries_at_once_when_the_other_is_ahead_then_this_one_stops_and_each_reader_has_it_once(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, inside = store.get_many, [False]

    def overtaken(kind: Any, keys: Any) -> Any:
        found = read(kind, keys)
        if kind is AnnouncementPeople and not inside[0]:
            inside[0] = True
            hand_on(store)
        return found

    monkeypatch.setattr(store, "get_many", overtaken)
    with pytest.raises(AlreadyDone):
        hand_on(store)
    told = [one.data.participant_id for one in store.events if one.name == "AnnouncementAddressed"]
    assert sorted(told) == READERS


def test_given_an_announcement_that_is_handed_on_when_it_comes_again_then_nothing_more_happens(
    store: MemoryStore,
) -> None:
    for _ in range(2):
        hand_on(store)
    assert len([one for one in store.events if one.name == "AnnouncementAddressed"]) == len(READERS)
