"""What time does with gatherings: reminders, and their end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from mentoring import work
from mentoring.errors import Stale
from mentoring.events.gatherings import GatheringEnded, GatheringNear
from mentoring.tables.gatherings.gathering import Gathering as Item

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import Page


def do_due(context: Context) -> dict[str, int]:
    """Remind, and end what is over; running it twice does nothing more. Return how many of each this part did."""
    counts, now = {"reminded": 0, "gone": 0, "moved_on": 0}, context.clock()

    def read(after: str, limit: int) -> Page[Item]:
        return context.store.due_page(Item, now, after=after, limit=limit)

    def each(due: list[Item]) -> None:
        for item in due:
            with suppress(Stale):  # it was changed at this moment: the next run looks again
                counts[_advance(context, item)] += 1

    work.in_parts(context, read, each)
    return counts


def _advance(context: Context, item: Item) -> str:
    now, before, uow = context.clock(), store.read(item), context.step()
    ahead, about = before.reminder(now), (item.programme_id, item.gathering_id)
    if before.is_over(now):
        done, after = "gone", before.end()
        uow.publish(GatheringEnded(*about), aggregate=item)
    elif ahead is not None:
        done, after = "reminded", replace(before, reminded=before.passed(now))
        uow.publish(GatheringNear(*about, ahead), aggregate=item)
    else:  # its reminders came too late to be sent
        done, after = "moved_on", replace(before, reminded=before.passed(now))
    store.save(context, uow, item, after)
    uow.commit()
    return done
