"""What is known about addresses: SES's reports on mails, people's wishes, and addresses said to work again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, ids, links
from mentoring.events.notifications import MailboxLost, MailboxRecovered
from mentoring.reach import Cause, Reach
from mentoring.store import retrying
from mentoring.tables.notifications import Delivery
from mentoring.tables.vocabulary import DeliveryState
from mentoring.values import dataclass
from notifications import domain, store

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import AddressTrusted
    from mentoring.tables.notifications import Mailbox


@dataclass(frozen=True)
class Outcome:
    """SES's report on one mail to one address. `delivery` is the key of the mail's Delivery, if known.

    `whose` is the id of the person to whom it was, empty if that isn't known.
    """

    mailbox_id: str
    sent: datetime
    facts: domain.Facts
    delivery: tuple[str, str] | None = None
    whose: str = ""
    arrived: bool = False
    came_back: bool = False
    cause: Cause | None = None


@retrying
def hear(
    context: Context, mailbox_id: str, facts: domain.Facts, *, wants_nudges: bool | None = None, whose: str = ""
) -> Mailbox:
    """Add facts about an address and its owner's wishes; repeatable in any order.

    If mails are held back from now on, or that are may be sent again, an event is published; `whose` is the person id
    of the recipient, if known.
    """
    item = store.load(context, mailbox_id)
    known = store.facts_of(item)
    now = context.clock()
    rested, was_lost = known.standing.rests(now), known.standing.reach == Reach.BOUNCED
    after = known.merge(facts)
    wanted = {None: item.unsubscribed_at, True: "", False: item.unsubscribed_at or clock.iso(now)}[wants_nudges]
    changed = after != known or wanted != item.unsubscribed_at
    state = store.keep(item, after)
    item.unsubscribed_at = wanted
    uow = context.begin()
    if changed:
        uow.save(item)
        is_lost = state.reach == Reach.BOUNCED
        if (rested and not state.rests(now)) or (was_lost and not is_lost):
            uow.publish(MailboxRecovered(mailbox_id), aggregate=item)
        elif is_lost and not was_lost:
            uow.publish(MailboxLost(mailbox_id, whose), aggregate=item)
    uow.commit()
    return item


def trust(context: Context, event: Event[AddressTrusted]) -> None:
    """Record that an organizer says an address works again; its owner's wishes stay."""
    data = event.data
    hear(context, data.mailbox_id, domain.trusted(context.clock()))


def note(context: Context, outcome: Outcome) -> None:
    """Record what became of a mail, for its address and for the mail itself."""
    mailbox = hear(context, outcome.mailbox_id, outcome.facts, whose=outcome.whose)
    if outcome.delivery is not None:
        _settle(context, outcome, mailbox)


@retrying
def _settle(context: Context, outcome: Outcome, mailbox: Mailbox) -> None:
    """Let a bounced mail be sent again one day, and a delivered one not."""
    assert outcome.delivery is not None  # noqa: S101 - `note` looked
    delivery = context.store.get(Delivery, *outcome.delivery)
    if delivery is None:
        return
    delivered = store.facts_of(mailbox).delivered
    soft_only = outcome.came_back and outcome.facts.bounced is None and outcome.cause != Cause.CONTENT
    if outcome.came_back and not (soft_only and delivered is not None and delivered >= outcome.sent):
        if delivery.state not in (DeliveryState.SENT, DeliveryState.CLAIMED):
            return
        delivery.state, delivery.cause = DeliveryState.BOUNCED, outcome.cause or ""
        delivery.list_as_unsent()
    elif outcome.arrived and delivery.state == DeliveryState.CLAIMED:  # its sender died before recording it
        delivery.state, delivery.sent_at = DeliveryState.SENT, clock.iso(outcome.sent)
    elif outcome.arrived and delivery.state == DeliveryState.BOUNCED and _arrived_after_all(mailbox, outcome):
        delivery.state, delivery.cause = DeliveryState.SENT, ""
        delivery.unlist()
    else:
        return
    uow = context.begin()
    uow.save(delivery)
    uow.commit()


def _arrived_after_all(mailbox: Mailbox, outcome: Outcome) -> bool:
    """Return whether a mail reported as delivered hasn't also bounced."""
    bounced = store.facts_of(mailbox).bounced
    return bounced is None or bounced.sent != outcome.sent


def unsubscribe(context: Context, token: str, *, undo: bool = False) -> None:
    """Stop reminders, surveys and digests to a link's address, or send them again."""
    link = links.read("unsubscribe", token, context.clock())
    _want_nudges(context, link.subject, wanted=undo)


def state_of(context: Context, token: str) -> Mailbox:
    """Return what is known about a link's address."""
    return store.load(context, links.read("unsubscribe", token, context.clock()).subject)


def change_mine(context: Context, wish: str) -> None:
    """Do what the user wants for their address: `fewer` mails, `all`, or try it `again`."""
    access.person(context)
    mailbox_id = ids.address_key(context.principal.email)
    if wish == "again":
        hear(context, mailbox_id, domain.trusted(context.clock()))
    else:
        _want_nudges(context, mailbox_id, wanted=wish == "all")


def _want_nudges(context: Context, mailbox_id: str, *, wanted: bool) -> None:
    hear(
        context,
        mailbox_id,
        domain.forgiven(context.clock()) if wanted else domain.Facts(),
        wants_nudges=wanted,
    )
