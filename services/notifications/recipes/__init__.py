"""Which mails an event makes: one small function per event, which writes nothing.

One module per publisher, each with its table `TOLD`; together they are all mails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications import confirmed
from notifications.recipes import (
    identity,
    meetings,
    monitoring,
    pairing,
    recruitment,
    reporting,
    surveys,
    workspace,
)

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData
    from notifications.mail import Mail
    from notifications.recipes.base import Tells

PUBLISHERS = (identity, recruitment, pairing, workspace, meetings, surveys, monitoring, reporting)
TOLD: dict[type[EventData], Tells] = {one.kind: one for publisher in PUBLISHERS for one in publisher.TOLD}
"""Event → its mails."""
OF_ROOMS = frozenset(kind.__name__ for kind, one in TOLD.items() if one.opens)
"""Events whose mails hold what a pair wrote."""
OTHERS = frozenset(kind.__name__ for kind in TOLD) - OF_ROOMS
"""All other events with mails."""


def made(context: Context, data: EventData) -> list[Mail]:
    """Return the mails of an event, true or not, as people with a confirmed address read them.

    Raises `NotFound` if what it is about doesn't exist (yet).
    """
    return TOLD[type(data)].recipe(context, data)


def of(context: Context, event: Event[EventData]) -> list[Mail]:
    """Return the mails of an event, as their recipients may read them; none if it is no longer true.

    All of it is read once: what decides whether it holds is what the mails tell.
    """
    reading = context.remembering()
    mails = made(reading, event.data) if TOLD[type(event.data)].holds(reading, event) else []
    confirmed.look_up(reading, mails)
    return [confirmed.fit(reading, one) for one in mails if not confirmed.unwanted(reading, one)]
