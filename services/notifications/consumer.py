"""Events in: every mail, and what changes where mails may go."""

from __future__ import annotations

from functools import partial

from mentoring import consumers
from mentoring.events.notifications import MailboxRecovered
from mentoring.events.recruitment import AddressCorrected, AddressTrusted
from notifications import recipes, sending, use_cases
from notifications.sender import SesSender

SENDER = SesSender()

handler = consumers.handler(
    "notifications",
    dict.fromkeys(recipes.RECIPES, partial(sending.notify, sender=SENDER))
    | {
        AddressCorrected: partial(sending.corrected, sender=SENDER),
        AddressTrusted: use_cases.trust,
        MailboxRecovered: partial(sending.recovered, sender=SENDER),
    },
)
