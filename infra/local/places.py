"""Where a stack keeps things, and the addresses it answers on."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Places:
    """One stack: its data folder and its three ports (front door, mailbox and controls, engine)."""

    data: Path
    port: int
    mailbox_port: int
    engine_port: int

    @property
    def public_url(self) -> str:
        """Return the address of the product."""
        return f"http://{HOST}:{self.port}"

    @property
    def mailbox_url(self) -> str:
        """Return the address of the mailbox and the controls."""
        return f"http://{HOST}:{self.mailbox_port}"

    @property
    def engine_url(self) -> str:
        """Return the address of the engine (AWS' side of the stack); not for people."""
        return f"http://{HOST}:{self.engine_port}"

    @property
    def state(self) -> Path:
        """Return the folder of the engine's state."""
        return self.data / "state"

    @property
    def mails(self) -> Path:
        """Return the folder of mails, one `.eml` each."""
        return self.data / "mails"

    @property
    def clock(self) -> Path:
        """Return the file that holds how many seconds the clock is ahead."""
        return self.data / "clock"

    @property
    def counts(self) -> Path:
        """Return the file that counts published events."""
        return self.data / "events.json"

    @property
    def log(self) -> Path:
        """Return the engine's log."""
        return self.data / "engine.log"

    @property
    def temporary(self) -> Path:
        """Return the folder for everything the engine and its functions leave lying about; wiped at each start."""
        return self.data / "tmp"


def from_environment() -> Places:
    """Return the places named by TANDEM_DATA, TANDEM_PORT and TANDEM_MAILBOX_PORT, with their defaults."""
    data = Path(os.environ.get("TANDEM_DATA", ".data")).resolve()
    port = int(os.environ.get("TANDEM_PORT", "8080"))
    mailbox = int(os.environ.get("TANDEM_MAILBOX_PORT", str(port + 1)))
    return Places(data, port, mailbox, free_port())


def free_port() -> int:
    """Return a port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Return whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
