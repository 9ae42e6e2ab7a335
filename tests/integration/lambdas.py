"""Calling Lambda handlers as API Gateway and SQS do, and looking at what they published."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mentoring import clock, http
from mentoring.events import Event, from_detail, to_detail
from mentoring.runtime import Ports, calls
from mentoring.tables.outbox import SHARDS, OutboxItem
from tests.fakes import context_at

if TYPE_CHECKING:
    from mentoring.http.app import App
    from mentoring.store import Store
    from mentoring.tables.core import Item
    from tests.fakes import MemoryStore

Call = Callable[..., dict[str, Any]]
"""`send` to one handler."""
FAULT = 500
LAMBDA = SimpleNamespace(aws_request_id="r", function_name="f", memory_limit_in_mb=1, invoked_function_arn="a")


def keep(store: Store, *items: Item) -> None:
    """Given: these items are written as a service would."""
    uow = context_at(store=store).begin()
    for one in items:
        uow.save(one)
    uow.commit()


def deliver(handler: Callable[..., Any], *events: Event) -> list[dict[str, str]]:
    """Bring events as SQS does; return those that failed."""
    records = [
        {"messageId": str(number), "body": json.dumps({"detail-type": one.name, "detail": to_detail(one)})}
        for number, one in enumerate(events)
    ]
    failures: list[dict[str, str]] = handler({"Records": records}, LAMBDA)["batchItemFailures"]
    return failures


def send(
    handler: Callable[..., Any],
    method: str,
    path: str,
    who: str = "",
    *,
    body: Any = None,
    form: dict[str, Any] | None = None,
    language: str = "en",
    headers: dict[str, str] | None = None,
    session: str = "",
    source: str = "",
    **query: str,
) -> dict[str, Any]:
    """Send JSON or a form as API Gateway does; `who` is the person the authorizer found, nobody when empty.

    `session` is the session the access token was of, `source` the address the request comes from. An answer of a fault
    fails the test: what it lacks would otherwise pass for what a page rightly doesn't show.
    """
    kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
    sent = {"accept-language": language, "content-type": kind, "origin": "https://tandem.firma.example"}
    text = urlencode(form, doseq=True) if form is not None else None if body is None else json.dumps(body)
    event = {
        "httpMethod": method,
        "path": path,
        "resource": path,
        "headers": sent | (headers or {}),
        "multiValueHeaders": {},
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "body": text,
        "isBase64Encoded": False,
        "requestContext": {
            "requestId": "r",
            "authorizer": {"person_id": who, "email": f"{who}@firma.example", "session": session} if who else {},
            "identity": {"sourceIp": source},
        },
    }
    answer: dict[str, Any] = handler(event, LAMBDA)
    assert answer["statusCode"] != FAULT, f"{method} {path}"
    return answer


def coming(number: int) -> str:
    """Return one of the days to come, YYYY-MM-DD, within the year for which something may rest."""
    return (clock.now() + timedelta(days=30 + number)).date().isoformat()


def said(answer: dict[str, Any]) -> Any:
    """Return an answer's JSON."""
    return json.loads(answer["body"])


def outbox(kind: str) -> list[OutboxItem]:
    """Return what waits to be published, of one kind."""
    return [one for shard in range(SHARDS) for one in OutboxItem.by_age.query(str(shard)) if one.detail_type == kind]


def published(kind: str) -> list[Event]:
    """Return the events that wait to be published, of one kind."""
    return [from_detail(kind, json.loads(one.detail)) for one in outbox(kind)]


def over(app: App, memory: MemoryStore) -> Call:
    """Return `send` to an app whose use cases read and write in memory."""
    return partial(send, http.handler(app, lambda: Ports(memory, memory.files, memory.keys, calls())))
