"""Certificates of attendance: who was at a gathering has one of their own, drawn when they ask for it.

Nothing is stored: a certificate says what somebody is called today, and is gone with what it is made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, gatherings, people
from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.recruitment import Participant, Programme
from mentoring.values import dataclass
from reporting.domain import Certificate, Held

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context


@dataclass(frozen=True)
class Attended:
    """A gathering that somebody attended, in a programme, with a certificate."""

    gathering: Gathering
    programme: Programme

    @property
    def path(self) -> str:
        """Return where its certificate is."""
        return f"/reports/certificates/{self.gathering.programme_id}/{self.gathering.gathering_id}/certificate.pdf"


def mine(context: Context) -> list[Attended]:
    """Return the gatherings for which the user has a certificate, the last one first."""
    noted = context.store.listed(Attendance, *Attendance.listed(access.person(context)))
    keys = [Gathering.key(one.programme_id, one.gathering_id) for one in noted]
    keys += [Programme.key(one) for one in dict.fromkeys(one.programme_id for one in noted)]
    read = context.store.get_many(Item, keys) if keys else []
    held = [one for one in read if isinstance(one, Gathering) and _has_one(one, context.clock())]
    programmes = {one.programme_id: one for one in read if isinstance(one, Programme)}
    found = [Attended(one, programmes[one.programme_id]) for one in held if one.programme_id in programmes]
    return sorted(found, key=lambda one: one.gathering.starts_at, reverse=True)


def certificate(context: Context, programme_id: str, gathering_id: str, locale: str) -> Certificate:
    """Return the user's certificate for a gathering, in a language; raises `NotFound` for who wasn't there."""
    me = access.person(context)
    keys = [Attendance.key(gathering_id, me), Gathering.key(programme_id, gathering_id)]
    programme = access.with_programme(context, programme_id, keys)
    noted, held = context.store.get(Attendance, *keys[0]), context.store.get(Gathering, *keys[1])
    if noted is None or not noted.present or held is None or not _has_one(held, context.clock()):
        raise NotFound
    who = people.known(context, [Participant.key(programme_id, noted.participant_id)])
    if not who:
        raise NotFound
    return Certificate(
        organization=programme.organization_name,
        programme=programme.name,
        accent=programme.accent,
        name=who[0].name,
        title=gatherings.title(held, locale),
        what=held.what,
        starts_at=clock.parse(held.starts_at),
        minutes=held.minutes,
        zone=held.zone,
    )


def _has_one(held: Gathering, now: datetime) -> bool:
    return Held(held.state, clock.parse(held.starts_at), held.minutes, held.certificate).certifies(now)
