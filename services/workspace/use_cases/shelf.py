"""The guides of a programme as they are stored."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mentoring.events.workspace import GuideChanged, GuidePublished, GuideWithdrawn
from mentoring.tables.vocabulary import Audience, GuideStage, GuideState
from mentoring.tables.workspace import Guide, GuideShelf
from workspace.guides import Entry, Shelf, Written

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


def load(context: Context, programme_id: str) -> GuideShelf:
    """Return the item of a programme's shelf, a new one if there is none."""
    key = GuideShelf.key(programme_id)
    return context.store.get(GuideShelf, *key) or GuideShelf(*key, programme_id=programme_id)


def read(item: GuideShelf) -> Shelf:
    """Return a shelf's item as a domain object."""
    return Shelf(tuple(_entry(one) for one in item.entries))


def _entry(stored: dict[str, Any]) -> Entry:
    return Entry(
        stored["guide_id"],
        Audience(stored["audience"]),
        GuideStage(stored["stage"]),
        GuideState(stored["state"]),
        dict(stored["titles"]),
    )


def keep(uow: UnitOfWork, item: GuideShelf, shelf: Shelf) -> None:
    """Put a shelf into its item, and that into the transaction."""
    item.entries = [asdict(one) for one in shelf.entries]
    uow.save(item)


def written(item: Guide) -> Written:
    """Return a guide's item as a domain object."""
    return Written(item.audience, item.stage, item.state, dict(item.texts), item.link)


def write(uow: UnitOfWork, item: Guide, guide: Written) -> None:
    """Put a guide into its item, that into the transaction, and the event if participants see something else now."""
    before = GuideState.DRAFT if item.is_new else item.state
    as_it_was = None if item.is_new else written(item)
    item.audience, item.stage, item.state = guide.audience, guide.stage, guide.state
    item.texts, item.link = dict(guide.texts), guide.link
    uow.save(item)
    if guide.state != before and guide.state == GuideState.PUBLISHED:
        uow.publish(GuidePublished(item.programme_id, item.guide_id), aggregate=item)
    elif guide.state != before:
        uow.publish(GuideWithdrawn(item.programme_id, item.guide_id), aggregate=item)
    elif guide.state == GuideState.PUBLISHED and guide != as_it_was:
        uow.publish(GuideChanged(item.programme_id, item.guide_id), aggregate=item)
