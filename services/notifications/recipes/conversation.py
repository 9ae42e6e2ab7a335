"""Conversations: lines that wait to be read, answers by mail that could not be kept, and announcements to many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import links, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import (
    AnnouncementAddressed,
    AnswerUnkept,
    DeskMessagesUnread,
    DeskMessagesWait,
    MessagesUnread,
)
from mentoring.tables.attributes import Opened
from mentoring.tables.recruitment import Participant
from mentoring.tables.workspace import Announcement, Message
from mentoring.texts import ONLY, language
from mentoring.wording import AnnouncementWords
from notifications import people
from notifications.recipes.base import for_organizers, make, tells
from notifications.truth import conversation as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.workspace import DeskThread
    from notifications.mail import Mail, Recipient

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


def desk_messages(context: Context, data: DeskMessagesUnread) -> list[Mail]:
    """Tell a participant, in one mail, what the organizers wrote and they haven't read."""
    thread = holds.desk(context, data.programme_id, data.person_id)
    if thread is None:
        raise NotFound
    to, after = _of_desk(context, thread), max(data.after, holds.desk_read_up_to(thread, data.person_id))
    about = people.programme(context, data.programme_id)
    keys = Message.keys(thread.thread_id, max(after, data.up_to - MOST_LOOKED_AT) + 1, data.up_to)
    theirs = [one for one in context.store.get_many(Message, keys) if one.author != data.person_id]
    key = rooms.programme_key(context, data.programme_id)
    lines = [{"at": one.written_at, "text": Opened(one, key).text} for one in reversed(theirs[:MOST])]
    values = {"number": len(theirs), "left": max(len(theirs) - MOST, 0), "lines": lines}
    return [make("desk_messages", to, about, links.url(f"/desk/{data.programme_id}"), **values)]


def desk_waits(context: Context, data: DeskMessagesWait) -> list[Mail]:
    """Ask the organizers, or the one who takes care of it, to look at what a participant wrote: no word of it.

    It names nowhere to reply to: nobody should think that an answer to it reaches the participant.
    """
    thread = holds.desk(context, data.programme_id, data.person_id)
    if thread is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    link = links.url(f"/inbox/{data.programme_id}/{thread.participant_id}")
    asked = for_organizers(context, "desk_waits", about, link, other=_of_desk(context, thread).name)
    mails = [replace(one, reply_to="") for one in asked]
    held = [one for one in mails if one.to.key == thread.assigned_to]
    return held or mails


def _of_desk(context: Context, thread: DeskThread) -> Recipient:
    (found,) = people.participants(context, thread.programme_id, [thread.participant_id])
    return people.of_participant(found)


def announcement(context: Context, data: AnnouncementAddressed) -> list[Mail]:
    """Tell one of its readers an announcement: in their language, or in the one there is, which is said."""
    item = context.store.get(Announcement, *Announcement.key(data.programme_id, data.announcement_id))
    if item is None:
        raise NotFound
    (found,) = people.participants(context, data.programme_id, [data.participant_id])
    to, about = people.of_participant(found), people.programme(context, data.programme_id)
    texts = Opened(item, rooms.programme_key(context, data.programme_id)).texts
    written = language(texts, to.locale)
    link = links.url(f"/desk/{data.programme_id}/announcements/{data.announcement_id}")
    words = AnnouncementWords()
    only = ONLY[written] if written != to.locale else ""
    title, text = texts[written]["subject"], texts[written]["text"]
    return [make("announcement", to, about, link, words=words, title=title, text=text, only=only)]


def answer_unkept(context: Context, data: AnswerUnkept) -> list[Mail]:
    """Tell somebody that what they answered by mail was not kept, and why."""
    if not data.pair_id:
        return _unkept_at_the_desk(context, data)
    found = people.of_pair(context, data.pair_id)
    to = found.one(data.person_id)
    link = links.url(f"/rooms/{data.pair_id}/messages")
    return [make("answer_unkept", to, found.programme, link, other=found.other(to.key).name, why=data.why)]


def _unkept_at_the_desk(context: Context, data: AnswerUnkept) -> list[Mail]:
    found = context.store.listed(Participant, *Participant.listed(data.person_id, data.programme_id))
    if not found:
        return []
    about = people.programme(context, data.programme_id)
    (one,) = people.participants(context, data.programme_id, [found[0].participant_id])
    link = links.url(f"/desk/{data.programme_id}")
    return [make("answer_unkept", people.of_participant(one), about, link, other="", why=data.why)]


TOLD = (
    tells(MessagesUnread, holds.lines_wait, messages_unread, opens=True),
    tells(DeskMessagesUnread, holds.desk_lines_wait, desk_messages, opens=True),
    tells(DeskMessagesWait, holds.desk_waits, desk_waits),
    tells(AnnouncementAddressed, holds.announced_lately, announcement, opens=True),
    tells(AnswerUnkept, holds.answered_lately, answer_unkept),
)
