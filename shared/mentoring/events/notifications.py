"""Events that notifications publishes."""

from __future__ import annotations

from mentoring.events.base import EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class MailboxRecovered(EventData):
    """Mails may go to an address again that were held back; `mailbox_id` is its address key."""

    source = "notifications"
    aggregate = "mailbox"
    mailbox_id: str
