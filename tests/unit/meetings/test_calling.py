"""Where a pair meets online: its own link, its programme's, and a place of one meeting alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from meetings import domain, use_cases
from meetings.use_cases import calling, plan_answers, planning
from meetings.use_cases.arranging import doubt
from mentoring import calendar, rooms
from mentoring.calls import patterns
from mentoring.errors import Overtaken
from mentoring.tables.attributes import Opened
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCalendar, PairCall
from mentoring.tables.workspace import RoomKey
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, programme, world

DAY = timedelta(days=1)
OURS, THEIRS = "https://meet.example.org/ours", "https://teams.example.org/theirs"
NONE = "0"


def _as(person_id: str, store: MemoryStore, at: Any = NOON) -> Any:
    return context_at(at, store=store, person_id=person_id, service="meetings")


@pytest.fixture
def store() -> MemoryStore:
    """Given: a pair."""
    return world()


def _keep(store: MemoryStore, link: str, who: str = MENTOR, at: Any = NOON) -> str:
    """Keep a link over whatever is there; return the version it has then."""
    known = store.get(PairCall, *PairCall.key(PAIR))
    kept = calling.keep(_as(who, store, at), PAIR, link, known.tag if known is not None else NONE)
    return str(kept.item.tag)


def _propose(store: MemoryStore, days: int = 2, **values: Any) -> Item:
    return use_cases.propose(_as(MENTOR, store), PAIR, NOON + days * DAY, "Europe/Warsaw", **values)


def _place(store: MemoryStore, item: Item) -> str:
    found = store.get(Item, *Item.key(PAIR, item.meeting_id))
    assert found is not None
    return str(Opened(found, rooms.key(_as(MENTOR, store), PAIR)).place)


def _now(store: MemoryStore, item: Item) -> Item:
    found = store.get(Item, *Item.key(PAIR, item.meeting_id))
    assert found is not None
    return found


def _told(store: MemoryStore) -> list[Any]:
    return [one.data for one in store.events if one.name == "MeetingPlaceChanged"]


def test_given_a_kept_link_when_a_meeting_is_proposed_without_a_place_then_it_is_there_and_not_else(
    store: MemoryStore,
) -> None:
    before = _propose(store, 1, place="Biblioteka")
    _keep(store, OURS)
    online, library = _propose(store, 2), _propose(store, 3, place="Biblioteka")
    assert [_place(store, one) for one in (before, online, library)] == ["Biblioteka", OURS, "Biblioteka"]
    assert _told(store) == []  # nothing that anybody knew of has changed


def test_given_a_kept_link_when_stored_then_neither_it_nor_the_secret_can_be_read_in_the_table(
    store: MemoryStore,
) -> None:
    store.put(programme(call_pattern=patterns.JITSI))
    made = _place(store, _propose(store))
    _keep(store, OURS)
    raw = str([one for key, one in store.items.items() if key[0].startswith("MEETINGS#")])
    assert made.rpartition("-")[2] not in raw
    assert OURS not in raw


@pytest.mark.parametrize("who", [MENTOR, MENTEE])
def test_given_meetings_ahead_when_either_changes_the_link_then_calendars_are_told_with_a_higher_sequence(
    store: MemoryStore, who: str
) -> None:
    _keep(store, OURS)
    first, own = _propose(store), _propose(store, 3, place=THEIRS)
    use_cases.accept(_as(MENTEE, store), PAIR, first.meeting_id)
    before = store.get(PairCalendar, *PairCalendar.key(PAIR))
    _keep(store, "https://meet.example.org/new", who)
    after = store.get(PairCalendar, *PairCalendar.key(PAIR))
    assert (_place(store, first), _now(store, first).sequence) == ("https://meet.example.org/new", 2)
    assert (_place(store, own), _now(store, own).sequence) == (THEIRS, 0)
    assert [(one.meeting_id, one.by, one.sequence) for one in _told(store)] == [(first.meeting_id, who, 2)]
    assert before is not None
    assert after is not None
    assert before.tag != after.tag  # feeds go by it


def test_given_the_same_link_when_kept_again_then_nothing_changes(store: MemoryStore) -> None:
    version = _keep(store, OURS)
    _propose(store)
    assert (_keep(store, OURS), _told(store)) == (version, [])


def test_given_a_link_changed_by_the_partner_when_one_changes_an_older_version_then_overtaken(
    store: MemoryStore,
) -> None:
    _keep(store, OURS)
    with pytest.raises(Overtaken):
        calling.keep(_as(MENTEE, store), PAIR, THEIRS, NONE)


def test_given_a_proposal_when_only_the_link_changes_then_an_answer_to_its_time_still_counts(
    store: MemoryStore,
) -> None:
    _keep(store, OURS)
    item = _propose(store)
    _keep(store, THEIRS)
    assert use_cases.accept(_as(MENTEE, store), PAIR, item.meeting_id, item.sequence).state == "confirmed"


def test_given_a_reminder_that_waits_when_the_link_changes_then_it_is_still_due(store: MemoryStore) -> None:
    item = _propose(store)
    use_cases.accept(_as(MENTEE, store), PAIR, item.meeting_id)
    late = NOON + DAY + timedelta(minutes=2)  # the schedule runs every five minutes
    _keep(store, OURS, at=late)
    assert use_cases.do_due(_as("", store, late))["reminded"] == 1


def test_given_a_reminder_that_waits_when_a_calendar_says_maybe_then_it_is_still_due(store: MemoryStore) -> None:
    item = _propose(store)
    use_cases.accept(_as(MENTEE, store), PAIR, item.meeting_id)
    late = NOON + DAY + timedelta(minutes=2)
    doubt(_as(MENTEE, store, late), PAIR, item.meeting_id, 1, "")
    assert use_cases.do_due(_as("", store, late))["reminded"] == 1


def test_given_many_meetings_ahead_when_the_link_changes_then_all_have_it_in_transactions_that_fit(
    store: MemoryStore,
) -> None:
    made = [_propose(store, days) for days in range(1, 72)]
    _keep(store, OURS)
    assert {_place(store, one) for one in made} == {OURS}
    assert len(_told(store)) == 71
    assert max(store.sizes) <= 100


# The programme's pattern ---------------------------------------------------------------------------------------------


def test_given_a_programme_with_a_pattern_when_a_pair_keeps_no_link_then_its_meetings_share_one_that_stays(
    store: MemoryStore,
) -> None:
    store.put(programme(call_pattern=patterns.JITSI))
    links = {_place(store, _propose(store, days)) for days in (2, 3, 4)}
    (link,) = links
    assert re.fullmatch(r"https://meet\.jit\.si/wiosna-[0-9a-f]{8}-[a-z2-7]{26}", link)
    assert PAIR not in link


def test_given_a_pattern_by_meeting_when_proposed_then_each_has_a_link_of_its_own(store: MemoryStore) -> None:
    store.put(programme(call_pattern="https://meet.example.org/{meeting}-{secret}"))
    links = {_place(store, _propose(store, days)) for days in (2, 3, 4)}
    assert len({one.rpartition("-")[2] for one in links}) == 3


def test_given_a_pattern_when_a_kept_link_comes_and_goes_then_meetings_get_it_and_the_old_one_again(
    store: MemoryStore,
) -> None:
    store.put(programme(call_pattern=patterns.JITSI))
    item = _propose(store)
    made = _place(store, item)
    _keep(store, OURS)
    assert _place(store, item) == OURS
    _keep(store, "")
    assert (_place(store, item), _now(store, item).sequence) == (made, 2)


def test_given_neither_link_nor_pattern_when_proposed_then_there_is_no_place_and_nothing_is_kept(
    store: MemoryStore,
) -> None:
    item = _propose(store)
    assert (_place(store, item), store.get(PairCall, *PairCall.key(PAIR))) == ("", None)
    _keep(store, OURS)
    assert _place(store, item) == OURS  # it had no place of its own


def test_given_a_room_without_a_key_when_proposed_then_it_works_without_a_link(store: MemoryStore) -> None:
    store.put(programme(call_pattern=patterns.JITSI))
    del store.items[RoomKey.key(PAIR)]
    assert _propose(store).place is None


# One meeting alone ---------------------------------------------------------------------------------------------------


def test_given_a_meeting_when_it_gets_a_place_of_its_own_then_the_link_follows_it_no_more_until_it_has_none(
    store: MemoryStore,
) -> None:
    _keep(store, OURS)
    item = _propose(store)
    moved = calling.move_place(_as(MENTEE, store), PAIR, item.meeting_id, "Biblioteka", _now(store, item).tag)
    assert (_place(store, item), moved.sequence, moved.state) == ("Biblioteka", 1, "proposed")
    _keep(store, THEIRS)
    assert _place(store, item) == "Biblioteka"
    calling.move_place(_as(MENTEE, store), PAIR, item.meeting_id, "", _now(store, item).tag)
    assert (_place(store, item), [one.sequence for one in _told(store)]) == (THEIRS, [1, 2])


def test_given_a_meeting_that_is_over_when_its_place_is_changed_then_refused(store: MemoryStore) -> None:
    item = _propose(store)
    use_cases.cancel(_as(MENTEE, store), PAIR, item.meeting_id)
    with pytest.raises(domain.MeetingDecided):
        calling.move_place(_as(MENTEE, store), PAIR, item.meeting_id, "Biblioteka", _now(store, item).tag)


def test_given_a_meeting_changed_meanwhile_when_its_place_is_changed_then_overtaken(store: MemoryStore) -> None:
    item = _propose(store)
    seen = _now(store, item).tag
    use_cases.accept(_as(MENTEE, store), PAIR, item.meeting_id)
    with pytest.raises(Overtaken):
        calling.move_place(_as(MENTEE, store), PAIR, item.meeting_id, "Biblioteka", seen)


def test_given_a_kept_link_when_a_calendar_shows_the_meeting_then_it_is_its_conference(store: MemoryStore) -> None:
    _keep(store, OURS)
    assert calendar.call_in(_place(store, _propose(store))) == OURS


# Plans ---------------------------------------------------------------------------------------------------------------


def test_given_a_plan_that_waits_when_the_link_changes_then_it_is_told_once_and_still_answered_as_one(
    store: MemoryStore,
) -> None:
    store.put(programme(call_pattern="https://meet.example.org/{meeting}-{secret}"))
    wish = planning.Wish(datetime(2026, 3, 9, 15), "Europe/Warsaw", 1, 4)
    plan_id = planning.propose(_as(MENTOR, store), PAIR, wish).plan.plan_id
    meetings = [one for one in store.query(Item, *Item.of(PAIR)) if one.plan_id == plan_id]
    assert len({_place(store, one) for one in meetings}) == 1  # calendars know one event with one place
    _keep(store, THEIRS)
    assert ({_place(store, one) for one in meetings}, len(_told(store))) == ({THEIRS}, 1)
    plan_answers.accept(_as(MENTEE, store), PAIR, plan_id)
    assert {_now(store, one).state for one in meetings} == {"confirmed"}
    assert {_now(store, one).together for one in meetings} == {True}
