"""Whether lines of a conversation still wait to be read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import DeskState, ThreadKind
from mentoring.tables.workspace import DeskThread, ThreadHead

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.workspace import (
        AnnouncementAddressed,
        AnswerUnkept,
        DeskMessagesUnread,
        DeskMessagesWait,
        MessagesUnread,
    )

LATELY = timedelta(days=2)
NEWS = timedelta(days=14)
"""How long an announcement is news to somebody whom mail reaches again."""


def lines_wait(context: Context, event: Event[MessagesUnread]) -> bool:
    """Somebody hasn't read the newest of the lines; a process that ended meanwhile leaves them to be read."""
    return read_up_to(context, event.data.pair_id, event.data.person_id) < event.data.up_to


def read_up_to(context: Context, pair_id: str, person_id: str) -> int:
    """Return up to which line somebody has read."""
    head = context.store.get(ThreadHead, *ThreadHead.key(pair_id))
    return int(head.readers.get(person_id, {}).get("read", 0)) if head is not None else 0


def desk(context: Context, programme_id: str, person_id: str) -> DeskThread | None:
    """Return somebody's thread with the organizers."""
    return context.store.get(DeskThread, *DeskThread.key(programme_id, person_id))


def desk_read_up_to(thread: DeskThread, who: str) -> int:
    """Return up to which line of a thread a reader has read: a person id, or `desk` for the organizers."""
    return int(thread.readers.get(who, {}).get("read", 0))


def desk_lines_wait(context: Context, event: Event[DeskMessagesUnread]) -> bool:
    """Somebody hasn't read the newest of the organizers' lines."""
    thread = desk(context, event.data.programme_id, event.data.person_id)
    return thread is None or desk_read_up_to(thread, event.data.person_id) < event.data.up_to


def desk_waits(context: Context, event: Event[DeskMessagesWait]) -> bool:
    """None of the organizers has looked, and nobody has answered."""
    thread = desk(context, event.data.programme_id, event.data.person_id)
    if thread is None:
        return True
    return thread.state == DeskState.OPEN and desk_read_up_to(thread, ThreadKind.DESK) < event.data.up_to


def announced_lately(context: Context, event: Event[AnnouncementAddressed]) -> bool:
    """It is news still, and its reader has not left the programme."""
    data = event.data
    reader = context.store.get(Participant, *Participant.key(data.programme_id, data.participant_id))
    return context.clock() < event.meta.occurred_at + NEWS and (reader is None or not reader.withdrawn_at)


def answered_lately(context: Context, event: Event[AnswerUnkept]) -> bool:
    """Its author still knows which answer is meant."""
    return context.clock() < event.meta.occurred_at + LATELY
