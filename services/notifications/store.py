"""Tables ↔ what is known of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.reach import Cause
from mentoring.tables.notifications import Mailbox
from notifications import domain

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context

INSTANTS = ("delivered", "complained", "trusted", "forgiven")


def load(context: Context, mailbox_id: str) -> Mailbox:
    """Return what is known about an address; for an unknown one, a new item."""
    return context.store.get(Mailbox, *Mailbox.key_of(mailbox_id)) or unknown(mailbox_id)


def unknown(mailbox_id: str) -> Mailbox:
    """Return a new item of an address that nothing is known of."""
    return Mailbox(*Mailbox.key_of(mailbox_id), mailbox_id=mailbox_id)


def facts_of(item: Mailbox) -> domain.Facts:
    """Return the facts of an item."""
    told = item.facts
    bounced = told.get("bounced")
    return domain.Facts(
        **{name: _instant(told.get(name)) for name in INSTANTS},
        bounced=_failure(bounced) if bounced else None,
        soft=frozenset(_failure(one) for one in told.get("soft", [])),
    )


def keep(item: Mailbox, facts: domain.Facts) -> domain.Standing:
    """Put facts, and the state that follows from them, into an item.

    While mail comes back, it does so since it began to: sign-in mails are sent all the same, and come back later.
    """
    known = {name: instant.isoformat() for name in INSTANTS if (instant := getattr(facts, name)) is not None}
    bounced = {"bounced": _plain(facts.bounced)} if facts.bounced else {}
    soft = {"soft": [_plain(one) for one in sorted(facts.soft)]} if facts.soft else {}
    item.facts = known | bounced | soft
    state, lost = facts.standing, item.unreachable and item.since
    item.reach, item.cause, item.failures = state.reach, state.cause or "", state.failures
    item.since, item.retry_at, item.complained_at = (
        _text(one) for one in (state.since, state.retry_at, state.complained)
    )
    if lost and item.unreachable:
        item.since = min(lost, item.since)
    return state


def _plain(one: domain.Failure) -> list[str]:
    return [one.sent.isoformat(), one.mail, one.cause]


def _failure(told: list[Any]) -> domain.Failure:
    sent, mail, cause = told
    return domain.Failure(clock.parse(sent), mail, Cause(cause))


def _instant(text: str | None) -> datetime | None:
    return clock.parse(text) if text else None


def _text(instant: datetime | None) -> str:
    return clock.iso(instant) if instant else ""
