"""Stacks that a module stops, kills and starts again as it likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from infra.local import Stack
from tests.e2e.client import RunningStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Given: a stack of this module's own, running."""
    stack = Stack(tmp_path_factory.mktemp("own")).start()
    yield stack
    stack.stop()


@pytest.fixture
def seen() -> Iterator[Callable[[Stack], RunningStack]]:
    """Return a function that gives the helpers of a stack as it runs now."""
    opened: list[RunningStack] = []

    def look(stack: Stack) -> RunningStack:
        opened.append(RunningStack(stack.layout))
        return opened[-1]

    yield look
    for running in opened:
        running.close()
