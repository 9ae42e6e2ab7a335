"""Announcements as their readers see them: what the organizers told them, and that they have seen it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from mentoring import access, clock, rooms
from mentoring.errors import NotFound
from mentoring.store import Page, retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.workspace import READ_SHARDS, Announced, Announcement, AnnouncementReads, ProgrammeKey
from mentoring.values import dataclass
from workspace import announcing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context


@dataclass(frozen=True)
class Got:
    """An announcement that somebody got, and whether they had seen it before."""

    programme: Programme
    item: Opened[Announcement]
    seen: bool


def programme_of(context: Context, programme_id: str) -> Programme:
    """Return the programme of `mine`, which says whether it is the user's."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        raise NotFound
    return programme


def mine(context: Context, programme_id: str, after: str, limit: int) -> Page[Got]:
    """Return what was announced to the user in a programme in which they take part, or took part until they left."""
    me = access.person(context)
    page = context.store.listed_page(Announced, *Announced.listed(me, programme_id), after=after, limit=limit)
    if not page.items and not context.store.listed(Participant, *Participant.listed(me, programme_id)):
        raise NotFound
    return Page(_got(context, programme_id, page.items), page.next)


def _got(context: Context, programme_id: str, marks: list[Announced]) -> list[Got]:
    keys = [Announcement.key(programme_id, one.announcement_id) for one in marks]
    read = context.store.get_many(Item, [Programme.key(programme_id), ProgrammeKey.key(programme_id), *keys])
    programme = next((one for one in read if isinstance(one, Programme)), None)
    if programme is None:
        raise NotFound
    found = {one.announcement_id: one for one in read if isinstance(one, Announcement)}
    key = rooms.programme_key(context, programme_id)
    return [
        Got(programme, Opened(found[one.announcement_id], key), seen=bool(one.seen_at))
        for one in marks
        if one.announcement_id in found
    ]


def one(context: Context, programme_id: str, announcement_id: str) -> Got:
    """Return an announcement that the user got."""
    me = access.person(context)
    mark_key = Announced.key(programme_id, announcement_id, me)
    keys = [mark_key, Programme.key(programme_id), ProgrammeKey.key(programme_id)]
    context.store.get_many(Item, [*keys, Announcement.key(programme_id, announcement_id), _shard_key(programme_id, me)])
    mark = context.store.get(Announced, *mark_key)
    if mark is None:
        raise NotFound
    (got,) = _got(context, programme_id, [mark])
    return got


def _shard_key(programme_id: str, person_id: str) -> access.Key:
    return AnnouncementReads.key(programme_id, zlib.crc32(person_id.encode()) % READ_SHARDS)


# At home --------------------------------------------------------------------------------------------------------------


def news(mine: Sequence[Item]) -> dict[str, list[Announced]]:
    """Return of all that is somebody's what was announced to them and not opened, by programme, the newest first."""
    found: dict[str, list[Announced]] = {}
    for one in mine:
        if isinstance(one, Announced) and not one.seen_at:
            found.setdefault(one.programme_id, []).append(one)
    return found


def keys(found: Mapping[str, Sequence[Announced]]) -> list[access.Key]:
    """Return the keys of what `subject` reads."""
    return [
        key
        for programme_id, marks in found.items()
        if len(marks) == 1
        for key in (ProgrammeKey.key(programme_id), Announcement.key(programme_id, marks[0].announcement_id))
    ]


def subject(context: Context, marks: Sequence[Announced]) -> str:
    """Return what the only announcement of a programme is about; of several, nothing is said."""
    if len(marks) != 1:
        return ""
    item = context.store.get(Announcement, *Announcement.key(marks[0].programme_id, marks[0].announcement_id))
    if item is None:
        return ""
    return announcing.subject(Opened(item, rooms.programme_key(context, item.programme_id)).texts, context.locale)


# Seen -----------------------------------------------------------------------------------------------------------------


@retrying
def see(context: Context, programme_id: str, announcement_id: str) -> Got:
    """Return an announcement and note that the user has seen it, counted once; organizers see the number alone."""
    got = one(context, programme_id, announcement_id)
    if got.seen:
        return got
    me = access.person(context)
    mark = context.store.get(Announced, *Announced.key(programme_id, announcement_id, me))
    if mark is None:
        raise NotFound
    mark.seen_at = clock.iso(context.clock())
    shard_key = _shard_key(programme_id, me)
    shard = context.store.get(AnnouncementReads, *shard_key)
    shard = shard or AnnouncementReads(*shard_key, programme_id=programme_id)
    shard.numbers = shard.numbers | {announcement_id: int(shard.numbers.get(announcement_id, 0)) + 1}
    uow = context.begin()
    uow.save(mark)
    uow.save(shard)
    uow.commit()
    return got
