"""Guides as organizers write them: order, texts, the starter set, and how many people have read each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring import access, ids
from mentoring.errors import NotFound
from mentoring.events.workspace import GuideWithdrawn
from mentoring.store import retrying
from mentoring.tables.recruitment import Counts
from mentoring.tables.vocabulary import ApplicationState, Audience, GuideState, Role
from mentoring.tables.workspace import Guide, GuideReads, GuideShelf
from mentoring.values import dataclass
from workspace import starter
from workspace.guides import READS, Shelf, Written
from workspace.use_cases import shelf as shelves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Seen:
    """How many people have read a guide, of how many it is for."""

    read: int
    of: int


@dataclass(frozen=True)
class Desk:
    """The guides of a programme as its organizers see them; `seen` by guide id, `missing` names of starter guides.

    `may_edit`: viewers only look.
    """

    programme: Programme
    item: GuideShelf
    shelf: Shelf
    seen: dict[str, Seen]
    missing: list[str]
    may_edit: bool


def desk(context: Context, programme_id: str) -> Desk:
    """Return a programme's guides, for its organizers."""
    keys = [GuideShelf.key(programme_id), *GuideReads.keys(programme_id), *Counts.keys(programme_id)]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=keys)
    item = shelves.load(context, programme_id)
    shelf = shelves.read(item)
    return Desk(
        programme,
        item,
        shelf,
        _seen(context, programme_id, shelf),
        _missing(programme_id, shelf),
        may_edit=access.decides(context, programme),
    )


def _seen(context: Context, programme_id: str, shelf: Shelf) -> dict[str, Seen]:
    reads: Counter[str] = Counter()
    for one in context.store.get_many(GuideReads, GuideReads.keys(programme_id)):
        reads.update({guide_id: int(number) for guide_id, number in one.numbers.items()})
    people = _people(context, programme_id)
    return {
        one.guide_id: Seen(min(reads[one.guide_id], people[one.audience]), people[one.audience])
        for one in shelf.entries
    }


def _people(context: Context, programme_id: str) -> Counter[Audience]:
    """Return how many people were accepted, of each audience."""
    people: Counter[Audience] = Counter()
    counted = Counts.total(context.store.get_many(Counts, Counts.keys(programme_id)))
    for (role, state, _), number in counted.items():
        if state == ApplicationState.ACCEPTED:
            people[READS[Role(role)]] += number
    people[Audience.BOTH] = people.total()
    return people


def _missing(programme_id: str, shelf: Shelf) -> list[str]:
    return [name for name in starter.SET if starter.guide_id(programme_id, name) not in shelf.ids]


def guide(context: Context, programme_id: str, guide_id: str) -> tuple[Programme, Guide]:
    """Return a programme and one of its guides, for its organizers."""
    key = Guide.key(programme_id, guide_id)
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[key])
    item = context.store.get(Guide, *key)
    if item is None:
        raise NotFound
    return programme, item


@retrying
def write(context: Context, programme_id: str, told: Written) -> Guide:
    """Write a new guide; it is the last one of its stage."""
    access.organizer(context, programme_id, also=[GuideShelf.key(programme_id)])
    checked = told.checked()
    item = _new(programme_id, ids.new())
    shelf = shelves.load(context, programme_id)
    uow = context.begin()
    shelves.keep(uow, shelf, shelves.read(shelf).put(checked.entry(item.guide_id)))
    shelves.write(uow, item, checked)
    uow.commit()
    return item


def _new(programme_id: str, guide_id: str) -> Guide:
    return Guide(*Guide.key(programme_id, guide_id), programme_id=programme_id, guide_id=guide_id)


@retrying
def change(context: Context, programme_id: str, guide_id: str, told: Written, expected: str) -> Guide:
    """Change a guide in the expected version."""
    shelf, item = _to_change(context, programme_id, guide_id)
    item.expect(expected)
    checked = told.checked()
    uow = context.begin()
    shelves.keep(uow, shelf, shelves.read(shelf).put(checked.entry(guide_id)))
    shelves.write(uow, item, checked)
    uow.commit()
    return item


def _to_change(
    context: Context, programme_id: str, guide_id: str, *, also: Iterable[access.Key] = ()
) -> tuple[GuideShelf, Guide]:
    keys = [GuideShelf.key(programme_id), Guide.key(programme_id, guide_id), *also]
    access.organizer(context, programme_id, also=keys)
    item = context.store.get(Guide, *Guide.key(programme_id, guide_id))
    if item is None:
        raise NotFound
    return shelves.load(context, programme_id), item


@retrying
def delete(context: Context, programme_id: str, guide_id: str, expected: str) -> GuideShelf:
    """Delete a guide in the expected version, and how many have read it; return the shelf without it."""
    shelf, item = _to_change(context, programme_id, guide_id, also=GuideReads.keys(programme_id))
    item.expect(expected)
    uow = context.begin()
    for shard in context.store.get_many(GuideReads, GuideReads.keys(programme_id)):
        if guide_id in shard.numbers:
            shard.numbers = {one: number for one, number in shard.numbers.items() if one != guide_id}
            uow.save(shard)
    shelves.keep(uow, shelf, shelves.read(shelf).drop(guide_id))
    uow.delete(item)
    if item.state == GuideState.PUBLISHED:
        uow.publish(GuideWithdrawn(programme_id, guide_id), aggregate=item)
    uow.commit()
    return shelf


@retrying
def move(context: Context, programme_id: str, guide_id: str, by: int, expected: str) -> GuideShelf:
    """Move a guide one place up (-1) or down (1) within its stage, on the shelf in the expected version."""
    access.organizer(context, programme_id, also=[GuideShelf.key(programme_id)])
    item = shelves.load(context, programme_id)
    item.expect(expected)
    shelf = shelves.read(item)
    if guide_id not in shelf.ids:
        raise NotFound
    uow = context.begin()
    shelves.keep(uow, item, shelf.move(guide_id, by))
    uow.commit()
    return item


@retrying
def take_starter_set(context: Context, programme_id: str) -> GuideShelf:
    """Add the starter guides that aren't there as drafts; those that are, changed or not, stay as they are."""
    access.organizer(context, programme_id, also=[GuideShelf.key(programme_id)])
    item = shelves.load(context, programme_id)
    shelf = shelves.read(item)
    missing = _missing(programme_id, shelf)
    if not missing:
        return item
    uow = context.begin()
    for name in missing:
        guide_id, told = starter.guide_id(programme_id, name), starter.guide(name)
        shelf = shelf.put(told.entry(guide_id))
        shelves.write(uow, _new(programme_id, guide_id), told)
    shelves.keep(uow, item, shelf)
    uow.commit()
    return item


@retrying
def publish_drafts(context: Context, programme_id: str) -> GuideShelf:
    """Publish all drafts at once."""
    access.organizer(context, programme_id, also=[GuideShelf.key(programme_id)])
    item = shelves.load(context, programme_id)
    shelf = shelves.read(item)
    keys = [Guide.key(programme_id, one.guide_id) for one in shelf.drafts]
    if not keys:
        return item
    uow = context.begin()
    for one in context.store.get_many(Guide, keys):
        told = shelves.written(one).publish()
        shelf = shelf.put(told.entry(one.guide_id))
        shelves.write(uow, one, told)
    shelves.keep(uow, item, shelf)
    uow.commit()
    return item
