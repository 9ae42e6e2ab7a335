"""Events in: everything that makes mails, and what changes where mails may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.notifications import MailboxRecovered
from mentoring.events.recruitment import AddressCorrected, AddressTrusted
from notifications import recipes, sending, use_cases
from notifications.sender import SesSender

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData

SENDER = SesSender()


def _notify(context: Context, event: Event[EventData]) -> int:
    return sending.notify(context, event, SENDER)


handler = consumers.handler(
    "notifications",
    *(on(kind, _notify) for kind in recipes.TOLD),
    on(AddressCorrected, lambda context, event: sending.corrected(context, event, SENDER)),
    on(AddressTrusted, use_cases.trust),
    on(MailboxRecovered, lambda context, event: sending.recovered(context, event, SENDER)),
)
