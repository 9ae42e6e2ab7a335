"""The largest total of scores, and the prices of places that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pairing.matching.blocks import each_block
from pairing.matching.edges import ALONE, GROWTH, Edges, Index, block_of, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = tuple(step for step in (256, 128, 64, 32, 16, 8) for _ in range(8))
"""Steps of the guessed prices, try by try; steps larger than the scores' range are skipped."""
SMALL = 10_000
"""Prices up to which gains fit int16, which is several times as fast."""
MARGIN = 16
"""How much a guess is lowered before it is used: a place that is too cheap is certainly taken."""


def best(tried: Edges, threshold: int, most: int) -> tuple[Index, Index, int]:
    """Return the mentor of each row (or ALONE), prices and BIG of the largest total on edges ≥ `threshold`."""
    guess = _guess(tried, threshold)
    while True:
        mentor, prices, match = _best_tried(tried, threshold, most, guess)
        wanted = _wanted(tried, mentor, prices, match, threshold)
        if not len(wanted):
            return mentor, prices, match
        tried.add(wanted)
        guess = prices


def worth(tried: Edges, mentor: Index, match: int) -> int:
    """Return the value of an assignment."""
    rows = np.flatnonzero(mentor != ALONE)
    return len(rows) * match + int(tried.cells[rows, mentor[rows]].sum(dtype=np.int64))


def bound(tried: Edges, prices: Index, match: int, threshold: int) -> int:
    """Return an upper bound for assignments on edges ≥ `threshold`: the dual's value at these prices."""
    columns = np.flatnonzero(tried.seats > 0)
    kind = np.int16 if prices.max(initial=0) <= SMALL else np.int64
    lost: NDArray[Any] = prices[columns].astype(kind)
    never = -2 * SMALL if kind is np.int16 else -2 * (match + SMALL)

    def look(part: slice) -> int:
        cells = block_of(tried.cells, tried.rows[part], columns)
        closed = cells < threshold
        gain = cells * ~closed  # arithmetic is several times as fast as a choice per cell
        gain = gain.astype(kind, copy=False) - lost
        gain += closed * kind(never)
        best = gain.max(axis=1, initial=never).astype(np.int64)
        return int(np.maximum(best + match, 0)[best > never].sum())

    return int((prices * tried.seats).sum()) + sum(each_block((len(tried.rows), tried.cells.shape[1]), look))


def _guess(tried: Edges, threshold: int) -> Index:
    """Return prices at which about as many rows want a mentor, among their candidates, as there are seats."""
    rows, columns, scores = tried.from_score(threshold)
    prices = np.zeros(len(tried.seats), dtype=np.int64)
    begins = np.flatnonzero(np.diff(rows, prepend=ALONE))
    lengths = np.diff(begins, append=len(rows))
    differ = np.ptp(scores) if len(rows) else 0
    for step in (one for one in STEPS if one <= differ):
        gain = scores - prices[columns]
        best = np.flatnonzero(gain == np.repeat(np.maximum.reduceat(gain, begins), lengths))
        first = best[np.diff(rows[best], prepend=ALONE) > 0]
        wanted = np.bincount(columns[first], minlength=len(prices))
        moved = np.maximum(prices + step * np.sign(wanted - tried.seats), 0)
        if (moved == prices).all():
            break
        prices = moved
    return prices


def _best_tried(tried: Edges, threshold: int, most: int, guess: Index) -> tuple[Index, Index, int]:
    """Return mentors, lowest prices and BIG of the largest value on candidates."""
    rows, columns, scores = tried.from_score(threshold)
    match = 1 + 2 * int(scores.max(initial=0)) * (most + 1)
    while True:
        guess = np.maximum(guess - MARGIN, 0)
        worth = scores + match - guess[columns] + guess.max(initial=0)
        mentor = _largest(tried, rows, columns, worth, most, alone=int(guess.max(initial=0)))
        used = np.bincount(mentor[mentor != ALONE], minlength=len(tried.seats))
        if not ((guess > 0) & (used < tried.seats)).any():
            return mentor, _prices(tried, mentor, rows, columns, scores + match), match
        guess = np.where(used < tried.seats, 0, guess // 2)


def _largest(tried: Edges, rows: Index, columns: Index, worth: Index, most: int, alone: int) -> Index:
    """Return the mentor of each row, or ALONE (worth `alone`), of the largest total of `worth` ≥ 0."""
    mentor = np.full(len(tried.cells), ALONE)
    if not most:
        return mentor
    ours, seats, values = tried.by_seat(np.searchsorted(tried.rows, rows), columns, worth + 1)
    places = width = int(tried.first[-1])
    if most < len(tried.rows):  # scipy assigns every row: a column of its own lets a row stay alone
        lines = np.arange(len(tried.rows))
        ours, seats = np.concatenate([ours, lines]), np.concatenate([seats, places + lines])
        values, width = np.concatenate([values, np.full(len(lines), alone + 1)]), places + len(lines)
    from scipy.sparse import csr_array  # noqa: PLC0415 - large, and only a round that is solved needs it
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    graph = csr_array((values.astype(np.float64), (ours, seats)), shape=(len(tried.rows), width))
    _, chosen = min_weight_full_bipartite_matching(graph, maximize=True)
    mentor[tried.rows] = tried.mentor_of(chosen.astype(np.int64))
    return mentor


def _prices(tried: Edges, mentor: Index, rows: Index, columns: Index, worth: Index) -> Index:
    """Return the lowest prices at which everybody is content with the candidates."""
    prices = np.zeros(len(tried.seats), dtype=np.int64)
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


def _wanted(tried: Edges, mentor: Index, prices: Index, match: int, threshold: int) -> Index:
    """Return edges of the full matrix that somebody would prefer at these prices, the few best of each row."""
    matched = mentor != ALONE
    content = np.full(len(mentor), -match)
    content[matched] = tried.cells[matched, mentor[matched]] - prices[mentor[matched]]
    small = prices.max(initial=0) <= SMALL and matched[tried.rows].all()
    kind = np.int16 if small else np.int64
    price: NDArray[Any] = prices.astype(kind)
    limit: NDArray[Any] = content.astype(kind)
    served = tried.seats > 0

    def look(part: slice) -> Index:
        rows = tried.rows[part]
        cells = block_of(tried.cells, rows)
        gain = cells - price
        gain -= limit[rows, None]
        better = (gain > 0) & (cells >= threshold) & served
        unhappy = np.flatnonzero(better.any(axis=1))
        if not len(unhappy):
            return np.zeros(0, dtype=np.int64)
        gain = np.where(better[unhappy], gain[unhappy], 0)
        few = np.argpartition(gain, -min(GROWTH, gain.shape[1]), axis=1)[:, -GROWTH:]
        kept = np.take_along_axis(gain, few, axis=1) > 0
        keys: Index = (rows[unhappy][:, None] * tried.cells.shape[1] + few)[kept]
        return keys

    return joined(each_block((len(tried.rows), tried.cells.shape[1]), look))
