"""Whether lines of a pair still wait to be read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.tables.workspace import ThreadHead

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.workspace import AnswerUnkept, MessagesUnread

LATELY = timedelta(days=2)


def lines_wait(context: Context, event: Event[MessagesUnread]) -> bool:
    """Somebody hasn't read the newest of the lines; a process that ended meanwhile leaves them to be read."""
    return read_up_to(context, event.data.pair_id, event.data.person_id) < event.data.up_to


def read_up_to(context: Context, pair_id: str, person_id: str) -> int:
    """Return up to which line somebody has read."""
    head = context.store.get(ThreadHead, *ThreadHead.key(pair_id))
    return int(head.readers.get(person_id, {}).get("read", 0)) if head is not None else 0


def answered_lately(context: Context, event: Event[AnswerUnkept]) -> bool:
    """Its author still knows which answer is meant."""
    return context.clock() < event.meta.occurred_at + LATELY
