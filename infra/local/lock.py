"""Who runs on a data folder: one stack at a time holds its lock and announces its addresses once it is ready."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from typing import IO, TYPE_CHECKING, Any

from infra.local.layout import StackFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.layout import Layout

STOP_PATIENCE = 30.0
MOMENTS, MOMENT = 50, 0.01
"""How often, and after how many seconds, something is looked at again that is settled in an instant."""


@contextlib.contextmanager
def held(layout: Layout) -> Iterator[None]:
    """Hold the data folder; raise `StackFailed` when another stack does."""
    layout.data.mkdir(parents=True, exist_ok=True)
    with (layout.data / "lock").open("a+") as lock:
        if not _locked(lock):
            raise StackFailed(f"a stack is already running on {layout.data}; see `make status`")
        (layout.data / "pid").write_text(str(os.getpid()), "ascii")
        layout.announcement.unlink(missing_ok=True)
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


def announce(layout: Layout) -> None:
    """Say that the stack is ready, and where."""
    facts = {
        "pid": os.getpid(),
        "public_url": layout.public_url,
        "mailbox_url": layout.mailbox_url,
        "smtp_url": layout.smtp_url,
        "engine_url": layout.engine_url,
    }
    partial = layout.announcement.with_suffix(".part")
    partial.write_text(json.dumps(facts), "utf-8")
    partial.replace(layout.announcement)


def withdraw(layout: Layout) -> None:
    """Take the announcement back."""
    layout.announcement.unlink(missing_ok=True)


def holder(layout: Layout) -> int | None:
    """Return the process that holds the data folder, ready or not."""
    lock = layout.data / "lock"
    if not lock.exists():
        return None
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _pid(layout)
    return None


def _pid(layout: Layout) -> int:
    """Return who holds the folder; they write it down a moment after they have the lock."""
    for _ in range(MOMENTS):
        with contextlib.suppress(FileNotFoundError):
            if told := (layout.data / "pid").read_text("ascii"):
                return int(told)
        time.sleep(MOMENT)
    raise StackFailed(f"{layout.data} is held by a process that doesn't say which it is")


def announced(layout: Layout) -> dict[str, Any] | None:
    """Return what a running stack announced (pid, its four addresses), None before it is ready."""
    if holder(layout) is None:
        return None
    try:
        facts: dict[str, Any] = json.loads(layout.announcement.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return facts


def down(layout: Layout) -> bool:
    """Stop a running stack and wait until it has saved; return whether one ran."""
    pid = holder(layout)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_PATIENCE
    while holder(layout) is not None:
        if time.monotonic() > deadline:
            raise StackFailed(f"the stack (process {pid}) doesn't stop")
        time.sleep(0.05)
    return True
