"""Gatherings whose time is over."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from mentoring import work
from mentoring.errors import Stale
from mentoring.events.gatherings import GatheringEnded
from mentoring.tables.gatherings.gathering import Gathering

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import Page


def end_due(context: Context) -> dict[str, int]:
    """End the gatherings whose time is over; return how many."""
    ended, now = 0, context.clock()

    def read(after: str, limit: int) -> Page[Gathering]:
        return context.store.due_page(Gathering, now, after=after, limit=limit)

    def each(due: list[Gathering]) -> None:
        nonlocal ended
        for item in due:
            before = store.read(item)
            if not before.is_over(now):
                continue
            with suppress(Stale):  # it was changed at this moment: the next run looks again
                uow = context.step()
                store.keep(item, before.end())
                uow.save(item)
                uow.publish(GatheringEnded(item.programme_id, item.gathering_id), aggregate=item)
                uow.commit()
                ended += 1

    work.in_parts(context, read, each)
    return {"ended": ended}
