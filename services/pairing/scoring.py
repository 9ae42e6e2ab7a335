"""Scores of all possible pairs, 0–10 000, and the hard rules, as matrices (mentees × mentors); domain.md §2.4.

Vectorised over blocks of people; nothing here loops over pairs. Missing data is neutral: half of a part's points.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int32]
Mask = NDArray[np.bool_]

HOURS = 168
QUARTERS = 4
"""Cells of an hour: zones lie quarters of an hour apart (Asia/Kolkata, Asia/Kathmandu)."""
FULL = 10_000
NEUTRAL = 0.5
ENOUGH_HOURS = 3
"""Common hours a week that give full points for time."""
RANKS = (1.0, 0.8, 0.6, 0.4, 0.3)
"""Share of the points for a mentee's first to fifth choice."""
TOPIC_WEIGHTS = (5.0, 4.0, 3.0, 2.0, 1.0)
"""How much a mentee's first to fifth topic counts."""
LEVELS = (
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
GAPS = {1: 1.0, 2: 1.0, 3: 0.8, 0: 0.4, -1: 0.2, -2: 0.0, -3: 0.0}
"""How well a mentor's level above the mentee's fits."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as the algorithm sees them: `profile` is mentoring.tables.recruitment.Profile."""

    id: str
    email: str
    capacity: int
    profile: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of each part; any non-negative numbers, scaled so that a perfect pair has 10 000."""

    topics: float = 45
    experience: float = 10
    time: float = 15
    crossing: float = 10
    style: float = 5
    choices: float = 15

    @classmethod
    def of(cls, given: dict[str, float]) -> Weights:
        """Return the weights with the given ones over the defaults; unknown and negative ones are refused."""
        known = {field.name for field in fields(cls)}
        if not set(given) <= known or any(value < 0 for value in given.values()):
            raise ValueError(f"weights are non-negative numbers for {sorted(known)}")
        chosen = cls(**given)
        if not sum(getattr(chosen, name) for name in known):
            raise ValueError("at least one weight must be more than zero")
        return chosen


@dataclass(frozen=True, slots=True)
class Scored:
    """`score` holds for feasible pairs; `parts` are points by part; `broken` maps a hard rule to where it forbids."""

    score: Matrix
    parts: dict[str, Matrix]
    broken: dict[str, Mask]

    @property
    def feasible(self) -> Mask:
        """Return where no hard rule forbids the pair."""
        forbidden: Mask = np.logical_or.reduce(list(self.broken.values()))
        return ~forbidden


def score(mentees: list[Person], mentors: list[Person], weights: Weights, start: date, end: date) -> Scored:
    """Score everybody with everybody; `start` and `end` are the programme's dates, whose weeks decide about time."""
    hours = common_hours(mentees, mentors, start, end)
    flexible = np.logical_or.outer(
        [not one.profile["availability"] for one in mentees], [not one.profile["availability"] for one in mentors]
    )
    shares = {
        "topics": _topics(mentees, mentors),
        "experience": _experience(mentees, mentors),
        "time": np.where(flexible, NEUTRAL, np.minimum(hours, ENOUGH_HOURS) / ENOUGH_HOURS),
        "crossing": _crossing(mentees, mentors),
        "style": _style(mentees, mentors),
        "choices": _choices(mentees, mentors),
    }
    whole = sum(getattr(weights, name) for name in shares)
    parts = {
        name: np.rint(share * (getattr(weights, name) * FULL / whole)).astype(np.int32)
        for name, share in shares.items()
    }
    total = np.minimum(np.add.reduce(list(parts.values())), FULL).astype(np.int32)
    return Scored(total, parts, _broken(mentees, mentors, (hours < 1) & ~flexible))


def common_hours(mentees: list[Person], mentors: list[Person], start: date, end: date) -> NDArray[np.float32]:
    """Return the hours a week both are free, the fewest over the weeks of the programme.

    Clocks change at different dates in different zones: an overlap may shrink or vanish for a part of the year.
    """
    weeks = _weeks([*mentees, *mentors], start, end)
    fewest = np.full((len(mentees), len(mentors)), HOURS, dtype=np.float32)
    for monday in weeks:
        ours, theirs = _availability(mentees, monday), _availability(mentors, monday)
        fewest = np.minimum(fewest, ours @ theirs.T // QUARTERS).astype(np.float32)
    return fewest


def _weeks(people: list[Person], start: date, end: date) -> list[date]:
    """Return one Monday for each combination of UTC offsets that occurs between the dates."""
    zones = sorted({one.profile["zone"] for one in people})
    found: dict[tuple[timedelta | None, ...], date] = {}
    monday = start - timedelta(days=start.weekday())
    while monday <= max(end, start):
        noon = datetime.combine(monday, time(12), UTC)
        offsets = tuple(noon.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones)
        found.setdefault(offsets, monday)
        monday += timedelta(days=7)
    return list(found.values())


def _availability(people: list[Person], monday: date) -> NDArray[np.float32]:
    """Return 1 for each quarter of the UTC week (0 = Monday 00:00) in which a person is free that week."""
    free = np.zeros((len(people), HOURS * QUARTERS), dtype=np.float32)
    for row, one in enumerate(people):
        zone = ZoneInfo(one.profile["zone"])
        for slot in one.profile["availability"]:
            begin = datetime.combine(monday + timedelta(days=slot["weekday"]), time(slot["start"]), zone)
            first = (begin.astimezone(UTC) - datetime.combine(monday, time(0), UTC)) // timedelta(hours=1 / QUARTERS)
            free[
                row, [(first + cell) % (HOURS * QUARTERS) for cell in range((slot["end"] - slot["start"]) * QUARTERS)]
            ] = 1
    return free


def _topics(mentees: list[Person], mentors: list[Person]) -> NDArray[np.float64]:
    """Return the weighted share of a mentee's topics that a mentor offers."""
    index = {
        topic: column
        for column, topic in enumerate(sorted({t for one in [*mentees, *mentors] for t in one.profile["topics"]}))
    }
    wanted = np.zeros((len(mentees), len(index)))
    offered = np.zeros((len(mentors), len(index)))
    for row, one in enumerate(mentees):
        for rank, topic in enumerate(one.profile["topics"][: len(TOPIC_WEIGHTS)]):
            wanted[row, index[topic]] = TOPIC_WEIGHTS[rank]
    for row, one in enumerate(mentors):
        offered[row, [index[topic] for topic in one.profile["topics"]]] = 1
    most = wanted.sum(axis=1, keepdims=True)
    share = np.divide(wanted @ offered.T, most, out=np.full((len(mentees), len(mentors)), NEUTRAL), where=most > 0)
    untold = np.array([not one.profile["topics"] for one in mentors], dtype=bool)
    share[:, untold] = NEUTRAL
    result: NDArray[np.float64] = share
    return result


def level(position: str) -> int:
    """Return the level of a position, 1–4, or 0 when it isn't known."""
    lowered = position.casefold()
    return next((number for word, number in LEVELS if word in lowered), 0)


def _experience(mentees: list[Person], mentors: list[Person]) -> NDArray[np.float64]:
    ours = np.array([level(one.profile["position"]) for one in mentees], dtype=np.int64)
    theirs = np.array([level(one.profile["position"]) for one in mentors], dtype=np.int64)
    gap = theirs[None, :] - ours[:, None]
    share = np.vectorize(GAPS.__getitem__, otypes=[float])(np.clip(gap, -3, 3)) if gap.size else gap.astype(float)
    unknown = (ours[:, None] == 0) | (theirs[None, :] == 0)
    return np.where(unknown, NEUTRAL, share)


def _codes(people: list[Person], field: str, index: dict[str, int]) -> NDArray[np.int64]:
    return np.array([index.setdefault(one.profile[field], len(index)) for one in people], dtype=np.int64)


def _same(mentees: list[Person], mentors: list[Person], field: str) -> tuple[Mask, Mask]:
    """Return where both told the same, and where either told nothing."""
    index = {"": 0}
    ours, theirs = _codes(mentees, field, index), _codes(mentors, field, index)
    return ours[:, None] == theirs[None, :], (ours[:, None] == 0) | (theirs[None, :] == 0)


def _crossing(mentees: list[Person], mentors: list[Person]) -> NDArray[np.float64]:
    """Return the bonus for different departments (0.7) and places (0.3)."""
    share = np.zeros((len(mentees), len(mentors)))
    for field, worth in (("department", 0.7), ("city", 0.3)):
        same, untold = _same(mentees, mentors, field)
        share += worth * np.where(untold, NEUTRAL, ~same)
    return share


def _style(mentees: list[Person], mentors: list[Person]) -> NDArray[np.float64]:
    same, untold = _same(mentees, mentors, "style")
    return np.where(untold, NEUTRAL, same).astype(float)


def _choices(mentees: list[Person], mentors: list[Person]) -> NDArray[np.float64]:
    """Return the mentee's wish (two thirds) and the mentor's (one third); who ranked nobody is neutral."""
    return 2 / 3 * _wishes(mentees, mentors) + 1 / 3 * _wishes(mentors, mentees).T


def _wishes(ours: list[Person], theirs: list[Person]) -> NDArray[np.float64]:
    column = {one.email: position for position, one in enumerate(theirs)}
    share = np.zeros((len(ours), len(theirs)))
    for row, one in enumerate(ours):
        if not one.profile["choices"]:
            share[row] = NEUTRAL
        for rank, email in enumerate(one.profile["choices"][: len(RANKS)]):
            if email in column:
                share[row, column[email]] = RANKS[rank]
    return share


def _broken(mentees: list[Person], mentors: list[Person], no_time: Mask) -> dict[str, Mask]:
    """Return where each hard rule forbids a pair."""
    speaks = sorted({language["code"] for one in [*mentees, *mentors] for language in one.profile["languages"]})
    ours, theirs = _languages(mentees, speaks), _languages(mentors, speaks)
    told = np.logical_and.outer(ours.any(axis=1), theirs.any(axis=1))
    return {
        "capacity": np.broadcast_to([one.capacity < 1 for one in mentors], no_time.shape),
        "exclusion": _excluded(mentees, mentors) | _excluded(mentors, mentees).T,
        "manager": _manages(mentees, mentors) | _manages(mentors, mentees).T,
        "language": told & (ours.astype(np.int32) @ theirs.T.astype(np.int32) == 0),
        "time": no_time,
        "mode": _modes_apart(mentees, mentors),
    }


def _languages(people: list[Person], codes: list[str]) -> Mask:
    known = [{language["code"] for language in one.profile["languages"]} for one in people]
    return np.array([[code in codes_known for code in codes] for codes_known in known], dtype=bool).reshape(
        len(people), len(codes)
    )


def _excluded(ours: list[Person], theirs: list[Person]) -> Mask:
    """Return where a person doesn't want the other, or their own department, or where both are one person."""
    column = {one.email: position for position, one in enumerate(theirs)}
    same_department, untold = _same(ours, theirs, "department")
    excluded = np.zeros((len(ours), len(theirs)), dtype=bool)
    for row, one in enumerate(ours):
        for wish in [*one.profile["not_with"], one.email]:
            if wish == "department":
                excluded[row] |= same_department[row] & ~untold[row]
            elif wish in column:
                excluded[row, column[wish]] = True
    return excluded


def _manages(ours: list[Person], theirs: list[Person]) -> Mask:
    column = {one.email: position for position, one in enumerate(theirs)}
    manages = np.zeros((len(ours), len(theirs)), dtype=bool)
    for row, one in enumerate(ours):
        if one.profile["manager_email"] in column:
            manages[row, column[one.profile["manager_email"]]] = True
    return manages


def _modes_apart(mentees: list[Person], mentors: list[Person]) -> Mask:
    """Return where one meets only online and the other only in person; hybrid goes with both."""
    place = {"online": 1, "in_person": 2}
    ours = np.array([place.get(one.profile["mode"], 3) for one in mentees], dtype=np.int64)
    theirs = np.array([place.get(one.profile["mode"], 3) for one in mentors], dtype=np.int64)
    apart: Mask = (ours[:, None] & theirs[None, :]) == 0
    return apart
