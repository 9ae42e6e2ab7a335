"""Announcements at the organizers' desk: previewed, sent once, and how far they have got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, ids, people, rooms
from mentoring.batches import batched
from mentoring.errors import NotFound
from mentoring.events.workspace import AnnouncementSent
from mentoring.settings import settings
from mentoring.store import Page
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import (
    PEOPLE_TOGETHER,
    Announcement,
    AnnouncementPeople,
    AnnouncementReads,
    ProgrammeKey,
)
from mentoring.values import dataclass
from workspace import announcing
from workspace.announcing import NobodyMeant, PeopleChanged, Segment, Texts
from workspace.use_cases import segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from workspace.use_cases.segments import Meant


@dataclass(frozen=True)
class Preview:
    """An announcement before it is sent: its text, for whom it is, who that is now, and whether answers come back."""

    programme: Programme
    segment: Segment
    texts: Texts
    meant: Meant
    answerable: bool


@dataclass(frozen=True)
class Shown:
    """An announcement as organizers see it, and how many have seen it."""

    item: Opened[Announcement]
    seen: int


def desk(context: Context, programme_id: str) -> Programme:
    """Return a programme, for those who may announce something in it."""
    return access.organizer(context, programme_id)


def preview(context: Context, programme_id: str, segment: Segment, texts: Texts) -> Preview:
    """Return an announcement as it would be sent now; nothing is kept."""
    programme = access.organizer(context, programme_id, also=[ProgrammeKey.key(programme_id)])
    checked = announcing.checked(texts, programme.languages)
    whom = segment.checked()
    meant = segments.meant(context, programme, whom)
    return Preview(programme, whom, checked, meant, answerable=bool(settings().inbound_domain))


def send(context: Context, programme_id: str, segment: Segment, texts: Texts, count: int, digest: str) -> Announcement:
    """Send an announcement to the people of the preview, who are named by their number and their hash.

    Raises `PeopleChanged` if others are in the segment meanwhile, `NobodyMeant` if nobody is.
    """
    found = preview(context, programme_id, segment, texts)
    if found.meant.digest != digest:
        raise PeopleChanged(now=found.meant.count, before=count)
    if not found.meant.count:
        raise NobodyMeant
    item = _written(context, found)
    uow = context.begin()
    uow.save(item)
    named = batched([one.participant_id for one in found.meant.people], PEOPLE_TOGETHER)
    for number, some in enumerate(named):
        key = AnnouncementPeople.key(programme_id, item.announcement_id, number)
        uow.save(
            AnnouncementPeople(*key, programme_id=programme_id, announcement_id=item.announcement_id, people=list(some))
        )
    uow.publish(AnnouncementSent(programme_id, item.announcement_id), aggregate=item)
    uow.commit()
    return item


def _written(context: Context, found: Preview) -> Announcement:
    now, programme_id, announcement_id = context.clock(), found.programme.programme_id, ids.new()
    item = Announcement(
        *Announcement.key(programme_id, announcement_id),
        announcement_id=announcement_id,
        programme_id=programme_id,
        by=context.principal.person_id,
        audience=found.segment.audience,
        segment=found.segment.kind,
        stage=found.segment.stage or "",
        days=found.segment.days,
        sent_at=clock.iso(now),
        total=found.meant.count,
    )
    item.list_pk, item.list_sk = Announcement.list_key(programme_id, announcement_id, now)
    Opened(item, rooms.programme_key(context, programme_id)).set(texts=found.texts)
    return item


def sent(context: Context, programme_id: str, after: str, limit: int) -> Page[Shown]:
    """Return announcements of a programme, the newest first, for those who may announce something there."""
    access.person(context)
    page = context.store.listed_page(Announcement, Announcement.listing(programme_id), after=after, limit=limit)
    access.organizer(context, programme_id, also=_beside(programme_id))
    return Page(_shown(context, programme_id, page.items), page.next)


def one(context: Context, programme_id: str, announcement_id: str) -> Shown:
    """Return an announcement, for those who may announce something in the programme."""
    key = Announcement.key(programme_id, announcement_id)
    access.organizer(context, programme_id, also=[key, *_beside(programme_id)])
    item = context.store.get(Announcement, *key)
    if item is None:
        raise NotFound
    (shown,) = _shown(context, programme_id, [item])
    return shown


def _beside(programme_id: str) -> list[access.Key]:
    return [ProgrammeKey.key(programme_id), *AnnouncementReads.keys(programme_id)]


def _shown(context: Context, programme_id: str, items: list[Announcement]) -> list[Shown]:
    shards = context.store.get_many(AnnouncementReads, AnnouncementReads.keys(programme_id))
    key = rooms.programme_key(context, programme_id)
    return [
        Shown(Opened(one, key), sum(int(shard.numbers.get(one.announcement_id, 0)) for shard in shards))
        for one in items
    ]


def senders(context: Context, shown: Iterable[Shown]) -> dict[str, str]:
    """Return the names of today of those who sent announcements, by person id."""
    accounts = people.by_id(context, [one.item.by for one in shown])
    return {person_id: one.called for person_id, one in accounts.items()}
