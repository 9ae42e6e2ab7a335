"""A stack for programs: started as its own process, waited for, stopped again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from infra.local.places import Places, free_port
from infra.local.process import StackFailed
from infra.local.serve import down, ready
from infra.template import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["Stack", "StackFailed"]

PATIENCE = 120.0


class Stack:
    """`with Stack(folder) as stack:` gives `stack.public_url` and `stack.mailbox_url` of a stack on free ports."""

    def __init__(self, data: Path, *, seed: bool = False, ports: tuple[int, int] | None = None) -> None:
        port, mailbox_port = ports or (free_port(), free_port())
        self.places = Places(data, port, mailbox_port, 0)
        self.seed = seed
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def public_url(self) -> str:
        """Return the address of the product."""
        return self.places.public_url

    @property
    def mailbox_url(self) -> str:
        """Return the address of the mailbox and the controls."""
        return self.places.mailbox_url

    def start(self) -> Stack:
        """Start and wait until the stack answers; raise `StackFailed` with its last line when it doesn't."""
        self.places.data.mkdir(parents=True, exist_ok=True)
        log = self.places.data / "up.log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "infra.local", "up", *([] if self.seed else ["--bare"])],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                env=os.environ | {
                    "TANDEM_DATA": str(self.places.data),
                    "TANDEM_PORT": str(self.places.port),
                    "TANDEM_MAILBOX_PORT": str(self.places.mailbox_port),
                },
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while ready(self.places) is None:
            if self.process.poll() is not None or time.monotonic() > deadline:
                lines = log.read_text("utf-8", "replace").strip().splitlines()
                raise StackFailed(lines[-1] if lines else "the stack said nothing")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        """Stop; everything is saved."""
        down(self.places)
        if self.process is not None:
            self.process.wait(10)

    def kill(self) -> None:
        """End everything at once, as a power cut would."""
        if self.process is not None:
            engine = (self.places.data / "engine.pid").read_text("ascii")
            os.kill(self.process.pid, signal.SIGKILL)
            os.kill(int(engine), signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> Stack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
