"""Load and decide again when somebody was quicker."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from mentoring.errors import Stale

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 5


def retrying(use_case: Callable[P, R]) -> Callable[P, R]:
    """Run the use case again from its first read on `Stale`, five tries in all; the last `Stale` goes to the caller.

    The new read sees what the winner wrote, so the domain gives the true answer («no seat left») instead of a clash.
    """

    @functools.wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return use_case(*args, **kwargs)
            except Stale:
                continue
        return use_case(*args, **kwargs)

    return run
