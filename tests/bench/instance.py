"""The benchmark's cohort (docs/benchmarks.md): seeded, of any size, with rules and parts of its own.

It is made as tables, not as people: what is measured is scoring and solving, not reading forms.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.matching.score_parts import Overlap, ScorePart, Scoring, Sparse, Time, Week, bit, table

Index = NDArray[np.int64]

TOPICS, INDUSTRIES, LANGUAGES, FORMATS = 60, 12, 6, 3
DAYS, OFFICE_HOURS, FIRST_HOUR = 5, 12, 8
DEPARTMENTS = np.array([24, 18, 15, 12, 10, 9, 7, 5]) / 100
ZONES, ZONE_SHARES = np.array([-8, -5, 0, 1, 8]), np.array([10, 20, 20, 40, 10]) / 100
SPEAK = np.array([85, 35, 20, 15, 10, 8]) / 100
RULES = ("language", "department", "manager", "blocked", "forbidden", "time")
LEAST_HOURS = 2


class Cohort:
    """`mentees` people, 0.6 times as many mentors with one to three places, and everything they told."""

    def __init__(self, mentees: int, seed: int = 0) -> None:
        self.random = random = np.random.Generator(np.random.PCG64(seed))
        self.shape = self.mentees, self.mentors = mentees, int(0.6 * mentees)
        self.capacity: Index = random.choice([1, 2, 3], self.mentors, p=[0.35, 0.4, 0.25]).astype(np.int64)
        self.departments = self._each(lambda people: random.choice(8, people, p=DEPARTMENTS))
        self.free = self._each(lambda people: self._availability(random.choice(ZONES, people, p=ZONE_SHARES)))
        self.languages = self._each(self._languages)
        zipf = 1 / (np.arange(TOPICS) + 4)
        self.wanted = self._topics(self.mentees, (3, 6), zipf, [2, 2, 1, 1, 1, 1])
        self.offered = self._topics(self.mentors, (5, 12), (zipf + random.permutation(zipf)) / 2, [1] * 12)
        self.seniority = random.integers(1, 7, self.mentees), random.integers(3, 11, self.mentors)
        self.industries = self._each(lambda people: random.integers(0, INDUSTRIES, people))
        self.formats = self._each(lambda people: random.integers(0, FORMATS, people))
        self.managers = [(row, int(column)) for row, column in enumerate(random.integers(0, self.mentors, mentees))]
        self.blocked, self.forbidden = self._some(mentees // 2), self._some(mentees // 100)
        self.wishes = [(row, column, worth) for row, column, worth in self._wishes(*self.shape, 0.30, 600)]
        self.answers = [(row, column, worth) for column, row, worth in self._wishes(*self.shape[::-1], 0.15, 400)]

    def _each(self, told: Any) -> tuple[Any, Any]:
        return told(self.mentees), told(self.mentors)

    def _availability(self, zones: Index) -> NDArray[np.bool_]:
        """Return people × hours of the UTC week; 22 % of the office hours of each person's own zone."""
        local = self.random.random((len(zones), DAYS, OFFICE_HOURS)) < 0.22
        free = np.zeros((len(zones), 168), dtype=bool)
        for day, hour in np.ndindex(DAYS, OFFICE_HOURS):
            free[np.arange(len(zones)), (day * 24 + FIRST_HOUR + hour - zones) % 168] |= local[:, day, hour]
        return free

    def _languages(self, people: int) -> Index:
        spoken = self.random.random((people, LANGUAGES)) < SPEAK
        spoken[~spoken.any(axis=1), 0] = True
        bits: Index = spoken @ (1 << np.arange(LANGUAGES))
        return bits

    def _topics(self, people: int, number: tuple[int, int], weights: Any, worth: list[int]) -> NDArray[np.float32]:
        """Return people × topics: `worth` of the first, second … topic drawn by weight without repetition."""
        order = np.argsort(-(self.random.gumbel(size=(people, TOPICS)) + np.log(weights)), axis=1)
        numbers = self.random.integers(number[0], number[1] + 1, people)
        told = np.zeros((people, TOPICS), dtype=np.float32)
        for nth, value in enumerate(worth):
            having = np.flatnonzero(numbers > nth)
            told[having, order[having, nth]] = value
        return told

    def _some(self, pairs: int) -> list[tuple[int, int]]:
        return [(int(row), int(column)) for row, column in self.random.integers(0, self.shape, (pairs, 2))]

    def _wishes(self, ours: int, theirs: int, share: float, worth: int) -> list[tuple[int, int, int]]:
        asking = np.flatnonzero(self.random.random(ours) < share)
        return [
            (int(one), int(other), round(worth * part))
            for one in asking
            for other, part in zip(self.random.choice(theirs, 3, replace=False), (1, 2 / 3, 1 / 3), strict=True)
        ]

    def locks(self, cells: NDArray[np.int16]) -> list[tuple[int, int]]:
        """Return locked pairs for 1 % of the mentees, each with a mentor of their own and allowed by `cells`."""
        taken: set[int] = set()
        found = []
        for row in self.random.choice(self.mentees, self.mentees // 100, replace=False):
            allowed = [int(one) for one in np.flatnonzero(cells[row] >= 0)[:50] if int(one) not in taken]
            if allowed:
                column = int(self.random.choice(allowed))
                taken.add(column)
                found.append((int(row), column))
        return found

    def scoring(self) -> Scoring:
        """Return what the scores of this cohort are made of."""
        parts: list[tuple[str, ScorePart]] = [
            ("topics", Overlap(self.wanted, self.offered, 4500, 2250)),
            ("industry", table(*map(list, self.industries), lambda ours, theirs: 1500 * (ours == theirs))),
            ("seniority", table(*map(list, self.seniority), _seniority)),
            (
                "format",
                table(*map(list, self.formats), lambda ours, theirs: 500 * (ours == theirs or 2 in (ours, theirs))),
            ),
            ("choices", Sparse(self.shape, self.wishes)),
            ("choices", Sparse(self.shape, self.answers)),
        ]
        rules: list[tuple[str, ScorePart]] = [
            ("language", table(*map(list, self.languages), lambda ours, theirs: bit(RULES, "language") * (not ours & theirs))),
            ("department", table(*map(list, self.departments), lambda ours, theirs: bit(RULES, "department") * (ours == theirs))),
            *[
                (rule, Sparse(self.shape, [(*pair, bit(RULES, rule)) for pair in pairs]))
                for rule, pairs in (("manager", self.managers), ("blocked", self.blocked), ("forbidden", self.forbidden))
            ],
        ]  # fmt: skip
        by_hours = np.minimum(np.arange(256) * 200, 1000).astype(np.int16)
        nobody = np.zeros(self.mentees, dtype=bool), np.zeros(self.mentors, dtype=bool)
        ours, theirs = (_words(free) for free in self.free)
        time = Time((Week((ours, theirs)),), 1, nobody, LEAST_HOURS)
        return Scoring(self.shape, parts, rules, RULES, time, by_hours, ([0] * self.mentees, [0] * self.mentors))


def _seniority(ours: int, theirs: int) -> float:
    """Return points for the gap, best at two or three steps."""
    gap = theirs - ours
    return 1500 * max(0.0, 1 - max(2 - gap, gap - 3, 0) / 4)


def _words(free: NDArray[np.bool_]) -> NDArray[np.uint64]:
    padded = np.pad(free, ((0, 0), (0, 24)))
    return np.ascontiguousarray(np.packbits(padded, axis=1, bitorder="little").view(np.uint64).T)
