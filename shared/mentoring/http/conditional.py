"""Conditional requests (RFC 9110 §13): an item's version is its entity tag."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from aws_lambda_powertools.event_handler import Response

from mentoring.errors import N_, DomainError
from mentoring.http.current import request
from mentoring.tables.core import ANY, NOT_WRITTEN

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
    return f'"{item.tag}"'


def expected(*, optional: bool = False) -> str:
    """Return the version that If-Match says the change was made of, as `Item.expect` takes it.

    `If-None-Match: *` says that there was none yet. Raises `PreconditionRequired` without either, unless it is
    `optional`: then any version will do. Whatever is no strong tag of one version is that of none.
    """
    headers = request().headers
    wanted = (headers.get("if-match") or "").strip()
    if wanted:
        quoted = len(wanted) > 1 and wanted[0] == wanted[-1] == '"' and wanted[1:-1] != ANY
        return wanted[1:-1] if quoted else wanted
    if (headers.get("if-none-match") or "").strip() == ANY:
        return NOT_WRITTEN
    if optional:
        return ANY
    raise PreconditionRequired


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
