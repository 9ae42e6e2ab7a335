"""The conversation of a pair: write, read, and tell by mail what nobody has read for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, replies, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import MessagesUnread, MessageWritten
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import RoomKey, ThreadHead
from mentoring.values import dataclass
from workspace import conversation
from workspace.conversation import Reader
from workspace.use_cases import threads

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Key
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.workspace import Message


@dataclass(frozen=True)
class Talk:
    """A pair's conversation as one of the two sees it."""

    pair: Pair
    partner: str
    head: ThreadHead
    mine: Reader

    @property
    def last(self) -> int:
        """Return the number of the newest line, 0 for none."""
        return self.head.last


def thread(pair_id: str) -> replies.Thread:
    """Return the thread of a pair."""
    return replies.Thread(ThreadKind.PAIR, pair_id)


def open_talk(context: Context, pair_id: str) -> Talk:
    """Return the conversation of a pair, for its members."""
    pair = access.pair_member(context, pair_id, also=[ThreadHead.key(pair_id), RoomKey.key(pair_id)])
    head, me = _head(context, pair), context.principal.person_id
    partner = pair.partner_name(me)
    return Talk(pair, partner, head, threads.conversation_of(head).readers[me])


def unread(context: Context, pair_id: str) -> int:
    """Return how many lines of a pair's conversation the user, one of the two, hasn't read."""
    return threads.unread(context.store.get(ThreadHead, *ThreadHead.key(pair_id)), context.principal.person_id)


def thread_in(context: Context, pair_id: str, key: Key) -> Opened[ThreadHead] | None:
    """Return the head of a pair's conversation with the key of its room; None if nobody ever wrote."""
    head = context.store.get(ThreadHead, *ThreadHead.key(pair_id))
    return Opened(head, key) if head is not None else None


def lines(context: Context, talk: Talk, after: str, limit: int) -> Page[Opened[Message]]:
    """Return lines of a conversation, the newest first."""
    return threads.lines(context, talk.head, rooms.key(context, talk.pair.pair_id), after, limit)


@retrying
def write_message(context: Context, pair_id: str, text: str) -> Opened[Message]:
    """Write a line, as the user."""
    mine = [ThreadHead.key(pair_id), RoomKey.key(pair_id)]
    pair = access.pair_member(context, pair_id, also=mine)
    uow = context.begin()
    line = add(context, uow, pair, context.principal.person_id, threads.Written(text))
    uow.commit()
    return line


def add(context: Context, uow: UnitOfWork, pair: Pair, author: str, written: threads.Written) -> Opened[Message]:
    """Put a line of one of the two into this unit of work, with its event; raises `ConversationClosed`."""
    if pair.outcome:
        raise conversation.ConversationClosed
    head, pair_id = _head(context, pair), pair.pair_id
    key = rooms.key(context, pair_id)
    line = threads.write(context, head, key, author, written)
    Opened(head, key).set(latest=conversation.beginning(line.text), latest_by=author)
    uow.save(head)
    uow.save(line.item)
    replies.keep(context, uow, thread(pair_id), pair.mentor_person_id, pair.mentee_person_id)
    uow.publish(MessageWritten(pair.programme_id, pair_id, head.last, author, written.by_mail), aggregate=head)
    return line


@retrying
def mark_read(context: Context, pair_id: str, number: int) -> Reader:
    """Note that the user has read up to a line; what was read before stays read."""
    pair = access.pair_member(context, pair_id, also=[ThreadHead.key(pair_id)])
    return threads.look(context, _head(context, pair), context.principal.person_id, number)


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
    threads.keep_conversation(head, conversation.Conversation(0, {one: Reader() for one in both}))
    return head


def tell_unread(context: Context) -> dict[str, int]:
    """Ask for a mail to everybody whose unread lines have waited long enough; return how many mails were asked for."""
    return {"mails": threads.tell(context, ThreadHead, _mail)}


def _mail(head: ThreadHead, reader: str, known: int) -> MessagesUnread:
    return MessagesUnread(head.programme_id, head.thread_id, reader, known, head.last)


def pair_of(context: Context, pair_id: str) -> Pair:
    """Return a pair; raises `NotFound`."""
    found = context.store.get(Pair, *Pair.key(pair_id))
    if found is None:
        raise NotFound
    return found
