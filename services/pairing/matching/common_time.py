"""When two people are both free, in the weeks of a programme, whatever their zones do with their clocks."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pairing.domain import Person
from pairing.matching.profiles import Sides, both_of
from pairing.matching.score_parts import Time, Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from pairing.matching.score_parts import Bits, Index

HOURS = 168


def time_of(sides: Sides, start: date, end: date) -> Time:
    """Return everybody's common time in the weeks of the programme.

    Clocks change at different dates in different zones, so an overlap may shrink or vanish for part of the programme.
    The week is split into hours of UTC, or into halves or quarters of them if somebody's zone or times need it.
    """
    people = [*sides[0], *sides[1]]
    weeks = weeks_of(people, start, end)
    told = {
        60 * one for person in people for slot in person.profile["availability"] for one in (slot["start"], slot["end"])
    }
    minutes = [int(offset.total_seconds()) // 60 for offsets in weeks for offset in offsets] + [
        int(one) for one in told
    ]
    parts = 60 // math.gcd(60, *minutes)
    found = [(_free(sides[0], monday, parts), _free(sides[1], monday, parts)) for monday in weeks.values()]
    ours, theirs = (np.array(one, dtype=bool) for one in both_of(sides, lambda one: not one.profile["availability"]))
    return Time(
        tuple(Week((_bits(mine), _bits(other)), _begins(mine, other, parts)) for mine, other in found),
        parts,
        (ours, theirs),
        least=1,
    )


def weeks_of(people: Sequence[Person], start: date, end: date) -> dict[tuple[timedelta, ...], date]:
    """Return one Monday for each combination of UTC offsets that occurs between the dates.

    It begins a week in which no clock changes, if there is one: in the other kind, slots after the change lie as they
    do under the next combination.
    """
    zones = [ZoneInfo(name) for name in sorted({one.profile["zone"] for one in people})]
    found: dict[tuple[timedelta, ...], date] = {}
    steady: set[tuple[timedelta, ...]] = set()
    monday = start - timedelta(days=start.weekday())
    offsets = _offsets(zones, monday)
    while monday <= max(end, start):
        following = monday + timedelta(days=7)
        later = _offsets(zones, following)
        if offsets not in found or (offsets == later and offsets not in steady):
            found[offsets] = monday
        if offsets == later:
            steady.add(offsets)
        monday, offsets = following, later
    return found


def _offsets(zones: Sequence[ZoneInfo], monday: date) -> tuple[timedelta, ...]:
    noon = datetime.combine(monday, time(12), UTC)
    return tuple(noon.astimezone(zone).utcoffset() or timedelta() for zone in zones)


def _free(people: Sequence[Person], monday: date, parts: int) -> NDArray[np.bool_]:
    """Return for each part of an hour of the UTC week (0 = Monday 00:00) whether a person is free that week."""
    free = np.zeros((len(people), HOURS * parts), dtype=bool)
    origin = datetime.combine(monday, time(0), UTC)
    for row, one in enumerate(people):
        zone = ZoneInfo(one.profile["zone"])
        for slot in one.profile["availability"]:
            hour, minute = divmod(int(60 * slot["start"]), 60)
            begin = datetime.combine(monday + timedelta(days=slot["weekday"]), time(hour, minute), zone)
            first = (begin.astimezone(UTC) - origin) // (timedelta(hours=1) / parts)
            length = int((slot["end"] - slot["start"]) * parts)
            free[row, np.arange(first, first + length) % (HOURS * parts)] = True
    return free


def _begins(ours: NDArray[np.bool_], theirs: NDArray[np.bool_], parts: int) -> tuple[Bits, Bits] | None:
    """Return where whole free hours begin; None if hours aren't split, because then each one does."""
    return None if parts == 1 else (_bits(_whole(ours, parts)), _bits(_whole(theirs, parts)))


def _whole(free: NDArray[np.bool_], parts: int) -> NDArray[np.bool_]:
    """Return the parts of the week at which a whole free hour begins."""
    found: NDArray[np.bool_] = np.logical_and.reduce([np.roll(free, -shift, axis=1) for shift in range(parts)])
    return found


def with_more_time(one: Person, side: int, others: Index, common: Time, mondays: Iterable[date]) -> Time:
    """Return the time that somebody would share with some of the other side if they were free more often.

    Rows: one for each hour of the week (0 = Monday 00:00 by their own clock) added to their times, and last one for all
    of them added. Columns: `others`, people of `side` by their positions in `common`, whose weeks have `mondays`.
    """
    weeks = []
    for week, monday in zip(common.weeks, mondays, strict=True):
        free = _free([one], monday, common.parts)
        more, each = _one_by_one(one.profile["zone"], monday, common.parts)
        begins = (
            None if week.begins is None else (_bits(_whole(free | more, common.parts)), week.begins[side][:, others])
        )
        weeks.append(Week((_bits(free) | each, week.hours[side][:, others]), begins))
    return replace(
        common, weeks=tuple(weeks), flexible=(np.zeros(HOURS + 1, dtype=bool), common.flexible[side][others])
    )


@lru_cache(maxsize=64)
def _one_by_one(zone: str, monday: date, parts: int) -> tuple[NDArray[np.bool_], Bits]:
    """Return somebody free in one hour of a zone's week, hour by hour, and last in all; as `_free` and as `_bits`."""
    hours = [{"weekday": hour // 24, "start": hour % 24, "end": hour % 24 + 1} for hour in range(HOURS)]
    people = [Person("", "", 0, {"zone": zone, "availability": told}) for told in [*([hour] for hour in hours), hours]]
    free = _free(people, monday, parts)
    return free, _bits(free)


def _bits(flags: NDArray[np.bool_]) -> Bits:
    """Return people × flags as words of 64 bits × people."""
    padded = np.pad(flags, ((0, 0), (0, -flags.shape[1] % 64)))
    return np.ascontiguousarray(np.packbits(padded, axis=1, bitorder="little").view(np.uint64).T)
