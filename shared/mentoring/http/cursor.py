"""Paged lists with opaque signed cursors, which nobody can forge or use for another list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from mentoring import links
from mentoring.errors import N_, DomainError, Invalid
from mentoring.http.current import context, request
from mentoring.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.store import Page

T = TypeVar("T")

CURSOR = "cursor"
LIFETIME = timedelta(days=1)
MOST = 200


def page_of(items: Sequence[T], key: Callable[[T], str], size: int = 50) -> tuple[list[T], str | None]:
    """Return the page of `items` that the request's `cursor` and `limit` ask for, and the next cursor.

    `items` are in their final order; `key` is unique and rises with it. Raises `Invalid` for a forged cursor or a limit
    outside 1–200.
    """
    query = request().query_string_parameters
    after = _read(query.get(CURSOR))
    rest = [item for item in items if after is None or key(item) > after]
    limit = _limit(query.get("limit"), size)
    page = rest[:limit]
    return page, _next(key(page[-1])) if len(rest) > limit else None


def part_of(
    read: Callable[[str, int], Page[T]], size: int = 50, *, name: str = CURSOR, of: str = ""
) -> tuple[list[T], str | None]:
    """Return a page of a long list from `read(after, limit)`, and the next cursor; otherwise like `page_of`.

    `name` is the query parameter for the cursor of a second list on a page, which has no limit of its own. `of` says
    which of several lists a path has: the cursor of one is refused in another, where there is no such place.
    """
    query = request().query_string_parameters
    limit = _limit(query.get("limit"), size) if name == CURSOR else size
    page = read(_read(query.get(name), of) or "", limit)
    return page.items, _next(page.next, of) if page.next else None


def _limit(text: str | None, size: int) -> int:
    limit = size if text is None else whole(text, 1, MOST)
    if limit is None:
        raise Invalid(fields={"/limit": N_("Choose a number from 1 to 200.")})
    return limit


def _read(token: str | None, of: str = "") -> str | None:
    if not token:
        return None
    try:
        return links.read(_purpose(of), token, context().clock()).subject
    except DomainError as error:
        raise Invalid(fields={"/cursor": N_("This cursor is not from this list, or is too old.")}) from error


def _next(last: str, of: str = "") -> str:
    return links.sign(_purpose(of), last, expires_at=context().clock() + LIFETIME)


def _purpose(of: str) -> str:
    return f"cursor:{request().path}:{of}" if of else f"cursor:{request().path}"
