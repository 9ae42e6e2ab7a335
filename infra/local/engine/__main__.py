"""`python -m infra.local.engine`: started by `infra.local.process`, with its settings in the environment."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
import time
from pathlib import Path

from infra.local.engine import patches, snapshots, workers
from infra.local.engine.gate import Gate
from infra.local.engine.ledger import restored
from infra.local.engine.meter import Meter
from infra.local.server import serve

LOCK_PATIENCE = 30.0
"""Seconds to wait for an engine whose stack was killed and which is still saving."""


def main() -> int:
    """Run the engine until SIGTERM, SIGINT, or the end of the stack that started it."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    state, mails = Path(os.environ["STATE_DIR"]), Path(os.environ["TANDEM_MAILS"])
    with state.with_name(f"{state.name}.lock").open("a") as lock:
        _hold(lock.fileno())
        snapshots.recover(state)
        _forget_mails_after(snapshots.saved_ledger(state)["until"], mails)
        asyncio.run(_run(int(os.environ["GATEWAY_PORT"]), state, mails))
    return 0


def _hold(lock: int) -> None:
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _forget_mails_after(until: int, mails: Path) -> None:
    """Drop mails of a time the state knows nothing of: what sent them is undone and will be done again."""
    for path in mails.glob("[0-9]*.eml"):
        if int(path.stem) > until:
            path.unlink()


async def _run(port: int, state: Path, mails: Path) -> None:
    from ministack.app import app  # noqa: PLC0415 - reads its settings when imported

    patches.apply()
    workers.use_nursery()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    ledger = restored(snapshots.saved_ledger(state), time.time())
    meter = Meter() if os.environ.get("TANDEM_METER") else None
    gate = Gate(app, mails, ledger, {f"127.0.0.1:{port}", f"localhost:{port}"}, meter, Path(os.environ["TANDEM_CLOCK"]))
    lasting = os.environ["PERSIST_STATE"] == "1"
    tasks = [asyncio.create_task(_parent_gone(int(os.environ["TANDEM_PARENT"]), stop))]
    tasks += [asyncio.create_task(snapshots.keep_saving(state, gate))] if lasting else []

    async def stopped() -> None:
        """End the snapshots before the engine saves for the last time."""
        await stop.wait()
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    await serve(gate, port, stopped, engine=True)
    if lasting:
        snapshots.write_ledger(state, gate)


async def _parent_gone(parent: int, stop: asyncio.Event) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 - the system tells nobody that a parent ended
        await asyncio.sleep(0.3)
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
