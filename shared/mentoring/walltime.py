"""Times as people write them, on the wall clock of a zone: right on the nights when clocks change (PEP 495).

Where clocks go forward some times are never shown; where they go back some are shown twice. The first is refused in
words, with the time the clock shows instead; of the second the earlier one is taken, and who wrote it can be told so.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass


class NoSuchTime(Invalid):
    """The clocks of the zone jump over the time; `suggestion` is what they show instead (naive)."""

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
    """An instant (UTC) as it was written: `shown` on the wall clock (naive), `twice` when the clock shows it again."""

    instant: datetime
    shown: datetime
    offset: timedelta
    twice: bool

    @property
    def params(self) -> dict[str, str]:
        """Return what a text needs to say which of two equal times was taken: `shown` and `offset`."""
        return {"shown": f"{self.shown:%H:%M}", "offset": offset_name(self.offset)}


def moment(shown: datetime, zone: str, field: str = "/starts_at") -> Moment:
    """Return the instant at which the wall clock of a zone shows a naive time, the first of two.

    Raises `NoSuchTime` for `field` (a JSON pointer) when the clock never shows it, `Invalid` outside of the calendar.
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


def is_shown_twice(there: datetime) -> bool:
    """Return whether the wall clock of an aware time's zone shows that time twice."""
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


def offset_name(offset: timedelta) -> str:
    """Return a distance from UTC in writing: «UTC+2», «UTC−3», «UTC+5:30»."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
