"""A second look at optimal pairs: a reserve for each mentee, and who would rather have each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mentoring.weights import FULL
from pairing.matching.blocks import each_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pairing.matching import assignment
    from pairing.matching.score_parts import Index, Values

BLOCKING = 100
"""How many blocking pairs are named, best first; all are counted."""


def second_looks(
    cells: Values, capacity: Index, found: assignment.Assignment
) -> tuple[Index, list[tuple[int, int]], int]:
    """Return the reserve of each mentee (−1: none), the best blocking pairs, and how many of them there are.

    A reserve is the best other mentor with a free place, or else the one whose place costs the whole least (score minus
    price). Two people block if both would prefer each other to what they have.
    """
    mentor = np.full(len(cells), -1)
    own = np.full(len(cells), -1, dtype=np.int16)
    lowest = np.full(len(capacity), FULL, dtype=np.int16)
    for row, column in found.pairs:
        mentor[row], own[row] = column, cells[row, column]
        lowest[column] = min(lowest[column], own[row])
    free = capacity > np.bincount(mentor[mentor >= 0], minlength=len(capacity))
    lowest[free], lowest[capacity < 1] = -1, FULL
    price = np.minimum(found.prices, FULL).astype(np.int32)

    spare = np.flatnonzero(free)

    def look(rows: slice) -> tuple[Index, list[tuple[int, int, int]], int]:
        block = cells[rows].copy()
        ours, theirs = np.nonzero((block > own[rows, None]) & (block > lowest))
        best = np.argsort(-block[ours, theirs], kind="stable")[:BLOCKING]
        named = [
            (int(block[row, column]), rows.start + int(row), int(column))
            for row, column in zip(ours[best], theirs[best], strict=True)
        ]
        matched = np.flatnonzero(mentor[rows] >= 0)
        block[matched, mentor[rows][matched]] = -1
        return _reserve(block, spare, price), named, len(ours)

    looks = each_block(cells.shape, look) if cells.size else []
    reserves = np.concatenate([np.zeros(0, dtype=np.int64), *[one for one, _, _ in looks]])
    named = sorted((one for _, some, _ in looks for one in some), key=lambda one: (-one[0], one[1:]))[:BLOCKING]
    return (
        np.where(mentor >= 0, reserves, -1) if len(reserves) else mentor,
        [(row, column) for _, row, column in named],
        sum(number for _, _, number in looks),
    )


def _reserve(block: Values, spare: Index, price: NDArray[np.int32]) -> Index:
    """Return the reserve of some rows, whose own mentor isn't allowed in `block`; −1 for none."""
    lines = np.arange(len(block))
    found = spare[block[:, spare].argmax(axis=1)] if len(spare) else np.zeros(len(block), dtype=np.int64)
    none_free = np.flatnonzero(block[lines, found] < 0) if len(spare) else lines
    swaps = block[none_free]
    found[none_free] = np.where(swaps >= 0, swaps - price, -FULL - 1).argmax(axis=1)
    return np.where(block[lines, found] >= 0, found, -1)
