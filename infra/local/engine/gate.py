"""What stands in front of the engine: it lets only this machine's own programs in, and notes what passes.

Every mail is kept as it was sent (the engine's own listing drops attachments and headers), every event the bus took
goes into the ledger, and the time of the last change tells when a snapshot is due.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from infra.local.asgi import Application, Receive, Scope, Send, answer, body_of
from infra.local.clock import ahead
from infra.local.engine import lying

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.engine.ledger import Ledger
    from infra.local.engine.meter import Meter

Note = Callable[[bytes, bytes], None]

READ_ONLY = ("Get", "List", "Describe", "Query", "Scan", "BatchGet", "Head", "Lookup", "Filter")
"""How operations that change nothing begin (ReceiveMessage is not one: it hides what it returns)."""

MOST = 64 * 1024 * 1024
"""Bytes of a request that is looked at: more than any mail or batch of events may have."""

METER_PATH = "/_tandem/meter"
LYING_PATH = "/_tandem/lying"


class Gate:
    """ASGI middleware around the engine's application; `clock` is the file of `infra.local.clock`."""

    def __init__(
        self,
        engine: Application,
        mails: Path,
        ledger: Ledger,
        hosts: set[str],
        meter: Meter | None = None,
        clock: Path | None = None,
    ) -> None:
        self.engine = engine
        self.mails = mails
        self.ledger = ledger
        self.hosts = hosts
        self.meter = meter
        self.clock = clock
        self.changed_at = float("-inf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when it is ours, and look at what went through."""
        if scope["type"] != "http":
            await self.engine(scope, receive, send)
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        foreign = "origin" in headers and not _is_form(scope, headers)
        if headers.get("host") not in self.hosts or foreign:
            await answer(send, HTTPStatus.FORBIDDEN, b"This port belongs to the stack itself.\n")
            return
        if scope["path"] == LYING_PATH:
            found = await lying.answered(json.loads(await body_of(receive, MOST) or b"{}"))
            ledger = self.ledger.as_json(time.time())
            found["inbox"] = [key for key in found.get("inbox", ()) if key.rpartition("#")[2] in ledger["recent"]]
            await answer(send, HTTPStatus.OK, json.dumps(found | {"ledger": ledger}))
            return
        if scope["path"] == METER_PATH and self.meter is not None:
            await answer(send, HTTPStatus.OK, json.dumps(self.meter.counts))
            return
        target = headers.get("x-amz-target", "")
        changes = _changes(scope["method"], target)
        self._touch(changes)
        note = self._metered(self._note(scope["path"], target), _service(headers), target)
        if note is None:
            await self.engine(scope, receive, send)
        else:
            await self._watched(note, scope, await body_of(receive, MOST) or b"", send)
        self._touch(changes)

    @property
    def is_behind(self) -> bool:
        """Return whether the stack's clock is behind the machine's: its past is being made."""
        return self.clock is not None and ahead(self.clock) < timedelta(0)

    def _touch(self, changes: bool) -> None:  # noqa: FBT001 - one private flag
        """Remember the moment of a change: before it (a snapshot may run meanwhile) and once it is done."""
        if changes:
            self.changed_at = time.monotonic()

    def _note(self, path: str, target: str) -> Note | None:
        if path.rstrip("/").endswith("/outbound-emails"):
            return self._keep_mail
        return self._keep_events if target == "AWSEvents.PutEvents" else None

    def _metered(self, note: Note | None, service: str, target: str) -> Note | None:
        """Return what notes this request as well as `note`, where costs are counted."""
        meter = self.meter
        if meter is None or not service:
            return note

        def both(body: bytes, reply: bytes) -> None:
            meter.note(service, target, body, reply)
            if note is not None:
                note(body, reply)

        return both

    async def _watched(self, note: Note, scope: Scope, body: bytes, send: Send) -> None:
        """Let the engine answer, and note request and answer when it was a good one."""
        status, chunks = 0, []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def watch(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            chunks.append(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body") and status == HTTPStatus.OK:
                note(body, b"".join(chunks))  # before the caller hears of it, so that it can rely on it
            await send(message)

        await self.engine(scope, receive, watch)

    def _keep_mail(self, body: bytes, _: bytes) -> None:
        request = json.loads(body)
        raw = request.get("Content", {}).get("Raw", {}).get("Data")
        if raw is None:
            return
        to = ", ".join(request.get("Destination", {}).get("ToAddresses", []))
        tags = {one["Name"]: [one["Value"]] for one in request.get("EmailTags", [])}
        tags["ses:configuration-set"] = [request.get("ConfigurationSetName", "")]
        envelope = f"X-Envelope-To: {to}\r\nX-Envelope-Tags: {json.dumps(tags)}\r\n"
        name = f"{time.time_ns():020d}.eml"
        partial = self.mails / f".{name}"
        partial.write_bytes(envelope.encode() + base64.b64decode(raw))
        partial.rename(self.mails / name)

    def _keep_events(self, body: bytes, answer: bytes) -> None:
        pairs = zip(json.loads(body)["Entries"], json.loads(answer)["Entries"], strict=True)
        second = time.time() + (ahead(self.clock).total_seconds() if self.clock is not None else 0)
        for entry, result in pairs:
            if "EventId" in result:
                self.ledger.note(_event_id(entry, result["EventId"]), entry["DetailType"], second)


def _is_form(scope: Scope, headers: dict[str, str]) -> bool:
    """Return whether a browser may send this: a form of the product's pages, or a file with a signed policy to S3."""
    if scope["path"].startswith("/_aws/execute-api/"):
        return True
    kind = headers.get("content-type", "")
    return bool(scope["method"] == "POST" and kind.startswith("multipart/form-data"))  # without a policy S3 says 403


def _event_id(entry: dict[str, Any], fallback: str) -> str:
    """Return the product's own id of an event, which stays the same when it is published again."""
    try:
        return str(json.loads(entry["Detail"])["meta"]["id"])
    except (KeyError, TypeError, ValueError):
        return fallback


def _service(headers: dict[str, str]) -> str:
    """Return the service a signed request is for, from its credential scope (…/region/service/aws4_request)."""
    scope = headers.get("authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
    return scope[3] if len(scope) > 3 else ""  # noqa: PLR2004 - key, day, region, service


def _changes(method: str, target: str) -> bool:
    operation = target.rpartition(".")[2]
    return not operation.startswith(READ_ONLY) if operation else method not in ("GET", "HEAD")
