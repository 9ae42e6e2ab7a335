"""Copies of this process, each for one run: a fork is the fastest snapshot of everything, moto and modules included."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import traceback
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

AT_ONCE = min(2, os.cpu_count() or 1)


def each(runs: Iterable[Callable[[], T]]) -> Iterator[T]:
    """Yield what each of the functions returns, in their order, run in a copy of its own that is then gone."""
    begun: list[tuple[int, int]] = []
    gc.freeze()
    for run in runs:
        begun.append(_begin(run))
        if len(begun) == AT_ONCE:
            yield _end(*begun.pop(0))
    while begun:
        yield _end(*begun.pop(0))


def _begin(run: Callable[[], Any]) -> tuple[int, int]:
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    gc.disable()  # a collection would touch, and so copy, every page
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(run(), pipe)
        code = 0
    except BaseException:  # noqa: BLE001 - the parent says that the copy failed
        traceback.print_exc()
    finally:
        os._exit(code)


def _end(child: int, reading: int) -> Any:
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"a copy of the process ended with {os.waitstatus_to_exitcode(status)}")
    return pickle.loads(content)  # noqa: S301 - our own copy wrote it
