"""Reminds of drafts: once, some days before the last day for applications, in the person's morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mentoring import work
from mentoring.events.recruitment import DraftWaits
from mentoring.i18n import day_in
from mentoring.recruiting import takes_applications
from mentoring.store import retrying
from mentoring.tables.recruitment import Application, Programme
from mentoring.tables.vocabulary import ApplicationState
from mentoring.walltime import moment

if TYPE_CHECKING:
    from mentoring.context import Context

BEFORE = timedelta(days=3)
"""How long before the last day for applications a draft is reminded of."""
HOUR = time(9)
"""At what time of the person's day."""


def remind_later(context: Context, programme: Programme, application: Application) -> None:
    """Say when the draft of an application is reminded of, if recruitment has a last day; the caller saves it."""
    at = _moment(programme, context.zone) if application.state == ApplicationState.DRAFT else None
    application.set_due(at if at is not None and at > context.clock() else None)


def _moment(programme: Programme, zone: str) -> datetime | None:
    """Return the person's morning some days before the last day for applications."""
    closes = programme.dates.get("recruitment_closes")
    if not closes:
        return None
    return moment(datetime.combine(date.fromisoformat(closes) - BEFORE, HOUR), zone, "zone").instant


def remind_drafts(context: Context) -> dict[str, int]:
    """Remind of drafts whose time has come, once each; of those whose recruitment closes later, then."""
    sent = work.each_due(context, Application, lambda one: _remind(context, one.programme_id, one.application_id))
    return {"drafts": sent}


@retrying
def _remind(context: Context, programme_id: str, application_id: str) -> int:
    one = context.store.get(Application, *Application.key(programme_id, application_id))
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if one is None or programme is None or not one.due_at:
        return 0
    zone = one.profile.get("zone") or programme.zone
    later = _moment(programme, zone)
    one.set_due(later if later is not None and later > context.clock() else None)
    uow = context.step()
    told = not one.due_at and _may_be_sent(context, programme, one)
    if told:
        uow.publish(DraftWaits(application_id, programme_id), aggregate=one)
    uow.save(one)
    uow.commit()
    return int(told)


def _may_be_sent(context: Context, programme: Programme, one: Application) -> bool:
    """Return whether a draft is still one, with something in it, and its recruitment has a last day and is open."""
    closes = programme.dates.get("recruitment_closes", "")
    day = day_in(context.clock(), programme.zone)
    if one.state != ApplicationState.DRAFT or not one.typed or not closes:
        return False
    near = date.fromisoformat(closes) - date.fromisoformat(day) <= BEFORE
    return near and takes_applications(programme.stage, programme.dates, day, programme.type)
