"""Alerts that no longer wait for anybody, and those that do."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.meetings import (
    MeetingConfirmed,
)
from mentoring.events.pairing import MenteeLeftUnmatched, PairClosed
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.events.workspace import GoalAgreed
from mentoring.tables.monitoring import Alert
from tests.fakes import MemoryStore
from tests.unit.monitoring.givens import (
    AGREED,
    CONFIRMED,
    alerted,
    day,
    event,
    open_alerts,
    season,
    take,
)


def test_given_an_alert_when_a_meeting_is_planned_then_only_the_silence_is_over() -> None:
    given = alerted()
    take(given, event(MeetingConfirmed("p", "2", "n", clock.iso(day(50)), 0), sequence=9), at=day(47))
    assert sorted(open_alerts(given)) == [("1", "silence"), ("2", "rating")]
    assert [(one.handled_at, one.handled_by) for one in given.query(Alert, "ALERTS#p") if one.state == "handled"] == [
        (clock.iso(day(47)), None)
    ]


def test_given_alerts_when_the_process_is_closed_then_none_of_it_waits_for_anybody() -> None:
    given = alerted()
    take(given, event(PairClosed("p", "2", "closed_early", "organizer"), sequence=9), at=day(47))
    assert open_alerts(given) == [("1", "silence")]


def test_given_an_alert_when_something_else_happens_then_it_waits() -> None:
    given = alerted()
    take(given, event(GoalAgreed("p", "1", "g"), sequence=9), at=day(47))
    assert ("1", "silence") in open_alerts(given)


def alone() -> MemoryStore:
    """Given: nobody is left for the mentee of pair 1, nor for another one."""
    given = season()
    for mentee in ("e1", "e2"):
        take(given, event(MenteeLeftUnmatched("p", mentee, "nobody")))
    return given


@pytest.mark.parametrize("data", [AGREED, ApplicationWithdrawn("e1", "p")])
def test_given_a_mentee_nobody_was_left_for_when_there_is_a_pair_or_she_leaves_then_nobody_needs_to_look(
    data: Any,
) -> None:
    given = alone()
    take(given, event(data), at=day(3))
    handled = [
        (one.participant_id, one.handled_at, one.handled_by)
        for one in given.query(Alert, "ALERTS#p")
        if one.state == "handled"
    ]
    assert handled == [("e1", clock.iso(day(3)), None)]
    take(given, event(data), at=day(4))
    assert open_alerts(given) == [("", "unmatched")]


@pytest.mark.parametrize("data", [AGREED, CONFIRMED])
def test_given_no_such_pair_when_an_event_comes_then_it_is_refused(data: Any) -> None:
    with pytest.raises(NotFound):
        take(MemoryStore(), event(data))
