"""Announcements on their way: handed on to their readers in parts, once to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import ids, work
from mentoring.errors import AlreadyDone, NotFound
from mentoring.events.workspace import AnnouncementAddressed
from mentoring.store import retrying
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import AnnouncementState
from mentoring.tables.workspace import PEOPLE_TOGETHER, Announced, Announcement, AnnouncementPeople

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.workspace import AnnouncementSent

TOGETHER = 45
"""Readers of one transaction: an item and an event for each, and the announcement itself."""


def hand_on(context: Context, event: Event[AnnouncementSent]) -> None:
    """Give an announcement to its readers, a part of them a delivery: each gets it once, whatever comes twice."""
    programme_id, announcement_id = event.data.programme_id, event.data.announcement_id
    item = _load(context, programme_id, announcement_id)
    whom = _named(context, item)

    def handle(some: list[str]) -> None:
        nonlocal item
        item = _give(context, item, some)

    after = work.part(context, work.numbered(whom), handle, together=TOGETHER, begin=str(item.position))
    uow = context.begin()
    work.go_on(context, uow, after)
    uow.commit()


def _load(context: Context, programme_id: str, announcement_id: str) -> Announcement:
    item = context.store.get(Announcement, *Announcement.key(programme_id, announcement_id))
    if item is None:
        raise NotFound
    return item


def _named(context: Context, item: Announcement) -> list[str]:
    """Return the participant ids an announcement is for."""
    parts = range(-(-item.total // PEOPLE_TOGETHER))
    keys = [AnnouncementPeople.key(item.programme_id, item.announcement_id, number) for number in parts]
    return [one for part in context.store.get_many(AnnouncementPeople, keys) for one in part.people]


@retrying
def _give(context: Context, known: Announcement, some: list[str]) -> Announcement:
    """Give it to some readers, in one transaction with how far it is; who has left meanwhile is passed over.

    Raises `AlreadyDone` if another delivery of the same part is ahead.
    """
    item = _load(context, known.programme_id, known.announcement_id)
    if item.position != known.position:
        raise AlreadyDone
    found = context.store.get_many(Participant, [Participant.key(item.programme_id, one) for one in some])
    readers = [one for one in found if not one.withdrawn_at]
    uow = context.step()
    for one in readers:
        uow.save(_announced(item, one))
        told = AnnouncementAddressed(item.programme_id, item.announcement_id, one.person_id, one.participant_id)
        uow.publish(told, aggregate=item, event_id=ids.derived("announced", item.announcement_id, one.person_id))
    item.position, item.told = item.position + len(some), item.told + len(readers)
    if item.position >= item.total:
        item.state = AnnouncementState.SENT
    uow.save(item)
    uow.commit()
    return item


def _announced(item: Announcement, reader: Participant) -> Announced:
    made = Announced(
        *Announced.key(item.programme_id, item.announcement_id, reader.person_id),
        programme_id=item.programme_id,
        announcement_id=item.announcement_id,
        person_id=reader.person_id,
        participant_id=reader.participant_id,
        sent_at=item.sent_at,
    )
    made.place()
    return made
