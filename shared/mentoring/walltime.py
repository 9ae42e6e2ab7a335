"""Local times as people type them, also on the nights when clocks change (PEP 495).

When clocks go forward some local times don't exist; when they go back some occur twice. The first kind is refused, with
the next valid time as a suggestion; of the second kind the earlier one is taken, and the caller can say so.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

LONGEST_REST = timedelta(days=366)
"""A year, to the end of its last day in any zone."""


class NoSuchTime(Invalid):
    """A clock change in the zone skips this time; `suggestion` is the one shown instead (naive)."""

    def __init__(self, field: str, shown: datetime, suggestion: datetime) -> None:
        self.suggestion = suggestion
        same_day = suggestion.date() == shown.date()
        super().__init__(
            fields={
                field: N_("%(shown)s doesn't exist on that day: the clocks go forward. Did you mean %(suggestion)s?")
            },
            shown=f"{shown:%H:%M}" if same_day else f"{shown:%Y-%m-%d %H:%M}",
            suggestion=f"{suggestion:%H:%M}" if same_day else f"{suggestion:%Y-%m-%d %H:%M}",
        )


@dataclass(frozen=True)
class Moment:
    """An instant (UTC) as it was typed: `shown` is the local time (naive), `twice` whether it occurs twice."""

    instant: datetime
    shown: datetime
    offset: timedelta
    twice: bool

    @property
    def params(self) -> dict[str, str]:
        """Return the values for a text that says which of two equal times was taken: `shown` and `offset`."""
        return {"shown": f"{self.shown:%H:%M}", "offset": offset_name(self.offset)}


def moment(shown: datetime, zone: str, field: str = "/starts_at") -> Moment:
    """Return the instant of a local (naive) time in a zone, the first of two.

    Raises `NoSuchTime` for `field` (a JSON pointer) if the time doesn't exist, `Invalid` if it is outside the calendar.
    """
    there = shown.replace(tzinfo=ZoneInfo(zone), fold=0)
    try:
        instant, again = there.astimezone(UTC), there.replace(fold=1).astimezone(UTC)
        back = instant.astimezone(there.tzinfo).replace(tzinfo=None, fold=0)
    except OverflowError as error:
        raise Invalid(fields={field: N_("This must be a date and time.")}) from error
    if back != shown.replace(fold=0):
        raise NoSuchTime(field, shown, back)
    return Moment(instant, shown, there.utcoffset() or timedelta(0), twice=instant != again)


def coming(until: datetime | None, now: datetime) -> datetime:
    """Return the instant until which something rests.

    Raises `Invalid` unless one is chosen that is to come, within a year: a slip in the year would silence it for good.
    """
    if until is None or until <= now:
        raise Invalid(fields={"/until": N_("Choose a day in the future.")})
    if until > now + LONGEST_REST:
        raise Invalid(fields={"/until": N_("A year from today at most.")})
    return until


def is_shown_twice(there: datetime) -> bool:
    """Return whether the local time of an aware time occurs twice in its zone."""
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


def offset_name(offset: timedelta) -> str:
    """Return a UTC offset as text: «UTC+2», «UTC−3», «UTC+5:30»."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
