"""What the two take away from a meeting: their own, seen by themselves until they say otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.errors import NotFound, Overtaken
from mentoring.tables.core import ANY, NOT_WRITTEN
from mentoring.tables.meetings import Meeting, PairCalendar
from mentoring.tables.vocabulary import MeetingState, SeenBy
from mentoring.tables.workspace import RoomHead
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, STRANGER, world
from workspace.sharing import NotWider
from workspace.use_cases import rooms, takeaways

AT = {"first": "2026-02-01T12:00:00Z", "second": "2026-02-20T12:00:00Z"}


def _as(person_id: str, store: MemoryStore) -> Any:
    return context_at(store=store, person_id=person_id, service="workspace")


def held(store: MemoryStore, meeting_id: str, state: MeetingState = MeetingState.HELD) -> None:
    """Given: a meeting of the pair."""
    meeting = Meeting(
        *Meeting.key(PAIR, meeting_id), meeting_id=meeting_id, pair_id=PAIR, programme_id=PROGRAMME, minutes=60,
        starts_at=AT[meeting_id], zone="Europe/Warsaw", state=state, proposed_by=MENTOR, uid=meeting_id,
    )  # fmt: skip
    key = PairCalendar.key(PAIR)
    calendar = store.get(PairCalendar, *key) or PairCalendar(*key, pair_id=PAIR, known={})
    calendar.note(meeting)
    store.put(meeting, calendar)


@pytest.fixture
def store() -> MemoryStore:
    """Given: a pair that has met twice."""
    found = world()
    for meeting_id in AT:
        held(found, meeting_id)
    return found


def _note(store: MemoryStore, who: str, meeting: str, text: str = "Pytać", seen: str = "author", tag: str = "0") -> Any:
    return takeaways.note(_as(who, store), PAIR, meeting, text, SeenBy(seen), tag)


def _shown(store: MemoryStore, who: str) -> list[tuple[str, str, str]]:
    _, found = takeaways.all_of(_as(who, store), PAIR)
    return [(one.meeting_id, *(each.text if each else "" for each in (one.mine, one.theirs))) for one in found]


def test_given_meetings_held_when_each_notes_something_then_they_see_their_own_and_what_is_shared(
    store: MemoryStore,
) -> None:
    _note(store, MENTEE, "first", "moje")
    _note(store, MENTOR, "first", "nasze", "pair")
    assert _shown(store, MENTEE) == [("second", "", ""), ("first", "moje", "nasze")]
    assert _shown(store, MENTOR) == [("second", "", ""), ("first", "nasze", "")]
    assert [one.name for one in store.events] == ["TakeawayNoted", "TakeawayNoted"]
    head = store.get(RoomHead, *RoomHead.key(PAIR))
    assert head is not None
    assert head.noted == {MENTEE: ["first"], MENTOR: ["first"]}


def test_given_a_takeaway_when_widened_then_the_partner_sees_it_from_then_on(store: MemoryStore) -> None:
    first = _note(store, MENTEE, "first")
    assert b"Pyta" not in first.item.text.blob
    shared = _note(store, MENTEE, "first", "Pytać więcej", "pair", first.tag)
    assert _shown(store, MENTOR)[1] == ("first", "", "Pytać więcej")
    with pytest.raises(NotWider):
        _note(store, MENTEE, "first", "Pytać", "author", shared.tag)
    with pytest.raises(Overtaken):
        _note(store, MENTEE, "first", "Pytać", "pair", first.tag)


def test_given_a_takeaway_when_deleted_then_it_is_gone_for_both(store: MemoryStore) -> None:
    one = _note(store, MENTEE, "first", seen="pair")
    with pytest.raises(Overtaken):
        takeaways.delete(_as(MENTEE, store), PAIR, "first", "7")
    takeaways.delete(_as(MENTEE, store), PAIR, "first", one.tag)
    assert _shown(store, MENTOR)[1] == ("first", "", "")
    for gone in (takeaways.read, lambda *about: takeaways.delete(*about, ANY)):
        with pytest.raises(NotFound):
            gone(_as(MENTEE, store), PAIR, "first")


@pytest.mark.parametrize("state", [one for one in MeetingState if one != MeetingState.HELD])
def test_given_a_meeting_that_was_not_held_when_something_is_noted_then_it_is_to_be_said_first(
    store: MemoryStore, state: MeetingState
) -> None:
    held(store, "second", state)
    for look in (lambda: _note(store, MENTEE, "second"), lambda: takeaways.one_of(_as(MENTEE, store), PAIR, "second")):
        with pytest.raises(takeaways.NotHeld):
            look()


def test_given_a_takeaway_when_the_meeting_turns_out_not_held_then_it_is_not_lost(store: MemoryStore) -> None:
    one = _note(store, MENTEE, "second")
    held(store, "second", MeetingState.NOT_HELD)
    assert ("second", "Pytać", "") in _shown(store, MENTEE)
    assert _note(store, MENTEE, "second", "Inaczej", tag=one.tag).text == "Inaczej"


def test_given_somebody_else_or_a_meeting_that_is_none_when_noted_then_there_is_nothing(store: MemoryStore) -> None:
    for who, meeting in ((STRANGER, "first"), (MENTEE, "none")):
        for look in (
            lambda who=who, meeting=meeting: _note(store, who, meeting),
            lambda who=who, meeting=meeting: takeaways.one_of(_as(who, store), PAIR, meeting),
            lambda who=who, meeting=meeting: takeaways.read(_as(who, store), PAIR, meeting),
        ):
            with pytest.raises(NotFound):
                look()


def test_given_two_meetings_when_one_is_noted_then_the_other_one_is_missing(store: MemoryStore) -> None:
    _note(store, MENTEE, "first", tag=NOT_WRITTEN)
    _, found, meetings = rooms.with_meetings(_as(MENTEE, store), PAIR)
    assert takeaways.missing(found, meetings, MENTEE) == ["second"]
    assert takeaways.missing(found, meetings, MENTOR) == ["second", "first"]
