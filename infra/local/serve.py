"""`up`: engine, deployment, front door, mailbox, seed, in this order; and down again without losing anything."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from infra.local import deploy, places as where, process
from infra.local.controls import Controls
from infra.local.figures import Figures
from infra.local.frontdoor import FrontDoor
from infra.local.process import StackFailed

if TYPE_CHECKING:
    from infra.local.places import Places

Say = Callable[[str], None]


@contextlib.contextmanager
def locked(places: Places) -> Iterator[None]:
    """Hold the data folder: one stack at a time works on it."""
    places.data.mkdir(parents=True, exist_ok=True)
    with (places.data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StackFailed(f"a stack is already running on {places.data}; see `make status`") from error
        (places.data / "pid").write_text(str(os.getpid()), "ascii")
        yield


def check_ports(places: Places) -> None:
    """Raise `StackFailed` when one of the ports people use is taken."""
    for port, name in ((places.port, "TANDEM_PORT"), (places.mailbox_port, "TANDEM_MAILBOX_PORT")):
        if not where.is_free(port):
            raise StackFailed(f"port {port} is busy; stop what uses it, or choose another: {name}=… make up")


def up(places: Places, say: Say, after: Callable[[Places, Say], None]) -> None:
    """Run the stack until SIGINT, SIGTERM or SIGHUP; `after` runs once it answers (seed, addresses)."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    with locked(places):
        check_ports(places)
        with _step(say, "engine"):
            engine = process.start(places)
        try:
            with _step(say, "template"):
                changed = deploy.deploy(places)
            say("  deployed" if changed else "  unchanged since the last start")
            _serve(places, say, after, stop, engine)
        finally:
            say("saving and stopping")
            (places.data / "ready.json").unlink(missing_ok=True)
            process.stop(engine)


def _serve(
    places: Places, say: Say, after: Callable[[Places, Say], None], stop: threading.Event, engine: subprocess.Popen[bytes]
) -> None:
    figures = Figures(places)
    api_id = deploy.outputs(places)["ApiId"]
    logging.getLogger("hypercorn.error").setLevel(logging.WARNING)
    failed: list[BaseException] = []

    def prepare() -> None:
        try:
            after(places, say)
            _announce(places)
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            failed.append(error)
            stop.set()

    async def run() -> None:
        async def ended() -> None:
            while not stop.is_set():
                if engine.poll() is not None:
                    failed.append(StackFailed(f"the engine ended by itself; its last words are in {places.log}"))
                    stop.set()
                await asyncio.sleep(0.1)

        worker = threading.Thread(target=prepare, daemon=True)
        doors = [
            serve(FrontDoor(places, api_id), _config(places.port), shutdown_trigger=ended),  # type: ignore[arg-type]
            serve(Controls(places, figures), _config(places.mailbox_port), shutdown_trigger=ended),  # type: ignore[arg-type]
        ]
        asyncio.get_running_loop().call_later(0.05, worker.start)
        await asyncio.gather(*doors)

    asyncio.run(run())
    if failed:
        raise failed[0]


def _announce(places: Places) -> None:
    facts = {"pid": os.getpid(), "public_url": places.public_url, "mailbox_url": places.mailbox_url}
    partial = places.data / "ready.part"
    partial.write_text(json.dumps(facts), "utf-8")
    partial.rename(places.data / "ready.json")


def _config(port: int) -> Config:
    config = Config()
    config.bind = [f"{where.HOST}:{port}"]
    config.graceful_timeout = 1
    config.accesslog = None
    config.errorlog = None
    return config


@contextlib.contextmanager
def _step(say: Say, name: str) -> Iterator[None]:
    started = time.monotonic()
    say(f"{name} …")
    yield
    say(f"  {name} ready, {time.monotonic() - started:.1f} s")


def ready(places: Places) -> dict[str, Any] | None:
    """Return what a running stack announced, or None when none runs on this data folder."""
    try:
        facts: dict[str, Any] = json.loads((places.data / "ready.json").read_text("utf-8"))
        os.kill(facts["pid"], 0)
    except (OSError, ValueError, KeyError):
        return None
    return facts


def down(places: Places, patience: float = 30.0) -> bool:
    """Stop a running stack and wait until it has saved; return whether one ran."""
    pid = _holder(places)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while _holder(places) is not None:
        if time.monotonic() > deadline:
            raise StackFailed(f"the stack (process {pid}) doesn't stop")
        time.sleep(0.05)
    return True


def _holder(places: Places) -> int | None:
    """Return the process that holds the data folder."""
    lock = places.data / "lock"
    if not lock.exists():
        return None
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return int((places.data / "pid").read_text("ascii"))
    return None
