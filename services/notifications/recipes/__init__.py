"""Which mails an event makes: one small function per event, which writes nothing.

One module per publisher, and one more for conversations, plans of meetings, digests and groups, each with its table
`TOLD`; together they are all mails.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import links, replies
from mentoring.events.pairing import PairAgreed, PairPaused
from mentoring.events.workspace import AnswerUnkept, MessagesUnread
from mentoring.replies import Thread
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import DeskThread
from notifications import confirmed, people
from notifications.recipes import (
    circles,
    conversation,
    digests,
    gatherings,
    identity,
    introductions,
    meetings,
    monitoring,
    organizers,
    pairing,
    plans,
    recruitment,
    reporting,
    surveys,
    weekly,
    workspace,
)

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData
    from notifications.mail import Mail
    from notifications.recipes.base import Tells

PUBLISHERS = (
    identity,
    recruitment,
    organizers,
    pairing,
    workspace,
    conversation,
    meetings,
    plans,
    surveys,
    monitoring,
    reporting,
    digests,
    weekly,
    gatherings,
    circles,
    introductions,
)
TOLD: dict[type[EventData], Tells] = {one.kind: one for publisher in PUBLISHERS for one in publisher.TOLD}
"""Event → its mails."""
OF_ROOMS = frozenset(kind.__name__ for kind, one in TOLD.items() if one.opens)
"""Events whose mails hold what a pair wrote."""
OTHERS = frozenset(kind.__name__ for kind in TOLD) - OF_ROOMS
"""All other events with mails."""


BETWEEN_THE_TWO = frozenset(
    {PairAgreed, MessagesUnread, AnswerUnkept, *(one.kind for its in (workspace, meetings, plans) for one in its.TOLD)}
)
"""Events of what the two of a pair do with each other: who answers their mails writes to the partner."""


def _is_between(data: EventData, mail: Mail) -> bool:
    """Return whether an answer to a mail is for the partner; a break may be theirs or the organizers'."""
    by_one = isinstance(data, PairPaused) and mail.values["by_partner"]
    return (by_one or type(data) in BETWEEN_THE_TWO) and bool(getattr(data, "pair_id", ""))


def made(context: Context, data: EventData) -> list[Mail]:
    """Return the mails of an event, true or not, as people with a confirmed address read them.

    Raises `NotFound` if what it is about doesn't exist (yet).
    """
    mails = TOLD[type(data)].recipe(context, data)
    return [(_to_the_partner if _is_between(data, one) else _to_the_desk)(context, data, one) for one in mails]


def _to_the_desk(context: Context, data: Any, mail: Mail) -> Mail:
    """Return a mail of the organizers whose answers go to their thread with a participant, where that takes mail.

    A mail that introduces two people is theirs: answers go from one to the other.
    """
    if mail.introduces:
        return mail
    programme_id = getattr(data, "programme_id", "")
    thread = Thread(ThreadKind.DESK, DeskThread.id_of(programme_id, mail.to.key))
    address = replies.address(context, thread, mail.to.key) if programme_id else ""
    return replace(mail, reply_to=address) if address else mail


def _to_the_partner(context: Context, data: Any, mail: Mail) -> Mail:
    """Return a mail of a pair whose answers go to their conversation, while that is open and takes mail.

    Otherwise nobody gets them: who answers such a mail means the partner, and the organizers never read that by mistake
    (docs/decisions/0023-mail-that-arrives.md). While the process goes on it says where to write instead.
    """
    found = people.of_pair(context, data.pair_id)
    if found.pair.outcome:
        return replace(mail, reply_to="")
    address = replies.address(context, Thread(ThreadKind.PAIR, data.pair_id), mail.to.key)
    if not address:
        return replace(mail, reply_to="", write_at=links.url(f"/rooms/{data.pair_id}/messages"))
    return replace(mail, reply_to=address, answers_to=found.other(mail.to.key).name)


def of(context: Context, event: Event[EventData]) -> list[Mail]:
    """Return the mails of an event, as their recipients may read them; none if it is no longer true.

    All of it is read once: what decides whether it holds is what the mails tell.
    """
    reading = context.remembering()
    mails = made(reading, event.data) if TOLD[type(event.data)].holds(reading, event) else []
    confirmed.look_up(reading, mails)
    return [confirmed.fit(reading, one) for one in mails if not confirmed.unwanted(reading, one)]
