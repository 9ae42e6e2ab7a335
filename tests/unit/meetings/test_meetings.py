"""Meetings: answers, changes, what time does, and that calendars follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import domain, store, use_cases
from mentoring import clock
from mentoring.errors import Invalid, NotFound
from mentoring.events.pairing import PairClosed
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, STRANGER, event, world

TOMORROW = NOON + timedelta(days=2)
HOUR = timedelta(hours=1)


def _as(person_id: str, room: MemoryStore, at: datetime = NOON) -> Any:
    return context_at(at, store=room, person_id=person_id, service="meetings")


@pytest.fixture
def room() -> MemoryStore:
    """Given: a pair."""
    return world()


def _names(room: MemoryStore) -> list[str]:
    return [one.name for one in room.events]


def _proposed(room: MemoryStore) -> Item:
    return use_cases.propose(_as(MENTOR, room), PAIR, TOMORROW, "Europe/Warsaw", place="tu", agenda="plan")


def _confirmed(room: MemoryStore) -> Item:
    item = _proposed(room)
    return use_cases.accept(_as(MENTEE, room), PAIR, item.meeting_id)


def _only(room: MemoryStore) -> Item:
    (item,) = use_cases.meetings(_as(MENTOR, room), PAIR)[1]
    return item


def test_given_a_proposed_time_when_the_other_one_accepts_then_it_is_confirmed_once(room: MemoryStore) -> None:
    item = _confirmed(room)
    assert use_cases.accept(_as(MENTEE, room), PAIR, item.meeting_id).state == "confirmed"
    assert _names(room) == ["MeetingProposed", "MeetingConfirmed"]


def test_given_an_own_proposal_when_accepted_then_refused(room: MemoryStore) -> None:
    with pytest.raises(domain.OwnProposal):
        use_cases.accept(_as(MENTOR, room), PAIR, _proposed(room).meeting_id)


def test_given_a_proposed_time_that_has_passed_when_accepted_then_refused(room: MemoryStore) -> None:
    item = _proposed(room)
    with pytest.raises(domain.TimePassed):
        use_cases.accept(_as(MENTEE, room, TOMORROW), PAIR, item.meeting_id)
    assert _names(room) == ["MeetingProposed"]
    use_cases.accept(_as(MENTEE, room, TOMORROW - HOUR), PAIR, item.meeting_id)
    assert use_cases.accept(_as(MENTEE, room, TOMORROW + HOUR), PAIR, item.meeting_id).state == "confirmed"


@pytest.mark.parametrize("starts_at", [NOON, NOON - HOUR, NOON + timedelta(days=500)])
def test_given_a_time_that_cannot_be_when_proposed_then_refused(room: MemoryStore, starts_at: datetime) -> None:
    with pytest.raises(Invalid):
        use_cases.propose(_as(MENTOR, room), PAIR, starts_at, "Europe/Warsaw")


@pytest.mark.parametrize(("agreed", "minutes"), [(0, 60), (45, 45)])
def test_given_a_length_in_the_contract_when_a_meeting_is_proposed_without_one_then_it_takes_as_long(
    room: MemoryStore, agreed: int, minutes: int
) -> None:
    pair = room.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.meeting_minutes = agreed
    room.put(pair)
    assert use_cases.propose(_as(MENTOR, room), PAIR, TOMORROW, "Europe/Warsaw").minutes == minutes


def test_given_a_confirmed_meeting_when_moved_then_the_other_one_is_asked_and_the_sequence_rises(
    room: MemoryStore,
) -> None:
    item = _confirmed(room)
    moved = use_cases.move(_as(MENTEE, room), PAIR, item.meeting_id, TOMORROW + HOUR)
    assert (moved.state, int(moved.sequence), moved.uid) == ("proposed", 2, item.uid)
    with pytest.raises(domain.OwnProposal):
        use_cases.accept(_as(MENTEE, room), PAIR, item.meeting_id)
    assert use_cases.accept(_as(MENTOR, room), PAIR, item.meeting_id).state == "confirmed"


@pytest.mark.parametrize(("ahead", "reason"), [(48, "cancelled_early"), (3, "cancelled_late")])
def test_given_a_confirmed_meeting_when_called_off_then_it_is_not_held(
    room: MemoryStore, ahead: int, reason: str
) -> None:
    item = _confirmed(room)
    use_cases.cancel(_as(MENTEE, room, TOMORROW - timedelta(hours=ahead)), PAIR, item.meeting_id)
    assert (_only(room).state, _only(room).not_held_reason) == ("not_held", reason)
    told = [one.data for one in room.events if one.name in ("MeetingNotHeld", "MeetingCancelled")]
    assert [one.starts_at for one in told] == [item.starts_at] * 2
    with pytest.raises(domain.MeetingDecided):
        use_cases.cancel(_as(MENTOR, room), PAIR, item.meeting_id)


def test_given_a_proposal_when_declined_then_it_is_called_off(room: MemoryStore) -> None:
    use_cases.cancel(_as(MENTEE, room), PAIR, _proposed(room).meeting_id)
    assert _only(room).state == "cancelled"
    assert _names(room) == ["MeetingProposed", "MeetingCancelled"]


def test_given_a_past_meeting_when_logged_then_it_counts_and_a_future_one_is_refused(room: MemoryStore) -> None:
    later = NOON + 5 * HOUR
    assert int(use_cases.log(_as(MENTOR, room, later), PAIR, later - HOUR, "Europe/Warsaw", 45).number) == 1
    assert int(use_cases.log(_as(MENTOR, room, later), PAIR, later - 2 * HOUR, "Europe/Warsaw").number) == 2
    with pytest.raises(Invalid):
        use_cases.log(_as(MENTOR, room, later), PAIR, TOMORROW, "Europe/Warsaw")


def test_given_a_time_before_the_pair_agreed_when_logged_then_refused(room: MemoryStore) -> None:
    with pytest.raises(Invalid):
        use_cases.log(_as(MENTOR, room, NOON + HOUR), PAIR, NOON - HOUR, "Europe/Warsaw")
    assert _names(room) == []


@pytest.mark.parametrize("minutes", [0, 59, -44])
def test_given_a_meeting_held_or_planned_when_one_at_the_same_time_is_logged_then_refused(
    room: MemoryStore, minutes: int
) -> None:
    again = TOMORROW + timedelta(minutes=minutes)
    _confirmed(room)
    use_cases.do_due(_as("", room, TOMORROW + HOUR))
    for answered in (False, True):
        if answered:
            use_cases.decide(_as(MENTOR, room, TOMORROW + HOUR), PAIR, _only(room).meeting_id, "held")
        for who in (MENTOR, MENTEE):
            with pytest.raises(Invalid):
                use_cases.log(_as(who, room, TOMORROW + 2 * HOUR), PAIR, again, "Europe/Warsaw", 45)
    assert _names(room).count("MeetingHeld") == 1


def test_given_a_meeting_that_was_not_held_when_one_at_the_same_time_is_logged_then_it_counts(
    room: MemoryStore,
) -> None:
    use_cases.decide(_as(MENTEE, room, TOMORROW + HOUR), PAIR, _confirmed(room).meeting_id, "technical")
    assert int(use_cases.log(_as(MENTOR, room, TOMORROW + HOUR), PAIR, TOMORROW, "Europe/Warsaw").number) == 1


def test_given_a_meeting_noted_in_place_of_one_not_held_when_that_is_corrected_then_it_does_not_count_twice(
    room: MemoryStore,
) -> None:
    item = _confirmed(room)
    use_cases.decide(_as(MENTEE, room, TOMORROW + HOUR), PAIR, item.meeting_id, "technical")
    use_cases.log(_as(MENTOR, room, TOMORROW + HOUR), PAIR, TOMORROW, "Europe/Warsaw")
    with pytest.raises(domain.TimeTaken):
        use_cases.decide(_as(MENTEE, room, TOMORROW + HOUR), PAIR, item.meeting_id, "held")
    assert _names(room).count("MeetingHeld") == 1


def test_given_time_passes_when_the_schedule_runs_then_reminders_question_and_presumption_come_once(
    room: MemoryStore,
) -> None:
    _confirmed(room)
    moments = [TOMORROW - 24 * HOUR, TOMORROW - HOUR, TOMORROW + HOUR, TOMORROW + 73 * HOUR]
    done = []
    for at in moments:
        done.append({name for name, count in use_cases.do_due(_as("", room, at)).items() if count})
        assert not any(use_cases.do_due(_as("", room, at)).values())
    assert done == [{"reminded"}, {"reminded"}, {"ended"}, {"presumed"}]
    assert _names(room)[2:] == ["MeetingReminderDue", "MeetingReminderDue", "MeetingEnded", "MeetingHeld"]
    assert _only(room).presumed


def test_given_a_stack_that_slept_when_the_schedule_runs_then_reminders_of_the_past_are_passed_over(
    room: MemoryStore,
) -> None:
    _confirmed(room)
    use_cases.do_due(_as("", room, TOMORROW + 5 * HOUR))
    assert _names(room)[2:] == ["MeetingEnded"]


def test_given_an_unanswered_proposal_when_its_time_is_over_then_it_lapses(room: MemoryStore) -> None:
    _proposed(room)
    assert use_cases.do_due(_as("", room, TOMORROW + 2 * HOUR))["lapsed"] == 1


def test_given_an_ended_meeting_when_answered_twice_then_it_is_held_once(room: MemoryStore) -> None:
    item = _confirmed(room)
    late = TOMORROW + 2 * HOUR
    for _ in range(2):
        assert use_cases.decide(_as(MENTEE, room, late), PAIR, item.meeting_id, "held").state == "held"
    assert _names(room).count("MeetingHeld") == 1


def test_given_a_meeting_that_is_moved_after_a_reminder_when_time_passes_then_each_comes_once_for_the_new_time(
    room: MemoryStore,
) -> None:
    item, day = _confirmed(room), 24 * HOUR
    use_cases.do_due(_as("", room, TOMORROW - day))
    use_cases.move(_as(MENTOR, room, TOMORROW - day), PAIR, item.meeting_id, TOMORROW + 3 * day)
    use_cases.accept(_as(MENTEE, room, TOMORROW - day), PAIR, item.meeting_id)
    before = _names(room).count("MeetingReminderDue")
    moments = [-HOUR, 2 * day, 2 * day + HOUR, 3 * day - HOUR, 3 * day - HOUR / 2, 3 * day - HOUR / 4]
    due = [use_cases.do_due(_as("", room, TOMORROW + after))["reminded"] for after in moments]
    assert before == 1
    assert due == [0, 1, 0, 1, 0, 0]


def test_given_a_wrong_answer_when_the_same_person_corrects_it_then_each_change_is_told_with_a_higher_sequence(
    room: MemoryStore,
) -> None:
    item = _confirmed(room)
    said = ["technical", "held", "no_show_mentor"]
    for hours, outcome in enumerate(said, start=1):
        use_cases.decide(_as(MENTEE, room, TOMORROW + hours * HOUR), PAIR, item.meeting_id, outcome)
    told = [one for one in room.events if one.name in ("MeetingHeld", "MeetingNotHeld")]
    assert [one.name for one in told] == ["MeetingNotHeld", "MeetingHeld", "MeetingNotHeld"]
    assert {one.data.starts_at for one in told} == {item.starts_at}
    assert sorted({one.meta.sequence for one in told}) == [one.meta.sequence for one in told]
    assert (_only(room).state, _only(room).not_held_reason, _only(room).number) == ("not_held", "no_show_mentor", None)


def test_given_an_answer_both_gave_or_an_old_one_when_changed_then_refused(room: MemoryStore) -> None:
    item = _confirmed(room)
    use_cases.decide(_as(MENTEE, room, TOMORROW + HOUR), PAIR, item.meeting_id, "held")
    with pytest.raises(domain.AnswerOld):
        use_cases.decide(_as(MENTEE, room, TOMORROW + 73 * HOUR), PAIR, item.meeting_id, "technical")
    use_cases.decide(_as(MENTOR, room, TOMORROW + 2 * HOUR), PAIR, item.meeting_id, "held")
    with pytest.raises(domain.AnswerShared):
        use_cases.decide(_as(MENTEE, room, TOMORROW + 3 * HOUR), PAIR, item.meeting_id, "technical")
    assert _names(room).count("MeetingHeld") == 1


def test_given_a_meeting_called_off_when_said_to_have_been_held_then_nobody_is_blamed(room: MemoryStore) -> None:
    item = _confirmed(room)
    use_cases.cancel(_as(MENTOR, room), PAIR, item.meeting_id)
    with pytest.raises(domain.MeetingDecided):
        use_cases.decide(_as(MENTOR, room, TOMORROW + HOUR), PAIR, item.meeting_id, "held")


def test_given_a_presumed_meeting_when_somebody_answers_then_the_answer_holds(room: MemoryStore) -> None:
    item = _confirmed(room)
    use_cases.do_due(_as("", room, TOMORROW + 2 * HOUR))
    use_cases.do_due(_as("", room, TOMORROW + 80 * HOUR))
    decided = use_cases.decide(_as(MENTEE, room, TOMORROW + 81 * HOUR), PAIR, item.meeting_id, "held")
    assert (decided.state, decided.presumed) == ("held", False)


@pytest.mark.parametrize("outcome", domain.REASONS)
def test_given_an_ended_meeting_when_it_was_not_held_then_the_reason_is_kept(room: MemoryStore, outcome: str) -> None:
    item = _confirmed(room)
    use_cases.decide(_as(MENTEE, room, TOMORROW + HOUR), PAIR, item.meeting_id, outcome)
    assert (_only(room).state, _only(room).not_held_reason) == ("not_held", outcome)


def test_given_a_meeting_ahead_when_its_outcome_is_told_then_refused(room: MemoryStore) -> None:
    with pytest.raises(domain.MeetingDecided):
        use_cases.decide(_as(MENTEE, room), PAIR, _confirmed(room).meeting_id, "held")


def test_given_a_closed_pair_when_heard_of_then_open_meetings_are_called_off(room: MemoryStore) -> None:
    _confirmed(room)
    use_cases.propose(_as(MENTOR, room), PAIR, TOMORROW + HOUR, "Europe/Warsaw")
    use_cases.close(_as("", room), event(PairClosed(PROGRAMME, PAIR, "completed", "system"), room))
    assert {one.state for one in use_cases.meetings(_as(MENTOR, room), PAIR)[1]} == {"cancelled", "not_held"}


def test_given_a_stranger_or_an_unknown_meeting_when_asked_then_not_found(room: MemoryStore) -> None:
    item = _proposed(room)
    for person_id, meeting_id in ((STRANGER, item.meeting_id), (MENTEE, "none")):
        for ask in (use_cases.accept, use_cases.cancel, lambda *a: use_cases.decide(*a, "held")):
            with pytest.raises(NotFound):
                ask(_as(person_id, room), PAIR, meeting_id)


def test_given_a_closed_pair_when_it_proposes_then_refused(room: MemoryStore) -> None:
    from mentoring.tables.pairing import Pair

    pair = room.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    room.put(pair)
    with pytest.raises(domain.MeetingDecided):
        _proposed(room)


@given(st.integers(-100, 200), st.sampled_from(["proposed", "confirmed", "to_confirm"]))
def test_given_any_instant_when_the_next_due_one_is_asked_for_then_something_is_due_there(
    hours: int, state: str
) -> None:
    now = TOMORROW + timedelta(hours=hours)
    meeting = domain.Meeting(TOMORROW, 60, state, MENTOR)
    following = meeting.next_due(now)
    assert following is not None
    if following > now:
        assert meeting.due(following)


def test_given_an_item_when_read_and_kept_then_it_is_the_same(room: MemoryStore) -> None:
    item = _confirmed(room)
    use_cases.decide(_as(MENTEE, room, TOMORROW + HOUR), PAIR, item.meeting_id, "held")
    item = _only(room)
    assert store.read(store.keep(item, store.read(item), NOON)) == store.read(item)
    assert clock.parse(item.starts_at) == TOMORROW
