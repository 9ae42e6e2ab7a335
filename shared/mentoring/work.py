"""Work that grows with a programme, done in parts of bounded size.

A consumer or a schedule whose work grows handles one part a delivery: `part` reads it page by page, hands the pages on
and stops after `MOST` items or when the delivery's share of time is over. `go_on` then puts a `<Consumer>WorkContinued`
event into the last transaction of the part, beside the marker: delivered twice, a part is followed by one next part.
What a page's handler writes must be repeatable: after a crash its part begins anew.
See docs/decisions/0013-work-that-grows-goes-on-in-events.md.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from mentoring.store.port import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork

T = TypeVar("T")

TOGETHER = 25
"""Items of a page, unless a caller knows how many of its own fit into one transaction."""
MOST = 500
"""Items handled in one part."""


def cursor(context: Context) -> str:
    """Return where this part begins; empty at the beginning of the work."""
    return context.work.cursor if context.work is not None else ""


def part(
    context: Context,
    read: Callable[[str, int], Page[T]],
    handle: Callable[[list[T]], object],
    *,
    together: int = TOGETHER,
    begin: str | None = None,
) -> str:
    """Hand pages of at most `together` items to `handle`, from this part's cursor on; return where the next begins.

    Empty means that nothing is left. `read(after, limit)` returns a page of the store; `begin` is the place in the list
    when the cursor holds more than that.
    """
    after = cursor(context) if begin is None else begin
    handled = 0
    while True:
        page = read(after, together)
        if page.items:
            handle(page.items)
        after, handled = page.next, handled + together
        if not after or _is_enough(context, handled):
            return after


def pages_of(items: Sequence[T], place: Callable[[T], str]) -> Callable[[str, int], Page[T]]:
    """Return what reads a list at hand page by page, as `part` takes it.

    `place` gives where an item stands, rising from one to the next: a list that changed meanwhile goes on behind it.
    """
    places = [place(one) for one in items]

    def read(after: str, limit: int) -> Page[T]:
        begin = bisect_right(places, after) if after else 0
        end = begin + limit
        return Page(list(items[begin:end]), places[end - 1] if end < len(places) else "")

    return read


def _is_enough(context: Context, handled: int) -> bool:
    """Return whether a part is long enough; who calls a use case without a consumer wants all of it."""
    return context.work is not None and (handled >= MOST or context.work.is_over)


def go_on(context: Context, uow: UnitOfWork, after: str) -> None:
    """Put into the last transaction of a part that the work goes on at `after`; nothing when that is empty."""
    if after and context.work is not None:
        uow.publish(context.work.next(after))


def in_parts(
    context: Context,
    read: Callable[[str, int], Page[T]],
    handle: Callable[[list[T]], object],
    *,
    together: int = TOGETHER,
) -> None:
    """Do one part, as `part` does, and let the work go on; the usual shape of a consumer whose work grows."""
    after = part(context, read, handle, together=together)
    uow = context.begin()
    go_on(context, uow, after)
    uow.commit()
