"""When digests and weekly reports are due: as the settings of the programme say, while it runs or closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.mailing import Mailing
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import DailyDigest, Running
from mentoring.tables.vocabulary import ProgrammeStage
from reporting import store

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ProgrammeChanged, ProgrammeStageChanged

RUNNING = (ProgrammeStage.RUNNING, ProgrammeStage.CLOSING)


@retrying
def note_stage(context: Context, event: Event[ProgrammeStageChanged]) -> None:
    """Put a programme that runs or closes on the list for weekly reports, and take others off."""
    changed = event.data
    programme = context.store.get(Programme, *Programme.key(changed.programme_id))
    listed = context.store.get(Running, *Running.key(changed.programme_id))
    uow = context.begin()
    if programme is not None and programme.stage in RUNNING:
        if listed is None:
            listed = Running(*Running.key(changed.programme_id), programme_id=changed.programme_id)
            listed.set_due(Mailing.of(programme).next_report(context.clock(), programme.zone))
            uow.save(listed)
            weeks = store.weeks(context, changed.programme_id)
            if weeks.is_new:
                uow.save(weeks)
    elif listed is not None:
        uow.delete(listed)
    uow.commit()


@retrying
def note_settings(context: Context, event: Event[ProgrammeChanged]) -> None:
    """Let digest and report come when the programme says now; what is due already comes as it was."""
    programme_id, now = event.data.programme_id, context.clock()
    keys = [Programme.key(programme_id), DailyDigest.key(programme_id), Running.key(programme_id)]
    read = context.store.get_many(Item, keys)
    programme = next((one for one in read if isinstance(one, Programme)), None)
    uow = context.begin()
    for one in read:
        if programme is not None and isinstance(one, DailyDigest | Running) and _waits(one, now):
            before = one.due_at
            one.set_due(_again(one, programme, now))
            if one.due_at != before:
                uow.save(one)
    uow.commit()


def _waits(one: DailyDigest | Running, now: datetime) -> bool:
    """Return whether it is due later; a programme that ran before reports had an hour of their own gets one now."""
    return one.due_at > clock.iso(now) if one.due_at else isinstance(one, Running)


def _again(one: DailyDigest | Running, programme: Programme, now: datetime) -> datetime:
    when = Mailing.of(programme)
    if isinstance(one, DailyDigest):
        return when.next_digest(now, programme.zone, one.told_on)
    return when.next_report(now, programme.zone)
