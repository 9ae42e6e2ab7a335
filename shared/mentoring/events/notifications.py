"""Events that notifications publishes."""

from __future__ import annotations

from mentoring.events.base import EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class MailReceived(EventData):
    """Somebody answered a mail; `mail_id` is SES's, `reply_id` the hash of the address it came to.

    The mail lies in the bucket for 30 days (`mentoring.files.INBOUND`). One event for each address of ours.
    """

    source = "notifications"
    aggregate = "mail"
    mail_id: str
    reply_id: str


@dataclass(frozen=True)
class MailboxRecovered(EventData):
    """Mails that were held back may be sent to an address again; `mailbox_id` is its address key."""

    source = "notifications"
    aggregate = "mailbox"
    mailbox_id: str


@dataclass(frozen=True)
class MailboxLost(EventData):
    """Mails to an address are held back from now on: they come back. `mailbox_id` is its address key.

    `person_id` is to whom the mail was that came back; empty if it was to an address without a person.
    """

    source = "notifications"
    aggregate = "mailbox"
    mailbox_id: str
    person_id: str
