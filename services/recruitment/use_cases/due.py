"""Everything of a kind that is due, looked at in parts; what fails doesn't hold up the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mentoring import work
from mentoring.errors import Stale
from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.store import Page

T = TypeVar("T", bound=Item)


def each(context: Context, kind: type[T], do: Callable[[T], int]) -> int:
    """Do something with every item of a kind that is due; return the sum of what it says, of this part.

    What somebody changes at this moment is left for the next run. Of other failures the first is raised at the end of
    the part.
    """
    done, faults, now = 0, list[Exception](), context.clock()

    def read(after: str, limit: int) -> Page[T]:
        return context.store.due_page(kind, now, after=after, limit=limit)

    def look_at(some: list[T]) -> None:
        nonlocal done
        for one in some:
            try:
                done += do(one)
            except Stale:
                continue
            except Exception as fault:  # noqa: BLE001 - whatever it is, the others are looked at
                faults.append(fault)

    work.in_parts(context, read, look_at)
    if faults:
        raise faults[0]
    return done
