"""Loads and decides again after a version conflict."""

from __future__ import annotations

import functools
import random
import time
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from mentoring.errors import Overtaken, Stale

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.6
"""Seconds. All pauses together take at most 4.3 seconds and half of that on average: less than any caller waits."""

sleep: Callable[[float], None] = time.sleep
"""Waits for a pause; tests replace it with something instant."""


def retrying(use_case: Callable[P, R]) -> Callable[P, R]:
    """Run the use case again from its first read on `Stale`, `TRIES` times in all; then raise the last `Stale`.

    The new read sees what the winner wrote, so the domain gives the real answer («no seat left») instead of a conflict.
    DynamoDB refuses transactions that touch the same item at once, so a hundred that begin together would keep
    colliding: each waits for a random part of a time that doubles (full jitter).

    A change based on one version (`Item.expect`) is never decided on another one: each new read is checked against that
    version, and `Overtaken` ends the retries.
    """

    @functools.wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for tried in range(TRIES - 1):
            try:
                return use_case(*args, **kwargs)
            except Overtaken:
                raise
            except Stale:
                sleep(random.uniform(0, longest_pause(tried)))  # noqa: S311 - spreads load, keeps no secret
        return use_case(*args, **kwargs)

    return run


def longest_pause(tried: int) -> float:
    """Return the longest pause in seconds after so many failed tries."""
    return min(FIRST_PAUSE * 2.0**tried, LONGEST_PAUSE)
