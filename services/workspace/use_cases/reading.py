"""Guides as participants read them: what helps them now first, and a mark that says «I've read it»."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import NotFound
from mentoring.events.workspace import GuideRead
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.workspace import READ_SHARDS, Guide, GuideReader, GuideReads, GuideShelf
from mentoring.values import dataclass
from workspace import guides
from workspace.use_cases import shelf as shelves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import GuideStage
    from workspace.guides import Entry


@dataclass(frozen=True)
class Guides:
    """What somebody may read in a programme: what helps them in the stage `now` first; `read` are ids."""

    programme: Programme
    entries: list[Entry]
    now: GuideStage
    read: frozenset[str]


def for_me(context: Context, programme_id: str, *, also: Iterable[access.Key] = ()) -> Guides:
    """Return the published guides of a programme for the roles in which the user takes part in it.

    Raises `NotFound` for everybody else. `also` are keys that are needed next, read in the same round trip.
    """
    me = access.person(context)
    listed = context.store.listed(Item, Person.listing(me))
    pairs = [one for one in listed if isinstance(one, PairMember) and one.programme_id == programme_id]
    keys = [GuideShelf.key(programme_id), GuideReader.key(programme_id, me), *(Pair.key(one.pair_id) for one in pairs)]
    reader = access.taking_part(context, programme_id, listed, *keys, *also)
    now = guides.now_at(one.stage for one in reader.read if isinstance(one, Pair))
    shelf = shelves.read(shelves.load(context, programme_id))
    return Guides(reader.programme, shelf.for_readers(reader.roles, now), now, _read(context, programme_id, me))


def _read(context: Context, programme_id: str, person_id: str) -> frozenset[str]:
    reader = context.store.get(GuideReader, *GuideReader.key(programme_id, person_id))
    return frozenset(reader.read) if reader is not None else frozenset()


def guide_for_me(
    context: Context, programme_id: str, guide_id: str, *, also: Iterable[access.Key] = ()
) -> tuple[Guides, Guide]:
    """Return all guides that the user may read, and one of them; `also` as in `for_me`."""
    key = Guide.key(programme_id, guide_id)
    mine = for_me(context, programme_id, also=[key, *also])
    item = context.store.get(Guide, *key)
    if item is None or guide_id not in {one.guide_id for one in mine.entries}:
        raise NotFound
    return mine, item


@retrying
def have_read(context: Context, programme_id: str, guide_id: str) -> tuple[Guides, Guide]:
    """Mark a guide as read by the user, counted once however often they say so."""
    me = access.person(context)
    shard_key = GuideReads.key(programme_id, zlib.crc32(me.encode()) % READ_SHARDS)
    mine, item = guide_for_me(context, programme_id, guide_id, also=[shard_key])
    if guide_id in mine.read:
        return mine, item
    reader_key = GuideReader.key(programme_id, me)
    reader = context.store.get(GuideReader, *reader_key)
    reader = reader or GuideReader(*reader_key, programme_id=programme_id, person_id=me)
    reader.read = [*reader.read, guide_id]
    shard = context.store.get(GuideReads, *shard_key) or GuideReads(*shard_key, programme_id=programme_id)
    shard.numbers = shard.numbers | {guide_id: int(shard.numbers.get(guide_id, 0)) + 1}
    uow = context.begin()
    uow.save(reader)
    uow.save(shard)
    uow.publish(GuideRead(programme_id, guide_id), aggregate=reader)
    uow.commit()
    return replace(mine, read=mine.read | {guide_id}), item
