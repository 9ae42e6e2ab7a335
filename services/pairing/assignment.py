"""The optimal assignment of mentees to mentors' seats, exactly, in lexicographic order.

Maximises (1) the number of mentees matched, (2) the lowest score among them, (3) the total score.

(1) is a maximum matching between mentees and seats (Hopcroft–Karp). For (2), matchings of that size on the edges with
a score ≥ t exist exactly up to the largest feasible t, so bisection over the scores that occur finds it. On the edges
that are left, (3) is an assignment problem (Jonker–Volgenant as in Crouse 2016, scipy's `linear_sum_assignment`): an
edge earns BIG + score and staying unmatched earns 0. With BIG larger than any possible total of scores, no gain in
scores can pay for a match, so the optimum keeps (1); all values are integers below 2**53, so float64 is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pair = tuple[int, int]


class LockRefused(ValueError):
    """A locked pair breaks a hard rule or a capacity: `pair` is (mentee, mentor), `why` a code."""

    def __init__(self, pair: Pair, why: str) -> None:
        super().__init__(f"{pair}: {why}")
        self.pair = pair
        self.why = why


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs (mentee, mentor) by row and column, sorted; `worst` is 0 when nobody is matched.

    `proved` says that the number matched was checked against the maximum matching and the lowest score against the
    bottleneck found by bisection.
    """

    pairs: tuple[Pair, ...]
    worst: int
    total: int
    proved: bool


def solve(
    score: NDArray[np.int32], feasible: NDArray[np.bool_], capacity: NDArray[np.int64], locked: tuple[Pair, ...] = ()
) -> Assignment:
    """Return the optimal assignment.

    Shapes: `score`, `feasible` mentees × mentors; `capacity` mentors. Ties are broken by the order of rows and
    columns: sort people by id before calling. Raises `LockRefused` for a lock that can't be kept.
    """
    seats, allowed = _lock(feasible, capacity, locked)
    columns = np.repeat(np.arange(len(capacity)), np.maximum(seats, 0))
    open_edges = allowed[:, columns]
    most = _matching(open_edges)
    threshold = _bottleneck(score[:, columns], open_edges, most)
    kept = open_edges & (score[:, columns] >= threshold)
    found = _best_total(score[:, columns], kept)
    pairs = tuple(sorted([*locked, *((row, int(columns[seat])) for row, seat in found)]))
    values = [int(score[row, column]) for row, column in pairs]
    worst_free = min((int(score[row, columns[seat]]) for row, seat in found), default=threshold)
    return Assignment(pairs, min(values, default=0), sum(values), proved=len(found) == most and worst_free == threshold)


def _lock(
    feasible: NDArray[np.bool_], capacity: NDArray[np.int64], locked: tuple[Pair, ...]
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


def _bottleneck(score: NDArray[np.int32], edges: NDArray[np.bool_], most: int) -> int:
    """Return the largest score t such that edges with at least t still give a matching of size `most`."""
    if not most:
        return 0
    values = np.unique(score[edges])
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _matching(edges & (score >= values[middle])) == most:
            low = middle
        else:
            high = middle - 1
    return int(values[low])


def _best_total(score: NDArray[np.int32], edges: NDArray[np.bool_]) -> list[Pair]:
    """Return (row, seat) of a maximum matching with the largest total."""
    if not edges.any():
        return []
    big = 1 + int(score.max()) * min(edges.shape)
    worth = np.where(edges, score.astype(np.float64) + big, 0.0)
    rows, seats = linear_sum_assignment(worth, maximize=True)
    return [(int(row), int(seat)) for row, seat in zip(rows, seats, strict=True) if edges[row, seat]]
