"""Who runs on a data folder: one stack at a time holds its lock and announces its addresses once it is ready."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from typing import IO, TYPE_CHECKING, Any

from infra.local.process import StackFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.places import Places

STOP_PATIENCE = 30.0
MOMENTS, MOMENT = 50, 0.01
"""How often, and after how many seconds, something is looked at again that is settled in an instant."""


@contextlib.contextmanager
def held(places: Places) -> Iterator[None]:
    """Hold the data folder; raise `StackFailed` when another stack does."""
    places.data.mkdir(parents=True, exist_ok=True)
    with (places.data / "lock").open("a+") as lock:
        if not _locked(lock):
            raise StackFailed(f"a stack is already running on {places.data}; see `make status`")
        (places.data / "pid").write_text(str(os.getpid()), "ascii")
        places.announcement.unlink(missing_ok=True)
        yield


def _locked(lock: IO[str]) -> bool:
    """Lock the folder; who only asks whether it is held holds it for an instant, so one refusal says nothing."""
    for _ in range(MOMENTS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(MOMENT)
        else:
            return True
    return False


def announce(places: Places) -> None:
    """Say that the stack is ready, and where."""
    facts = {
        "pid": os.getpid(),
        "public_url": places.public_url,
        "mailbox_url": places.mailbox_url,
        "engine_url": places.engine_url,
    }
    partial = places.announcement.with_suffix(".part")
    partial.write_text(json.dumps(facts), "utf-8")
    partial.replace(places.announcement)


def withdraw(places: Places) -> None:
    """Take the announcement back."""
    places.announcement.unlink(missing_ok=True)


def holder(places: Places) -> int | None:
    """Return the process that holds the data folder, ready or not."""
    lock = places.data / "lock"
    if not lock.exists():
        return None
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _pid(places)
    return None


def _pid(places: Places) -> int:
    """Return who holds the folder; they write it down a moment after they have the lock."""
    for _ in range(MOMENTS):
        with contextlib.suppress(FileNotFoundError):
            if told := (places.data / "pid").read_text("ascii"):
                return int(told)
        time.sleep(MOMENT)
    raise StackFailed(f"{places.data} is held by a process that doesn't say which it is")


def announced(places: Places) -> dict[str, Any] | None:
    """Return what a running stack announced (pid, public_url, mailbox_url, engine_url), None before it is ready."""
    if holder(places) is None:
        return None
    try:
        facts: dict[str, Any] = json.loads(places.announcement.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return facts


def down(places: Places) -> bool:
    """Stop a running stack and wait until it has saved; return whether one ran."""
    pid = holder(places)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_PATIENCE
    while holder(places) is not None:
        if time.monotonic() > deadline:
            raise StackFailed(f"the stack (process {pid}) doesn't stop")
        time.sleep(0.05)
    return True
