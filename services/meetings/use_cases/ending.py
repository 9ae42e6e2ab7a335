"""The end of a process cancels the meetings still ahead; those of a plan together, with one mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import store
from meetings.use_cases.arranging import call_off
from mentoring import work
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.pairing import Pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairClosed
    from mentoring.store import Page
    from mentoring.tables.meetings import Meeting as Item


def close(context: Context, event: Event[PairClosed]) -> None:
    """Cancel the remaining meetings of a process that has ended, one after the other; each is repeatable."""
    closed = event.data
    pair = context.store.get(Pair, *Pair.key(closed.pair_id))
    if pair is None:
        raise NotFound

    def read(after: str, limit: int) -> Page[Item]:
        return store.page_of_pair(context, closed.pair_id, after, limit)

    def call_off_all(known: list[Item]) -> None:
        from meetings.use_cases import plan_answers  # noqa: PLC0415 - few consumers end a process

        plans = dict.fromkeys(one.plan_id for one in known if one.together)
        for plan_id in plans:
            plan_answers.end(context, pair, plan_id)
        for item in known:
            if not item.together and store.read(item).may_be_called_off(context.clock()):
                _call_off(context, pair, item.meeting_id)

    work.in_parts(context, read, call_off_all)


@retrying
def _call_off(context: Context, pair: Pair, meeting_id: str) -> None:
    item = store.load(context, pair.pair_id, meeting_id)
    if item is None or not store.read(item).may_be_called_off(context.clock()):
        return
    uow = context.step()
    call_off(context, uow, pair, item, "system")
    uow.commit()
