"""A conversation: its lines have numbers, everybody has read up to one of them, and unread lines are mailed once.

Pure. A mail is due a quarter of an hour after the first unread line, and then has all lines so far. Who hasn't looked
since the last mail gets the next one later: several lines make one mail, not one mail a line.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

QUIET = timedelta(minutes=15)
"""How long after the first unread line its mail is due."""
AGAIN = timedelta(hours=3)
"""How long it waits when the last mail has not been followed by a look or an answer."""
MOST_TEXT = 10_000
"""Characters of a line."""
MOST_SHOWN = 120
"""Characters of a line where only its beginning is shown."""


class NothingWritten(Invalid):
    """A line without a word."""

    message = N_("Write something first.")


class ConversationClosed(Conflict):
    """The pair's process has ended: what was written stays readable."""

    code = "conversation-closed"
    message = N_("Your process has ended. The conversation can be read, but nothing can be added any more.")


class Unkept(StrEnum):
    """Why an answer by mail was not kept, as its author is told."""

    CLOSED = "closed"
    EMPTY = "empty"
    FILES = "files"
    TOO_LONG = "too_long"


def checked(text: str) -> str:
    """Return the text of a line; raises `Invalid` if there is none or too much of it."""
    if not text.strip():
        raise NothingWritten(fields={"/text": NothingWritten.message})
    if len(text) > MOST_TEXT:
        raise Invalid(fields={"/text": N_("This is too long: at most %(most)s characters.")}, most=MOST_TEXT)
    return text.strip()


def beginning(text: str) -> str:
    """Return the beginning of a line, cut between two words where it can be."""
    words = " ".join(text.split())
    if len(words) <= MOST_SHOWN:
        return words
    cut = words[:MOST_SHOWN].rpartition(" ")[0] or words[:MOST_SHOWN]
    return f"{cut} …"


@dataclass(frozen=True)
class Reader:
    """How far somebody is: they have read up to line `read`, and above it are `unread` lines of others.

    Mails told them up to line `mailed`; the next one is due at `due`, None if none is.
    """

    read: int = 0
    unread: int = 0
    mailed: int = 0
    due: datetime | None = None

    def hear(self, now: datetime) -> Reader:
        """Return the reader after somebody else wrote a line."""
        wait = AGAIN if self.mailed > self.read else QUIET
        return replace(self, unread=self.unread + 1, due=self.due or now + wait)

    def look(self, number: int, unread: int) -> Reader:
        """Return the reader after they read up to a line, above which `unread` lines of others were written since."""
        if number <= self.read:
            return self
        return replace(self, read=number, unread=unread, due=self.due if unread else None)

    def mail(self, number: int) -> Reader:
        """Return the reader after a mail told them of everything up to a line."""
        return replace(self, mailed=number, due=None)


@dataclass(frozen=True)
class Conversation:
    """`last` is the number of its newest line, 0 for none; `readers` are those who take part, by person id."""

    last: int = 0
    readers: Mapping[str, Reader] = field(default_factory=dict)

    def write(self, by: str, now: datetime) -> Conversation:
        """Return the conversation with one more line."""
        others = {who: one.hear(now) for who, one in self.readers.items() if who != by}
        return replace(self, last=self.last + 1, readers={**self.readers, **others})

    def look(self, who: str, number: int, unread: int) -> Conversation:
        """Return the conversation after somebody read up to a line (`Reader.look`)."""
        return replace(self, readers={**self.readers, who: self.readers[who].look(number, unread)})

    def waiting(self, now: datetime) -> dict[str, Reader]:
        """Return those whose mail is due."""
        return {who: one for who, one in self.readers.items() if one.due is not None and one.due <= now}

    def mail(self, now: datetime) -> Conversation:
        """Return the conversation after everybody whose mail was due has got it."""
        told = {who: one.mail(self.last) for who, one in self.waiting(now).items()}
        return replace(self, readers={**self.readers, **told})

    @property
    def due(self) -> datetime | None:
        """Return when the next mail is due, if one is."""
        return min((one.due for one in self.readers.values() if one.due is not None), default=None)
