"""Whose weekly report is due at this hour; what it takes to make one is loaded elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, work
from mentoring.events.reporting import WeeklyReportDue
from mentoring.i18n import day_in, in_zone
from mentoring.mailing import Mailing
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import Running
from reporting.figures import week_of

if TYPE_CHECKING:
    from mentoring.context import Context


def begin_due(context: Context) -> dict[str, int]:
    """Let the reports of the programmes that are due be made, each on its own; return how many."""
    return {"reports": work.each_due(context, Running, lambda one: _begin(context, one.programme_id))}


def _begin(context: Context, programme_id: str) -> int:
    read = context.store.get_many(Item, [Running.key(programme_id), Programme.key(programme_id)])
    listed = next((one for one in read if isinstance(one, Running)), None)
    programme = next((one for one in read if isinstance(one, Programme)), None)
    now = context.clock()
    if listed is None or programme is None or not listed.due_at or listed.due_at > clock.iso(now):
        return 0
    listed.set_due(Mailing.of(programme).next_report(now, programme.zone))
    listed.begun_on = day_in(now, programme.zone)
    uow = context.step()
    uow.save(listed)
    uow.publish(WeeklyReportDue(programme_id, week_of(in_zone(now, programme.zone))), aggregate=listed)
    uow.commit()
    return 1
