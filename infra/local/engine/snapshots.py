"""Saving everything the engine holds at one moment, while it runs.

The engine saves only when it is asked to stop; a power cut or `kill -9` would lose the day. So, shortly after a change,
a forked copy of the process writes every store to `<state>.new`: the copy stands still, so nothing moves while it
writes, and the engine goes on meanwhile. A complete snapshot becomes `<state>.ready` by one rename, which is the
moment it counts; then its files replace the old ones. `recover` finishes that after a crash, and drops halves.

Private names of ministack used here, each with a canary in tests/e2e/stack/test_canaries.py:
- `app._build_persistence_save_dict`: which services hold state, and how to ask each for it;
- `core.persistence._json_default` and `_state_format_version`: the form of a state file. Its own `save_state` writes
  with the slow encoder and swallows errors, so one service could silently be older than the others;
- the key `dynamodb_stream_positions` in the state of lambda: kept over a restart, where the stream itself is not, it
  makes the relay's trigger skip as many records as were there before.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import shutil
import signal
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.engine.gate import Gate

SAVE_EVERY = 1.0
"""Seconds from the end of one snapshot to the next look. The promise is: nothing older than 5 s is lost."""

AFTERMATH = 2.0
"""Seconds in which a change may have consequences that pass no gate (a rule filling a queue): one more snapshot."""

PATIENCE = 20.0
"""Seconds after which a copy that doesn't finish (a lock held by a thread it doesn't have) is given up."""

LEDGER = "tandem-ledger.json"


class NotSaved(Exception):
    """A snapshot that could not be completed; the one before stays."""


def recover(state: Path) -> None:
    """Finish or drop what a crash interrupted, and forget what must not outlive a restart."""
    state.mkdir(parents=True, exist_ok=True)
    _put_in_place(state)
    shutil.rmtree(_new(state), ignore_errors=True)
    saved = state / "lambda.json"
    if saved.exists():
        content = json.loads(saved.read_text("utf-8"))
        content["payload"].pop("dynamodb_stream_positions", None)
        _replace(saved, json.dumps(content))


def saved_ledger(state: Path) -> dict[str, Any]:
    """Return the ledger of the last snapshot: totals, recent, and `until` (epoch ns up to which mails belong to it)."""
    try:
        ledger: dict[str, Any] = json.loads((state / LEDGER).read_text("utf-8"))
    except FileNotFoundError:
        return {"totals": {}, "recent": {}, "until": 0}
    return ledger


def write_ledger(folder: Path, gate: Gate) -> None:
    """Write the gate's ledger beside the state it belongs to."""
    _replace(folder / LEDGER, json.dumps(gate.ledger.as_json(time.time()) | {"until": time.time_ns()}))


def write(state: Path, gate: Gate) -> None:
    """Write everything to `<state>.new` and make it count; raise what goes wrong on the way."""
    from ministack.app import _build_persistence_save_dict  # noqa: PLC0415 - only the engine's process has it
    from ministack.core.persistence import _json_default, _state_format_version  # noqa: PLC0415 - only the engine's process has it

    folder = _new(state)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, get_state in _build_persistence_save_dict().items():
        content = get_state()
        if content is not None:
            wrapped = {"__ministack_format__": _state_format_version(name), "payload": content}
            (folder / f"{name}.json").write_text(json.dumps(wrapped, default=_json_default), "utf-8")
    write_ledger(folder, gate)
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    folder.rename(_ready(state))


async def keep_saving(state: Path, gate: Gate) -> None:
    """Take a snapshot whenever something changed; runs until cancelled.

    None is taken of a past that is still being made: half of it is worth nothing, and is made anew after a crash.
    """
    saved_at = time.monotonic()
    while True:
        await asyncio.sleep(SAVE_EVERY)
        if gate.changed_at <= saved_at - AFTERMATH or gate.is_behind:
            continue
        started = time.monotonic()
        try:
            await _in_a_copy(state, gate)
        except NotSaved:
            logging.getLogger("tandem").exception("snapshot")
        else:
            saved_at = started


async def _in_a_copy(state: Path, gate: Gate) -> None:
    child = os.fork()
    if child == 0:
        _write_and_end(state, gate)
    try:
        status = await _end_of(child)
    except (NotSaved, asyncio.CancelledError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)  # noqa: ASYNC222 - it is gone already, or not waited for
        raise
    if status != 0:
        raise NotSaved(f"the copy ended with {os.waitstatus_to_exitcode(status)}; the snapshot before stays")
    _put_in_place(state)


def _write_and_end(state: Path, gate: Gate) -> None:
    """Be the copy: it has no other threads, and must not touch what it shares with its parent."""
    gc.disable()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    code = 1
    try:
        write(state, gate)
        code = 0
    except Exception:
        logging.getLogger("tandem").exception("snapshot")
    finally:
        os._exit(code)


async def _end_of(child: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)  # noqa: ASYNC222 - it is gone already, or not waited for
        if ended:
            return status
        await asyncio.sleep(0.02)
    raise NotSaved(f"no snapshot after {PATIENCE:.0f} s")


def _put_in_place(state: Path) -> None:
    """Move the files of a snapshot that counts to where the engine reads them; doing it twice is harmless."""
    ready = _ready(state)
    if not ready.exists():
        return
    for path in sorted(ready.iterdir()):
        path.replace(state / path.name)
    with contextlib.suppress(FileNotFoundError):
        ready.rmdir()


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def _new(state: Path) -> Path:
    return state.with_name(f"{state.name}.new")


def _ready(state: Path) -> Path:
    return state.with_name(f"{state.name}.ready")
