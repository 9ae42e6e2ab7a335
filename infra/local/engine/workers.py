"""How the engine starts the interpreters of functions: as copies out of the nursery, over files unpacked once.

Private names of ministack used here, with a canary in tests/e2e/stack/test_canaries.py: `lambda_runtime.subprocess`, of
which only `Popen([interpreter, worker script], …)` is replaced, and `lambda_runtime.zipfile`, of which only
`ZipFile.extractall` is.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any

NURSERY = Path(__file__).with_name("nursery.py")


def use_nursery() -> None:
    """Let the engine take Python workers from a nursery, which ends with this process."""
    from ministack.core import lambda_runtime  # noqa: PLC0415 - only the engine's process has it

    lambda_runtime.subprocess = _Subprocess(Nursery())
    lambda_runtime.zipfile = _Zipfile()


class _Zipfile:
    """The module `zipfile` as the engine's workers see it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(zipfile, name)

    @property
    def ZipFile(self) -> type[zipfile.ZipFile]:  # noqa: N802 - its name there
        """Return the class whose archives are unpacked once."""
        return Archive


class Archive(zipfile.ZipFile):
    """A zip of code or a layer: every environment of it has links to the same files, which nobody writes to."""

    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        """Unpack into a folder."""
        if path is None or members is not None or pwd is not None:
            super().extractall(path, members, pwd)
            return
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        kept = Path(tempfile.gettempdir()) / f"unpacked-{digest}"
        if not kept.exists():
            fresh = tempfile.mkdtemp(prefix="unpacking-")
            super().extractall(fresh)
            try:
                Path(fresh).rename(kept)
            except OSError:  # another environment was quicker
                shutil.rmtree(fresh)
        shutil.copytree(kept, path, copy_function=os.link, dirs_exist_ok=True)


class _Subprocess:
    """The module `subprocess` as the engine's workers see it."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, command: list[str], **more: Any) -> Any:  # noqa: N802 - its name there
        """Start a worker: a copy for our interpreter, a process of its own for any other."""
        if command[0] != sys.executable or not command[-1].endswith("_worker.py"):
            return subprocess.Popen(command, **more)
        return Copy(self._nursery, command[-1], str(more["cwd"]), more["env"])


class Nursery:
    """The interpreter that is copied; started with the first wish."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wishes: socket.socket | None = None

    def copy(self, wish: dict[str, Any], streams: list[int]) -> int:
        """Return the process id of a new copy with these streams; raise RuntimeError when there is none."""
        with self._lock:
            if self._wishes is None:
                self._wishes = self._started()
            socket.send_fds(self._wishes, [json.dumps(wish).encode() + b"\n"], streams)
            answer = self._wishes.recv(32)
        if not answer:
            raise RuntimeError("the nursery of functions ended; its last words are in the engine's log")
        return int(answer)

    @staticmethod
    def _started() -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            subprocess.Popen([sys.executable, "-P", str(NURSERY)], stdin=theirs.fileno())
        return ours


class Copy:
    """What `subprocess.Popen` is to a worker: its streams as text, and whether it still runs."""

    def __init__(self, nursery: Nursery, script: str, folder: str, environment: dict[str, str]) -> None:
        given, told, complained, alive = os.pipe(), os.pipe(), os.pipe(), os.pipe()
        theirs = [given[0], told[1], complained[1], alive[1]]
        try:
            self.pid = nursery.copy({"script": script, "folder": folder, "environment": environment}, theirs)
        finally:
            for stream in theirs:
                os.close(stream)
        self.stdin = os.fdopen(given[1], "w", encoding="utf-8", buffering=1)
        self.stdout = os.fdopen(told[0], encoding="utf-8")
        self.stderr = os.fdopen(complained[0], encoding="utf-8")
        self._alive = alive[0]
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return None while it runs; its code isn't known here, so 0 stands for ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raise TimeoutExpired."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("worker", timeout or 0)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended(self, timeout: float | None) -> int | None:
        """Its end of the pipe closes with it, whoever buries it."""
        if self.returncode is None:
            waiting = select.poll()
            waiting.register(self._alive, select.POLLIN | select.POLLHUP)
            if waiting.poll(None if timeout is None else timeout * 1000):
                self.returncode = 0
                os.close(self._alive)
        return self.returncode
