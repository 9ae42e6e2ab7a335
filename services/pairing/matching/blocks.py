"""Works on a large matrix, a few rows at a time, in as many threads as there are cores."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

CELLS = 2**19
"""Cells per block: what fits into a core's cache with the resulting arrays."""


def each_block(shape: tuple[int, int], work: Callable[[slice], T]) -> list[T]:
    """Return the results of `work` for slices of rows that together are all rows, in order.

    numpy releases the lock while it computes, so threads suffice; its own threads for matrix products would only get in
    the way.
    """
    rows, columns = shape
    step = max(1, CELLS // max(columns, 1))
    slices = [slice(start, min(rows, start + step)) for start in range(0, rows, step)]
    if len(slices) <= 1:
        return [work(one) for one in slices]
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, slices))
