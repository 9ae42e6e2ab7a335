"""Conditional requests (RFC 9110 §13): an item's version is its entity tag."""

from __future__ import annotations

from typing import ClassVar

from mentoring.errors import N_, DomainError
from mentoring.http.current import request
from mentoring.tables.core import ANY, NOT_WRITTEN


class PreconditionRequired(DomainError):
    """A change without If-Match (RFC 6585 §3)."""

    code: ClassVar[str] = "precondition-required"
    status: ClassVar[int] = 428
    message = N_("Say which version you change: If-Match with its ETag, or If-None-Match: * if there is none yet.")


def expected(*, optional: bool = False) -> str:
    """Return the version on which the change is based (If-Match), for `Item.expect`.

    `If-None-Match: *` means that there was no version yet. Without either header raises `PreconditionRequired`, unless
    it is `optional`: then any version will do. Anything that isn't one strong tag matches no version.
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


def has(tag: str) -> bool:
    """Return whether who asks has the version with this tag (If-None-Match, compared weakly: RFC 9110 §13.1.2)."""
    told = (request().headers.get("if-none-match") or "").split(",")
    return any(one.strip().removeprefix("W/").strip('"') in (tag, ANY) for one in told)
