"""Who holds a data folder, asked at the worst moments."""

from __future__ import annotations

import fcntl
import threading
from typing import TYPE_CHECKING

import pytest

from infra.local import holding
from infra.local.places import Places
from infra.local.process import StackFailed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, 1, 2, 3)


def test_given_a_holder_who_has_not_said_who_they_are_when_asked_then_it_is_waited_for(places: Places) -> None:
    with (places.data / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        later = threading.Timer(0.05, (places.data / "pid").write_text, ("4711", "ascii"))
        later.start()
        assert holding.holder(places) == 4711
        later.join()


def test_given_somebody_who_only_asks_when_a_stack_begins_then_it_begins_all_the_same(places: Places) -> None:
    with (places.data / "lock").open("a+") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        later = threading.Timer(0.05, fcntl.flock, (asking, fcntl.LOCK_UN))
        later.start()
        with holding.held(places):
            assert holding.holder(places) is not None
        later.join()


def test_given_a_folder_that_is_held_when_another_begins_then_one_line_says_so(places: Places) -> None:
    with holding.held(places), pytest.raises(StackFailed, match="already running"), holding.held(places):
        pass
    assert holding.holder(places) is None
