"""Suggests times for a pair's next meeting: pure, the same for the same facts.

Best are times close to the day at which the next meeting is due by the pair's rhythm, inside what both said of their
week. Who said nothing is flexible: then the time of day and the weekday count. Suggestions lie on different days, as
long as there are enough.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring.values import dataclass
from mentoring.walltime import is_shown_twice

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 5
QUARTER = timedelta(minutes=15)
"""Zones differ from each other by as little."""
ROUND = (0, 30)
"""Meetings begin at whole and half hours of the reader's clock: minutes."""
NOTICE = timedelta(hours=24)
"""How far ahead a suggestion is at least: the partner has to answer, and both to prepare."""
BEFORE, AFTER = timedelta(days=10), timedelta(days=14)
"""How far from the due day suggestions are looked for."""
APART = timedelta(hours=2)
"""How far apart two suggestions of one day are at least."""

# What is inconvenient, in days by which a more convenient time may lie further from the due day.
AWAKE = (7, 22)
"""Hours of the day outside of which nobody is asked who said nothing of their week."""
WORKING = (9, 17)
PER_HOUR = 0.5
WEEKEND = 3.0
SATURDAY = 5
UNUSUAL = 0.05
"""For each hour that the time of day differs from that of the last meeting."""
HALF = 0.01
"""For a time at half past: of two that are equally good, the one at the full hour."""

Span = tuple[datetime, datetime]
Slot = tuple[int, float, float]
"""A weekly slot: weekday (0 = Monday), the hours at which it begins and ends (0-24, in quarters: 16.5)."""


@dataclass(frozen=True)
class Side:
    """One of the two: IANA zone of today, weekly slots (none: flexible), and when they are in other meetings.

    `said_in` is the zone in which the slots were said, if it is another one: whoever travels has the same week at home,
    and isn't asked at night.
    """

    zone: str
    slots: tuple[Slot, ...] = ()
    said_in: str = ""
    busy: tuple[Span, ...] = ()

    def suits(self, start: datetime, end: datetime) -> bool:
        """Return whether the whole time lies inside what somebody said of their week, as their clock shows it.

        The clock is looked at every quarter of an hour, because it may change in between.
        """
        quarters = -((start - end) // QUARTER)
        moments = [*(start + number * QUARTER for number in range(quarters)), end - timedelta(seconds=1)]
        at_home = bool(self.slots) and self.said_in in ("", self.zone)
        return all(self._said(moment) and (at_home or self._is_awake(moment)) for moment in moments)

    def burden(self, start: datetime, minutes: int) -> float:
        """Return how inconvenient a time is; nothing is for those who said when they can."""
        if self.slots:
            return 0
        begin = start.astimezone(ZoneInfo(self.zone))
        hour = begin.hour + begin.minute / 60
        outside = max(WORKING[0] - hour, hour + minutes / 60 - WORKING[1], 0)
        return PER_HOUR * outside + (WEEKEND if begin.weekday() >= SATURDAY else 0)

    def _is_awake(self, moment: datetime) -> bool:
        return AWAKE[0] <= moment.astimezone(ZoneInfo(self.zone)).hour < AWAKE[1]

    def _said(self, moment: datetime) -> bool:
        there = moment.astimezone(ZoneInfo(self.said_in or self.zone))
        clock = there.hour + there.minute / 60
        fits = (day == there.weekday() and begin <= clock < end for day, begin, end in self.slots)
        return not self.slots or any(fits)


@dataclass(frozen=True, order=True)
class Suggestion:
    """A time that suits both; the smaller `cost` is, the better (days from the due day, and what is inconvenient)."""

    cost: float
    starts_at: datetime


@dataclass(frozen=True)
class Wish:
    """What is looked for; instants in UTC.

    `due` is when the next meeting is due by the rhythm, `last` when the last one began (None: none yet), `taken` when
    the pair has other meetings or open proposals; `opens` and `closes` are where the programme begins and ends.
    """

    now: datetime
    due: datetime
    minutes: int
    last: datetime | None = None
    taken: tuple[Span, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None

    @property
    def soonest(self) -> datetime:
        """Return before when nothing is suggested."""
        return max(self.now + NOTICE, self.opens or self.now)

    @property
    def aim(self) -> datetime:
        """Return the due day; if it has passed, the soonest one."""
        return max(self.due, self.soonest)

    @property
    def window(self) -> Span:
        """Return between which instants suggestions are looked for; nowhere if the second is not later."""
        latest = self.aim + AFTER
        return max(self.soonest, self.aim - BEFORE), min(latest, self.closes) if self.closes else latest

    @property
    def length(self) -> timedelta:
        """Return how long the meeting takes."""
        return timedelta(minutes=self.minutes)

    def suggest(self, reader: Side, partner: Side) -> list[Suggestion]:
        """Return at most five times that suit both, best first; days and half hours are those of the reader."""
        fitting: dict[date, list[Suggestion]] = {}
        for start in self._starts(ZoneInfo(reader.zone)):
            if self._is_free(start, reader, partner):
                day = start.astimezone(ZoneInfo(reader.zone)).date()
                fitting.setdefault(day, []).append(Suggestion(self._cost(start, reader, partner), start))
        days = sorted((sorted(found) for found in fitting.values()), key=lambda found: found[0])
        chosen = [found[0] for found in days[:MOST]]
        for one in sorted(one for found in days for one in found[1:]):
            if len(chosen) < MOST and all(abs(one.starts_at - other.starts_at) >= APART for other in chosen):
                chosen.append(one)
        return sorted(chosen)

    def _starts(self, reader: ZoneInfo) -> Iterator[datetime]:
        """Return the beginnings in the window; one that the reader's clock shows twice would be read in two ways."""
        begin, end = self.window
        start = begin.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        while start + self.length <= end:
            there = start.astimezone(reader)
            if start >= begin and there.minute in ROUND and not is_shown_twice(there):
                yield start
            start += QUARTER

    def _is_free(self, start: datetime, *sides: Side) -> bool:
        end = start + self.length
        spans = [*self.taken, *(span for side in sides for span in side.busy)]
        if any(start < until and since < end for since, until in spans):
            return False
        return all(side.suits(start, end) for side in sides)

    def _cost(self, start: datetime, reader: Side, partner: Side) -> float:
        """Return how far a time is from the due day, and how inconvenient it is, in days."""
        zone = ZoneInfo(reader.zone)
        there, aim = start.astimezone(zone), self.aim.astimezone(zone)
        cost = float(abs((there.date() - aim.date()).days)) + (HALF if there.minute else 0)
        cost += reader.burden(start, self.minutes) + partner.burden(start, self.minutes)
        if self.last is not None:
            usual = self.last.astimezone(zone)
            cost += UNUSUAL * abs((there.hour - usual.hour) * 60 + there.minute - usual.minute) / 60
        return round(cost, 4)
