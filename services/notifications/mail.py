"""A mail before it is composed: recipient, kind, subject matter."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.people import Reach

NUDGES = frozenset(
    {
        "digest",
        "nudge",
        "survey",
        "gathering_survey",
        "weekly_report",
        "proposal_reminder",
        "draft_waits",
        "come_again",
        "onboarding_reminder",
        "introduction_asked",
    }
)
"""Kinds that can be unsubscribed from (RFC 8058): reminders, and what another participant asks on their own account.

Mails about contracts, meetings and decisions are always sent.
"""


SIGN_IN = "sign_in"
"""The only kind that is always tried, because somebody has just asked for it
(docs/decisions/0010-whether-mail-arrives.md)."""


FIRST = "added"
"""The kind that imported people get before any other."""


class InHand(Exception):
    """Another process is sending this mail at the moment."""


@dataclass(frozen=True)
class Recipient:
    """The recipient of a mail: `key` is a person id, or the address key of people without one."""

    key: str
    email: str
    name: str = ""
    form: str = "n"
    locale: str = "pl"
    zone: str = "Europe/Warsaw"
    city: str = field(default="", compare=False)
    reach: Reach | None = field(default=None, compare=False)  # how a partner reaches them


@dataclass(frozen=True)
class Attachment:
    """An attachment: its name, its media type, its key in the bucket."""

    name: str
    kind: str
    key: str


@dataclass(frozen=True)
class Mail:
    """One mail: `kind` is its template in `mails/`, `link` its main button, `values` what its template uses."""

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
    answers_to: str = ""
    """Who of the pair reads an answer to it; empty where `reply_to` is the organizers'."""
    introduces: str = ""
    """Who gets an answer to it straight away: `reply_to` is the address of somebody the recipient wants to meet."""
    write_at: str = ""
    """Address of the pair's conversation, where nobody would read an answer to this mail."""
    accent: str = ""
    """The colours of its programme (`mentoring.palettes`)."""
    host: str = ""
    """The organization to ask where nobody reads answers; empty if none is named."""
    organization: str = ""
    """Id of the organization that causes it; people who told it «that's not me» get none of its mails."""
    once: str = ""
    """Id under which this mail is sent only once, if several events may cause it; default: the event's."""
    silent_since: str = ""
    """Instant of the first mail to imported people who haven't answered; see `Application.silent_since`."""
    stranger: bool = False
    """Whether the address isn't confirmed: the programme's name then stands in quotes (`notifications.confirmed`)."""
    withheld: bool = False
    """Whether texts were left out because the address isn't confirmed (`notifications.confirmed`)."""
