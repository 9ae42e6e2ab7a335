"""A mail somebody answered with: whose words they are, and which of them are new.

Taken is what a person of the thread wrote from an address of theirs; all else changes nothing and is told as why. What
is done with an accepted mail is handed in: `Keep`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring import incoming, people
from mentoring.files import INBOUND, FileGone
from mentoring.incoming import Attachment, Automatic, IncomingMail, Ours, calendars
from mentoring.replies import Thread
from mentoring.settings import settings
from mentoring.tables.workspace import ReplyAddress
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.notifications import MailReceived


class Why(StrEnum):
    """Why a mail changes nothing."""

    GONE = "gone"
    ADDRESS = "unknown address"
    MACHINE = "a machine wrote it"
    SENDER = "not from an address of this person"
    EMPTY = "nothing in it"
    FILES = "only files in it"
    CLOSED = "the process has ended"
    TOO_LONG = "too long"
    NO_ROOM = "its room is gone"


@dataclass(frozen=True)
class Refused:
    """A mail that changes nothing. `person_id` and `thread` are known where its sender is: then they may be told."""

    why: Why
    automatic: Automatic = Automatic.NO
    person_id: str = ""
    thread: Thread | None = None


@dataclass(frozen=True)
class Accepted:
    """What a person of a thread wrote: the new words, the files that come with them, when their program sent it.

    `unreadable` are names of parcels that only Outlook opens; they are among the files all the same. `answers`: a
    calendar answers an invitation with it, which is for meetings to read (`mentoring.incoming.calendars`).
    """

    mail_id: str
    thread: Thread
    person_id: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...]
    answers: bool
    sent_at: datetime | None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Return what people take for files: not pictures in the text, nor the parcel in which a calendar answers."""
        parcels = not self.answers
        return tuple(one for one in self.attachments if not one.inline and (one.readable or parcels))

    @property
    def unreadable(self) -> tuple[str, ...]:
        """Return the names of files that can't be read here."""
        return tuple(one.name for one in self.attachments if not one.readable)


Outcome = Accepted | Refused
Keep = Callable[["Context", Accepted], Outcome]
"""Keeps an accepted mail in one unit of work of the context, which carries the marker, or returns why it can't."""


def take_mail(context: Context, event: Event[MailReceived], keep: Keep) -> Outcome:
    """Read the mail an event tells of, decide, and keep it when it is somebody's answer."""
    outcome = read(context, event.data.mail_id, event.data.reply_id)
    return keep(context, outcome) if isinstance(outcome, Accepted) else outcome


def read(context: Context, mail_id: str, reply_id: str) -> Outcome:
    """Return whose words a mail holds, or why they are nobody's."""
    known = context.store.get(ReplyAddress, *ReplyAddress.key(reply_id))
    if known is None:
        return Refused(Why.ADDRESS)
    try:
        raw = context.files.get(f"{INBOUND}{mail_id}")
    except FileGone:
        return Refused(Why.GONE)
    mail = incoming.read(raw, Ours(settings().inbound_domain, settings().mail_address))
    return decided(mail_id, mail, known, people.person_id_of(context, mail.sender) if mail.sender else "")


def decided(mail_id: str, mail: IncomingMail, known: ReplyAddress, author: str) -> Outcome:
    """Return what a mail to a known address is; `author` is the person its sender's address belongs to, if any."""
    thread = Thread(known.thread_kind, known.thread_id)
    if mail.automatic:
        return Refused(Why.MACHINE, mail.automatic)
    if author != known.person_id:
        return Refused(Why.SENDER)
    answered = bool(calendars.answers(mail))
    if not (mail.text or mail.attachments or mail.calendars or answered):
        return Refused(Why.EMPTY, person_id=author, thread=thread)
    return Accepted(
        mail_id=mail_id,
        thread=thread,
        person_id=author,
        sender=mail.sender,
        text=calendars.own_words(mail),
        attachments=mail.attachments,
        answers=answered,
        sent_at=mail.sent_at,
    )


def told(outcome: Outcome) -> tuple[str, dict[str, object]]:
    """Return an outcome for the log: how it ended, ids and counts, no word of it."""
    if isinstance(outcome, Refused):
        return "refused", {"why": outcome.why, "automatic": outcome.automatic}
    thread = outcome.thread
    return "accepted", {
        "thread_kind": thread.kind,
        "thread_id": thread.thread_id,
        "person_id": outcome.person_id,
        "letters": len(outcome.text),
        "files": len(outcome.attachments),
    }
