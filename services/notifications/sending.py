"""Sends the mails of an event: each recipient is a step of its own, each mail is sent once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids, links
from mentoring.errors import Stale
from mentoring.events import from_detail, to_detail
from mentoring.observability import access_line, logger
from mentoring.reach import Cause
from mentoring.settings import settings
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.notifications import Delivery, Mailbox
from mentoring.tables.vocabulary import DeliveryState
from notifications import composer, domain, recipes, store, use_cases
from notifications.mail import FIRST, NUDGES, SIGN_IN, InHand, Mail
from notifications.ports import NotSent, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData
    from mentoring.events.notifications import MailboxRecovered
    from mentoring.events.recruitment import AddressCorrected
    from notifications.ports import Sender

UNSUBSCRIBE_LIFETIME = timedelta(days=365)
OPEN = (DeliveryState.CLAIMED, DeliveryState.WAITING)
AGAIN = (DeliveryState.WITHHELD, DeliveryState.REFUSED, DeliveryState.BOUNCED)
"""States of mails that are tried again when the address is corrected or works again."""


def notify(context: Context, event: Event[EventData], sender: Sender) -> int:
    """Send the unsent mails of an event; return their number. The marker is written last.

    A recipient who fails doesn't stop the others: permanent failures are recorded and done; after a temporary one, the
    first such error is raised once everybody else has been served.
    """
    mails = recipes.of(context, event)
    sent = _each(context, event, mails, sender)
    context.begin().commit()
    return sent


def _each(context: Context, event: Event[EventData], mails: list[Mail], sender: Sender, *, again: bool = False) -> int:
    sent, failures = 0, list[Exception]()
    for mail in mails:
        try:
            sent += _deliver(context, event, mail, sender, again=again) == DeliveryState.SENT
        except InHand as error:
            if not mail.once:  # else another event is sending it, and handles the result
                failures.append(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others still get theirs
            logger("notifications").warning("mail failed", extra={"kind": mail.kind, "error": type(error).__name__})
            failures.append(error)
    if failures:
        raise failures[0]
    return sent


def _deliver(context: Context, event: Event[EventData], mail: Mail, sender: Sender, *, again: bool) -> str:
    """Send one mail unless it was sent; return its new state, or an empty text if it had one before."""
    begun, mailbox = _known(context, event, mail)
    delivery = _claim(context, event, mail, begun, again=again)
    if delivery is None:
        return ""
    if state := _held_back(mail, mailbox, context.clock()):
        return _note(context, delivery, state, cause=mailbox.cause)
    try:
        message_id = _send(context, event, delivery, mail, sender)
    except Refused as error:
        if error.cause != Cause.CONTENT:
            _cannot_be_reached(context, delivery, error.cause)
        return _note(context, delivery, DeliveryState.REFUSED, cause=error.cause)
    except NotSent:
        _note(context, delivery, DeliveryState.WAITING)
        raise
    return _note(context, delivery, DeliveryState.SENT, message_id=message_id)


def _key(event: Event[EventData], mail: Mail) -> tuple[str, str]:
    return Delivery.key(mail.once or event.meta.id, mail.kind, mail.to.key)


def _known(context: Context, event: Event[EventData], mail: Mail) -> tuple[Delivery | None, Mailbox]:
    """Return in one go how far a mail got, and what is known of its address."""
    mailbox_id = ids.address_key(mail.to.email)
    read = context.store.get_many(Item, [_key(event, mail), Mailbox.key_of(mailbox_id)])
    begun = next((one for one in read if isinstance(one, Delivery)), None)
    mailbox = next((one for one in read if isinstance(one, Mailbox)), None)
    return begun, mailbox or store.unknown(mailbox_id)


def _claim(
    context: Context, event: Event[EventData], mail: Mail, begun: Delivery | None, *, again: bool
) -> Delivery | None:
    """Claim a mail; None if it is done. Raises `InHand` while another process has it."""
    delivery, now = begun, context.clock()
    if delivery is None:
        delivery = Delivery(*_key(event, mail), mail_kind=mail.kind, recipient=mail.to.key)
        delivery.event = {"name": event.name, "detail": to_detail(event)}
    elif delivery.state not in OPEN + (AGAIN if again else ()):
        return None
    elif delivery.state == DeliveryState.CLAIMED:
        if now < clock.parse(delivery.claimed_at) + domain.LEASE:
            raise InHand
        delivery.taken_over = delivery.taken_over + 1
        access_line("notifications", mail.kind, "taken over", event_id=event.meta.id)
    delivery.state, delivery.claimed_at = DeliveryState.CLAIMED, clock.iso(now)
    delivery.mailbox_id = ids.address_key(mail.to.email)
    try:
        _save(context, delivery)
    except Stale as error:
        raise InHand from error
    return delivery


def _held_back(mail: Mail, mailbox: Mailbox, now: datetime) -> DeliveryState | None:
    """Return why a mail isn't sent to an address, or None."""
    if mail.kind == SIGN_IN:
        return None
    if mail.kind in NUDGES and mailbox.fewer:
        return DeliveryState.UNWANTED
    if store.facts_of(mailbox).standing.rests(now):
        return DeliveryState.WITHHELD
    return None


def _send(context: Context, event: Event[EventData], delivery: Delivery, mail: Mail, sender: Sender) -> str:
    try:
        message = composer.compose(
            _unsubscribable(context, mail),
            event_id=event.meta.id,
            sender=settings().mail_from,
            now=context.clock(),
            files={one.key: context.files.get(one.key) for one in mail.attachments},
        )
    except Refused:
        raise
    except Exception as error:
        raise NotSent from error
    tags = {
        "event": event.meta.id,
        "kind": mail.kind,
        "recipient": delivery.recipient,
        "mailbox": delivery.mailbox_id,
    }
    return sender.send(message, mail.to.email, tags)


def _cannot_be_reached(context: Context, delivery: Delivery, cause: Cause) -> None:
    failure = domain.came_back(context.clock(), delivery.pk, cause)
    use_cases.hear(_step(context), delivery.mailbox_id, failure)


def _step(context: Context) -> Context:
    """Return a context whose units of work carry no marker, because the event isn't finished with them."""
    return replace(context, marker=None)


def _note(
    context: Context, delivery: Delivery, state: DeliveryState, *, cause: str = "", message_id: str | None = None
) -> DeliveryState:
    """Record the result; what SES has reported about the mail in the meantime is kept."""
    in_hand = [delivery]

    @retrying
    def note() -> None:
        found = in_hand.pop() if in_hand else context.store.get(Delivery, delivery.pk, delivery.sk)
        if found is None or found.state != DeliveryState.CLAIMED:
            return
        found.state, found.cause, found.message_id = state, cause, message_id
        if state == DeliveryState.SENT:
            found.sent_at = clock.iso(context.clock())
        if state in AGAIN and found.mail_kind != SIGN_IN:
            found.list_as_unsent()
        elif state != DeliveryState.WAITING:
            found.unlist()
        _save(context, found)

    note()
    return state


def _save(context: Context, item: Any) -> None:
    uow = context.step()
    uow.save(item)
    uow.commit()


def _unsubscribable(context: Context, mail: Mail) -> Mail:
    if mail.kind not in NUDGES:
        return mail
    expires_at = context.clock() + UNSUBSCRIBE_LIFETIME
    token = links.sign("unsubscribe", ids.address_key(mail.to.email), expires_at=expires_at, locale=mail.to.locale)
    return replace(mail, unsubscribe=links.url("/unsubscribe", token))


def recovered(context: Context, event: Event[MailboxRecovered], told: frozenset[str], sender: Sender) -> int:
    """Mails reach an address again: send what could not be sent and is still true, of the events `told` here."""
    data = event.data
    sent = send_again(context, data.mailbox_id, data.mailbox_id, told, sender)
    context.begin().commit()
    return sent


def corrected(context: Context, event: Event[AddressCorrected], told: frozenset[str], sender: Sender) -> int:
    """An address was corrected: send it the old one's unsent mails that are still true."""
    data = event.data
    sent = send_again(context, data.from_mailbox, data.to_mailbox, told, sender)
    context.begin().commit()
    return sent


def send_again(context: Context, from_mailbox: str, to_mailbox: str, told: frozenset[str], sender: Sender) -> int:
    """Send what did not arrive at one address to another (or the same), oldest first; return how many left.

    `told` are the events whose mails this function makes (`recipes.OF_ROOMS`, `recipes.OTHERS`); the others stay for
    the one that makes theirs.

    Each mail is made anew of its event and of what is true today; one that is no longer true is only ticked off.
    What is now meant for a third address, or still for the old one, stays.
    """
    sent = 0
    for old in context.store.listed(Delivery, Delivery.unsent_key(from_mailbox)):
        if old.event["name"] not in told:
            continue
        event = from_detail(old.event["name"], old.event["detail"])
        mails = [one for one in recipes.of(context, event) if one.kind in (old.mail_kind, FIRST)]
        right = [one for one in mails if ids.address_key(one.to.email) == to_mailbox]
        if not right and any(ids.address_key(one.to.email) == from_mailbox for one in mails):
            continue
        sent += _each(context, event, right, sender, again=True)
        _off_the_list(context, old)
    return sent


@retrying
def _off_the_list(context: Context, old: Delivery) -> None:
    """Take a mail off its list, unless sending it again has put it there."""
    found = context.store.get(Delivery, old.pk, old.sk)
    if found is None or found.version != old.version:
        return
    found.state = DeliveryState.SETTLED
    found.unlist()
    _save(context, found)
