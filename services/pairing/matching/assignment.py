"""The optimal assignment of mentees to mentors' places, exactly, in lexicographic order, and the proof of it.

Maximises (1) the number of mentees matched, (2) the lowest score among them, (3) the total score.

A mentee is rarely served by somebody far down their list, so each is first given only the best few mentors as
candidates. Everything is solved on these (scipy: Hopcroft–Karp for a maximum matching, and for the total the sparse
Jonker–Volgenant method, both exact), and then proved against the full matrix. Where a proof finds something better,
the edges it found become candidates, and the search goes on: it ends, since edges only grow, and it ends proved.
`edges` are those tried so far; `largest` does (1) and (2), `total` does (3).

(1) A matching is maximum when no alternating path leads from a mentee without a mentor to a free place (Berge 1957).
`_unreached` follows all of them through the full matrix.
(2) On edges with a score ≥ t there are matchings of that size exactly up to some t; bisection over the scores of the
candidates finds one, and the same search shows that at t + 1 there is none. A locked pair with a lower score caps it,
since nothing can lift the lowest score above that.
(3) An edge earns BIG + score, no mentor earns 0; with BIG above any total of scores, no gain in scores can pay for a
match. By the duality of linear programming, prices p ≥ 0 of mentors' places prove a matching optimal when nobody would
rather have another mentor at these prices, who has none wants none, and places left free cost nothing. `_prices` finds
the least such prices on the candidates (Bellman–Ford; the assignment game, Shapley and Shubik 1971), `_wanted` looks
through the full matrix for somebody who is not content.

The method for the total is quick where few want the same, so it is given worth minus a guess at the prices. That is
allowed whenever all places with a guessed price are taken in its answer: any assignment is worth what it is worth minus
the prices, plus all the prices, minus the prices of places it leaves free; so one that is best without the prices and
leaves no priced place free is best with them. `_guess` lets prices rise where too many want a mentor and fall where too
few do (tâtonnement, Walras 1874); where an answer leaves a priced place free, the guess is lowered.

All values are integers, below 2**53 where they are float64, so every step is exact.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from mentoring.values import dataclass
from pairing.matching.edges import ALONE, Edges
from pairing.matching.largest import size_and_bottleneck
from pairing.matching.total import best, bound, worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.matching.edges import Cells, Index

Pair = tuple[int, int]

CANDIDATES = 40
"""How many mentors are each mentee's first candidates, at most: with fewer people, fewer suffice."""
FEWEST = 8


class LockRefused(ValueError):
    """A locked pair breaks a hard rule or a capacity: `pair` is (mentee, mentor), `why` is `rule` or `capacity`."""

    def __init__(self, pair: Pair, why: str) -> None:
        super().__init__(f"{pair}: {why}")
        self.pair = pair
        self.why = why


@dataclass(frozen=True)
class Assignment:
    """Pairs (mentee, mentor) by row and column, sorted; `worst` is 0 if nobody is matched.

    `proved`: at `prices` the dual's value equals the assignment's, so none is larger; that no more can be matched, and
    the worst pair can't be better, was shown before. `prices` (mentors) are the lowest that keep everybody content:
    what one more place with a mentor would add, where another matched mentee counts `match`.
    """

    pairs: tuple[Pair, ...]
    worst: int
    total: int
    proved: bool
    prices: Index
    match: int


def solve(cells: Cells, capacity: Index, locked: Sequence[Pair] = (), candidates: int = 0) -> Assignment:
    """Return the optimal assignment.

    `cells` mentees × mentors: a score from 0, or below 0 for a forbidden pair; `capacity` mentors. Ties are broken by
    the order of rows and columns: sort people before calling. `candidates` is the number of mentors each mentee is
    tried with first, 0 for the quickest; the result is the same with any. Raises `LockRefused` for a lock that can't be
    kept.
    """
    rows, seats = _without(cells, capacity, locked)
    tried = Edges(cells, rows, seats, candidates or min(CANDIDATES, max(FEWEST, isqrt(len(rows)) * 2 // 3)))
    most, reachable = size_and_bottleneck(tried)
    given = [int(cells[pair]) for pair in locked]
    threshold = min([*given, *([reachable] if most else [])], default=0)
    mentor, prices, match = best(tried, threshold, most)
    proved = bound(tried, prices, match, threshold) == worth(tried, mentor, match)
    found = [(int(row), int(mentor[row])) for row in np.flatnonzero(mentor != ALONE)]
    pairs = tuple(sorted([*locked, *found]))
    values = [int(cells[pair]) for pair in pairs]
    return Assignment(pairs, min(values, default=0), sum(values), proved, prices, match)


def _without(cells: Cells, capacity: Index, locked: Sequence[Pair]) -> tuple[Index, Index]:
    """Return the rows and seats that are left without the locked pairs."""
    seats = np.maximum(capacity, 0)
    free = np.ones(len(cells), dtype=bool)
    for row, column in locked:
        if cells[row, column] < 0:
            raise LockRefused((row, column), "rule")
        if not free[row] or seats[column] < 1:
            raise LockRefused((row, column), "capacity")
        free[row] = False
        seats[column] -= 1
    return np.flatnonzero(free), seats
