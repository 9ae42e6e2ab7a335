"""The conversation of a pair: lines that wait to be read, and answers by mail that could not be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import links, rooms
from mentoring.events.workspace import AnswerUnkept, MessagesUnread
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import Message
from notifications import people
from notifications.recipes.base import make, tells
from notifications.truth import conversation as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail

MOST = 20
"""Lines that a mail holds; of more it has the newest, and says how many there are in the room."""
MOST_LOOKED_AT = 100


def messages_unread(context: Context, data: MessagesUnread) -> list[Mail]:
    """Tell one of the two, in one mail, all lines of the other one that they haven't read."""
    found = people.of_pair(context, data.pair_id)
    to, after = found.one(data.person_id), max(data.after, holds.read_up_to(context, data.pair_id, data.person_id))
    keys = Message.keys(data.pair_id, max(after, data.up_to - MOST_LOOKED_AT) + 1, data.up_to)
    theirs = [one for one in context.store.get_many(Message, keys) if one.author != to.key]
    key = rooms.key(context, data.pair_id)
    lines = [{"at": one.written_at, "text": Opened(one, key).text} for one in reversed(theirs[:MOST])]
    return [
        make(
            "messages",
            to,
            found.programme,
            links.url(f"/rooms/{data.pair_id}/messages"),
            other=found.other(to.key).name,
            number=len(theirs),
            left=max(len(theirs) - MOST, 0),
            lines=lines,
        )
    ]


def answer_unkept(context: Context, data: AnswerUnkept) -> list[Mail]:
    """Tell somebody that what they answered by mail was not kept, and why."""
    found = people.of_pair(context, data.pair_id)
    to = found.one(data.person_id)
    link = links.url(f"/rooms/{data.pair_id}/messages")
    return [make("answer_unkept", to, found.programme, link, other=found.other(to.key).name, why=data.why)]


TOLD = (
    tells(MessagesUnread, holds.lines_wait, messages_unread, opens=True),
    tells(AnswerUnkept, holds.answered_lately, answer_unkept),
)
