"""Edges between mentees and mentors that were tried so far: everything is solved on them, and proved on all."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pairing.matching.blocks import each_block

Cells = NDArray[np.int16]
Index = NDArray[np.int64]

GROWTH = 8
"""How many edges of a mentee become candidates when a proof fails."""
ALONE = -1
"""The mentor of a mentee without one."""


class Edges:
    """Scores of mentees × mentors, rows and seats that are left, and the edges tried so far.

    `keys` are sorted: `row × mentors + column`. `first` is the first seat of each mentor, where seats are counted on.
    """

    def __init__(self, cells: Cells, rows: Index, seats: Index, candidates: int) -> None:
        self.cells = cells
        self.rows = rows
        self.seats = seats
        self.first = np.concatenate([[0], np.cumsum(seats)])
        self.keys = _best_few(cells, rows, seats, candidates)

    def add(self, more: Index) -> None:
        """Try more edges."""
        self.keys = distinct(self.keys, more)

    def from_score(self, threshold: int) -> tuple[Index, Index, Index]:
        """Return rows, columns and scores of the candidate edges with at least this score."""
        rows, columns = np.divmod(self.keys, self.cells.shape[1])
        scores = self.cells[rows, columns].astype(np.int64)
        enough = scores >= threshold
        return rows[enough], columns[enough], scores[enough]

    def by_seat(self, rows: Index, columns: Index, values: NDArray[Any]) -> tuple[Index, Index, NDArray[Any]]:
        """Return the same edges, once for each seat of the mentor."""
        times = self.seats[columns]
        nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return np.repeat(rows, times), self.first[np.repeat(columns, times)] + nth, np.repeat(values, times)

    def mentor_of(self, seat: Index) -> Index:
        """Return the mentors of seats; ALONE for what isn't a seat."""
        real = (seat >= 0) & (seat < self.first[-1])
        mentors = np.searchsorted(self.first, seat, side="right") - 1
        return np.where(real, mentors, ALONE)


def _best_few(cells: Cells, rows: Index, seats: Index, few: int) -> Index:
    """Return the keys of each row's best edges to mentors with a place; if places are short, also the mentors'."""
    columns, width = np.flatnonzero(seats > 0), cells.shape[1]
    ours, theirs = _best(cells, rows, columns, few)
    keys = rows[ours] * width + columns[theirs]
    if seats.sum() < len(rows):
        theirs, ours = _best(cells.T, columns, rows, few)
        keys = np.concatenate([keys, rows[ours] * width + columns[theirs]])
    return distinct(keys)


def _best(cells: Cells, rows: Index, columns: Index, few: int) -> tuple[Index, Index]:
    """Return the positions in `rows` and `columns` of the largest few allowed cells of each row."""
    few, width = min(few, len(columns)), len(columns)
    shifted = np.tile(np.arange(width, dtype=np.int16), 2)
    turns = None if _told_apart(cells) else sliding_window_view(shifted, width)

    def look(part: slice) -> tuple[Index, Index]:
        block = block_of(cells, rows[part], columns)
        if turns is not None:  # with many ties, each row begins elsewhere, or all would want the same few
            block = np.maximum(block, -1) * np.int16(width) + turns[rows[part] * few % width]
        best = np.argpartition(block, -few, axis=1)[:, -few:]
        lines, nth = np.nonzero(np.take_along_axis(block, best, axis=1) >= 0)
        return part.start + lines, best[lines, nth]

    looks = each_block((len(rows), len(columns)), look) if few else []
    return joined([ours for ours, _ in looks]), joined([theirs for _, theirs in looks])


def _told_apart(cells: Cells) -> bool:
    """Return whether there are more different scores than ties."""
    return bool(int(cells.max(initial=0)) >= np.iinfo(np.int16).max // max(*cells.shape, 1))


def block_of(cells: Cells, rows: Index, columns: Index | None = None) -> Cells:
    """Return some rows, and some columns of them; adjacent ones aren't copied."""
    together = rows[-1] - rows[0] + 1 == len(rows)
    part = cells[rows[0] : rows[-1] + 1] if together else cells[rows]
    return part if columns is None or len(columns) == cells.shape[1] else part[:, columns]


def distinct(*keys: Index) -> Index:
    """Return all keys, sorted, each once."""
    found = np.concatenate(keys)
    found.sort()
    return found[np.diff(found, prepend=-1) > 0]


def joined(keys: list[Index]) -> Index:
    """Return all keys, one list after the other."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *keys])
