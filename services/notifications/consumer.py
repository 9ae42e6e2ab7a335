"""Events in: everything that makes mails but those of rooms, and what changes where mails may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.notifications import MailboxRecovered
from mentoring.events.recruitment import AddressCorrected, AddressTrusted
from notifications import recipes, sending, use_cases
from notifications.sender import SesSender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.consumers import On
    from notifications.ports import Sender


def takes(sender: Sender) -> Iterator[On]:
    """Yield what is done about each event, with what sends."""
    for kind, one in recipes.TOLD.items():
        if not one.opens:
            yield on(kind, lambda context, event: sending.notify(context, event, sender))
    yield on(AddressCorrected, lambda context, event: sending.corrected(context, event, recipes.OTHERS, sender))
    yield on(AddressTrusted, use_cases.trust)
    yield on(MailboxRecovered, lambda context, event: sending.recovered(context, event, recipes.OTHERS, sender))


handler = consumers.handler("notifications", *takes(SesSender()))
