"""The directory: items ↔ domain, and what a transaction changes of an entry's cards together with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gatherings.domain.directory import Card
from gatherings.domain.introduction import Introduction
from mentoring import clock, ids
from mentoring.tables.gatherings.directory import DirectoryCard, DirectoryEntry
from mentoring.tables.gatherings.directory import Introduction as Asked
from mentoring.tables.vocabulary import IntroductionState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Participant


def load(context: Context, programme_id: str, person_id: str) -> DirectoryEntry:
    """Return somebody's entry, a new one with nothing in it if they have none."""
    key = DirectoryEntry.key(programme_id, person_id)
    return context.store.get(DirectoryEntry, *key) or DirectoryEntry(
        *key, programme_id=programme_id, person_id=person_id, entry_id=ids.new(), since=clock.iso(context.clock())
    )


def card_of(told: Mapping[str, Any]) -> Card:
    """Return the card of an item."""
    read: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}
    return Card(**read)


def kept(card: Card) -> dict[str, Any]:
    """Return a card as items keep it."""
    told = {name: getattr(card, name) for name in Card.__dataclass_fields__}
    return {name: list(one) if isinstance(one, tuple) else one for name, one in told.items()}


def save(context: Context, uow: UnitOfWork, entry: DirectoryEntry) -> None:
    """Put an entry into the transaction, with its card in every list it is found in now, and in no other one."""
    before = {one.sk: one for one in _cards(context, entry)}
    entry.lines = DirectoryCard.lines(entry)
    uow.save(entry)
    for line in entry.lines:
        key = DirectoryCard.at(entry.programme_id, line)
        one = before.pop(line, None) or DirectoryCard(*key, programme_id=entry.programme_id)
        one.person_id, one.entry_id, one.participant_id = entry.person_id, entry.entry_id, entry.participant_id
        one.roles, one.card, one.found_by = entry.roles, entry.card, entry.found_by
        uow.save(one)
    for gone in before.values():
        uow.delete(gone)


def delete(context: Context, uow: UnitOfWork, entry: DirectoryEntry) -> None:
    """Take an entry and all its cards out of the directory, in the transaction."""
    for one in _cards(context, entry):
        uow.delete(one)
    uow.delete(entry)


def _cards(context: Context, entry: DirectoryEntry) -> list[DirectoryCard]:
    keys = [DirectoryCard.at(entry.programme_id, one) for one in entry.lines]
    return context.store.get_many(DirectoryCard, keys) if keys else []


def read(item: Asked | None) -> Introduction:
    """Return a wish to meet as a domain object; None is that nobody asked."""
    return Introduction() if item is None else Introduction(item.state, clock.parse(item.until), item.turn)


def new(card: DirectoryCard, asker: Participant) -> Asked:
    """Return the item of a wish to meet that nobody had before."""
    return Asked(
        *Asked.key(card.programme_id, asker.person_id, card.person_id),
        introduction_id=ids.new(),
        programme_id=card.programme_id,
        asker_person_id=asker.person_id,
        asker_id=asker.participant_id,
        asked_person_id=card.person_id,
        asked_id=card.participant_id,
        name=card.card["name"],
    )


def keep(item: Asked, after: Introduction, now: datetime) -> Asked:
    """Put what became of a wish into its item, and the item on the lists it is on; its sentence is set before."""
    if after.state is None or after.until is None:
        raise ValueError("nobody asked")
    if after.turn != item.turn:
        item.asked_at = clock.iso(now)
    item.state, item.until, item.turn = after.state, clock.iso(after.until), after.turn
    item.place()
    item.set_due(after.until if item.sentence or after.state == IntroductionState.ASKED else None)
    return item
