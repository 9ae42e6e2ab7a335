"""Stopping the mails nobody wants: bounces, complaints, unsubscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, links
from mentoring.store import retrying
from mentoring.tables.notifications import Suppression
from notifications.mail import NUDGES, Mail

if TYPE_CHECKING:
    from mentoring.context import Context

ALL, NUDGES_SCOPE = "all", "nudges"


def suppressed(context: Context, mail: Mail) -> bool:
    """Return whether the address gets no mail at all, or none of this kind."""
    scopes = (ALL, NUDGES_SCOPE) if mail.kind in NUDGES else (ALL,)
    keys = [Suppression.key(mail.to.email, scope) for scope in scopes]
    return bool(context.store.get_many(Suppression, keys))


@retrying
def suppress(context: Context, address_key: str, scope: str, cause: str) -> None:
    """Stop mails to an address; again is harmless."""
    pk = f"SUPPRESSION#{address_key}"
    uow = context.begin()
    if context.store.get(Suppression, pk, scope) is None:
        uow.save(Suppression(pk, scope, scope=scope, cause=cause, at=clock.iso(context.clock())))
    uow.commit()


def unsubscribe(context: Context, token: str) -> None:
    """Stop nudges, surveys and digests to the address of a link."""
    link = links.read("unsubscribe", token, context.clock())
    suppress(context, link.subject, NUDGES_SCOPE, "unsubscribed")
