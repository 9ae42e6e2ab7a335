"""Scores of all possible pairs, 0–10 000, and the hard rules, as matrices (mentees × mentors); domain.md §2.4.

Vectorised: nothing here loops over pairs. Missing data is neutral: half of a part's points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pairing.domain import PARTS

if TYPE_CHECKING:
    from pairing.domain import Person, Weights

Matrix = NDArray[np.int16]
Mask = NDArray[np.bool_]
Share = NDArray[np.float64]

HOURS = 168
NEUTRAL = 0.5
ENOUGH_HOURS = 3
"""Common hours a week that give full points for time."""
RANKS = (1.0, 0.8, 0.6, 0.4, 0.3)
"""Share of the points for a person's first to fifth choice."""
TOPIC_WEIGHTS = (5.0, 4.0, 3.0, 2.0, 1.0)
"""How much a mentee's first to fifth topic counts."""
LEVELS = (
    ("asystent", 1),
    ("assistant", 1),
    ("dyrektor", 4),
    ("director", 4),
    ("kierownik", 3),
    ("manager", 3),
    ("starsz", 2),
    ("senior", 2),
    ("specjalist", 1),
    ("specialist", 1),
)
"""Words of a position → level; the first that occurs counts."""
GAPS = np.array([0.0, 0.0, 0.2, 0.4, 1.0, 1.0, 0.8])
"""How well the mentor's level minus the mentee's fits, from −3 to 3."""


@dataclass(frozen=True, slots=True)
class Scored:
    """`score` is the sum of `parts` (points by part); `broken` maps a hard rule to where it forbids a pair.

    `hours` are whole hours a week both are free.
    """

    score: Matrix
    parts: dict[str, Matrix]
    broken: dict[str, Mask]
    hours: Matrix


def score(mentees: list[Person], mentors: list[Person], weights: Weights, start: date, end: date) -> Scored:
    """Score everybody with everybody; `start` and `end` are the programme's dates, whose weeks decide about time."""
    hours, meet = common_time(mentees, mentors, start, end)
    flexible = np.logical_or.outer(
        np.array([not one.profile["availability"] for one in mentees], dtype=bool),
        np.array([not one.profile["availability"] for one in mentors], dtype=bool),
    )
    shares = {
        "topics": _topics(mentees, mentors),
        "experience": _experience(mentees, mentors),
        "time": np.where(flexible, NEUTRAL, np.minimum(hours, ENOUGH_HOURS) / ENOUGH_HOURS),
        "crossing": _crossing(mentees, mentors),
        "style": _style(mentees, mentors),
        "choices": _choices(mentees, mentors),
    }
    points = weights.points()
    parts = {name: np.rint(shares[name] * points[name]).astype(np.int16) for name in PARTS}
    total = np.add.reduce(list(parts.values()), dtype=np.int16)
    broken = _broken(mentees, mentors) | {"time": ~(meet | flexible)}
    return Scored(total, parts, broken, hours.astype(np.int16))


def common_time(
    mentees: list[Person], mentors: list[Person], start: date, end: date
) -> tuple[NDArray[np.float32], Mask]:
    """Return the hours a week both are free, and where both are free for a whole hour at a time, in every week.

    Clocks change at different dates in different zones, so an overlap may shrink or vanish for a part of the
    programme: the week with the fewest hours counts. The week is cut into hours of UTC, or into halves or quarters of
    them when somebody's zone needs it.
    """
    weeks = _weeks([*mentees, *mentors], start, end)
    parts = 60 // math.gcd(60, *(_minutes(offset) for offsets in weeks for offset in offsets))
    fewest = np.full((len(mentees), len(mentors)), HOURS, dtype=np.float32)
    always = np.ones(fewest.shape, dtype=bool)
    for monday in weeks.values():
        ours, theirs = _availability(mentees, monday, parts), _availability(mentors, monday, parts)
        fewest = np.minimum(fewest, (ours @ theirs.T) / np.float32(parts))
        always &= _whole_hours(ours, parts) @ _whole_hours(theirs, parts).T > 0
    return fewest, always


def _minutes(offset: timedelta) -> int:
    return int(offset.total_seconds()) // 60


def _weeks(people: list[Person], start: date, end: date) -> dict[tuple[timedelta, ...], date]:
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


def _availability(people: list[Person], monday: date, parts: int) -> NDArray[np.float32]:
    """Return 1 for each part of an hour of the UTC week (0 = Monday 00:00) in which a person is free that week."""
    free = np.zeros((len(people), HOURS * parts), dtype=np.float32)
    origin = datetime.combine(monday, time(0), UTC)
    for row, one in enumerate(people):
        zone = ZoneInfo(one.profile["zone"])
        for slot in one.profile["availability"]:
            begin = datetime.combine(monday + timedelta(days=slot["weekday"]), time(slot["start"]), zone)
            first = (begin.astimezone(UTC) - origin) // (timedelta(hours=1) / parts)
            length = (slot["end"] - slot["start"]) * parts
            free[row, np.arange(first, first + length) % (HOURS * parts)] = 1
    return free


def _whole_hours(free: NDArray[np.float32], parts: int) -> NDArray[np.float32]:
    """Return 1 where a whole free hour begins."""
    begins: NDArray[np.float32] = np.minimum.reduce([np.roll(free, -shift, axis=1) for shift in range(parts)])
    return begins


def topics(one: Person) -> dict[str, str]:
    """Return a person's topics by their folded names, in their order, as they were written."""
    named: dict[str, str] = {}
    for topic in one.profile["topics"]:
        named.setdefault(topic.strip().casefold(), topic.strip())
    return named


def _topics(mentees: list[Person], mentors: list[Person]) -> Share:
    """Return the weighted share of a mentee's topics that a mentor offers."""
    ours, theirs = [list(topics(one)) for one in mentees], [list(topics(one)) for one in mentors]
    index = {topic: column for column, topic in enumerate(sorted({topic for one in [*ours, *theirs] for topic in one}))}
    wanted, offered = np.zeros((len(ours), len(index))), np.zeros((len(theirs), len(index)))
    for row, named in enumerate(ours):
        for topic, weight in zip(named, TOPIC_WEIGHTS, strict=False):
            wanted[row, index[topic]] = weight
    for row, named in enumerate(theirs):
        offered[row, [index[topic] for topic in named]] = 1
    most = wanted.sum(axis=1)[:, None]
    share = (wanted @ offered.T) / np.maximum(most, 1)
    told = np.logical_and.outer(most[:, 0] > 0, offered.any(axis=1))
    return np.where(told, share, NEUTRAL)


def level(position: str) -> int:
    """Return the level of a position, 1–4, or 0 when it isn't known."""
    lowered = position.casefold()
    return next((number for word, number in LEVELS if word in lowered), 0)


def _experience(mentees: list[Person], mentors: list[Person]) -> Share:
    ours = np.array([level(one.profile["position"]) for one in mentees], dtype=np.int64)
    theirs = np.array([level(one.profile["position"]) for one in mentors], dtype=np.int64)
    gap = theirs[None, :] - ours[:, None]
    unknown = (ours[:, None] == 0) | (theirs[None, :] == 0)
    return np.where(unknown, NEUTRAL, GAPS[np.clip(gap, -3, 3) + 3])


def _codes(people: list[Person], field: str, index: dict[str, int]) -> NDArray[np.int64]:
    return np.array([index.setdefault(one.profile[field], len(index)) for one in people], dtype=np.int64)


def _same(mentees: list[Person], mentors: list[Person], field: str) -> tuple[Mask, Mask]:
    """Return where both told the same, and where either told nothing."""
    index = {"": 0}
    ours, theirs = _codes(mentees, field, index), _codes(mentors, field, index)
    return ours[:, None] == theirs[None, :], (ours[:, None] == 0) | (theirs[None, :] == 0)


def _crossing(mentees: list[Person], mentors: list[Person]) -> Share:
    """Return the bonus for different departments (0.7) and places (0.3)."""
    share = np.zeros((len(mentees), len(mentors)))
    for field, worth in (("department", 0.7), ("city", 0.3)):
        same, untold = _same(mentees, mentors, field)
        share += worth * np.where(untold, NEUTRAL, ~same)
    return share


def _style(mentees: list[Person], mentors: list[Person]) -> Share:
    same, untold = _same(mentees, mentors, "style")
    return np.where(untold, NEUTRAL, same).astype(float)


def _choices(mentees: list[Person], mentors: list[Person]) -> Share:
    """Return the mentee's wish (two thirds) and the mentor's (one third); who ranked nobody is neutral."""
    return 2 / 3 * _wishes(mentees, mentors) + 1 / 3 * _wishes(mentors, mentees).T


def _wishes(ours: list[Person], theirs: list[Person]) -> Share:
    column = {one.email: position for position, one in enumerate(theirs)}
    share = np.zeros((len(ours), len(theirs)))
    for row, one in enumerate(ours):
        if not one.profile["choices"]:
            share[row] = NEUTRAL
        for email, worth in zip(one.profile["choices"], RANKS, strict=False):
            if email in column:
                share[row, column[email]] = max(worth, share[row, column[email]])
    return share


def _broken(mentees: list[Person], mentors: list[Person]) -> dict[str, Mask]:
    """Return where each hard rule but time forbids a pair."""
    speaks = sorted({language["code"] for one in [*mentees, *mentors] for language in one.profile["languages"]})
    ours, theirs = _languages(mentees, speaks), _languages(mentors, speaks)
    told = np.logical_and.outer(ours.any(axis=1), theirs.any(axis=1))
    shape = (len(mentees), len(mentors))
    full = np.array([one.capacity < 1 for one in mentors], dtype=bool)
    return {
        "capacity": np.broadcast_to(full, shape),
        "exclusion": _excluded(mentees, mentors) | _excluded(mentors, mentees).T | _one_person(mentees, mentors),
        "manager": _manages(mentees, mentors) | _manages(mentors, mentees).T,
        "language": told & (ours @ theirs.T == 0),
        "mode": _modes_apart(mentees, mentors),
    }


def _languages(people: list[Person], codes: list[str]) -> NDArray[np.float32]:
    spoken = np.zeros((len(people), len(codes)), dtype=np.float32)
    for row, one in enumerate(people):
        spoken[row, [codes.index(language["code"]) for language in one.profile["languages"]]] = 1
    return spoken


def _named(names: list[list[str]], theirs: list[str]) -> Mask:
    """Return where one of a person's `names` is the other's name in `theirs`."""
    column = {name: position for position, name in enumerate(theirs)}
    found = np.zeros((len(names), len(theirs)), dtype=bool)
    for row, wanted in enumerate(names):
        found[row, [column[name] for name in wanted if name in column]] = True
    return found


def _excluded(ours: list[Person], theirs: list[Person]) -> Mask:
    """Return where a person doesn't want the other, or their own department."""
    same, untold = _same(ours, theirs, "department")
    not_own = np.array(["department" in one.profile["not_with"] for one in ours], dtype=bool)
    named = _named([one.profile["not_with"] for one in ours], [one.email for one in theirs])
    own: Mask = same & ~untold & not_own[:, None]
    return named | own


def _one_person(ours: list[Person], theirs: list[Person]) -> Mask:
    """Return where both are the same person, also under another address."""
    same = _named([[one.email] for one in ours], [one.email for one in theirs])
    known = [[one.person_id] if one.person_id else [] for one in ours]
    return same | _named(known, [one.person_id for one in theirs])


def _manages(ours: list[Person], theirs: list[Person]) -> Mask:
    """Return where the other is a person's line manager."""
    return _named([[one.profile["manager_email"]] for one in ours], [one.email for one in theirs])


def _modes_apart(mentees: list[Person], mentors: list[Person]) -> Mask:
    """Return where one meets only online and the other only in person; hybrid, or nothing told, goes with both."""
    place = {"online": 1, "in_person": 2}
    ours = np.array([place.get(one.profile["mode"], 3) for one in mentees], dtype=np.int64)
    theirs = np.array([place.get(one.profile["mode"], 3) for one in mentors], dtype=np.int64)
    apart: Mask = np.bitwise_and.outer(ours, theirs) == 0
    return apart
