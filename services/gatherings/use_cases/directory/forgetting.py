"""What time does with wishes to meet: those that nobody answered are forgotten, and so is what was written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentoring import work
from mentoring.errors import Stale
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.vocabulary import IntroductionState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import Page


def forget_due(context: Context) -> dict[str, int]:
    """Forget wishes that nobody answered within 30 days, and what was written with those that came true."""
    forgotten, now = 0, context.clock()

    def read(after: str, limit: int) -> Page[Introduction]:
        return context.store.due_page(Introduction, now, after=after, limit=limit)

    def each(due: list[Introduction]) -> None:
        nonlocal forgotten
        for item in due:
            uow = context.step()
            if item.state == IntroductionState.ASKED:
                uow.delete(item)
            else:
                item.sentence = ""
                item.set_due(None)
                uow.save(item)
            with suppress(Stale):  # it was answered at this moment
                uow.commit()
                forgotten += 1

    work.in_parts(context, read, each)
    return {"forgotten": forgotten}
