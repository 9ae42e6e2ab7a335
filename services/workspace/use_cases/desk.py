"""Somebody and the organizers of a programme: one thread a person, and the mails about it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentoring import access, clock, replies, rooms, work
from mentoring.errors import NotFound, Stale
from mentoring.events.workspace import DeskMessagesUnread, DeskMessagesWait, DeskMessageWritten
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import DeskState, ThreadKind
from mentoring.tables.workspace import DeskThread, Message, ProgrammeKey
from mentoring.values import dataclass
from workspace import conversation, store
from workspace.conversation import Conversation, Reader
from workspace.use_cases import messages

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationAccepted
    from mentoring.store import Page, UnitOfWork
    from workspace.use_cases.messages import Written

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
    """Return the user's thread with the organizers of a programme they take part in."""
    me = access.person(context)
    keys = [Programme.key(programme_id), DeskThread.key(programme_id, me), ProgrammeKey.key(programme_id)]
    context.store.get_many(Item, [*keys, *replies.keys(thread_of(programme_id, me), me)])
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        raise NotFound
    thread = head_of(context, programme_id, me)
    return Mine(programme, thread, store.conversation(thread).readers[me])


def lines(context: Context, thread: DeskThread, after: str, limit: int) -> Page[Opened[Message]]:
    """Return lines of a thread, the newest first."""
    key = rooms.programme_key(context, thread.programme_id)
    return messages.some(context, thread.thread_id, key, thread.last, after, limit)


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
    store.keep_conversation(thread, Conversation(0, {person_id: Reader(), DESK: Reader()}))
    return thread


@retrying
def write_mine(context: Context, programme_id: str, text: str) -> Opened[Message]:
    """Write to the organizers of a programme."""
    mine = open_mine(context, programme_id)
    uow = context.begin()
    line = add(context, uow, mine.thread, mine.thread.person_id, messages.Written(text))
    uow.commit()
    return line


def add(context: Context, uow: UnitOfWork, thread: DeskThread, author: str, written: Written) -> Opened[Message]:
    """Put a line into this unit of work, with its event: of the participant, or of an organizer who answers."""
    text, now = conversation.checked(written.text), context.clock()
    reader = thread.person_id if author == thread.person_id else DESK
    found = store.conversation(thread)
    if written.by_mail:
        mailed = found.readers[reader].mailed
        found = found.look(reader, mailed, _others(context, thread, reader, mailed))
    found = found.write(reader, now)
    store.keep_conversation(thread, found)
    thread.changed_at = clock.iso(now)
    if reader == DESK:
        thread.state, thread.waits_since, thread.answered_by = DeskState.ANSWERED, None, author
    else:
        thread.state, thread.waits_since = DeskState.OPEN, thread.waits_since or clock.iso(now)
    thread.place(now)
    item = Message(
        *Message.key(thread.thread_id, found.last),
        thread_id=thread.thread_id,
        number=found.last,
        author=author,
        written_at=clock.iso(now),
        by_mail=written.by_mail,
        left=written.left,
    )
    line = Opened(item, rooms.programme_key(context, thread.programme_id))
    line.set(text=text)
    uow.save(thread)
    uow.save(item)
    replies.keep(context, uow, thread_of(thread.programme_id, thread.person_id), thread.person_id)
    told = (thread.programme_id, thread.person_id, found.last, author, written.by_mail)
    uow.publish(DeskMessageWritten(*told), aggregate=thread)
    return line


@retrying
def look_mine(context: Context, programme_id: str, number: int) -> Reader:
    """Note that the user has read up to a line."""
    mine = open_mine(context, programme_id)
    return look(context, mine.thread, mine.thread.person_id, number)


def look(context: Context, thread: DeskThread, reader: str, number: int) -> Reader:
    """Note that a person, or the desk, has read up to a line."""
    found = store.conversation(thread)
    number = min(number, found.last)
    if number <= found.readers[reader].read:
        return found.readers[reader]
    found = found.look(reader, number, _others(context, thread, reader, number))
    store.keep_conversation(thread, found)
    uow = context.begin()
    uow.save(thread)
    uow.commit()
    return found.readers[reader]


def _others(context: Context, thread: DeskThread, reader: str, after: int) -> int:
    """Return how many lines after a number are the other side's."""
    keys = Message.keys(thread.thread_id, after + 1, min(thread.last, after + messages.MOST_COUNTED))
    found = context.store.get_many(Message, keys) if keys else []
    return sum((one.author == thread.person_id) == (reader == DESK) for one in found)


def unread(context: Context, programme_id: str) -> int:
    """Return how many lines of the organizers the user hasn't read."""
    me = context.principal.person_id
    thread = context.store.get(DeskThread, *DeskThread.key(programme_id, me))
    return store.conversation(thread).readers[me].unread if thread is not None else 0


# Mails ---------------------------------------------------------------------------------------------------------------


def tell_desks(context: Context) -> dict[str, int]:
    """Ask for mails about what participants or organizers haven't read; return how many were asked for."""
    counts, now = {"desk_mails": 0}, context.clock()

    def tell(due: list[DeskThread]) -> None:
        for thread in due:
            with suppress(Stale):
                counts["desk_mails"] += _tell(context, thread)

    def read(after: str, limit: int) -> Page[DeskThread]:
        return context.store.due_page(DeskThread, now, after=after, limit=limit)

    work.in_parts(context, read, tell)
    return counts


def _tell(context: Context, thread: DeskThread) -> int:
    now, found = context.clock(), store.conversation(thread)
    waiting = found.waiting(now)
    ids_of = (thread.programme_id, thread.person_id)
    uow = context.step()
    for who, one in waiting.items():
        if who == DESK:
            uow.publish(DeskMessagesWait(*ids_of, found.last), aggregate=thread)
        else:
            uow.publish(DeskMessagesUnread(*ids_of, max(one.read, one.mailed), found.last), aggregate=thread)
    store.keep_conversation(thread, found.mail(now))
    uow.save(thread)
    uow.commit()
    return len(waiting)


SCHEDULES = {"tell_unread": messages.tell_unread, "tell_desks": tell_desks}
"""What is looked at every five minutes, by the name under which it goes on when it takes several parts."""
