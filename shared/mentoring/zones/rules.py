"""Which zones show the same time all year round, and which of them people know best."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring.i18n import DEFAULT_ZONE
from mentoring.zones.towns import largest

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEKS = 53


def same_rules(one: str, other: str, now: datetime) -> bool:
    """Return whether two zones show the same time in each week of the year from now on."""
    return one == other or _offsets(one, now.date()) == _offsets(other, now.date())


def one_of_each(zones: Iterable[str], now: datetime) -> list[str]:
    """Return one zone for all that show the same time: ours, or the one with the largest town; best known first."""
    kinds: dict[tuple[timedelta, ...], str] = {}
    for zone in sorted(zones, key=_rank):
        kinds.setdefault(_offsets(zone, now.date()), zone)
    return list(kinds.values())


def _rank(zone: str) -> int:
    ranks = largest()
    return -1 if zone == DEFAULT_ZONE else ranks.get(zone, len(ranks) * len(ranks))


@lru_cache(maxsize=2048)
def _offsets(zone: str, day: date) -> tuple[timedelta, ...]:
    begin, there = datetime(day.year, day.month, day.day, 12, tzinfo=UTC), ZoneInfo(zone)
    weeks = ((begin + timedelta(weeks=week)).astimezone(there) for week in range(WEEKS))
    return tuple(one.utcoffset() or timedelta() for one in weeks)
