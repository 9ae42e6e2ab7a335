"""A stack for programs: started as its own process, waited for, stopped again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from infra.local import lock
from infra.local.layout import Layout, StackFailed, free_port, prefix_of_environment
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

__all__ = ["Stack", "StackFailed"]

PATIENCE = 600.0
"""Seconds a stack may take until it is ready, its demonstration programme included, on a machine that is busy."""


COMPLAINT = "tandem: "
"""How the one line begins in which a stack says why it can't go on."""


def _silent(_: str) -> None:
    pass


class Stack:
    """`with Stack(folder) as stack:` gives `stack.public_url` and `stack.mailbox_url` of a stack on free ports.

    `seed`: with the demonstration programme. `detached`: it goes on when the program that started it ends. The folder
    keeps everything, and the same folder again goes on from there, unless not `lasting`: then nothing is saved.
    `prefix`: the path it answers under, as behind a stage of API Gateway; TANDEM_PREFIX unless given.
    """

    def __init__(
        self,
        data: Path,
        *,
        seed: bool = False,
        detached: bool = False,
        lasting: bool = True,
        ports: tuple[int, int, int] | None = None,
        prefix: str | None = None,
    ) -> None:
        port, mailbox_port, smtp_port = ports or (free_port(), free_port(), free_port())
        prefix = prefix_of_environment() if prefix is None else prefix
        self.layout = Layout(data, port, mailbox_port, 0, prefix, smtp_port)
        self._options = [*([] if seed else ["--bare"]), *([] if detached else ["--tied"])]
        self._options += [] if lasting else ["--passing"]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def public_url(self) -> str:
        """Return the address of the product."""
        return self.layout.public_url

    @property
    def mailbox_url(self) -> str:
        """Return the address of the mailbox and the controls."""
        return self.layout.mailbox_url

    @property
    def log(self) -> Path:
        """Return the file with what the stack says."""
        return self.layout.data / "up.log"

    def start(self, say: Callable[[str], None] = _silent) -> Self:
        """Start and wait until the stack is ready, passing on what it says; raise `StackFailed` with its last line."""
        if lock.holder(self.layout) is not None:
            raise StackFailed(f"a stack is already running on {self.layout.data}; see `make status`")
        self.layout.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.local", "up", *self._options],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                env=os.environ | {
                    "TANDEM_DATA": str(self.layout.data.resolve()),
                    "TANDEM_PORT": str(self.layout.port),
                    "TANDEM_MAILBOX_PORT": str(self.layout.mailbox_port),
                    "TANDEM_SMTP_PORT": str(self.layout.smtp_port),
                    "TANDEM_PREFIX": self.layout.prefix,
                },
            )  # fmt: skip
        try:
            self._await_ready(self.process, say)
        except BaseException:
            self.process.terminate()
            self.process.wait()
            raise
        return self

    def stop(self) -> None:
        """Stop; everything is saved."""
        lock.down(self.layout)
        if self.process is not None:
            self.process.wait(10)

    def kill(self) -> None:
        """End everything at once, as a power cut would."""
        if self.process is not None:
            engine = (self.layout.data / "engine.pid").read_text("ascii")
            os.kill(self.process.pid, signal.SIGKILL)
            os.kill(int(engine), signal.SIGKILL)
            self.process.wait()

    def _await_ready(self, process: subprocess.Popen[bytes], say: Callable[[str], None]) -> None:
        deadline = time.monotonic() + PATIENCE
        with self.log.open(encoding="utf-8", errors="replace") as said:
            line = ""
            while (facts := lock.announced(self.layout)) is None or facts["pid"] != process.pid:
                ended = process.poll() is not None
                for line in said:
                    if not line.startswith(COMPLAINT):
                        say(line.rstrip("\n"))
                if ended:
                    raise StackFailed(line.strip().removeprefix(COMPLAINT) or "the stack said nothing")
                if time.monotonic() > deadline:
                    raise StackFailed(f"the stack wasn't ready after {PATIENCE:.0f} s; see {self.log}")
                time.sleep(0.05)
            for line in said:
                say(line.rstrip("\n"))
        self.layout = replace(self.layout, engine_port=urlsplit(facts["engine_url"]).port or 0)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
