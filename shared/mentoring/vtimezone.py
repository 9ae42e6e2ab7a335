"""VTIMEZONE of an IANA zone (RFC 5545 §3.6.5): by rules where its clocks change by rules, else each change by itself.

Outlook takes a zone that has one rule for summer and one for winter, as it writes zones itself; and no list of changes
since 1970, as icalendar writes them. Zones without such rules (Morocco's clocks follow the moon) get a definition for
the years that are asked about. icalendar is imported when the first zone is defined.
"""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icalendar import Timezone
    from icalendar.cal.timezone import TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALWAYS = datetime(1970, 1, 1)  # noqa: DTZ001 - a local time, as all onsets are


@dataclass(frozen=True)
class _Change:
    """Clocks change at `onset`, a local time (naive) as they showed it before."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def week(self) -> int:
        """Return which such weekday of its month it is, counted from 1."""
        return (self.onset.day - 1) // 7 + 1

    def rule(self, *, last: bool) -> dict[str, object]:
        """Return the RRULE that says it for every year; `last`: on the last such weekday of the month."""
        week = -1 if last else self.week
        return {"FREQ": "YEARLY", "BYMONTH": self.onset.month, "BYDAY": f"{week}{_DAYS[self.onset.weekday()]}"}

    @property
    def kind(self) -> tuple[object, ...]:
        """Return what all changes of one rule have in common."""
        return self.onset.month, self.onset.weekday(), self.onset.time(), self.before, self.after, self.name

    @property
    def is_last(self) -> bool:
        """Return whether it is on the last such weekday of its month."""
        return self.onset.day + 7 > calendar.monthrange(self.onset.year, self.onset.month)[1]


def defined(zone: str, first: datetime, last: datetime) -> Timezone:
    """Return the definition of a zone that is right between two instants at least, and a year around them."""
    from icalendar import Timezone  # noqa: PLC0415 - see above
    from icalendar.cal.timezone import TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    begin = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    found = list(_changes(ZoneInfo(zone), begin, datetime(last.year + 2, 1, 1, tzinfo=UTC)))
    made = Timezone()
    made.add("tzid", zone)

    def add(one: _Change, rule: dict[str, object] | None = None) -> None:
        part: TimezoneDaylight | TimezoneStandard = TimezoneDaylight() if one.is_summer else TimezoneStandard()
        part.add("dtstart", one.onset)
        part.add("tzoffsetfrom", one.before)
        part.add("tzoffsetto", one.after)
        part.add("tzname", one.name)
        if rule is not None:
            part.add("rrule", rule)
        made.add_component(part)

    rules = _rules(found)
    if rules:
        for one, rule in rules:
            add(one, rule)
        return made
    here = begin.astimezone(ZoneInfo(zone))
    offset, onset = here.utcoffset() or timedelta(0), here.replace(tzinfo=None) if found else _ALWAYS
    add(_Change(onset, offset, offset, here.tzname() or zone, is_summer=False))
    for one in found:
        add(one)
    return made


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Change]:
    """Yield when clocks change, to the second."""
    instant = begin
    while instant < end:
        later = instant + DAY
        if instant.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            yield _change(zone, instant, later)
        instant = later


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> _Change:
    old = before.astimezone(zone).utcoffset() or timedelta(0)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    there = after.astimezone(zone)
    new = there.utcoffset() or timedelta(0)
    onset = (after + old).replace(tzinfo=None)
    return _Change(onset, old, new, there.tzname() or "", is_summer=bool(there.dst()))


def _rules(found: Sequence[_Change]) -> list[tuple[_Change, dict[str, object]]]:
    """Return the first change of each rule and the rule, if two rules say all changes; else nothing."""
    years = [list(ones) for _, ones in groupby(found, key=lambda one: one.onset.year)]
    if not years or any(len(ones) != 2 for ones in years):  # noqa: PLR2004 - to summer and back
        return []
    rules = []
    for ones in zip(*years, strict=True):
        last = all(one.is_last for one in ones)
        if len({one.kind for one in ones}) > 1 or (not last and len({one.week for one in ones}) > 1):
            return []
        rules.append((ones[0], ones[0].rule(last=last)))
    return rules
