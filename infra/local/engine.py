"""The child process: ministack behind a small gate of ours, on loopback, with its state saved while it runs.

Around the engine's ASGI application (its public face) we refuse foreign hosts and origins, keep every mail as it was
sent, count what was published, and know when something was written. Of its private names we use three, each with a
canary in tests/e2e/stack/test_canaries.py: `app._build_persistence_save_dict` (which services have state),
`core.persistence.save_all` (writing it), and the key `dynamodb_stream_positions` in the saved state of lambda.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

Scope = dict[str, Any]

SAVE_EVERY = 1.5
"""Seconds between looks whether something has to be saved; the promise is «nothing older than 5 s is lost»."""

READ_ONLY = ("Get", "List", "Describe", "Query", "BatchGet", "Receive", "Head")


class Gate:
    """ASGI middleware around the engine."""

    def __init__(self, engine: Any, mails: Path, counts: Path, hosts: set[str]) -> None:
        self.engine = engine
        self.mails = mails
        self.counts_file = counts
        self.hosts = hosts
        self.published: Counter[str] = Counter(_read_counts(counts))
        self.dirty = False

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on when it is ours, and look at what went through."""
        if scope["type"] != "http":
            await self.engine(scope, receive, send)
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in self.hosts or "origin" in headers:
            await _refuse(send)
            return
        target = headers.get("x-amz-target", "")
        self.dirty = self.dirty or _writes(scope["method"], target)
        tee = self._tee(scope["path"], target)
        if tee is None:
            await self.engine(scope, receive, send)
            return
        body = await _body(receive)
        answer = await self._forward(scope, body, send)
        if answer is not None:
            tee(body, answer)

    def _tee(self, path: str, target: str) -> Any:
        if path.rstrip("/").endswith("/outbound-emails"):
            return self._keep_mail
        return self._count if target == "AWSEvents.PutEvents" else None

    async def _forward(self, scope: Scope, body: bytes, send: Any) -> bytes | None:
        """Let the engine answer; return the body of a good answer."""
        status, chunks = 0, []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def watch(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            chunks.append(message.get("body", b""))
            await send(message)

        await self.engine(scope, receive, watch)
        return b"".join(chunks) if status == 200 else None  # noqa: PLR2004 - HTTP

    def _keep_mail(self, body: bytes, _: bytes) -> None:
        request = json.loads(body)
        raw = request.get("Content", {}).get("Raw", {}).get("Data")
        if raw is None:
            return
        to = ", ".join(request.get("Destination", {}).get("ToAddresses", []))
        head = f"X-Envelope-To: {to}\r\n".encode()
        name = f"{time.time_ns():020d}.eml"
        partial = self.mails / f".{name}"
        partial.write_bytes(head + base64.b64decode(raw))
        partial.rename(self.mails / name)

    def _count(self, body: bytes, answer: bytes) -> None:
        entries = json.loads(body)["Entries"]
        results = json.loads(answer)["Entries"]
        good = [entry["DetailType"] for entry, result in zip(entries, results, strict=True) if "EventId" in result]
        self.published.update(good)
        self.counts_file.write_text(json.dumps(self.published), "utf-8")


def _writes(method: str, target: str) -> bool:
    operation = target.rpartition(".")[2]
    return not operation.startswith(READ_ONLY) if operation else method not in ("GET", "HEAD")


async def _body(receive: Any) -> bytes:
    chunks, more = [], True
    while more:
        message = await receive()
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(chunks)


async def _refuse(send: Any) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This port belongs to the stack itself.\n"})


def _read_counts(path: Path) -> dict[str, int]:
    with contextlib.suppress(OSError, ValueError):
        counts: dict[str, int] = json.loads(path.read_text("utf-8"))
        return counts
    return {}


def forget_stream_positions(state: Path) -> None:
    """Drop the stored positions of stream readers: after a restart they would skip the next records."""
    path = state / "lambda.json"
    if path.exists():
        saved = json.loads(path.read_text("utf-8"))
        saved.get("payload", {}).pop("dynamodb_stream_positions", None)
        path.write_text(json.dumps(saved), "utf-8")


async def _autosave(gate: Gate) -> None:
    """Save when something was written; on the engine's own loop, because its stores belong to it."""
    from ministack.app import _build_persistence_save_dict  # noqa: PLC0415
    from ministack.core.persistence import save_all  # noqa: PLC0415

    while True:
        await asyncio.sleep(SAVE_EVERY)
        if gate.dirty:
            gate.dirty = False
            save_all(_build_persistence_save_dict())


async def _parent_gone(parent: int, stop: asyncio.Event) -> None:
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    stop.set()


async def _run(port: int, mails: Path, counts: Path) -> None:
    from ministack.app import app  # noqa: PLC0415 - reads its settings when imported

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    gate = Gate(app, mails, counts, {f"127.0.0.1:{port}", f"localhost:{port}"})
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 2
    config.accesslog = None
    helpers = [asyncio.create_task(_autosave(gate)), asyncio.create_task(_parent_gone(os.getppid(), stop))]
    await serve(gate, config, shutdown_trigger=stop.wait)  # type: ignore[arg-type]
    for helper in helpers:
        helper.cancel()


def main() -> None:
    """Run the engine; its settings come in the environment from `infra.local.process`."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    logging.getLogger("hypercorn.error").setLevel(logging.WARNING)
    forget_stream_positions(Path(os.environ["STATE_DIR"]))
    asyncio.run(
        _run(int(os.environ["GATEWAY_PORT"]), Path(os.environ["TANDEM_MAILS"]), Path(os.environ["TANDEM_COUNTS"]))
    )


if __name__ == "__main__":
    sys.exit(main())
