"""The optimal assignment of mentees to mentors' places, exactly, in lexicographic order, and the proof of it.

Maximises (1) the number of mentees matched, (2) the lowest score among them, (3) the total score.

A mentee is rarely served by somebody far down their list, so each is first given only the best few mentors as
candidates. Everything is solved on these (scipy: Hopcroft–Karp for a maximum matching, and for the total the sparse
Jonker–Volgenant method, both exact), and then proved against the full matrix. Where a proof finds something better,
the edges it found become candidates, and the search goes on: it ends, since edges only grow, and it ends proved.

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
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from mentoring.values import dataclass
from pairing.matching.blocks import each_block

if TYPE_CHECKING:
    from collections.abc import Sequence

Pair = tuple[int, int]
Cells = NDArray[np.int16]
Index = NDArray[np.int64]

CANDIDATES = 40
"""How many mentors are each mentee's first candidates, at most: with fewer people, fewer suffice."""
FEWEST = 8
GROWTH = 8
"""How many edges of a mentee become candidates when a proof fails."""
ALONE = -1
STEPS = tuple(step for step in (256, 128, 64, 32, 16, 8) for _ in range(8))
"""Steps of the guessed prices, try by try; steps larger than the scores' range are skipped."""
SMALL = 10_000
"""Prices up to which gains fit int16, which is several times as fast."""
MARGIN = 16
"""How much a guess is lowered before it is used: a place that is too cheap is certainly taken."""


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
    search = _Search(cells, rows, seats, candidates or min(CANDIDATES, max(FEWEST, isqrt(len(rows)) * 2 // 3)))
    most, reachable = search.size_and_bottleneck()
    given = [int(cells[pair]) for pair in locked]
    threshold = min([*given, *([reachable] if most else [])], default=0)
    mentor, prices, match = search.best(threshold, most)
    proved = search.bound(prices, match, threshold) == search.worth(mentor, match)
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


class _Search:
    """Edges tried so far, as sorted keys `row × mentors + column`, and what follows from them."""

    def __init__(self, cells: Cells, rows: Index, seats: Index, candidates: int) -> None:
        self.cells = cells
        self.rows = rows
        self.seats = seats
        self.first = np.concatenate([[0], np.cumsum(seats)])
        self.keys = _best_few(cells, rows, seats, candidates)

    def size_and_bottleneck(self) -> tuple[int, int]:
        """Return the size of a maximum matching, and the largest t such that edges with a score ≥ t give that size.

        Often the bottleneck is the best score of the person who is hardest to serve: then one matching shows both.
        """
        rows, _, scores = self._edges(0)
        if not len(rows):
            return self._most(0), 0
        best = np.full(len(self.cells), ALONE, dtype=np.int64)
        np.maximum.at(best, rows, scores)
        hardest = int(best[best != ALONE].min())
        if self._tried(hardest) == len(self.rows):
            return len(self.rows), hardest
        most = self._most(0)
        return most, self._bottleneck(most) if most else 0

    def _most(self, threshold: int) -> int:
        """Return the size of a maximum matching on all edges with a score ≥ `threshold`."""
        while True:
            mentor = self._matching(threshold)
            missing = self._unreached(mentor, threshold)
            if missing is None:
                return int((mentor != ALONE).sum())
            self.keys = _distinct(self.keys, missing)

    def _tried(self, threshold: int) -> int:
        """Return the size of a maximum matching on candidates."""
        return int((self._matching(threshold) != ALONE).sum())

    def _bottleneck(self, most: int) -> int:
        """Return the bottleneck of matchings of size `most` > 0."""
        while True:
            found = self._bottleneck_tried(most)
            if self._most(found + 1) < most:
                return found

    def best(self, threshold: int, most: int) -> tuple[Index, Index, int]:
        """Return the mentor of each row (or ALONE), prices and BIG of the largest total on edges ≥ `threshold`."""
        guess = self._guess(threshold)
        while True:
            mentor, prices, match = self._best_tried(threshold, most, guess)
            wanted = self._wanted(mentor, prices, match, threshold)
            if not len(wanted):
                return mentor, prices, match
            self.keys = _distinct(self.keys, wanted)
            guess = prices

    def worth(self, mentor: Index, match: int) -> int:
        """Return the value of an assignment."""
        rows = np.flatnonzero(mentor != ALONE)
        return len(rows) * match + int(self.cells[rows, mentor[rows]].sum(dtype=np.int64))

    def bound(self, prices: Index, match: int, threshold: int) -> int:
        """Return an upper bound for assignments on edges ≥ `threshold`: the dual's value at these prices."""
        columns = np.flatnonzero(self.seats > 0)
        kind = np.int16 if prices.max(initial=0) <= SMALL else np.int64
        lost: NDArray[Any] = prices[columns].astype(kind)
        never = -2 * SMALL if kind is np.int16 else -2 * (match + SMALL)

        def look(part: slice) -> int:
            cells = _part(self.cells, self.rows[part], columns)
            closed = cells < threshold
            gain = cells * ~closed  # arithmetic is several times as fast as a choice per cell
            gain = gain.astype(kind, copy=False) - lost
            gain += closed * kind(never)
            best = gain.max(axis=1, initial=never).astype(np.int64)
            return int(np.maximum(best + match, 0)[best > never].sum())

        return int((prices * self.seats).sum()) + sum(each_block((len(self.rows), self.cells.shape[1]), look))

    def _edges(self, threshold: int) -> tuple[Index, Index, Index]:
        """Return rows, columns and scores of the candidate edges with at least this score."""
        rows, columns = np.divmod(self.keys, self.cells.shape[1])
        scores = self.cells[rows, columns].astype(np.int64)
        enough = scores >= threshold
        return rows[enough], columns[enough], scores[enough]

    def _seats(self, rows: Index, columns: Index, values: NDArray[Any]) -> tuple[Index, Index, NDArray[Any]]:
        """Return the same edges, once for each seat of the mentor."""
        times = self.seats[columns]
        nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return np.repeat(rows, times), self.first[np.repeat(columns, times)] + nth, np.repeat(values, times)

    def _mentor(self, seat: Index) -> Index:
        """Return the mentors of seats; ALONE for what isn't a seat."""
        real = (seat >= 0) & (seat < self.first[-1])
        mentors = np.searchsorted(self.first, seat, side="right") - 1
        return np.where(real, mentors, ALONE)

    def _matching(self, threshold: int) -> Index:
        """Return the mentor of each row, or ALONE, of a maximum matching on candidates."""
        rows, columns, _ = self._edges(threshold)
        rows, seats, ones = self._seats(rows, columns, np.ones(len(rows), dtype=np.int8))
        shape = (len(self.cells), int(self.first[-1]))
        if not len(rows):
            return np.full(shape[0], ALONE)
        graph = csr_array((ones, (rows, seats)), shape=shape)
        return self._mentor(maximum_bipartite_matching(graph, perm_type="column").astype(np.int64))

    def _unreached(self, mentor: Index, threshold: int) -> Index | None:
        """Return edges that allow a larger matching, or None if the full matrix has none (Berge)."""
        free = self.seats > np.bincount(mentor[mentor != ALONE], minlength=len(self.seats))
        open_, fresh = self.seats > 0, []
        frontier = self.rows[mentor[self.rows] == ALONE]
        while len(frontier):
            reached, edges = self._step(frontier, open_, free, threshold)
            if not reached.any():
                return None
            fresh.append(edges)
            if (reached & free).any():
                return np.concatenate(fresh)
            open_ = open_ & ~reached
            frontier = np.flatnonzero((mentor != ALONE) & reached[mentor])
        return None

    def _step(
        self, frontier: Index, open_: NDArray[np.bool_], free: NDArray[np.bool_], threshold: int
    ) -> tuple[NDArray[np.bool_], Index]:
        """Return the mentors that some rows reach, an edge to each, and a few edges of each row, free mentors first.

        Edges are spread over rows and mentors, so that identical people don't all try the same ones.
        """
        columns = np.flatnonzero(open_)
        width = self.cells.shape[1]

        def look(part: slice) -> tuple[NDArray[np.bool_], Index]:
            rows = frontier[part]
            there = _part(self.cells, rows, columns) >= threshold
            reached: NDArray[np.bool_] = np.logical_or.reduce(there, axis=0)
            lines = np.arange(len(rows))[:, None] + np.arange(len(columns))
            lines %= len(rows)
            chosen = np.take_along_axis(there, lines, axis=0).argmax(axis=0)
            parents = rows[(chosen + np.arange(len(columns))) % len(rows)]
            goals = reached & free[columns]
            few = _spread(there[:, goals if goals.any() else reached], rows)
            keys = rows[few[0]] * width + columns[goals if goals.any() else reached][few[1]]
            return reached, np.concatenate([(parents * width + columns)[reached], keys])

        if not len(columns):
            return np.zeros(width, dtype=bool), np.zeros(0, dtype=np.int64)
        looks = each_block((len(frontier), width), look)
        reached = np.zeros(width, dtype=bool)
        reached[columns[np.logical_or.reduce([one for one, _ in looks])]] = True
        return reached, np.concatenate([edges for _, edges in looks])

    def _bottleneck_tried(self, most: int) -> int:
        """Return the bottleneck on candidates, by bisection over their scores."""
        values = np.unique(self._edges(0)[2])
        low, high = 0, len(values) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._tried(int(values[middle])) == most:
                low = middle
            else:
                high = middle - 1
        return int(values[low])

    def _guess(self, threshold: int) -> Index:
        """Return prices at which about as many rows want a mentor, among their candidates, as there are seats."""
        rows, columns, scores = self._edges(threshold)
        prices = np.zeros(len(self.seats), dtype=np.int64)
        begins = np.flatnonzero(np.diff(rows, prepend=ALONE))
        lengths = np.diff(begins, append=len(rows))
        differ = np.ptp(scores) if len(rows) else 0
        for step in (one for one in STEPS if one <= differ):
            gain = scores - prices[columns]
            best = np.flatnonzero(gain == np.repeat(np.maximum.reduceat(gain, begins), lengths))
            first = best[np.diff(rows[best], prepend=ALONE) > 0]
            wanted = np.bincount(columns[first], minlength=len(prices))
            moved = np.maximum(prices + step * np.sign(wanted - self.seats), 0)
            if (moved == prices).all():
                break
            prices = moved
        return prices

    def _best_tried(self, threshold: int, most: int, guess: Index) -> tuple[Index, Index, int]:
        """Return mentors, lowest prices and BIG of the largest value on candidates."""
        rows, columns, scores = self._edges(threshold)
        match = 1 + 2 * int(scores.max(initial=0)) * (most + 1)
        while True:
            guess = np.maximum(guess - MARGIN, 0)
            worth = scores + match - guess[columns] + guess.max(initial=0)
            mentor = self._largest(rows, columns, worth, most, alone=int(guess.max(initial=0)))
            used = np.bincount(mentor[mentor != ALONE], minlength=len(self.seats))
            if not ((guess > 0) & (used < self.seats)).any():
                return mentor, self._prices(mentor, rows, columns, scores + match), match
            guess = np.where(used < self.seats, 0, guess // 2)

    def _largest(self, rows: Index, columns: Index, worth: Index, most: int, alone: int) -> Index:
        """Return the mentor of each row, or ALONE (worth `alone`), of the largest total of `worth` ≥ 0."""
        mentor = np.full(len(self.cells), ALONE)
        if not most:
            return mentor
        ours, seats, values = self._seats(np.searchsorted(self.rows, rows), columns, worth + 1)
        places = width = int(self.first[-1])
        if most < len(self.rows):  # scipy assigns every row: a column of its own lets a row stay alone
            lines = np.arange(len(self.rows))
            ours, seats = np.concatenate([ours, lines]), np.concatenate([seats, places + lines])
            values, width = np.concatenate([values, np.full(len(lines), alone + 1)]), places + len(lines)
        graph = csr_array((values.astype(np.float64), (ours, seats)), shape=(len(self.rows), width))
        _, chosen = min_weight_full_bipartite_matching(graph, maximize=True)
        mentor[self.rows] = self._mentor(chosen.astype(np.int64))
        return mentor

    def _prices(self, mentor: Index, rows: Index, columns: Index, worth: Index) -> Index:
        """Return the lowest prices at which everybody is content with the candidates."""
        prices = np.zeros(len(self.seats), dtype=np.int64)
        own = np.zeros(len(mentor), dtype=np.int64)
        mine = mentor[rows] == columns
        own[rows[mine]] = worth[mine]
        alone = mentor[rows] == ALONE
        np.maximum.at(prices, columns[alone], worth[alone])
        moved = np.ones(len(prices) + 1, dtype=bool)
        moved[ALONE] = False
        while moved.any():
            active = moved[mentor[rows]]
            bidders, wished = rows[active], columns[active]
            raised = prices.copy()
            np.maximum.at(raised, wished, worth[active] - own[bidders] + prices[mentor[bidders]])
            moved[:-1] = raised > prices
            prices = raised
        return prices

    def _wanted(self, mentor: Index, prices: Index, match: int, threshold: int) -> Index:
        """Return edges of the full matrix that somebody would prefer at these prices, the few best of each row."""
        matched = mentor != ALONE
        content = np.full(len(mentor), -match)
        content[matched] = self.cells[matched, mentor[matched]] - prices[mentor[matched]]
        small = prices.max(initial=0) <= SMALL and matched[self.rows].all()
        kind = np.int16 if small else np.int64
        price: NDArray[Any] = prices.astype(kind)
        limit: NDArray[Any] = content.astype(kind)
        served = self.seats > 0

        def look(part: slice) -> Index:
            rows = self.rows[part]
            cells = _part(self.cells, rows)
            gain = cells - price
            gain -= limit[rows, None]
            better = (gain > 0) & (cells >= threshold) & served
            unhappy = np.flatnonzero(better.any(axis=1))
            if not len(unhappy):
                return np.zeros(0, dtype=np.int64)
            gain = np.where(better[unhappy], gain[unhappy], 0)
            few = np.argpartition(gain, -min(GROWTH, gain.shape[1]), axis=1)[:, -GROWTH:]
            kept = np.take_along_axis(gain, few, axis=1) > 0
            keys: Index = (rows[unhappy][:, None] * self.cells.shape[1] + few)[kept]
            return keys

        return _joined(each_block((len(self.rows), self.cells.shape[1]), look))


def _best_few(cells: Cells, rows: Index, seats: Index, few: int) -> Index:
    """Return the keys of each row's best edges to mentors with a place; if places are short, also the mentors'."""
    columns, width = np.flatnonzero(seats > 0), cells.shape[1]
    ours, theirs = _best(cells, rows, columns, few)
    keys = rows[ours] * width + columns[theirs]
    if seats.sum() < len(rows):
        theirs, ours = _best(cells.T, columns, rows, few)
        keys = np.concatenate([keys, rows[ours] * width + columns[theirs]])
    return _distinct(keys)


def _best(cells: Cells, rows: Index, columns: Index, few: int) -> tuple[Index, Index]:
    """Return the positions in `rows` and `columns` of the largest few allowed cells of each row."""
    few, width = min(few, len(columns)), len(columns)
    shifted = np.tile(np.arange(width, dtype=np.int16), 2)
    turns = None if _told_apart(cells) else sliding_window_view(shifted, width)

    def look(part: slice) -> tuple[Index, Index]:
        block = _part(cells, rows[part], columns)
        if turns is not None:  # with many ties, each row begins elsewhere, or all would want the same few
            block = np.maximum(block, -1) * np.int16(width) + turns[rows[part] * few % width]
        best = np.argpartition(block, -few, axis=1)[:, -few:]
        lines, nth = np.nonzero(np.take_along_axis(block, best, axis=1) >= 0)
        return part.start + lines, best[lines, nth]

    looks = each_block((len(rows), len(columns)), look) if few else []
    return _joined([ours for ours, _ in looks]), _joined([theirs for _, theirs in looks])


def _spread(there: NDArray[np.bool_], rows: Index) -> tuple[Index, Index]:
    """Return row and column of at most `GROWTH` true cells of each row; each row begins to look elsewhere."""
    width = there.shape[1]
    if not width:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    turn = (np.arange(width) - rows[:, None] * GROWTH) % width
    turn[~there] = width
    few = np.argpartition(turn, min(GROWTH, width) - 1, axis=1)[:, :GROWTH]
    lines, places = np.nonzero(np.take_along_axis(there, few, axis=1))
    return lines, few[lines, places]


def _part(cells: Cells, rows: Index, columns: Index | None = None) -> Cells:
    """Return some rows, and some columns of them; adjacent ones aren't copied."""
    together = rows[-1] - rows[0] + 1 == len(rows)
    part = cells[rows[0] : rows[-1] + 1] if together else cells[rows]
    return part if columns is None or len(columns) == cells.shape[1] else part[:, columns]


def _told_apart(cells: Cells) -> bool:
    """Return whether there are more different scores than ties."""
    return bool(int(cells.max(initial=0)) >= np.iinfo(np.int16).max // max(*cells.shape, 1))


def _distinct(*keys: Index) -> Index:
    """Return all keys, sorted, each once."""
    found = np.concatenate(keys)
    found.sort()
    return found[np.diff(found, prepend=-1) > 0]


def _joined(keys: list[Index]) -> Index:
    return np.concatenate([np.zeros(0, dtype=np.int64), *keys])
