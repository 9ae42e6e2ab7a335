"""A week before each date of a programme its organizers are told what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import work
from mentoring.events.recruitment import ProgrammeDateNears
from mentoring.mailing import Mailing
from mentoring.recruiting import DUE_IN
from mentoring.tables.core import Item
from mentoring.tables.recruitment import DatesAhead, Programme
from mentoring.tables.vocabulary import ApplicationState
from recruitment.counting import Tally
from recruitment.domain.ahead import Ahead

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


def settle(context: Context, uow: UnitOfWork, programme: Programme) -> None:
    """Add to a change of a programme, or to a new one, when its organizers are told of its dates."""
    key = DatesAhead.key(programme.programme_id)
    found = None if programme.is_new else context.store.get(DatesAhead, *key)
    kept = found or DatesAhead(*key, programme_id=programme.programme_id)
    now = context.clock()
    ahead = _ahead(programme, kept).set(kept.known, now)
    again = ahead.next(now)
    if kept.is_new and again is None and not programme.dates:
        return
    kept.known, kept.told = dict(programme.dates), dict(ahead.told)
    kept.set_due(again)
    uow.save(kept)


def _ahead(programme: Programme, kept: DatesAhead) -> Ahead:
    return Ahead(programme.dates, programme.zone, kept.told, Mailing.of(programme).digest_hour)


def tell(context: Context) -> dict[str, int]:
    """Tell organizers of the dates that are a week away; return of how many.

    Repeatable: what was told is written with the event. Dates for which nothing is due in the programme's stage are
    passed over.
    """
    return {"dates": work.each_due(context, DatesAhead, lambda one: _tell(context, one.programme_id))}


def _tell(context: Context, programme_id: str) -> int:
    keys = [DatesAhead.key(programme_id), Programme.key(programme_id), *Tally.keys(programme_id)]
    read = context.store.get_many(Item, keys)
    kept = next((one for one in read if isinstance(one, DatesAhead)), None)
    programme = next((one for one in read if isinstance(one, Programme)), None)
    if kept is None or programme is None:
        return 0
    now = context.clock()
    ahead = _ahead(programme, kept)
    due = ahead.due(now)
    ahead = ahead.tell(due)
    kept.told = dict(ahead.told)
    kept.set_due(ahead.next(now))
    uow = context.step()
    uow.save(kept)
    undecided = Tally.of(context, programme_id).count(ApplicationState.SUBMITTED)
    news = [name for name in due if programme.stage in DUE_IN[name]]
    for name in news:
        uow.publish(ProgrammeDateNears(programme_id, name, programme.dates[name], undecided), aggregate=programme)
    uow.commit()
    return len(news)
