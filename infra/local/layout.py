"""Where a stack keeps things, and the addresses it answers on."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


class StackFailed(Exception):
    """Why the stack can't run, in one line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One stack: its data folder and its ports (front door, mailbox and controls, engine, mail that arrives)."""

    data: Path
    port: int
    mailbox_port: int
    engine_port: int
    prefix: str = ""
    """Path under which the product answers: `/live` as behind a stage of API Gateway, empty as at an own domain."""
    smtp_port: int = 0

    @property
    def public_url(self) -> str:
        """Return the address of the product."""
        return f"http://{HOST}:{self.port}{self.prefix}"

    @property
    def mailbox_url(self) -> str:
        """Return the address of the mailbox and the controls."""
        return f"http://{HOST}:{self.mailbox_port}"

    @property
    def engine_url(self) -> str:
        """Return the address of the engine (AWS' side of the stack); not for people."""
        return f"http://{HOST}:{self.engine_port}"

    @property
    def smtp_url(self) -> str:
        """Return the address to which mail programs send answers."""
        return f"smtp://{HOST}:{self.smtp_port}"

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
    def objects(self) -> Path:
        """Return the folder of the contents of S3 objects."""
        return self.data / "objects"

    @property
    def announcement(self) -> Path:
        """Return the file in which a ready stack says where it answers."""
        return self.data / "ready.json"

    @property
    def log(self) -> Path:
        """Return the engine's log."""
        return self.data / "engine.log"

    @property
    def temporary(self) -> Path:
        """Return the folder for everything the engine and its functions leave lying about; wiped at each start."""
        return self.data / "tmp"


def from_environment() -> Layout:
    """Return the layout named by TANDEM_DATA, TANDEM_PREFIX and the ports, or their defaults.

    The door for mail is the port after the mailbox's, unless TANDEM_SMTP_PORT names one.
    """
    data = Path(os.environ.get("TANDEM_DATA", ".data")).resolve()
    port, mailbox_port = _port("TANDEM_PORT", 8080), _port("TANDEM_MAILBOX_PORT", 8081)
    smtp_port = _port("TANDEM_SMTP_PORT", mailbox_port + 1)
    return Layout(data, port, mailbox_port, _engine_port(data), prefix_of_environment(), smtp_port)


def prefix_of_environment() -> str:
    """Return the path of TANDEM_PREFIX, empty unless given."""
    prefix = os.environ.get("TANDEM_PREFIX", "")
    if prefix and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+", prefix):
        raise StackFailed(f"TANDEM_PREFIX={prefix} is no path such as /live")
    return prefix


def _engine_port(data: Path) -> int:
    """Return the engine's port of this data folder: the engine keys its queues by address, so it must stay the same."""
    kept = data / "engine.port"
    if kept.exists():
        return int(kept.read_text("ascii"))
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    kept.write_text(str(port), "ascii")
    return port


def _port(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - ports and statuses
        raise StackFailed(f"{name}={text} is no port")
    return int(text)


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
