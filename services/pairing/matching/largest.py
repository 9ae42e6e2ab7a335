"""How many mentees can be matched at all, and how high the lowest score among them can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pairing.matching.blocks import each_block
from pairing.matching.edges import ALONE, GROWTH, Edges, Index, block_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def size_and_bottleneck(tried: Edges) -> tuple[int, int]:
    """Return the size of a maximum matching, and the largest t such that edges with a score ≥ t give that size.

    Often the bottleneck is the best score of the person who is hardest to serve: then one matching shows both.
    """
    rows, _, scores = tried.from_score(0)
    if not len(rows):
        return _most(tried, 0), 0
    best = np.full(len(tried.cells), ALONE, dtype=np.int64)
    np.maximum.at(best, rows, scores)
    hardest = int(best[best != ALONE].min())
    if _tried(tried, hardest) == len(tried.rows):
        return len(tried.rows), hardest
    most = _most(tried, 0)
    return most, _bottleneck(tried, most) if most else 0


def _most(tried: Edges, threshold: int) -> int:
    """Return the size of a maximum matching on all edges with a score ≥ `threshold`."""
    while True:
        mentor = _matching(tried, threshold)
        missing = _unreached(tried, mentor, threshold)
        if missing is None:
            return int((mentor != ALONE).sum())
        tried.add(missing)


def _tried(tried: Edges, threshold: int) -> int:
    """Return the size of a maximum matching on candidates."""
    return int((_matching(tried, threshold) != ALONE).sum())


def _bottleneck(tried: Edges, most: int) -> int:
    """Return the bottleneck of matchings of size `most` > 0."""
    while True:
        found = _bottleneck_tried(tried, most)
        if _most(tried, found + 1) < most:
            return found


def _bottleneck_tried(tried: Edges, most: int) -> int:
    """Return the bottleneck on candidates, by bisection over their scores."""
    values = np.unique(tried.from_score(0)[2])
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _tried(tried, int(values[middle])) == most:
            low = middle
        else:
            high = middle - 1
    return int(values[low])


def _matching(tried: Edges, threshold: int) -> Index:
    """Return the mentor of each row, or ALONE, of a maximum matching on candidates."""
    rows, columns, _ = tried.from_score(threshold)
    rows, seats, ones = tried.by_seat(rows, columns, np.ones(len(rows), dtype=np.int8))
    shape = (len(tried.cells), int(tried.first[-1]))
    if not len(rows):
        return np.full(shape[0], ALONE)
    from scipy.sparse import csr_array  # noqa: PLC0415 - large, and only a round that is solved needs it
    from scipy.sparse.csgraph import maximum_bipartite_matching  # noqa: PLC0415

    graph = csr_array((ones, (rows, seats)), shape=shape)
    return tried.mentor_of(maximum_bipartite_matching(graph, perm_type="column").astype(np.int64))


def _unreached(tried: Edges, mentor: Index, threshold: int) -> Index | None:
    """Return edges that allow a larger matching, or None if the full matrix has none (Berge)."""
    free = tried.seats > np.bincount(mentor[mentor != ALONE], minlength=len(tried.seats))
    open_, fresh = tried.seats > 0, []
    frontier = tried.rows[mentor[tried.rows] == ALONE]
    while len(frontier):
        reached, edges = _step(tried, frontier, open_, free, threshold)
        if not reached.any():
            return None
        fresh.append(edges)
        if (reached & free).any():
            return np.concatenate(fresh)
        open_ = open_ & ~reached
        frontier = np.flatnonzero((mentor != ALONE) & reached[mentor])
    return None


def _step(
    tried: Edges, frontier: Index, open_: NDArray[np.bool_], free: NDArray[np.bool_], threshold: int
) -> tuple[NDArray[np.bool_], Index]:
    """Return the mentors that some rows reach, an edge to each, and a few edges of each row, free mentors first.

    Edges are spread over rows and mentors, so that identical people don't all try the same ones.
    """
    columns = np.flatnonzero(open_)
    width = tried.cells.shape[1]

    def look(part: slice) -> tuple[NDArray[np.bool_], Index]:
        rows = frontier[part]
        there = block_of(tried.cells, rows, columns) >= threshold
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
