"""Kinds of parts of a score: each gives points, or bits of broken rules, for blocks of rows or single pairs.

Everything is vectorised and reads only small tables of its own, so that a matrix of any size is made block by block, in
as many threads as there are cores, and never exists twice. Rows are mentees, columns are mentors.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mentoring.values import dataclass
from pairing.matching.blocks import each_block

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from mentoring.questions import Question

Values = NDArray[np.int16]
Index = NDArray[np.int64]
Bits = NDArray[np.uint64]

FLEXIBLE = 255
"""Stands for the common hours of two people of whom one has no fixed times."""
MOST_RULES = 13
"""At most so many rules: each has a bit, and a cell is int16."""


class ScorePart(Protocol):
    """Values of pairs: points of a part of the score, or the bit of a broken rule."""

    def block(self, rows: slice) -> Values:
        """Return the values of some rows with all columns."""
        ...

    def pairs(self, rows: Index, columns: Index) -> Values:
        """Return the values of single pairs."""
        ...


@dataclass(frozen=True)
class Table:
    """A value that depends on what two people said: `vectors` has a row for each distinct value of mentees."""

    codes: Index
    vectors: Values

    def block(self, rows: slice) -> Values:
        """See `ScorePart.block`."""
        return np.take(self.vectors, self.codes[rows], axis=0)

    def pairs(self, rows: Index, columns: Index) -> Values:
        """See `ScorePart.pairs`."""
        values: Values = self.vectors[self.codes[rows], columns]
        return values


def table(ours: Sequence[Hashable], theirs: Sequence[Hashable], value: Callable[[Any, Any], float]) -> Table:
    """Return a table of `value(ours, theirs)`, which is called once for each pair of distinct values."""
    mine, codes = _distinct(ours)
    others, columns = _distinct(theirs)
    grid = np.array([[value(one, other) for other in others] for one in mine], dtype=np.float64)
    return Table(codes, np.rint(grid.reshape(len(mine), len(others))).astype(np.int16)[:, columns])


def _distinct(told: Sequence[Hashable]) -> tuple[list[Any], Index]:
    index: dict[Hashable, int] = {}
    codes = np.array([index.setdefault(one, len(index)) for one in told], dtype=np.int64)
    return list(index), codes


class Sparse:
    """Values of a few pairs, in a matrix that is 0 everywhere else; a pair that occurs twice has the larger value."""

    def __init__(self, shape: tuple[int, int], entries: Iterable[tuple[int, int, int]]) -> None:
        largest: dict[int, int] = {}
        for row, column, value in entries:
            key = row * shape[1] + column
            largest[key] = max(value, largest.get(key, 0))
        self._keys = np.array(sorted(largest), dtype=np.int64)
        self._values = np.array([largest[key] for key in sorted(largest)], dtype=np.int16)
        self._columns = shape[1]

    def block(self, rows: slice) -> Values:
        """See `ScorePart.block`."""
        values = np.zeros((rows.stop - rows.start, self._columns), dtype=np.int16)
        origin = rows.start * self._columns
        inside = slice(*np.searchsorted(self._keys, (origin, rows.stop * self._columns)))
        values.reshape(-1)[self._keys[inside] - origin] = self._values[inside]
        return values

    def pairs(self, rows: Index, columns: Index) -> Values:
        """See `ScorePart.pairs`."""
        keys = rows * self._columns + columns
        place = np.searchsorted(self._keys, keys)
        known = np.append(self._keys, -1)[place] == keys
        return np.where(known, np.append(self._values, np.int16(0))[place], np.int16(0))


class Overlap:
    """Points for the weighted share of what a mentee wants that a mentor offers.

    `wanted` mentees × topics: small integer weights, so that sums are exact in float32; `offered` mentors × topics: 0
    or 1. Pairs in which one wants or offers nothing have `neutral` points.
    """

    def __init__(self, wanted: NDArray[np.float32], offered: NDArray[np.float32], points: int, neutral: int) -> None:
        self._wanted = wanted
        self._offered = np.ascontiguousarray(offered.T)
        most = wanted.sum(axis=1)
        self._worth = (np.float32(points) / np.maximum(most, np.float32(1)))[:, None]
        self._silent: tuple[NDArray[np.bool_], NDArray[np.bool_]] = (most < 1, offered.sum(axis=1) < 1)
        self._neutral = neutral

    def block(self, rows: slice) -> Values:
        """See `ScorePart.block`."""
        shares = self._wanted[rows] @ self._offered
        shares *= self._worth[rows]
        values: Values = np.rint(shares, out=shares).astype(np.int16)
        values[self._silent[0][rows]] = self._neutral
        values[:, self._silent[1]] = self._neutral
        return values

    def pairs(self, rows: Index, columns: Index) -> Values:
        """See `ScorePart.pairs`."""
        shares = np.einsum("ij,ji->i", self._wanted[rows], self._offered[:, columns])
        values: Values = np.rint(shares * self._worth[rows, 0]).astype(np.int16)
        values[self._silent[0][rows] | self._silent[1][columns]] = self._neutral
        return values


class Disjoint:
    """The bit of a rule where two people chose something each, and nothing in common.

    `ours` and `theirs` are people × options, 0 or 1.
    """

    def __init__(self, ours: NDArray[np.float32], theirs: NDArray[np.float32], broken: int) -> None:
        self._sides = ours, np.ascontiguousarray(theirs.T)
        self._told: tuple[NDArray[np.bool_], NDArray[np.bool_]] = (ours.sum(axis=1) > 0, theirs.sum(axis=1) > 0)
        self._broken = np.int16(broken)

    def block(self, rows: slice) -> Values:
        """See `ScorePart.block`."""
        told = self._told[0][rows, None] & self._told[1][None, :]
        values: Values = ((self._sides[0][rows] @ self._sides[1] == 0) & told) * self._broken
        return values

    def pairs(self, rows: Index, columns: Index) -> Values:
        """See `ScorePart.pairs`."""
        common = np.einsum("ij,ji->i", self._sides[0][rows], self._sides[1][:, columns])
        values: Values = ((common == 0) & self._told[0][rows] & self._told[1][columns]) * self._broken
        return values


class Either:
    """The largest of several values: a rule that is broken in several ways has its bit once."""

    def __init__(self, parts: Sequence[ScorePart]) -> None:
        self._parts = tuple(parts)

    def block(self, rows: slice) -> Values:
        """See `ScorePart.block`."""
        return _largest(one.block(rows) for one in self._parts)

    def pairs(self, rows: Index, columns: Index) -> Values:
        """See `ScorePart.pairs`."""
        return _largest(one.pairs(rows, columns) for one in self._parts)


def _largest(found: Iterable[Values]) -> Values:
    values = iter(found)
    largest = next(values).copy()
    for one in values:
        np.maximum(largest, one, out=largest)
    return largest


@dataclass(frozen=True)
class Week:
    """When people are free in one kind of week: bits of both sides, words of 64 × people.

    `hours` has a bit for each part of an hour; `begins`, if hours are split, has one for each start of a whole free
    hour.
    """

    hours: tuple[Bits, Bits]
    begins: tuple[Bits, Bits] | None = None


@dataclass(frozen=True)
class Time:
    """The time two people have in common, in the week in which they have the least.

    A week of UTC is split into `parts` of an hour each. `flexible` are people without fixed times.
    """

    weeks: tuple[Week, ...]
    parts: int
    flexible: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    least: int
    """Fewest whole hours per week in which two people can meet."""

    def block(self, rows: slice) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Return whole hours per week (`FLEXIBLE` if one side is), and where they are too few, for some rows."""
        hours, apart = self._of(np.s_[rows, None], np.s_[None, :])
        for mark in (np.s_[self.flexible[0][rows]], np.s_[:, self.flexible[1]]):
            hours[mark] = FLEXIBLE
            apart[mark] = False
        return hours, apart

    def pairs(self, rows: Index, columns: Index) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Return the same for single pairs."""
        hours, apart = self._of(rows, columns)
        mark = self.flexible[0][rows] | self.flexible[1][columns]
        hours[mark] = FLEXIBLE
        apart[mark] = False
        return hours, apart

    def _of(self, ours: Any, theirs: Any) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        fewest = _common(self.weeks[0].hours, ours, theirs)
        for week in self.weeks[1:]:
            np.minimum(fewest, _common(week.hours, ours, theirs), out=fewest)
        hours = fewest.astype(np.uint8) if self.parts == 1 else (fewest // self.parts).astype(np.uint8)
        apart: NDArray[np.bool_] = hours < self.least
        for week in self.weeks:
            if week.begins is not None:
                apart |= _common(week.begins, ours, theirs) == 0
        return hours, apart


def _common(bits: tuple[Bits, Bits], ours: Any, theirs: Any) -> NDArray[Any]:
    """Return how many bits both have, word by word: a few small arrays instead of a large one."""
    counts = (np.bitwise_count(mine[ours] & other[theirs]) for mine, other in zip(*bits, strict=True))
    total: Any = next(counts)
    if len(bits[0]) > 3:  # noqa: PLR2004 - the bits of 3 words can be counted in a byte
        total = total.astype(np.uint16)
    for count in counts:
        total += count
    return total  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Scoring:
    """All parts of a score.

    `parts` are score parts by name; `rules` are score parts by rule, whose values are 0 or `bit(rule)`; `by_hours` are
    the points of the part `time` for 0–254 common hours and for `FLEXIBLE`; `standing` are the levels of everybody's
    positions, 0 if unknown; `asked` are the organizers' own questions that are parts, by their names.
    """

    shape: tuple[int, int]
    parts: Sequence[tuple[str, ScorePart]]
    rules: Sequence[tuple[str, ScorePart]]
    names: tuple[str, ...]
    time: Time
    by_hours: Values
    standing: tuple[Sequence[int], Sequence[int]]
    asked: Mapping[str, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.names) > MOST_RULES:
            raise ValueError(f"more than {MOST_RULES} rules don't fit a cell")

    def matrix(self, least: int = 0) -> Values:
        """Return mentees × mentors: the score, or minus the sum of the bits of all broken rules.

        A score below `least` breaks the rule `quality`. This also counts for pairs that other rules forbid if they
        would score less without them, and with all the common time that counts if they have too little.
        """
        cells = np.empty(self.shape, dtype=np.int16)

        def fill(rows: slice) -> None:
            hours, apart = self.time.block(rows)
            points = np.take(self.by_hours, hours)
            if least:
                points[apart] = self.by_hours.max()
            for _, term in self.parts:
                points += term.block(rows)
            broken = apart * np.int16(-bit(self.names, "time"))
            if least:
                broken -= (points < least) * np.int16(bit(self.names, "quality"))
            for _, term in self.rules:
                broken -= term.block(rows)
            points *= broken == 0  # several times as fast as a choice per cell
            points += broken
            cells[rows] = points

        if cells.size:
            each_block(self.shape, fill)
        return cells

    def parts_of(self, rows: Index, columns: Index) -> Mapping[str, Values]:
        """Return the points of single pairs by part."""
        found: dict[str, Values] = {}
        for name, term in self.parts:
            found[name] = found.get(name, np.int16(0)) + term.pairs(rows, columns)
        return found | {"time": self.by_hours[self.hours_of(rows, columns)]}

    def scores_of(self, rows: Index, columns: Index) -> Values:
        """Return the scores of single pairs, whatever rules forbid them."""
        scores: Values = np.add.reduce(list(self.parts_of(rows, columns).values()))
        return scores

    def hours_of(self, rows: Index, columns: Index) -> NDArray[np.uint8]:
        """Return the whole hours per week of single pairs, `FLEXIBLE` if one side is."""
        return self.time.pairs(rows, columns)[0]


def bit(names: Sequence[str], rule: str) -> int:
    """Return the number for a rule in sums of broken rules."""
    return 1 << names.index(rule)
