"""Conditional requests (RFC 9110 §13): an item's version is its entity tag."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from aws_lambda_powertools.event_handler import Response

from mentoring.errors import N_, DomainError, Stale
from mentoring.http.current import request

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mentoring.tables.core import Item


class PreconditionRequired(DomainError):
    """A change without If-Match (RFC 6585 §3)."""

    code: ClassVar[str] = "precondition-required"
    status: ClassVar[int] = 428
    message = N_("Say which version you change: send If-Match with the ETag you read.")


def etag(item: Item) -> str:
    """Return the strong entity tag of an item."""
    return f'"{item.version}"'


def check_if_match(item: Item) -> None:
    """Raise `PreconditionRequired` without If-Match and `Stale` when it names another version."""
    wanted = request().headers.get("if-match")
    if not wanted:
        raise PreconditionRequired
    if wanted.strip() not in ("*", etag(item)):
        raise Stale


def versioned(view: BaseModel, item: Item) -> Response[str]:
    """Return the view as JSON with its ETag."""
    return _json(200, view, {"ETag": etag(item)})


def created(view: BaseModel, location: str, item: Item | None = None) -> Response[str]:
    """Return 201 with the view, where it can be found and, for an item, its ETag."""
    return _json(201, view, {"Location": location} | ({"ETag": etag(item)} if item is not None else {}))


def shown(view: BaseModel) -> Response[str]:
    """Return the view as JSON, of a route that may answer otherwise too."""
    return _json(200, view, {})


def accepted(view: BaseModel, location: str) -> Response[str]:
    """Return 202 with the view of work that has only begun, and where to see how far it is."""
    return _json(202, view, {"Location": location})


def _json(status: int, view: BaseModel, headers: dict[str, str]) -> Response[str]:
    body = json.dumps(view.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return Response(status_code=status, content_type="application/json", body=body, headers=dict(headers))
