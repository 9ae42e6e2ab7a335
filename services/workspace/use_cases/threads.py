"""Lines of any thread, a pair's or that with the organizers: read, written, looked at, and told by mail.

Who may do so, which key opens a thread and what else a line changes is for `messages` and `desk` to say.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from mentoring import clock, work
from mentoring.errors import Stale
from mentoring.store.port import Page
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import DeskThread, Message, ThreadHead
from mentoring.values import dataclass
from workspace import conversation
from workspace.conversation import Conversation, Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events.base import EventData
    from mentoring.sealing import Key

Head = TypeVar("Head", ThreadHead, DeskThread)

MOST_COUNTED = 100
"""Lines that were written between a look and its note, of which is counted whose they are."""


@dataclass(frozen=True)
class Written:
    """A line to be written: its words, and of an answer by mail what is known of it."""

    text: str
    by_mail: bool = False
    files: int = 0
    left: int = 0


def conversation_of(head: ThreadHead | DeskThread) -> Conversation:
    """Return the head of a thread as a domain object."""
    return Conversation(head.last, {who: _reader(**told) for who, told in head.readers.items()})


def _reader(read: int, unread: int, mailed: int, due: str) -> Reader:
    return Reader(read, unread, mailed, clock.parse(due) if due else None)


def keep_conversation(head: ThreadHead | DeskThread, found: Conversation) -> None:
    """Put a conversation into its head, and on the due index while a mail is due."""
    head.last = found.last
    head.readers = {
        who: asdict(one) | {"due": clock.iso(one.due) if one.due else ""} for who, one in found.readers.items()
    }
    head.set_due(found.due)


def unread(head: ThreadHead | DeskThread | None, reader: str) -> int:
    """Return how many lines of others a reader hasn't read; none of a thread that hasn't begun or isn't theirs."""
    mine = conversation_of(head).readers.get(reader) if head is not None else None
    return mine.unread if mine is not None else 0


def lines(context: Context, head: ThreadHead | DeskThread, key: Key, after: str, limit: int) -> Page[Opened[Message]]:
    """Return lines, the newest first; `after` is the number of the last one that is known."""
    last = int(after) - 1 if after else head.last
    first = max(last - limit + 1, 1)
    found = context.store.get_many(Message, Message.keys(head.thread_id, first, last)) if last else []
    return Page([Opened(one, key) for one in found], str(first) if first > 1 else "")


def write(context: Context, head: ThreadHead | DeskThread, key: Key, author: str, written: Written) -> Opened[Message]:
    """Return a new line; it and the head are to be saved. Who answers a mail has read what it told."""
    text, now, reader = conversation.checked(written.text), context.clock(), head.reader_of(author)
    found = conversation_of(head)
    if written.by_mail:
        mailed = found.readers[reader].mailed
        found = found.look(reader, mailed, _others(context, head, reader, mailed))
    found = found.write(reader, now)
    keep_conversation(head, found)
    item = Message(
        *Message.key(head.thread_id, found.last),
        thread_id=head.thread_id,
        number=found.last,
        author=author,
        written_at=clock.iso(now),
        by_mail=written.by_mail,
        files=written.files,
        left=written.left,
    )
    line = Opened(item, key)
    line.set(text=text)
    return line


def look(context: Context, head: ThreadHead | DeskThread, reader: str, number: int) -> Reader:
    """Note that a reader has read up to a line; what was read before stays read."""
    found = conversation_of(head)
    number = min(number, found.last)
    if number <= found.readers[reader].read:
        return found.readers[reader]
    found = found.look(reader, number, _others(context, head, reader, number))
    keep_conversation(head, found)
    uow = context.begin()
    uow.save(head)
    uow.commit()
    return found.readers[reader]


def _others(context: Context, head: ThreadHead | DeskThread, reader: str, after: int) -> int:
    """Return how many lines after a number are others'."""
    keys = Message.keys(head.thread_id, after + 1, min(head.last, after + MOST_COUNTED))
    found = context.store.get_many(Message, keys) if keys else []
    return sum(head.reader_of(one.author) != reader for one in found)


def tell(context: Context, kind: type[Head], mail: Callable[[Head, str, int], EventData]) -> int:
    """Ask for a mail to each reader whose unread lines have waited long enough; return how many were asked for.

    `mail` makes the event of a head, a reader, and the number of the last line that this reader knows.
    """
    asked, now = 0, context.clock()

    def each(due: list[Head]) -> None:
        nonlocal asked
        for head in due:
            with suppress(Stale):
                asked += _tell(context, head, mail)

    def read(after: str, limit: int) -> Page[Head]:
        return context.store.due_page(kind, now, after=after, limit=limit)

    work.in_parts(context, read, each)
    return asked


def _tell(context: Context, head: Head, mail: Callable[[Head, str, int], EventData]) -> int:
    now, found = context.clock(), conversation_of(head)
    waiting = found.waiting(now)
    uow = context.step()
    for reader, one in waiting.items():
        uow.publish(mail(head, reader, max(one.read, one.mailed)), aggregate=head)
    keep_conversation(head, found.mail(now))
    uow.save(head)
    uow.commit()
    return len(waiting)
