"""Somebody and the organizers of a programme: one thread a person, and the mails about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, replies, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import DeskMessagesUnread, DeskMessagesWait, DeskMessageWritten
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import DeskState, ThreadKind
from mentoring.tables.workspace import DeskThread, ProgrammeKey
from mentoring.values import dataclass
from workspace.conversation import Conversation, Reader
from workspace.use_cases import threads

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationAccepted
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Message
    from workspace.use_cases.threads import Written

DESK = str(ThreadKind.DESK)
"""The organizers as one reader of a thread."""


@dataclass(frozen=True)
class Mine:
    """My thread with the organizers of a programme."""

    programme: Programme
    thread: DeskThread
    reader: Reader


def thread_of(programme_id: str, person_id: str) -> replies.Thread:
    """Return somebody's thread with the organizers of a programme."""
    return replies.Thread(ThreadKind.DESK, DeskThread.id_of(programme_id, person_id))


@retrying
def open_desk(context: Context, event: Event[ApplicationAccepted]) -> None:
    """Let a new participant write to the organizers: the programme gets its key, the person an address for answers."""
    accepted = event.data
    uow = context.begin()
    if context.store.get(ProgrammeKey, *ProgrammeKey.key(accepted.programme_id)) is None:
        uow.save(rooms.new_of_programme(context, accepted.programme_id))
    thread = thread_of(accepted.programme_id, accepted.person_id)
    replies.keep(context, uow, thread, accepted.person_id)
    uow.commit()


# Participants --------------------------------------------------------------------------------------------------------


def open_mine(context: Context, programme_id: str) -> Mine:
    """Return the user's thread with the organizers of a programme they take part in.

    Who has left reads and writes there, too: what isn't right must reach the organizers even then.
    """
    me = access.person(context)
    keys = [Programme.key(programme_id), DeskThread.key(programme_id, me), ProgrammeKey.key(programme_id)]
    context.store.get_many(Item, [*keys, *replies.keys(thread_of(programme_id, me), me)])
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        raise NotFound
    thread = head_of(context, programme_id, me)
    return Mine(programme, thread, threads.conversation_of(thread).readers[me])


def lines(context: Context, thread: DeskThread, after: str, limit: int) -> Page[Opened[Message]]:
    """Return lines of a thread, the newest first."""
    key = rooms.programme_key(context, thread.programme_id)
    return threads.lines(context, thread, key, after, limit)


def head_of(context: Context, programme_id: str, person_id: str) -> DeskThread:
    """Return a participant's thread with the organizers; a new one for those who never wrote."""
    found = context.store.get(DeskThread, *DeskThread.key(programme_id, person_id))
    if found is not None:
        return found
    taking_part = context.store.listed(Participant, *Participant.listed(person_id, programme_id))
    if not taking_part:
        raise NotFound
    return new_thread(taking_part[0])


def new_thread(participant: Participant) -> DeskThread:
    """Return the thread of a participant who never wrote."""
    programme_id, person_id = participant.programme_id, participant.person_id
    thread = DeskThread(
        *DeskThread.key(programme_id, person_id),
        programme_id=programme_id,
        person_id=person_id,
        participant_id=participant.participant_id,
    )
    threads.keep_conversation(thread, Conversation(0, {person_id: Reader(), DESK: Reader()}))
    return thread


@retrying
def write_mine(context: Context, programme_id: str, text: str) -> Opened[Message]:
    """Write to the organizers of a programme."""
    mine = open_mine(context, programme_id)
    uow = context.begin()
    line = add(context, uow, mine.thread, mine.thread.person_id, threads.Written(text))
    uow.commit()
    return line


def add(context: Context, uow: UnitOfWork, thread: DeskThread, author: str, written: Written) -> Opened[Message]:
    """Put a line into this unit of work, with its event: of the participant, or of an organizer who answers."""
    now, key = context.clock(), rooms.programme_key(context, thread.programme_id)
    line = threads.write(context, thread, key, author, written)
    thread.changed_at = clock.iso(now)
    if thread.reader_of(author) == DESK:
        thread.state, thread.waits_since, thread.answered_by = DeskState.ANSWERED, None, author
    else:
        thread.state, thread.waits_since = DeskState.OPEN, thread.waits_since or clock.iso(now)
    uow.save(thread)
    uow.save(line.item)
    replies.keep(context, uow, thread_of(thread.programme_id, thread.person_id), thread.person_id)
    told = (thread.programme_id, thread.person_id, thread.last, author, written.by_mail, thread.participant_id)
    uow.publish(DeskMessageWritten(*told), aggregate=thread)
    return line


@retrying
def look_mine(context: Context, programme_id: str, number: int) -> Reader:
    """Note that the user has read up to a line."""
    mine = open_mine(context, programme_id)
    return threads.look(context, mine.thread, mine.thread.person_id, number)


def unread(context: Context, programme_id: str) -> int:
    """Return how many lines of the organizers the user hasn't read."""
    me = context.principal.person_id
    return threads.unread(context.store.get(DeskThread, *DeskThread.key(programme_id, me)), me)


# Mails ---------------------------------------------------------------------------------------------------------------


def tell_desks(context: Context) -> dict[str, int]:
    """Ask for mails about what participants or organizers haven't read; return how many were asked for."""
    return {"desk_mails": threads.tell(context, DeskThread, _mail)}


def _mail(thread: DeskThread, reader: str, known: int) -> DeskMessagesUnread | DeskMessagesWait:
    whose = (thread.programme_id, thread.person_id)
    if reader == DESK:
        return DeskMessagesWait(*whose, thread.last)
    return DeskMessagesUnread(*whose, known, thread.last)
