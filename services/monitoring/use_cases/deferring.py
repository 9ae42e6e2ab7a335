"""Matters that were put aside come back when their time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import work
from mentoring.store import retrying
from mentoring.tables.monitoring import Matter
from monitoring.use_cases.raising import About, change

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import Page


def bring_back(context: Context) -> dict[str, int]:
    """Put every matter back on its list whose time is over; return how many came back in this part."""
    counts, now = {"returned": 0}, context.clock()

    def read(after: str, limit: int) -> Page[Matter]:
        return context.store.due_page(Matter, now, after=after, limit=limit)

    def each(due: list[Matter]) -> None:
        for one in due:
            _bring_back(context, About(one.programme_id, one.pair_id, one.participant_id))
            counts["returned"] += 1

    work.in_parts(context, read, each)
    return counts


@retrying
def _bring_back(context: Context, about: About) -> None:
    uow = context.step()
    change(context, uow, about, lambda need: need.back(context.clock()))
    uow.commit()
