"""Work that grows with a programme, done in parts of limited size.

A consumer or a schedule with such work handles one part per delivery: `part` reads the list page by page, passes the
pages on, and stops after `MOST` items or when its share of the time is used up. `go_on` then adds a
`<Consumer>WorkContinued` event to the last transaction of the part, beside the marker: a part that is delivered twice
is still followed by one next part. What a page's handler writes must be repeatable, because after a crash its part
starts again. See docs/decisions/0013-work-that-grows-goes-on-in-events.md.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from mentoring.errors import Stale
from mentoring.store.port import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.core import Item

T = TypeVar("T")
Due = TypeVar("Due", bound="Item")

TOGETHER = 25
"""Items of a page, unless a caller knows how many of its own fit into one transaction."""
MOST = 500
"""Items handled in one part."""


def cursor(context: Context) -> str:
    """Return where this part begins; empty at the start of the work."""
    return context.work.cursor if context.work is not None else ""


def part(
    context: Context,
    read: Callable[[str, int], Page[T]],
    handle: Callable[[list[T]], object],
    *,
    together: int = TOGETHER,
    begin: str | None = None,
) -> str:
    """Pass pages of at most `together` items to `handle` from this part's cursor on; return the next part's cursor.

    Returns an empty text when nothing is left. `read(after, limit)` returns a page of the store; `begin` is the place
    in the list, if the cursor contains more than that.
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
    """Return a function that reads a list in memory page by page, for `part`.

    `place` returns an item's position, which rises from item to item: if the list changed meanwhile, reading continues
    behind it.
    """
    places = [place(one) for one in items]

    def read(after: str, limit: int) -> Page[T]:
        begin = bisect_right(places, after) if after else 0
        end = begin + limit
        return Page(list(items[begin:end]), places[end - 1] if end < len(places) else "")

    return read


def numbered(items: Sequence[T]) -> Callable[[str, int], Page[T]]:
    """Return a function that reads a list in memory page by page, for `part`, by number: one that stays as it is."""

    def read(after: str, limit: int) -> Page[T]:
        end = int(after) + limit
        return Page(list(items[int(after) : end]), str(end) if end < len(items) else "")

    return read


def _is_enough(context: Context, handled: int) -> bool:
    """Return whether the part is long enough; a use case called without a consumer does all the work at once."""
    return context.work is not None and (handled >= MOST or context.work.is_over)


def go_on(context: Context, uow: UnitOfWork, after: str) -> None:
    """Add to the part's last transaction that the work continues at `after`; do nothing if that is empty."""
    if after and context.work is not None:
        uow.publish(context.work.next(after))


def in_parts(
    context: Context,
    read: Callable[[str, int], Page[T]],
    handle: Callable[[list[T]], object],
    *,
    together: int = TOGETHER,
) -> None:
    """Do one part, as `part` does, and let the work continue; the usual form of a consumer with long work."""
    after = part(context, read, handle, together=together)
    uow = context.begin()
    go_on(context, uow, after)
    uow.commit()


def each_due(context: Context, kind: type[Due], do: Callable[[Due], int]) -> int:
    """Do something with every item of a kind that is due; return the sum of what it says, of this part.

    What somebody changes at this moment is left for the next run. Of other failures the first is raised at the end of
    the part: what fails doesn't hold up the rest.
    """
    done, faults, now = 0, list[Exception](), context.clock()

    def read(after: str, limit: int) -> Page[Due]:
        return context.store.due_page(kind, now, after=after, limit=limit)

    def look_at(some: list[Due]) -> None:
        nonlocal done
        for one in some:
            try:
                done += do(one)
            except Stale:
                continue
            except Exception as fault:  # noqa: BLE001 - whatever it is, the others are looked at
                faults.append(fault)

    in_parts(context, read, look_at)
    if faults:
        raise faults[0]
    return done
