"""Sending what an event asks for, each mail once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids, links
from mentoring.settings import settings
from mentoring.tables.notifications import Delivery
from notifications import composer, recipes
from notifications.mail import NUDGES, Mail
from notifications.use_cases import suppressed

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from notifications.sender import Sender

UNSUBSCRIBE_LIFETIME = timedelta(days=365)


def notify(context: Context, event: Event, sender: Sender) -> int:
    """Send the mails of an event that aren't sent yet; return their number. The marker comes last."""
    sent = 0
    for mail in recipes.RECIPES[type(event.data)](context, event.data, sender):
        sent += _deliver(context, event.meta.id, mail, sender)
    context.begin().commit()
    return sent


def _deliver(context: Context, event_id: str, mail: Mail, sender: Sender) -> bool:
    key = Delivery.key(event_id, mail.kind, mail.to.key)
    delivery = context.store.get(Delivery, *key)
    if delivery is not None and delivery.state != "claimed":
        return False
    if delivery is None:
        delivery = Delivery(
            *key, mail_kind=mail.kind, recipient=mail.to.key, state="claimed", claimed_at=clock.iso(context.clock())
        )
        _save(context, delivery)
    if suppressed(context, mail):
        delivery.state = "suppressed"
    else:
        message = composer.compose(
            _unsubscribable(context, mail), event_id=event_id, sender=settings().mail_from, now=context.clock()
        )
        delivery.message_id = sender.send(message, mail.to.email)
        delivery.state, delivery.sent_at = "sent", clock.iso(context.clock())
    _save(context, delivery)
    return bool(delivery.state == "sent")


def _save(context: Context, item: Any) -> None:
    uow = context.step()
    uow.save(item)
    uow.commit()


def _unsubscribable(context: Context, mail: Mail) -> Mail:
    if mail.kind not in NUDGES:
        return mail
    expires_at = context.clock() + UNSUBSCRIBE_LIFETIME
    token = links.sign("unsubscribe", ids.address_key(mail.to.email), expires_at=expires_at)
    return replace(mail, unsubscribe=links.url("/unsubscribe", token))
