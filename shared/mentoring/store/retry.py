"""Load and decide again when somebody was quicker."""

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
"""Seconds. All pauses together take 4.3 seconds at most and half of it on average: less than any caller waits."""

sleep: Callable[[float], None] = time.sleep
"""How a pause is spent; tests put something instant here."""


def retrying(use_case: Callable[P, R]) -> Callable[P, R]:
    """Run the use case again from its first read on `Stale`, `TRIES` in all; the last `Stale` goes to the caller.

    The new read sees what the winner wrote, so the domain gives the true answer («no seat left») instead of a clash.
    DynamoDB refuses transactions that meet on one item, so a hundred that begin together would meet again and again:
    each waits for a random part of a time that doubles (full jitter).

    A change made of one version (`Item.expect`) is never decided on another one: each new read is held against that
    version again, and `Overtaken` ends it.
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
    """Return the seconds a pause lasts at most after so many tries that failed before."""
    return min(FIRST_PAUSE * 2.0**tried, LONGEST_PAUSE)
