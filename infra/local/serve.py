"""`up`: front door, mailbox, engine, deployment, seed, in this order; and down again without losing anything."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from infra.local import arrivals, deploy, lock, process
from infra.local import layout as where
from infra.local.controls import Controls
from infra.local.figures import Figures
from infra.local.frontdoor import FrontDoor
from infra.local.layout import StackFailed
from infra.local.server import serve

if TYPE_CHECKING:
    import subprocess

    from infra.local.layout import Layout

LOOK_SECONDS = 0.2
"""How often a running stack looks whether it is to end."""

Say = Callable[[str], None]
After = Callable[["Layout", Say], None]


def up(layout: Layout, say: Say, after: After, *, tied: bool = False, lasting: bool = True) -> None:
    """Run the stack until SIGINT, SIGTERM or SIGHUP; `after` runs once it answers (seed, addresses).

    `tied`: also stop when the program that started this one ends. `lasting`: keep what happens, in snapshots.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    with lock.held(layout):
        _check_ports(layout)
        _Run(layout, _careful(say), after, stop, os.getppid() if tied else None, lasting=lasting).to_the_end()


def _check_ports(layout: Layout) -> None:
    named = {
        "TANDEM_PORT": layout.port,
        "TANDEM_MAILBOX_PORT": layout.mailbox_port,
        "TANDEM_SMTP_PORT": layout.smtp_port,
    }
    for name, port in named.items():
        if not where.is_free(port):
            raise StackFailed(f"port {port} is busy; stop what uses it, or choose another: {name}=… make up")


def _careful(say: Say) -> Say:
    """Return `say` for a terminal that may be closed before the stack has saved."""

    def said(line: str) -> None:
        with contextlib.suppress(OSError):
            say(line)

    return said


class _Run:
    """One life of a stack: doors on the main thread's loop, everything that takes time on a worker."""

    def __init__(
        self,
        layout: Layout,
        say: Say,
        after: After,
        stop: threading.Event,
        parent: int | None,
        *,
        lasting: bool,
    ) -> None:
        self._layout = layout
        self._say = say
        self._after = after
        self._stop = stop
        self._parent = parent
        self._lasting = lasting
        self._front_door = FrontDoor(layout)
        self._controls = Controls(layout)
        self._door = arrivals.Door()
        self._engine: subprocess.Popen[bytes] | None = None
        self._failure: Exception | None = None

    def to_the_end(self) -> None:
        """Start, serve until asked to stop or something fails, save; raise what failed."""
        worker = threading.Thread(target=self._begin, daemon=True)
        try:
            asyncio.run(self._serve(worker))
        finally:
            lock.withdraw(self._layout)
            if self._engine is not None:
                self._say("saving and stopping")
                process.stop(self._engine)
            worker.join(process.PATIENCE)
        if self._failure is not None:
            raise self._failure

    async def _serve(self, worker: threading.Thread) -> None:
        doors = [
            serve(self._front_door, self._layout.port, self._ended),
            serve(self._controls, self._layout.mailbox_port, self._ended),
            arrivals.serve(self._door, self._layout.smtp_port, self._ended),
        ]
        asyncio.get_running_loop().call_soon(worker.start)
        await asyncio.gather(*doors)
        await self._front_door.close()

    async def _ended(self) -> None:
        while not self._stop.is_set():
            if self._engine is not None and self._engine.poll() is not None:
                self._fail(StackFailed(f"the engine ended by itself; its last words are in {self._layout.log}"))
            if self._parent not in (None, os.getppid()):
                self._stop.set()
            await asyncio.sleep(LOOK_SECONDS)

    def _begin(self) -> None:
        try:
            with self._step("engine"):
                self._engine = process.launch(self._layout, lasting=self._lasting)
                process.await_answer(self._engine, self._layout)
            with self._step("template") as notes:
                notes.append("deployed" if deploy.deploy(self._layout) else "unchanged")
            figures, outputs = Figures(self._layout), deploy.outputs(self._layout)
            self._controls.open(figures)
            function = figures.physical["NotificationsInbound"]
            self._door.open(arrivals.Arrivals(self._layout, outputs["BucketName"], function))
            self._front_door.open(outputs["ApiId"])
            self._after(self._layout, self._say)
            if not self._stop.is_set():
                lock.announce(self._layout)
        except Exception as error:  # noqa: BLE001 - the main thread tells it
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        """Keep the first failure; what breaks while stopping is a consequence."""
        if not self._stop.is_set():
            self._failure = error
            self._stop.set()

    @contextlib.contextmanager
    def _step(self, name: str) -> Iterator[list[str]]:
        started = time.monotonic()
        self._say(f"{name} …")
        notes: list[str] = []
        yield notes
        self._say(f"{name} ready, {', '.join([*notes, f'{time.monotonic() - started:.1f} s'])}")


def nothing_more(layout: Layout, say: Say) -> None:
    """Only tell the addresses: a stack without a demonstration programme."""
    say(addresses(layout))


def addresses(layout: Layout) -> str:
    """Return the lines that tell where the stack answers."""
    return (
        f"\n  The product        {layout.public_url}\n  Mails              {layout.mailbox_url}\n"
        f"  Answers by mail    {layout.smtp_url}\n"
    )
