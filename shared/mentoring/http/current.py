"""The current request: the powertools event and the context for use cases."""

from __future__ import annotations

import dataclasses
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.context import ANONYMOUS, Context, Principal
from mentoring.i18n import reader_locale, reader_zone
from mentoring.limits import network
from mentoring.sealing import NotingKeys
from mentoring.store.remembering import RememberingFiles, RememberingStore

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

    from mentoring.runtime import Ports
    from mentoring.store import Store

FLASH = "tandem_flash"
"""Cookie with a message that the next page shows once."""

_request: ContextVar[APIGatewayProxyEvent] = ContextVar("request")
_context: ContextVar[Context] = ContextVar("context")
_page: ContextVar[str] = ContextVar("page", default="")


def request() -> APIGatewayProxyEvent:
    """Return the event of the current request."""
    return _request.get()


def context() -> Context:
    """Return the context of the current request."""
    return _context.get()


def page() -> str:
    """Return the path of the page that the current request's form stands on; empty if it isn't known, or for a GET."""
    return _page.get()


def stand_on(path: str) -> None:
    """Say on which page the current request's form stands."""
    _page.set(path)


def is_fragment() -> bool:
    """Return whether htmx asks for part of a page (`HX-Request`, and not to restore a whole page)."""
    headers = _request.get().headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def is_json(path: str) -> bool:
    """Return whether a path belongs to the JSON API."""
    return path.startswith("/v1/")


def begin(service: str, event: APIGatewayProxyEvent, ports: Ports) -> Context:
    """Make this event the current request and return its context."""
    authorizer: dict[str, Any] = dict(event.request_context.authorizer.raw_event or {})
    current = Context(
        store=RememberingStore(ports.store),
        files=RememberingFiles(ports.files),
        keys=NotingKeys(ports.keys),
        calls=ports.calls,
        clock=clock.now,
        service=service,
        correlation_id=event.request_context.request_id or "",
        principal=principal(authorizer),
        locale=reader_locale(event, authorizer, "" if authorizer.get("person_id") else mailed(event)),
        zone=reader_zone(event, authorizer),
        source=network(str((event.raw_event["requestContext"].get("identity") or {}).get("sourceIp") or "")),
    )
    _request.set(event)
    _context.set(current)
    _page.set("")
    return current


def mailed(event: APIGatewayProxyEvent) -> str:
    """Return the language of the mail whose link is opened, if one is; asked for who isn't signed in.

    The token of the link says it, or the address, also that of the page for which they sign in.
    """
    if is_json(event.path):
        return ""
    from mentoring import links  # noqa: PLC0415 - functions whose pages all need signing in have no links to read

    asked = event.query_string_parameters
    return links.language(event.path) or asked.get(links.MAILED, "") or links.told(asked.get("next", ""))


def replace(event: APIGatewayProxyEvent) -> APIGatewayProxyEvent:
    """Make this event the current request, and return it."""
    _request.set(event)
    return event


def write_through(store: Store) -> None:
    """Let the use cases of the current request read and write through this store."""
    _context.set(dataclasses.replace(_context.get(), store=RememberingStore(store)))


def tables() -> Store:
    """Return the store as it is now, beneath what the current request remembers."""
    store = _context.get().store
    return store.beneath if isinstance(store, RememberingStore) else store


def principal(authorizer: dict[str, Any]) -> Principal:
    """Return the principal that the authorizer found; an empty or missing `person_id` is nobody."""
    if not authorizer.get("person_id"):
        return ANONYMOUS
    return Principal(
        str(authorizer["person_id"]),
        str(authorizer.get("email", "")),
        str(authorizer.get("session", "")),
        bool(authorizer.get("organizes")),
    )
