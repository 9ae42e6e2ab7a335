"""A mail before it is written: whom, what kind, about what."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from mentoring.values import dataclass

NUDGES = frozenset({"nudge", "survey", "weekly_report", "proposal_reminder"})
"""Kinds a person can unsubscribe from (RFC 8058); contract, meeting and decision mails always come."""


SIGN_IN = "sign_in"
"""The one kind that is always tried: somebody has just asked for it (docs/decisions/0010-whether-mail-arrives.md)."""


FIRST = "added"
"""The kind that comes before any other to who was imported."""


class InHand(Exception):
    """Somebody else is sending this mail at the moment."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets mail: `key` is a person id, or the address key of who has none yet."""

    key: str
    email: str
    name: str = ""
    form: str = "n"
    locale: str = "pl"
    zone: str = "Europe/Warsaw"
    city: str = field(default="", compare=False)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail: its name, its media type, where it lies in the bucket."""

    name: str
    kind: str
    key: str


@dataclass(frozen=True)
class Mail:
    """One mail: `kind` is its folder in `mails/`, `link` its main button, `values` what its templates read."""

    kind: str
    to: Recipient
    link: str = ""
    reply_to: str = ""
    programme: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    calendar: bytes = b""
    method: str = "REQUEST"
    attachments: tuple[Attachment, ...] = ()
    unsubscribe: str = ""
    host: str = ""
    """The organization whose organizers can be asked where nobody reads answers; empty where nobody is named."""
    organization: str = ""
    """Id of the organization that causes it; who told it «that's not me» gets none of its mails."""
    once: str = ""
    """Id under which this mail is sent once, where several events may cause it; else the event's."""
    silent_since: str = ""
    """Instant of the first mail, of who was imported and hasn't answered; see `Application.silent_since`."""
    withheld: bool = False
    """Whether texts were left out because nobody has confirmed the address (`notifications.confirmed`)."""
