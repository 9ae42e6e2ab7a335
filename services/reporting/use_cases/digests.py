"""What can wait is told to organizers once a day at most, all of it in one mail, at the hour their programme sets.

On the day of the weekly report that mail is the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import clock, work
from mentoring.errors import NotFound
from mentoring.events.reporting import DigestPrepared
from mentoring.i18n import day_in, in_zone
from mentoring.mailing import Mailing
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import DailyDigest, Running, Weeks
from mentoring.tables.vocabulary import PROGRAMME_OVER, SAME_DAY
from reporting.figures import week_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData
    from mentoring.events.monitoring import MatterRaised
    from mentoring.events.recruitment import ApplicationsCollected, ProgrammeDateNears

MOST_MATTERS = 50
"""Matters that a digest keeps; the list has all of them."""
Coming = dict[str, Any]
"""What a digest tells; see `DailyDigest`."""


def note_applications(context: Context, event: Event[ApplicationsCollected]) -> None:
    """Tell of new applications."""
    _note(context, event, event.data.programme_id, lambda coming: coming | {"applications": event.data.until})


def note_date(context: Context, event: Event[ProgrammeDateNears]) -> None:
    """Tell of a date that is a week away."""
    data = event.data

    def add(coming: Coming) -> Coming:
        dates = coming.get("dates", {}) | {data.date: {"day": data.day, "undecided": data.undecided}}
        return coming | {"dates": dates}

    _note(context, event, data.programme_id, add)


def note_matter(context: Context, event: Event[MatterRaised]) -> None:
    """Tell of a matter that can wait; of what can't, organizers have had a mail of its own."""
    data = event.data
    if data.urgency in SAME_DAY:
        return

    def add(coming: Coming) -> Coming:
        known = [one for one in coming.get("matters", []) if one != data.about]
        return coming | {"matters": [*known, data.about][-MOST_MATTERS:]}

    _note(context, event, data.programme_id, add)


@retrying
def _note(context: Context, event: Event[EventData], programme_id: str, add: Callable[[Coming], Coming]) -> None:
    """Add something to the next digest, and set when that comes, unless it is set already."""
    kept, programme = read(context, programme_id)
    if programme is None:
        raise NotFound
    kept.coming = add(kept.coming)
    if not kept.due_at:
        when = Mailing.of(programme)
        kept.set_due(when.digest_of(event.meta.occurred_at, programme.zone, kept.told_on))
    uow = context.begin()
    uow.save(kept)
    uow.commit()


def read(context: Context, programme_id: str) -> tuple[DailyDigest, Programme | None]:
    """Return the digest of a programme, a new one if there is none, and the programme; one round trip."""
    found = context.store.get_many(Item, [DailyDigest.key(programme_id), Programme.key(programme_id)])
    return among(found, programme_id)


def among(found: Sequence[Item], programme_id: str) -> tuple[DailyDigest, Programme | None]:
    """Return the digest and the programme among items that were read; a new digest if there is none."""
    kept = next((one for one in found if isinstance(one, DailyDigest)), None)
    programme = next((one for one in found if isinstance(one, Programme)), None)
    return kept or DailyDigest(*DailyDigest.key(programme_id), programme_id=programme_id), programme


def tell_due(context: Context) -> dict[str, int]:
    """Tell organizers what is new, for each programme that is due; return for how many.

    Repeatable: what was told is written with the event.
    """
    return {"digests": work.each_due(context, DailyDigest, lambda one: _tell(context, one.programme_id))}


@retrying
def _tell(context: Context, programme_id: str) -> int:
    kept, programme = read(context, programme_id)
    now = context.clock()
    if programme is None or not kept.due_at or kept.due_at > clock.iso(now):
        return 0
    uow, today = context.step(), day_in(now, programme.zone)
    goes_on = programme.stage not in PROGRAMME_OVER
    if goes_on and _report_tells(context, programme):
        kept.set_due(Mailing.of(programme).next_digest(now, programme.zone, today))
        uow.save(kept)
        uow.commit()
        return 0
    if goes_on:
        kept.told, kept.told_on = kept.coming, Mailing.day_of(clock.parse(kept.due_at), now, programme.zone)
        uow.publish(DigestPrepared(programme_id, kept.told_on), aggregate=kept)
    kept.set_due(None)
    kept.coming = {}
    uow.save(kept)
    uow.commit()
    return int(goes_on)


def _report_tells(context: Context, programme: Programme) -> bool:
    """Return whether the weekly report comes today and isn't made yet: it will take what is new.

    If it isn't made today after all, the next digest tells it.
    """
    keys = [Running.key(programme.programme_id), Weeks.key(programme.programme_id)]
    found = context.store.get_many(Item, keys)
    listed = next((one for one in found if isinstance(one, Running)), None)
    weeks = next((one for one in found if isinstance(one, Weeks)), None)
    now = in_zone(context.clock(), programme.zone)
    if listed is None or (weeks is not None and week_of(now) in weeks.told):
        return False
    comes_on = day_in(clock.parse(listed.due_at), programme.zone) if listed.due_at else ""
    return now.date().isoformat() in (comes_on, listed.begun_on)


def take(kept: DailyDigest, on: str) -> Coming:
    """Return what the digest would tell, which the report made on this day tells instead: that day has no digest."""
    taken: Coming = kept.coming
    kept.coming, kept.told_on = {}, max(kept.told_on, on)
    kept.set_due(None)
    return taken
