"""Two answers to «did it take place?» that don't go together: asked once more, counted by one rule, told as a fact."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import domain, use_cases
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState
from tests.fakes.people import MENTEE, MENTOR, PAIR
from tests.unit.meetings.test_meetings import HOUR, TOMORROW, _as, _confirmed, _names, _only
from tests.unit.meetings.test_meetings import room as room  # noqa: PLC0414 - the fixture

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes import MemoryStore

HELD, NO = MeetingOutcome.HELD, MeetingOutcome.TECHNICAL
LATER = TOMORROW + 2 * HOUR


def say(room: MemoryStore, who: str, outcome: MeetingOutcome, at: datetime = LATER) -> None:
    use_cases.decide(_as(who, room, at), PAIR, _only(room).meeting_id, outcome)


@pytest.mark.parametrize(("first", "second"), list(permutations([(MENTOR, HELD), (MENTEE, NO)])))
def test_given_two_answers_that_differ_when_given_in_any_order_then_it_counts_as_held_and_both_are_asked_once_more(
    room: MemoryStore, first: tuple[str, MeetingOutcome], second: tuple[str, MeetingOutcome]
) -> None:
    _confirmed(room)
    for who, outcome in (first, second, second):
        say(room, who, outcome)
    item = _only(room)
    assert (item.state, item.contested, item.number) == ("held", True, 1)
    assert _names(room).count("MeetingContested") == 1
    assert [one.data.settled for one in room.events if one.name == "MeetingContested"] == [False]  # type: ignore[attr-defined]
    assert use_cases.says_held(_as(MENTOR, room, LATER), item)
    assert not use_cases.says_held(_as(MENTEE, room, LATER), item)


@pytest.mark.parametrize(("who", "now", "state"), [(MENTEE, HELD, "held"), (MENTOR, NO, "not_held")])
def test_given_two_who_differ_when_one_changes_the_answer_then_they_agree_and_neither_is_asked_again(
    room: MemoryStore, who: str, now: MeetingOutcome, state: str
) -> None:
    _confirmed(room)
    say(room, MENTOR, HELD)
    say(room, MENTEE, MeetingOutcome.NO_SHOW_MENTOR)
    say(room, who, now, LATER + HOUR)
    item = _only(room)
    assert (item.state, item.contested) == (state, False)
    assert [one.data.settled for one in room.events if one.name == "MeetingContested"] == [False, True]  # type: ignore[attr-defined]
    for one in (MENTOR, MENTEE):
        with pytest.raises(domain.AnswerShared):
            say(room, one, NO if state == "held" else HELD, LATER + 2 * HOUR)


def test_given_two_who_still_differ_after_three_days_when_changed_then_it_stays_as_it_was_told(
    room: MemoryStore,
) -> None:
    _confirmed(room)
    say(room, MENTOR, HELD)
    say(room, MENTEE, NO, LATER + HOUR)
    with pytest.raises(domain.AnswerOld):
        say(room, MENTEE, HELD, LATER + 73 * HOUR)
    assert (_only(room).state, _only(room).contested) == ("held", True)


def test_given_two_reasons_why_it_was_not_held_when_told_then_the_first_stays_and_nobody_differs(
    room: MemoryStore,
) -> None:
    _confirmed(room)
    say(room, MENTOR, MeetingOutcome.NO_SHOW_MENTEE)
    with pytest.raises(domain.OutcomeGiven):
        say(room, MENTEE, NO)
    assert "MeetingContested" not in _names(room)


def test_given_an_answer_of_two_weeks_ago_when_the_partner_says_otherwise_then_it_is_too_late(
    room: MemoryStore,
) -> None:
    _confirmed(room)
    say(room, MENTOR, HELD)
    with pytest.raises(domain.AnswerOld):
        say(room, MENTEE, NO, LATER + domain.CONTESTED_WITHIN)


@given(st.lists(st.tuples(st.sampled_from([MENTOR, MENTEE]), st.sampled_from([HELD, *domain.REASONS])), max_size=8))
def test_given_any_answers_when_they_differ_then_one_says_held_and_it_counts_as_held(
    said: list[tuple[str, MeetingOutcome]],
) -> None:
    one = domain.Meeting(TOMORROW, 60, MeetingState.TO_CONFIRM, MENTOR)
    for who, outcome in said:
        try:
            one = one.decide(who, outcome, LATER)
        except (domain.OutcomeGiven, domain.AnswerShared):
            continue
        assert (one.told.of(who) == HELD) == (outcome == HELD)
    if one.contested_by:
        assert (one.state, one.outcome) == (MeetingState.HELD, HELD)
        assert one.contested_as in domain.REASONS
        assert one.contested_by not in one.said_by
    else:
        assert (one.state == MeetingState.HELD) == (one.outcome == HELD)
