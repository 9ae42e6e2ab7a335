"""Events in: those whose mails hold what a pair wrote, made by the one function of mails that may open rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.notifications import MailboxRecovered
from mentoring.events.recruitment import AddressCorrected
from notifications import recipes, sending
from notifications.sender import SesSender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.consumers import On
    from notifications.ports import Sender


def takes(sender: Sender) -> Iterator[On]:
    """Yield what is done about each event, with what sends."""
    for kind, one in recipes.TOLD.items():
        if one.opens:
            yield on(kind, lambda context, event: sending.notify(context, event, sender))
    yield on(AddressCorrected, lambda context, event: sending.corrected(context, event, recipes.OF_ROOMS, sender))
    yield on(MailboxRecovered, lambda context, event: sending.recovered(context, event, recipes.OF_ROOMS, sender))


handler = consumers.handler("notifications", *takes(SesSender()), name="notifications-room")
