"""The optimal assignment of mentees to mentors' seats, exactly, in lexicographic order.

Maximises (1) the number of mentees matched, (2) the lowest score among them, (3) the total score.

(1) is a maximum matching between mentees and seats (Hopcroft–Karp). For (2), matchings of that size on the edges with
a score ≥ t exist exactly up to the largest feasible t, so bisection over the scores that occur finds it; a locked pair
with a lower score caps it, since nothing can lift the lowest score above that. On the edges that are left, (3) is an
assignment problem (Jonker–Volgenant as in Crouse 2016, scipy's `linear_sum_assignment`): an edge earns BIG + score and
staying unmatched earns 0. With BIG larger than any possible total of scores, no gain in scores can pay for a match, so
the optimum keeps (1); all values are integers below 2**53, so float64 is exact.

Nothing of this is taken on trust: `_certified` finds prices of seats that prove (3) by linear programming duality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Pair = tuple[int, int]


class LockRefused(ValueError):
    """A locked pair breaks a hard rule or a capacity: `pair` is (mentee, mentor), `why` is `rule` or `capacity`."""

    def __init__(self, pair: Pair, why: str) -> None:
        super().__init__(f"{pair}: {why}")
        self.pair = pair
        self.why = why


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs (mentee, mentor) by row and column, sorted; `worst` is 0 when nobody is matched.

    `proved`: as many as a maximum matching has, the lowest score as high as bisection (or a lock) allows, and prices
    that show that no such assignment has a larger total.
    """

    pairs: tuple[Pair, ...]
    worst: int
    total: int
    proved: bool


def solve(
    score: NDArray[np.int16], feasible: NDArray[np.bool_], capacity: NDArray[np.int64], locked: Sequence[Pair] = ()
) -> Assignment:
    """Return the optimal assignment.

    Shapes: `score`, `feasible` mentees × mentors; `capacity` mentors. Ties are broken by the order of rows and
    columns: sort people by id before calling. Raises `LockRefused` for a lock that can't be kept.
    """
    seats, allowed = _lock(feasible, capacity, locked)
    columns = np.repeat(np.arange(len(capacity)), np.maximum(seats, 0))
    points, edges = score[:, columns], allowed[:, columns]
    most = _matching(edges)
    given = [int(score[pair]) for pair in locked]
    reachable = [*given, _bottleneck(points, edges, most)] if most else given
    threshold = min(reachable, default=0)
    worth = _worth(points, edges & (points >= threshold))
    found = _best_total(worth)
    pairs = tuple(sorted([*locked, *((row, int(columns[seat])) for row, seat in found)]))
    values = [int(score[pair]) for pair in pairs]
    worst = min(values, default=0)
    proved = len(found) == most and worst == threshold and _certified(worth, found)
    return Assignment(pairs, worst, sum(values), proved)


def _lock(
    feasible: NDArray[np.bool_], capacity: NDArray[np.int64], locked: Sequence[Pair]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the seats left and the edges allowed once the locked pairs are taken out."""
    seats, allowed = capacity.copy(), feasible.copy()
    taken: set[int] = set()
    for row, column in locked:
        if not feasible[row, column]:
            raise LockRefused((row, column), "rule")
        if row in taken or seats[column] < 1:
            raise LockRefused((row, column), "capacity")
        taken.add(row)
        seats[column] -= 1
        allowed[row] = False
    return seats, allowed


def _matching(edges: NDArray[np.bool_]) -> int:
    """Return the size of a maximum matching."""
    if not edges.any():
        return 0
    return int((maximum_bipartite_matching(csr_array(edges), perm_type="column") >= 0).sum())


def _bottleneck(points: NDArray[np.int16], edges: NDArray[np.bool_], most: int) -> int:
    """Return the largest score t such that edges with at least t still give a matching of size `most` > 0."""
    values = np.unique(points[edges])
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _matching(edges & (points >= values[middle])) == most:
            low = middle
        else:
            high = middle - 1
    return int(values[low])


def _worth(points: NDArray[np.int16], edges: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return BIG + score on edges and 0 elsewhere."""
    most = int(points[edges].max()) if edges.any() else 0
    big = 1 + most * min(edges.shape)
    return np.where(edges, points.astype(np.float64) + big, 0.0)


def _best_total(worth: NDArray[np.float64]) -> list[Pair]:
    """Return (row, seat) of a matching with the largest worth."""
    rows, seats = linear_sum_assignment(worth, maximize=True)
    return [(int(row), int(seat)) for row, seat in zip(rows, seats, strict=True) if worth[row, seat] > 0]


def _certified(worth: NDArray[np.float64], found: Sequence[Pair]) -> bool:
    """Return whether prices of seats prove that no matching is worth more than `found`.

    With prices p ≥ 0, every matching is worth at most Σ p + Σ over rows of max(0, max over seats of worth − p). The
    found one reaches that bound when its pairs want no other seat at these prices, unmatched rows want none, and seats
    nobody has cost nothing. The least prices that make everybody content are longest paths from what unmatched rows
    would pay (Bellman–Ford); where `found` isn't optimal, no prices satisfy all three and the answer is no.
    """
    rows = np.array([row for row, _ in found], dtype=np.int64)
    seats = np.array([seat for _, seat in found], dtype=np.int64)
    alone = np.setdiff1d(np.arange(worth.shape[0]), rows)
    empty = np.setdiff1d(np.arange(worth.shape[1]), seats)
    prices = worth[alone].max(axis=0, initial=0.0)
    own = worth[rows, seats]
    beyond = worth[rows] - own[:, None]
    for _ in range(len(found) + 1):
        if (prices[empty] > 0).any() or (prices[seats] > own).any():
            return False
        raised = np.maximum(prices, (beyond + prices[seats][:, None]).max(axis=0, initial=0.0))
        if np.array_equal(raised, prices):
            return True
        prices = raised
    return False
