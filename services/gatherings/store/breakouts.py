"""Breakout rooms: items ↔ domain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gatherings.domain.breakout import Breakout
from mentoring import clock
from mentoring.tables.gatherings.breakout import Breakout as Item

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context

SAME = ("size", "minutes", "odd", "seed", "pattern", "state", "nth")
"""What the rooms and their item call alike and hold alike."""


def load(context: Context, gathering_id: str) -> Item | None:
    """Return the item of a gathering's rooms."""
    return context.store.get(Item, *Item.key(gathering_id))


def of(context: Context, gathering_ids: list[str]) -> list[Item]:
    """Return the rooms of several gatherings, of those that have some."""
    return context.store.get_many(Item, [Item.key(one) for one in gathering_ids]) if gathering_ids else []


def new(programme_id: str, gathering_id: str) -> Item:
    """Return an item for the first rooms of a gathering."""
    return Item(*Item.key(gathering_id), gathering_id=gathering_id, programme_id=programme_id)


def read(item: Item) -> Breakout:
    """Return the item as a domain object."""
    ids = [str(person_id) for person_id, _ in item.people]
    return Breakout(
        people={str(person_id): str(participant_id) for person_id, participant_id in item.people},
        rounds=tuple(tuple(tuple(ids[one] for one in room) for room in rooms) for rooms in item.rounds),
        links=tuple(item.links),
        ends_at=clock.parse(item.ends_at) if item.ends_at else None,
        left=timedelta(seconds=item.left),
        **{name: getattr(item, name) for name in SAME},
    )


def keep(item: Item, breakout: Breakout, now: datetime, brings: dict[str, Any] | None = None) -> Item:
    """Put the rooms into their item; `brings` if they were seated anew."""
    people = sorted(breakout.people.items())
    places = {person_id: number for number, (person_id, _) in enumerate(people)}
    item.people = [list(one) for one in people]
    item.rounds = [[[places[one] for one in room] for room in rooms] for rooms in breakout.rounds]
    for name in SAME:
        setattr(item, name, getattr(breakout, name))
    item.links = list(breakout.links)
    item.ends_at = clock.iso(breakout.ends_at) if breakout.ends_at is not None else None
    item.left = round(breakout.left.total_seconds())
    item.changed_at = clock.iso(now)
    if brings is not None:
        item.brings = brings
    return item
