"""Work on a large matrix, a few rows at a time, in as many threads as there are cores."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

CELLS = 2**19
"""Cells of a block: what a core's cache holds with the arrays that arise from it."""


def each_block(shape: tuple[int, int], work: Callable[[slice], T]) -> list[T]:
    """Return what `work` gives for slices of rows that together are all rows, in their order.

    numpy lets other threads run while it computes, so threads are enough; its own for matrix products would only
    stand in each other's way.
    """
    rows, columns = shape
    step = max(1, CELLS // max(columns, 1))
    slices = [slice(start, min(rows, start + step)) for start in range(0, rows, step)]
    if len(slices) <= 1:
        return [work(one) for one in slices]
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, slices))
