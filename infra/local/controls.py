"""The second port: the mailbox for people, and JSON with which tests and the season drive the stack."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from infra.local import clock, mailbox, mails
from infra.local.frontdoor import answer, read
from infra.template import functions

if TYPE_CHECKING:
    from infra.local.figures import Figures
    from infra.local.places import Places


class Controls:
    """ASGI application: `/` the mailbox, `/mails/…` one mail, `/api/…` JSON."""

    def __init__(self, places: Places, figures: Figures) -> None:
        self._places = places
        self._figures = figures
        self._hosts = {f"127.0.0.1:{places.mailbox_port}", f"localhost:{places.mailbox_port}"}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request; only this machine's own pages and programs are listened to."""
        if scope["type"] != "http":
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in self._hosts or "origin" in headers:
            await answer(send, 421, "This address is not served here.")
            return
        query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
        path = unquote(scope["path"])
        if path.startswith("/api/"):
            body = await read(receive)
            status, result = await asyncio.to_thread(self._api, scope["method"], path, query, body)
            if isinstance(result, bytes):
                await answer(send, status, result, "message/rfc822")
            else:
                await answer(send, status, json.dumps(result, ensure_ascii=False), "application/json")
            return
        page = await asyncio.to_thread(mailbox.page, self._places, path, query, headers.get("accept-language", ""))
        await answer(send, page.status, page.body, page.kind, **page.headers)

    def _api(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        try:
            sent = json.loads(body or b"{}")
            return self._route(method, path.removeprefix("/api/").split("/"), query, sent)
        except clock.BackInTime as error:
            return HTTPStatus.CONFLICT, {"error": str(error)}
        except (ValueError, KeyError, TypeError) as error:
            return HTTPStatus.BAD_REQUEST, {"error": f"{type(error).__name__}: {error}"}

    def _route(self, method: str, path: list[str], query: dict[str, str], sent: Any) -> tuple[int, Any]:  # noqa: PLR0911
        match method, *path:
            case "GET", "mails":
                found = mails.listing(self._places.mails, query.get("to", ""), query.get("kind", ""), query.get("after", ""))
                return 200, {"mails": [mail.summary() for mail in found[: int(query.get("limit", "500"))]]}
            case "GET", "mails", mail_id:
                return self._mail(mail_id)
            case "GET", "clock":
                return 200, self._clock()
            case "POST", "clock":
                clock.move(self._places.clock, _target(self._places, sent))
                return 200, self._clock()
            case "GET", "schedules":
                return 200, {"schedules": [name for name, one in functions().items() if "Schedule" in one.get("Events", {})]}
            case "POST", "schedules", name:
                result = self._figures.run(name, str(sent["time"]))
                return (502 if result["failed"] else 200), result
            case "GET", "figures":
                return 200, self._figures.all()
            case "POST", "settle":
                figures = self._figures.settle(float(sent.get("seconds", 120)))
                return (200 if figures["settled"] else 504), figures
        return HTTPStatus.NOT_FOUND, {"error": "there is nothing here"}

    def _mail(self, mail_id: str) -> tuple[int, Any]:
        stem, _, suffix = mail_id.partition(".")
        mail = mails.one(self._places.mails, stem)
        if mail is None:
            return HTTPStatus.NOT_FOUND, {"error": "no such mail"}
        if suffix == "eml":
            return 200, mails.raw(self._places.mails, stem)
        parts = [{"number": part.number, "kind": part.kind, "name": part.name} for part in mail.parts]
        texts = {kind: part.text for kind in ("text/plain", "text/html", "text/calendar") if (part := mail.part(kind))}
        return 200, mail.summary() | {"parts": parts, "texts": texts}

    def _clock(self) -> dict[str, Any]:
        return {
            "now": f"{clock.now(self._places.clock):%Y-%m-%dT%H:%M:%SZ}",
            "ahead_seconds": clock.ahead(self._places.clock).total_seconds(),
        }


def _target(places: Places, sent: dict[str, Any]) -> datetime:
    if "to" in sent:
        to = datetime.fromisoformat(sent["to"])
        if to.tzinfo is None:
            raise ValueError("`to` needs an offset, such as 2026-03-01T12:00:00Z")
        return to.astimezone(UTC)
    return clock.now(places.clock) + timedelta(seconds=float(sent["advance_seconds"]))
