"""States, reasons and deadlines of meetings; which times can be proposed, and how many at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.errors import N_, Invalid
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, Reminder

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = (MeetingState.PROPOSED, MeetingState.CONFIRMED)
TAKES_TIME = (MeetingState.CONFIRMED, MeetingState.TO_CONFIRM, MeetingState.HELD)
"""States in which a pair can't have met a second time at the same time."""
REASONS = tuple(one for one in MeetingOutcome if one not in (MeetingOutcome.NONE, MeetingOutcome.HELD))
"""Why a meeting was not held."""
REMINDERS = ((Reminder.DAY, timedelta(hours=24)), (Reminder.HOUR, timedelta(hours=1)))
PRESUMED_AFTER = timedelta(hours=72)
LATE = timedelta(hours=24)
"""A cancellation later than this before the start is a late one."""


class Unused(StrEnum):
    """Why a calendar's answer changed nothing, as its author is told."""

    MOVED = "moved"  # it was about a time that was changed meanwhile
    OVER = "over"  # the meeting is called off, or over
    BEGUN = "begun"  # its time has come
    BUSY = "busy"  # one of the two is in another meeting then
    TIME = "time"  # the other time it wants can't be
    OWN = "own"  # who proposed a time doubts it: they may call it off or move it
    UNREADABLE = "unreadable"
    ONBOARDING = "onboarding"  # the programme wants that to come before a first meeting


class Due(StrEnum):
    """What becomes due by time alone, besides reminders."""

    NONE = ""
    ENDED = "ended"  # both are asked whether it took place
    PRESUMED = "presumed"  # nobody said so, and it counts as held
    LAPSED = "lapsed"  # nobody answered the proposal in time
    PASSED = "passed"  # one of several proposed times has come; the others wait


class Unfit(StrEnum):
    """Why a date of a plan can't be proposed; one after the programme's closing can, if it is meant."""

    NONE = ""
    SKIPPED = "skipped"  # the clocks go forward, and its hour never comes
    PAST = "past"
    FAR = "far"  # more than 400 days ahead
    CLOSED = "closed"
    TAKEN = "taken"  # the pair has a meeting, or an open proposal, then
    BUSY = "busy"
    PARTNER_BUSY = "partner_busy"


FURTHEST = timedelta(days=400)
MOST_AT_ONCE = 5
"""How many times one proposal offers."""


def offered(*starts: datetime) -> tuple[datetime, ...]:
    """Return times as options, soonest first; none for a single time, which needs no choice."""
    known = tuple(sorted({one.replace(microsecond=0) for one in starts}))
    return known if len(known) > 1 else ()


def check_times(starts: Sequence[datetime], now: datetime) -> None:
    """Raise `Invalid` for times that have passed or lie more than 400 days ahead, and for too many."""
    if len(set(starts)) > MOST_AT_ONCE:
        raise Invalid(fields={"/more": N_("Propose at most five times at once.")})
    refuse(starts, [_why_never(one, now) for one in starts])


def _why_never(starts_at: datetime, now: datetime) -> str:
    if starts_at <= now:
        return N_("Choose a time in the future; a meeting that took place is noted, not proposed.")
    return N_("Choose a time within the next year.") if starts_at > now + FURTHEST else ""


def refuse(starts: Sequence[datetime], why: Sequence[str]) -> None:
    """Raise `Invalid` if there is a reason against any of the times; `why` has a msgid or an empty text for each.

    The first time is the field `starts_at`, the others are `more`.
    """
    wrong = {field_of(number): one for number, one in zip(range(len(starts)), why, strict=True) if one}
    if wrong:
        raise Invalid(fields=wrong)


def field_of(number: int) -> str:
    """Return the JSON pointer of one of several times, counted from 0."""
    return f"/more/{number - 1}" if number else "/starts_at"
