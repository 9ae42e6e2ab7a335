"""Who holds a data folder, asked at the worst moments."""

from __future__ import annotations

import fcntl
import threading
from typing import TYPE_CHECKING

import pytest

from infra.local import lock
from infra.local.layout import Layout
from infra.local.process import StackFailed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path, 1, 2, 3)


def test_given_a_holder_who_has_not_said_who_they_are_when_asked_then_it_is_waited_for(layout: Layout) -> None:
    with (layout.data / "lock").open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        later = threading.Timer(0.05, (layout.data / "pid").write_text, ("4711", "ascii"))
        later.start()
        assert lock.holder(layout) == 4711
        later.join()


def test_given_somebody_who_only_asks_when_a_stack_begins_then_it_begins_all_the_same(layout: Layout) -> None:
    with (layout.data / "lock").open("a+") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        later = threading.Timer(0.05, fcntl.flock, (asking, fcntl.LOCK_UN))
        later.start()
        with lock.held(layout):
            assert lock.holder(layout) is not None
        later.join()


def test_given_a_folder_that_is_held_when_another_begins_then_one_line_says_so(layout: Layout) -> None:
    with lock.held(layout), pytest.raises(StackFailed, match="already running"), lock.held(layout):
        pass
    assert lock.holder(layout) is None
