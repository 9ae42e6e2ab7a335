"""People's profiles → the parts of their scores, 0–10 000, and the hard rules (domain.md §2.4).

Missing data is neutral: half of a part's points, and no rule is broken.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from mentoring.levels import Levels
from pairing.domain import Person
from pairing.matching.score_parts import FLEXIBLE, Overlap, ScorePart, Scoring, Sparse, Table, Time, Week, bit, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from mentoring.weights import Weights
    from pairing.matching.score_parts import Bits, Index

HOURS = 168
ENOUGH_HOURS = 3
"""Common hours per week that give full points for time."""
RANKS = (1.0, 0.8, 0.6, 0.4, 0.3)
"""Share of the points for a person's first to fifth choice."""
TOPIC_WEIGHTS = (5.0, 4.0, 3.0, 2.0, 1.0)
"""How much a mentee's first to fifth topic counts."""
GAPS = {-4: 0.0, -3: 0.0, -2: 0.0, -1: 0.2, 0: 0.4, 1: 1.0, 2: 1.0, 3: 0.8, 4: 0.6}
"""Points for the mentor's level minus the mentee's."""
DEPARTMENT, CITY = 0.7, 0.3
"""The shares of department and city in the points for crossing."""
RULES = ("capacity", "exclusion", "manager", "language", "mode", "department", "junior", "time", "forbidden", "quality")
PLACES = {"online": 1, "in_person": 2}
"""Ways of meeting as bits; hybrid, or missing, is both."""

Sides = tuple["Sequence[Person]", "Sequence[Person]"]


def scoring(  # noqa: PLR0913 - one for each thing that an organizer sets
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    weights: Weights,
    start: date,
    end: date,
    *,
    must_cross: bool = False,
    no_juniors: bool = False,
    levels: Mapping[str, int] | None = None,
) -> Scoring:
    """Return the scoring of everybody with everybody.

    `start` and `end` are the programme's dates, whose weeks decide about time. With `must_cross` the rule `department`
    forbids pairs within a department; with `no_juniors` the rule `junior` forbids mentors at a lower level than the
    mentee. `levels` are a programme's own words for levels (mentoring.levels).
    """
    points, sides = weights.points(), (mentees, mentors)
    table_of_levels = Levels.of(levels or {})
    standing = _both(sides, lambda one: table_of_levels.level(one.profile["position"]))
    return Scoring(
        (len(mentees), len(mentors)),
        [
            ("topics", _topics(sides, points["topics"])),
            ("experience", _experience(standing, points["experience"])),
            *[("crossing", one) for one in _crossing(sides, points["crossing"])],
            ("style", _style(sides, points["style"])),
            *[("choices", one) for one in _choices(sides, points["choices"])],
        ],
        [*_rules(sides, must_cross=must_cross), *_juniors(standing, no_juniors=no_juniors)],
        RULES,
        _time(sides, start, end),
        _by_hours(points["time"]),
        standing,
    )


def _half(points: int) -> int:
    """Return the points for missing data."""
    return points // 2


# Parts ---------------------------------------------------------------------------------------------------------------


def topics(one: Person) -> dict[str, str]:
    """Return a person's topics as they were written, in order, by their folded names."""
    named: dict[str, str] = {}
    for topic in one.profile["topics"]:
        named.setdefault(topic.strip().casefold(), topic.strip())
    return named


def _topics(sides: Sides, points: int) -> Overlap:
    ours, theirs = ([list(topics(one)) for one in side] for side in sides)
    index = {topic: column for column, topic in enumerate(sorted({topic for one in [*ours, *theirs] for topic in one}))}
    wanted, offered = (np.zeros((len(side), len(index)), dtype=np.float32) for side in sides)
    for row, named in enumerate(ours):
        for topic, weight in zip(named, TOPIC_WEIGHTS, strict=False):
            wanted[row, index[topic]] = weight
    for row, named in enumerate(theirs):
        offered[row, [index[topic] for topic in named]] = 1
    return Overlap(wanted, offered, points, _half(points))


def told(one: Person, name: str) -> str:
    """Return a field of somebody's profile for comparison: «IT» and «it » are one department."""
    return str(one.profile[name] or "").strip().casefold()


def _told(sides: Sides, name: str, value: Callable[[Any, Any], float]) -> Table:
    """Return a table for a field of both profiles."""
    return table(*_both(sides, lambda one: told(one, name)), value)


def _experience(standing: tuple[list[int], list[int]], points: int) -> Table:
    def worth(ours: int, theirs: int) -> float:
        return points * GAPS[theirs - ours] if ours and theirs else _half(points)

    return table(*standing, worth)


def _crossing(sides: Sides, points: int) -> list[Table]:
    """Return the bonus for different departments and for different places."""
    both = round(points * DEPARTMENT)

    def worth(full: int) -> Callable[[str, str], float]:
        return lambda ours, theirs: full * (ours != theirs) if ours and theirs else _half(full)

    return [_told(sides, "department", worth(both)), _told(sides, "city", worth(points - both))]


def _style(sides: Sides, points: int) -> Table:
    return _told(sides, "style", lambda ours, theirs: points * (ours == theirs) if ours and theirs else _half(points))


def _choices(sides: Sides, points: int) -> list[ScorePart]:
    """Return the mentee's wish (two thirds) and the mentor's (one third); neutral for people who ranked nobody."""
    mentees, mentors = sides
    ours = round(points * 2 / 3)
    theirs = points - ours
    shape = (len(mentees), len(mentors))
    wishes = [(row, column, round(ours * worth)) for row, column, worth in _wishes(mentees, mentors)]
    answers = [(row, column, round(theirs * worth)) for column, row, worth in _wishes(mentors, mentees)]
    silent = _both(sides, lambda one: not one.profile["choices"])
    return [
        table(*silent, lambda mentee, mentor: mentee * _half(ours) + mentor * _half(theirs)),
        Sparse(shape, wishes),
        Sparse(shape, answers),
    ]


def _wishes(ours: Sequence[Person], theirs: Sequence[Person]) -> Iterator[tuple[int, int, float]]:
    place = {one.email: position for position, one in enumerate(theirs)}
    for row, one in enumerate(ours):
        for email, worth in zip(one.profile["choices"], RANKS, strict=False):
            if email in place:
                yield row, place[email], worth


# Rules ---------------------------------------------------------------------------------------------------------------


def _rules(sides: Sides, *, must_cross: bool) -> Iterator[tuple[str, ScorePart]]:
    """Yield each hard rule except time, with its bit where it is broken."""
    shape = (len(sides[0]), len(sides[1]))

    def named(rule: str, pairs: Iterator[tuple[int, int]]) -> tuple[str, ScorePart]:
        return rule, Sparse(shape, [(row, column, bit(RULES, rule)) for row, column in pairs])

    def compared(
        rule: str, told: tuple[list[Any], list[Any]], broken: Callable[[Any, Any], bool]
    ) -> tuple[str, ScorePart]:
        return rule, table(*told, lambda ours, theirs: bit(RULES, rule) * broken(ours, theirs))

    yield compared("capacity", ([None] * shape[0], [one.capacity < 1 for one in sides[1]]), lambda _, full: full)
    yield named("exclusion", _excluded(sides))
    yield compared("exclusion", _both(sides, _own_department), _same_unwanted)
    yield named("manager", _managed(sides))
    yield compared(
        "language", _both(sides, _languages), lambda ours, theirs: bool(ours and theirs) and not ours & theirs
    )
    yield compared("mode", _both(sides, lambda one: PLACES.get(one.profile["mode"], 3)), lambda a, b: not a & b)
    if must_cross:
        yield compared("department", _both(sides, lambda one: told(one, "department")), lambda a, b: bool(a) and a == b)


def _juniors(standing: tuple[list[int], list[int]], *, no_juniors: bool) -> Iterator[tuple[str, ScorePart]]:
    """Yield the rule that no mentor is below the mentee; a missing position doesn't break it."""
    if no_juniors:
        yield "junior", table(*standing, lambda ours, theirs: bit(RULES, "junior") * (0 < theirs < ours))


def _both(sides: Sides, value: Callable[[Person], Any]) -> tuple[list[Any], list[Any]]:
    return [value(one) for one in sides[0]], [value(one) for one in sides[1]]


def _languages(one: Person) -> frozenset[str]:
    return frozenset(language["code"] for language in one.profile["languages"])


def _own_department(one: Person) -> tuple[str, bool]:
    return told(one, "department"), "department" in one.profile["not_with"]


def _same_unwanted(ours: tuple[str, bool], theirs: tuple[str, bool]) -> bool:
    return bool(ours[0]) and ours[0] == theirs[0] and (ours[1] or theirs[1])


def _excluded(sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield pairs in which one doesn't want the other, or both are the same person."""
    mentees, mentors = _places(sides, lambda one: one.email)
    yield from themselves(sides)
    for row, one in enumerate(sides[0]):
        for email in one.profile["not_with"]:
            yield from ((row, column) for column in mentors.get(email, ()))
    for column, one in enumerate(sides[1]):
        for email in one.profile["not_with"]:
            yield from ((row, column) for row in mentees.get(email, ()))


def themselves(sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield the positions of people who are on both sides, also under another address."""
    keys: tuple[Callable[[Person], str], ...] = (lambda one: one.email, lambda one: one.person_id)
    for key in keys:
        mentors = _places(sides, key)[1]
        for row, one in enumerate(sides[0]):
            yield from ((row, column) for column in mentors.get(key(one), ()))


def _managed(sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield pairs in which one is the other's line manager."""
    mentees, mentors = _places(sides, lambda one: one.email)
    for row, one in enumerate(sides[0]):
        yield from ((row, column) for column in mentors.get(one.profile["manager_email"], ()))
    for column, one in enumerate(sides[1]):
        yield from ((row, column) for row in mentees.get(one.profile["manager_email"], ()))


def _places(sides: Sides, key: Callable[[Person], str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the positions of people by a key, on both sides; an empty key is left out."""
    found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for side, places in zip(sides, found, strict=True):
        for position, one in enumerate(side):
            if key(one):
                places.setdefault(key(one), []).append(position)
    return found


# Time ----------------------------------------------------------------------------------------------------------------


def _by_hours(points: int) -> NDArray[np.int16]:
    """Return the points for 0–254 common hours, and at `FLEXIBLE` those of people without fixed times."""
    worth = np.rint(np.minimum(np.arange(FLEXIBLE + 1), ENOUGH_HOURS) * (points / ENOUGH_HOURS))
    worth[FLEXIBLE] = _half(points)
    return worth.astype(np.int16)


def _time(sides: Sides, start: date, end: date) -> Time:
    """Return everybody's common time in the weeks of the programme.

    Clocks change at different dates in different zones, so an overlap may shrink or vanish for part of the programme.
    The week is split into hours of UTC, or into halves or quarters of them if somebody's zone needs it.
    """
    weeks = weeks_of([*sides[0], *sides[1]], start, end)
    parts = 60 // math.gcd(60, *(int(offset.total_seconds()) // 60 for offsets in weeks for offset in offsets))
    found = [(_free(sides[0], monday, parts), _free(sides[1], monday, parts)) for monday in weeks.values()]
    ours, theirs = (np.array(one, dtype=bool) for one in _both(sides, lambda one: not one.profile["availability"]))
    return Time(
        tuple(Week((_bits(mine), _bits(other)), _begins(mine, other, parts)) for mine, other in found),
        parts,
        (ours, theirs),
        least=1,
    )


def weeks_of(people: Sequence[Person], start: date, end: date) -> dict[tuple[timedelta, ...], date]:
    """Return one Monday for each combination of UTC offsets that occurs between the dates."""
    zones = [ZoneInfo(name) for name in sorted({one.profile["zone"] for one in people})]
    found: dict[tuple[timedelta, ...], date] = {}
    monday = start - timedelta(days=start.weekday())
    while monday <= max(end, start):
        noon = datetime.combine(monday, time(12), UTC)
        offsets = tuple(noon.astimezone(zone).utcoffset() or timedelta() for zone in zones)
        found.setdefault(offsets, monday)
        monday += timedelta(days=7)
    return found


def _free(people: Sequence[Person], monday: date, parts: int) -> NDArray[np.bool_]:
    """Return for each part of an hour of the UTC week (0 = Monday 00:00) whether a person is free that week."""
    free = np.zeros((len(people), HOURS * parts), dtype=bool)
    origin = datetime.combine(monday, time(0), UTC)
    for row, one in enumerate(people):
        zone = ZoneInfo(one.profile["zone"])
        for slot in one.profile["availability"]:
            begin = datetime.combine(monday + timedelta(days=slot["weekday"]), time(slot["start"]), zone)
            first = (begin.astimezone(UTC) - origin) // (timedelta(hours=1) / parts)
            length = (slot["end"] - slot["start"]) * parts
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
