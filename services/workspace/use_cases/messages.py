"""The conversation of a pair: write, read, and tell by mail what nobody has read for a while."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentoring import access, clock, replies, rooms, work
from mentoring.errors import NotFound, Stale
from mentoring.events.workspace import MessagesUnread, MessageWritten
from mentoring.store import retrying
from mentoring.store.port import Page
from mentoring.tables.attributes import Opened
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import Message, RoomKey, ThreadHead
from mentoring.values import dataclass
from workspace import conversation, store
from workspace.conversation import Reader

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Key
    from mentoring.store import UnitOfWork

MOST_COUNTED = 100
"""Lines that were written between a look and its note, of which is counted whose they are."""


@dataclass(frozen=True)
class Written:
    """A line to be written: its words, and of an answer by mail what is known of it."""

    text: str
    by_mail: bool = False
    left: int = 0


@dataclass(frozen=True)
class Talk:
    """A pair's conversation as one of the two sees it."""

    pair: Pair
    partner: str
    last: int
    mine: Reader


def thread(pair_id: str) -> replies.Thread:
    """Return the thread of a pair."""
    return replies.Thread(ThreadKind.PAIR, pair_id)


def open_talk(context: Context, pair_id: str) -> Talk:
    """Return the conversation of a pair, for its members."""
    pair = access.pair_member(context, pair_id, also=[ThreadHead.key(pair_id), RoomKey.key(pair_id)])
    found = store.conversation(_head(context, pair))
    me = context.principal.person_id
    partner = pair.mentee_name if me == pair.mentor_person_id else pair.mentor_name
    return Talk(pair, partner, found.last, found.readers[me])


def unread(context: Context, pair_id: str) -> int:
    """Return how many lines of a pair's conversation the user, one of the two, hasn't read."""
    head = context.store.get(ThreadHead, *ThreadHead.key(pair_id))
    mine = store.conversation(head).readers.get(context.principal.person_id) if head is not None else None
    return mine.unread if mine is not None else 0


def lines(context: Context, talk: Talk, after: str, limit: int) -> Page[Opened[Message]]:
    """Return lines of a conversation, the newest first; `after` is the number of the last one that is known."""
    pair_id = talk.pair.pair_id
    return some(context, pair_id, rooms.key(context, pair_id), talk.last, after, limit)


def some(context: Context, thread_id: str, key: Key, newest: int, after: str, limit: int) -> Page[Opened[Message]]:
    """Return lines of any thread, the newest first, before the one with the number `after`."""
    last = int(after) - 1 if after else newest
    first = max(last - limit + 1, 1)
    found = context.store.get_many(Message, Message.keys(thread_id, first, last)) if last else []
    return Page([Opened(one, key) for one in found], str(first) if first > 1 else "")


@retrying
def write_message(context: Context, pair_id: str, text: str) -> Opened[Message]:
    """Write a line, as the user."""
    mine = [ThreadHead.key(pair_id), RoomKey.key(pair_id)]
    pair = access.pair_member(context, pair_id, also=mine)
    uow = context.begin()
    line = add(context, uow, pair, context.principal.person_id, Written(text))
    uow.commit()
    return line


def add(context: Context, uow: UnitOfWork, pair: Pair, author: str, written: Written) -> Opened[Message]:
    """Put a line of one of the two into this unit of work, with its event; raises `ConversationClosed`.

    Who answers a mail has read what it told.
    """
    if pair.outcome:
        raise conversation.ConversationClosed
    text, pair_id, now = conversation.checked(written.text), pair.pair_id, context.clock()
    head = _head(context, pair)
    found = store.conversation(head)
    if written.by_mail:
        mailed = found.readers[author].mailed
        found = found.look(author, mailed, _others(context, pair_id, author, mailed, found.last))
    found = found.write(author, now)
    store.keep_conversation(head, found)
    item = Message(
        *Message.key(pair_id, found.last),
        thread_id=pair_id,
        number=found.last,
        author=author,
        written_at=clock.iso(now),
        by_mail=written.by_mail,
        left=written.left,
    )
    line = Opened(item, rooms.key(context, pair_id))
    line.set(text=text)
    uow.save(head)
    uow.save(item)
    for one in (pair.mentor_person_id, pair.mentee_person_id):
        replies.keep(context, uow, thread(pair_id), one)
    uow.publish(MessageWritten(pair.programme_id, pair_id, found.last, author, written.by_mail), aggregate=head)
    return line


@retrying
def mark_read(context: Context, pair_id: str, number: int) -> Reader:
    """Note that the user has read up to a line; what was read before stays read."""
    pair = access.pair_member(context, pair_id, also=[ThreadHead.key(pair_id)])
    me, head = context.principal.person_id, _head(context, pair)
    found = store.conversation(head)
    number = min(number, found.last)
    if number <= found.readers[me].read:
        return found.readers[me]
    found = found.look(me, number, _others(context, pair_id, me, number, found.last))
    store.keep_conversation(head, found)
    uow = context.begin()
    uow.save(head)
    uow.commit()
    return found.readers[me]


def _others(context: Context, thread_id: str, who: str, after: int, last: int) -> int:
    """Return how many lines after a number are others'."""
    keys = Message.keys(thread_id, after + 1, min(last, after + MOST_COUNTED))
    return sum(one.author != who for one in context.store.get_many(Message, keys)) if keys else 0


def _head(context: Context, pair: Pair) -> ThreadHead:
    """Return the head of a pair's thread; a new one for those who never wrote."""
    found = context.store.get(ThreadHead, *ThreadHead.key(pair.pair_id))
    if found is not None:
        return found
    both = (pair.mentor_person_id, pair.mentee_person_id)
    head = ThreadHead(
        *ThreadHead.key(pair.pair_id),
        thread_id=pair.pair_id,
        thread_kind=ThreadKind.PAIR,
        programme_id=pair.programme_id,
    )
    store.keep_conversation(head, conversation.Conversation(0, {one: Reader() for one in both}))
    return head


def tell_unread(context: Context) -> dict[str, int]:
    """Ask for a mail to everybody whose unread lines have waited long enough; return how many mails were asked for."""
    counts = {"mails": 0}
    now = context.clock()

    def tell(due: list[ThreadHead]) -> None:
        for head in due:
            with suppress(Stale):
                counts["mails"] += _tell(context, head)

    def read(after: str, limit: int) -> Page[ThreadHead]:
        return context.store.due_page(ThreadHead, now, after=after, limit=limit)

    work.in_parts(context, read, tell)
    return counts


def _tell(context: Context, head: ThreadHead) -> int:
    now, found = context.clock(), store.conversation(head)
    waiting = found.waiting(now)
    uow = context.step()
    for who, one in waiting.items():
        after = max(one.read, one.mailed)
        uow.publish(MessagesUnread(head.programme_id, head.thread_id, who, after, found.last), aggregate=head)
    store.keep_conversation(head, found.mail(now))
    uow.save(head)
    uow.commit()
    return len(waiting)


def pair_of(context: Context, pair_id: str) -> Pair:
    """Return a pair; raises `NotFound`."""
    found = context.store.get(Pair, *Pair.key(pair_id))
    if found is None:
        raise NotFound
    return found
