"""New applications are collected once a day at most, at the hour of the organizers' digest, if something is new."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock, work
from mentoring.events.recruitment import ApplicationsCollected
from mentoring.mailing import Mailing
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Digest, Programme, Rows
from mentoring.tables.vocabulary import ApplicationState, Channel
from recruitment import rows, store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from recruitment.rows import Row

SETTLED = timedelta(minutes=5)
"""What was sent less long ago is told the next day: its transaction may still be on its way."""
LONGEST = 5
"""People named who wait longest."""


def expect(context: Context, uow: UnitOfWork, programme: Programme) -> None:
    """Add to the transaction that sends an application when it is told; nothing where that is set already."""
    key = Digest.key(programme.programme_id)
    kept = context.store.get(Digest, *key)
    if kept is not None and kept.due_at:
        return
    kept = kept or Digest(*key, programme_id=programme.programme_id)
    kept.set_due(_following(context, programme))
    uow.save(kept)


def settle(context: Context, uow: UnitOfWork, programme: Programme) -> None:
    """Add to a change of the hour or the zone of a programme when its applications are collected from now on."""
    kept = context.store.get(Digest, *Digest.key(programme.programme_id))
    if kept is not None and kept.due_at:
        kept.set_due(_following(context, programme))
        uow.save(kept)


def _following(context: Context, programme: Programme) -> datetime:
    return Mailing.of(programme).next_digest(context.clock(), programme.zone)


def tell_due(context: Context) -> dict[str, int]:
    """Collect what came in since the last time, for each programme that is due; return of how many something did.

    Repeatable: how far it was told is written with the event. A programme that fails doesn't hold up others.
    """
    return {"digests": work.each_due(context, Digest, lambda one: _tell(context, one.programme_id))}


@retrying
def _tell(context: Context, programme_id: str) -> int:
    wanted = [Digest.key(programme_id), Programme.key(programme_id), *rows.keys(programme_id)]
    read = context.store.get_many(Item, wanted)
    kept = next((one for one in read if isinstance(one, Digest)), None)
    programme = next((one for one in read if isinstance(one, Programme)), None)
    now = context.clock()
    if kept is None or programme is None or not kept.due_at or kept.due_at > clock.iso(now):
        return 0
    until = clock.iso(now - SETTLED)
    known = rows.read(one for one in read if isinstance(one, Rows))
    waiting = [one for one in known if one.state == ApplicationState.SUBMITTED and not one.waits]
    new = [one for one in waiting if one.channel == Channel.FORM and kept.since < one.at <= until]
    kept.since = until
    goes_on = store.programme(programme).takes_decisions
    kept.set_due(_following(context, programme) if goes_on else None)
    uow = context.step()
    if new and goes_on:
        kept.new, kept.waiting, kept.longest = _by_role(new), _by_role(waiting), _longest(waiting)
        uow.publish(ApplicationsCollected(programme_id, until), aggregate=kept)
    uow.save(kept)
    uow.commit()
    return int(bool(new) and goes_on)


def _by_role(some: Sequence[Row]) -> dict[str, int]:
    return dict(Counter(one.role for one in some))


def _longest(waiting: Sequence[Row]) -> list[dict[str, str]]:
    first = sorted(waiting, key=lambda one: (one.at, one.application_id))[:LONGEST]
    return [{"name": one.called, "role": one.role, "at": one.at} for one in first]
