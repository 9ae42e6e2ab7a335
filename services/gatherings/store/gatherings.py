"""Gatherings: items ↔ domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.gathering import Gathering, Plan
from mentoring import clock
from mentoring.tables.gatherings.gathering import Gathering as Item
from mentoring.tables.gatherings.gathering import GatheringsAhead
from mentoring.tables.vocabulary import Ahead

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork

SAME = (
    *("what", "venue", "minutes", "zone", "place", "link", "audience"),
    *("seats_online", "seats_in_person", "offer_hours", "open", "survey", "certificate", "photos"),
    *("host", "speaker", "speaker_email", "before_for", "after_for"),
)
"""What a plan and its item call alike and hold alike."""


def of_programme(context: Context, programme_id: str) -> list[Item]:
    """Return a programme's gatherings, soonest first."""
    return sorted(context.store.query(Item, *Item.of(programme_id)), key=lambda one: one.starts_at)


def load(context: Context, programme_id: str, gathering_id: str) -> Item | None:
    """Return a gathering's item."""
    return context.store.get(Item, *Item.key(programme_id, gathering_id))


def read(item: Item) -> Gathering:
    """Return a gathering's item as a domain object."""
    plan = Plan(
        starts_at=clock.parse(item.starts_at),
        texts=dict(item.texts),
        chosen=tuple(item.chosen),
        sign_up_until=clock.parse(item.sign_up_until) if item.sign_up_until else None,
        **{name: getattr(item, name) for name in SAME},
    )
    return Gathering(plan, item.state, item.sequence, tuple(Ahead(one) for one in item.reminded), item.why)


def keep(item: Item, gathering: Gathering) -> Item:
    """Put a gathering into its item, and the item on the due index."""
    plan = gathering.plan
    for name in SAME:
        setattr(item, name, getattr(plan, name))
    item.starts_at, item.texts, item.chosen = clock.iso(plan.starts_at), dict(plan.texts), list(plan.chosen)
    item.sign_up_until = clock.iso(plan.sign_up_until) if plan.sign_up_until else None
    item.state, item.sequence, item.why = gathering.state, gathering.sequence, gathering.why
    item.reminded = [one.value for one in gathering.reminded]
    item.set_due(gathering.due_at)
    return item


def save(context: Context, uow: UnitOfWork, item: Item, gathering: Gathering) -> None:
    """Put a gathering into its item and the transaction, and what home shows of it."""
    uow.save(keep(item, gathering))
    key = GatheringsAhead.key(item.programme_id)
    ahead = context.store.get(GatheringsAhead, *key) or GatheringsAhead(*key, programme_id=item.programme_id)
    if ahead.note(item):
        uow.save(ahead)
