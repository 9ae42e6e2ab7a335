"""Whether identity's events are still true."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.identity import (
        AddressAsked,
        AddressesChanged,
        LinkRenewalAsked,
        PasskeyAdded,
        SessionCopied,
        SignInRequested,
    )

    Happened = Event[SessionCopied] | Event[AddressesChanged] | Event[PasskeyAdded]

LATELY = timedelta(days=1)
"""How long somebody waits for a link they asked for."""
NEWS = timedelta(days=7)
"""How long it helps somebody to hear what happened to their account."""


def sign_in_waits(context: Context, event: Event[SignInRequested]) -> bool:
    """Link and code still work."""
    request = context.store.once(OnceItem.sign_in(event.data.request_id))
    if request is None or request.data.get("used"):
        return False
    return context.clock() < clock.parse(request.data["expires_at"])


def address_waits(context: Context, event: Event[AddressAsked]) -> bool:
    """The link to add the address still works."""
    request = context.store.once(OnceItem.address(event.data.request_id))
    if request is None or request.data.get("used"):
        return False
    return context.clock() < clock.parse(request.data["expires_at"])


def asked_lately(context: Context, event: Event[LinkRenewalAsked]) -> bool:
    """Whoever asked for the new link still waits for it."""
    return context.clock() < event.meta.occurred_at + LATELY


def happened_lately(context: Context, event: Happened) -> bool:
    """It is not too long ago for its person to do something about it."""
    return context.clock() < event.meta.occurred_at + NEWS
