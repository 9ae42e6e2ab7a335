"""The second port: the mailbox for people, and JSON with which tests and the season drive the stack."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from infra.local import answers, arrivals, clock, invitations, mailbox, mails, outcomes, pages
from infra.local.asgi import Receive, Request, Scope, Send, answer, request
from infra.local.figures import settled, unsettled
from infra.template import functions

if TYPE_CHECKING:
    from infra.local.figures import Figures
    from infra.local.layout import Layout

MOST = 64 * 1024
SETTLE_SECONDS = 60.0
LOOK_SECONDS = 0.05

Sent = dict[str, Any]


class Starting(Exception):
    """The stack can't be asked yet."""


class Controls:
    """ASGI application: `/` the mailbox, `/mails/…` one mail, `/api/…` JSON (docs/developers/local-stack.md)."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._figures: Figures | None = None
        self._hosts = {f"127.0.0.1:{layout.mailbox_port}", f"localhost:{layout.mailbox_port}"}

    def open(self, figures: Figures) -> None:
        """Begin to answer questions about the deployed stack."""
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only this machine's own pages and programs are listened to."""
        if scope["type"] != "http":
            return
        asked = await request(scope, receive, arrivals.MOST if _answers(scope["path"]) else MOST)
        own_form = asked.header("origin") == f"http://{asked.host}" and not asked.path.startswith("/api/")
        if asked.host not in self._hosts or (asked.header("origin") and not own_form):
            await answer(send, 421, "This address is not served here.")
        elif asked.method == "POST" and not asked.path.startswith("/api/"):
            status, location = await asyncio.to_thread(self._form, asked)
            await answer(send, status, b"", **({"location": location} if location else {}))
        elif asked.path.startswith("/api/"):
            status, result = await asyncio.to_thread(self._api, asked)
            if isinstance(result, bytes):
                await answer(send, status, result, "message/rfc822")
            else:
                await answer(send, status, json.dumps(result, ensure_ascii=False), "application/json")
        else:
            page = await asyncio.to_thread(mailbox.page, self._layout, asked)
            await answer(send, page.status, page.body, page.kind, **page.headers)

    def _form(self, asked: Request) -> tuple[int, str]:
        """Take the form of a mail's page, what becomes of the mail; return status and where to go on."""
        sent = parse_qs((asked.body or b"").decode("utf-8", "replace"))
        kind = sent.get("kind", [""])[-1]
        match asked.path.strip("/").split("/"):
            case ["mails", mail_id, "answer"]:
                return self._answer(mail_id, asked)
            case ["mails", mail_id, "calendar"]:
                return self._calendar(mail_id, kind, sent.get("starts_at", [""])[-1], asked)
            case ["mails", mail_id, "outcome"]:
                status, _ = self._outcome(mail_id, kind)
                return (
                    (HTTPStatus.SEE_OTHER, f"/mails/{mail_id}?told={kind}") if status == HTTPStatus.OK else (status, "")
                )
        return HTTPStatus.NOT_FOUND, ""

    def _answer(self, mail_id: str, asked: Request) -> tuple[int, str]:
        """Send the answer typed under a mail, in the language of its page."""
        mail, locale = mails.one(self._layout.mails, mail_id), pages.language(asked.query.get("lang"), "")
        if mail is None or not answers.goes_to(mail):
            return HTTPStatus.NOT_FOUND, ""
        if asked.body is None:
            told = "too-large"
        else:
            told = "answered" if answers.send(self._layout, mail, asked, locale) else "unanswered"
        return HTTPStatus.SEE_OTHER, f"/mails/{mail_id}?told={told}&lang={locale}#answer"

    def _calendar(self, mail_id: str, kind: str, wished: str, asked: Request) -> tuple[int, str]:
        """Answer the invitation in a mail as its reader's calendar would."""
        mail, locale = mails.one(self._layout.mails, mail_id), pages.language(asked.query.get("lang"), "")
        if mail is None or kind not in invitations.KINDS:
            return HTTPStatus.NOT_FOUND, ""
        try:
            told = "answered" if invitations.send(self._layout, mail, kind, wished, locale) else "unanswered"
        except ValueError:
            told = "no-time"
        return HTTPStatus.SEE_OTHER, f"/mails/{mail_id}?calendar={told}&lang={locale}#calendar"

    def _outcome(self, mail_id: str, kind: str) -> tuple[int, Any]:
        mail = mails.one(self._layout.mails, mail_id)
        if mail is None or kind not in outcomes.KINDS:
            return HTTPStatus.NOT_FOUND, {"error": "no such mail, or nothing that becomes of one"}
        self._asked().tell(outcomes.event(mail, kind))
        return HTTPStatus.OK, {"told": kind}

    def _api(self, asked: Request) -> tuple[int, Any]:
        try:
            sent = json.loads(asked.body or b"{}")
            return self._route(asked.method, asked.path.removeprefix("/api/").split("/"), asked.query, sent)
        except clock.BackInTime as error:
            return HTTPStatus.CONFLICT, {"error": str(error)}
        except Starting:
            return HTTPStatus.SERVICE_UNAVAILABLE, {"error": "the stack is starting"}
        except (ValueError, KeyError, TypeError) as error:
            return HTTPStatus.BAD_REQUEST, {"error": f"{type(error).__name__}: {error}"}

    def _route(self, method: str, path: list[str], query: dict[str, str], sent: Sent) -> tuple[int, Any]:
        match method, *path:
            case "GET", "mails":
                return HTTPStatus.OK, {"mails": self._listing(query)}
            case "GET", "mails", mail_id:
                return self._mail(mail_id)
            case "GET" | "POST", "clock":
                ran = self._move(sent) if method == "POST" else {}
                return HTTPStatus.OK, self._clock() | ran
            case "GET", "schedules":
                return HTTPStatus.OK, {"schedules": schedules()}
            case "POST", "schedules", name if name in schedules():
                return self._run(name, sent)
        return self._counts(method, path, sent)

    def _counts(self, method: str, path: list[str], sent: Sent) -> tuple[int, Any]:
        match method, *path:
            case "GET", "figures":
                return HTTPStatus.OK, self._asked().all()
            case "POST", "mails", mail_id, "outcome":
                return self._outcome(mail_id, str(sent.get("kind", "")))
            case "POST", "settle":
                return self._settle(float(sent.get("seconds", SETTLE_SECONDS)))
        return HTTPStatus.NOT_FOUND, {"error": "there is nothing here"}

    def _settle(self, seconds: float) -> tuple[int, Any]:
        figures = self._asked().settle(seconds)
        if settled(figures):
            return HTTPStatus.OK, figures | {"settled": True}
        errors = self._asked().errors()
        told = {"error": "; ".join([*unsettled(figures), *errors[:1]]), "settled": False, "errors": errors}
        return HTTPStatus.GATEWAY_TIMEOUT, told | figures

    def _asked(self) -> Figures:
        if self._figures is None:
            raise Starting
        return self._figures

    def _listing(self, query: dict[str, str]) -> list[dict[str, Any]]:
        deadline = time.monotonic() + float(query.get("seconds", "0"))
        asked = [query.get(name, "") for name in ("to", "kind", "after")]
        while True:
            found = mails.listing(self._layout.mails, *asked)
            if len(found) >= int(query.get("least", "0")) or time.monotonic() >= deadline:
                break
            time.sleep(LOOK_SECONDS)
        return [mail.summary() for mail in found[: int(query.get("limit", "500"))]]

    def _run(self, name: str, sent: Sent) -> tuple[int, Any]:
        result = self._asked().run(name, clock.text(_instant(sent["time"])))
        return HTTPStatus.BAD_GATEWAY if result["failed"] else HTTPStatus.OK, result

    def _mail(self, mail_id: str) -> tuple[int, Any]:
        stem, _, suffix = mail_id.partition(".")
        mail = mails.one(self._layout.mails, stem)
        if mail is None:
            return HTTPStatus.NOT_FOUND, {"error": "no such mail"}
        if suffix == "eml":
            return HTTPStatus.OK, mails.raw(self._layout.mails, stem)
        parts = [{"number": part.number, "kind": part.kind, "name": part.name} for part in mail.parts]
        texts = {kind: part.text for kind in ("text/plain", "text/html", "text/calendar") if (part := mail.part(kind))}
        return HTTPStatus.OK, mail.summary() | {"parts": parts, "texts": texts}

    def _move(self, sent: Sent) -> dict[str, Any]:
        """Move the clock: at once, or `living`, so that what is due on the way is done, and say what ran."""
        to = _target(self._layout, sent)
        if not sent.get("living"):
            clock.move(self._layout.clock, to)
            return {}
        from infra.local.passing import Passing  # noqa: PLC0415 - it imports all tables, which takes a while

        return {"ran": Passing(self._layout, self._asked()).until(to)}

    def _clock(self) -> dict[str, Any]:
        return {
            "now": clock.text(clock.now(self._layout.clock)),
            "ahead_seconds": clock.ahead(self._layout.clock).total_seconds(),
        }


def _answers(path: str) -> bool:
    """Return whether this is the form that answers a mail, which may bring files."""
    return path.startswith("/mails/") and path.endswith("/answer")


def schedules() -> list[str]:
    """Return the logical ids of the functions a schedule starts."""
    return [
        name
        for name, one in functions().items()
        if any(event["Type"] in ("Schedule", "ScheduleV2") for event in one.get("Events", {}).values())
    ]


def _target(layout: Layout, sent: Sent) -> datetime:
    if "to" in sent:
        return _instant(sent["to"])
    return clock.now(layout.clock) + _distance(sent["advance"])


def _distance(wish: float | str) -> timedelta:
    return timedelta(seconds=wish) if isinstance(wish, int | float) else clock.duration(wish)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} needs an offset, such as 2026-03-01T12:00:00Z")
    return instant.astimezone(UTC)
