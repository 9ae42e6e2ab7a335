"""Outcomes of meetings: recording a past one, and deciding an arranged one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.use_cases.arranging import free_days, minutes_of, new_item
from meetings.use_cases.reading import meeting, open_pair
from mentoring import clock
from mentoring.events.meetings import MeetingContested, MeetingHeld, MeetingNotHeld
from mentoring.store import retrying
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.meetings import Meeting as Item
    from mentoring.tables.meetings import PairCalendar


@retrying
def log(context: Context, pair_id: str, starts_at: datetime, zone: str, minutes: int = 0) -> Item:
    """Record a meeting that was arranged elsewhere."""
    pair = open_pair(context, pair_id)
    now = context.clock()
    calendar = store.calendar(context, pair_id)
    store.read_along(context, pair, starts_at)
    item = new_item(context, pair, starts_at, minutes or minutes_of(context, pair), zone)
    by = context.principal.person_id
    done = replace(store.read(item), state=MeetingState.HELD, outcome=MeetingOutcome.HELD, said_by=(by,), said_at=now)
    days = store.days(context, pair, item.meeting_id, None, done)
    done.check_past(clock.parse(pair.agreed_at), store.known(calendar).values(), days.busy(), now)
    uow = context.begin()
    hold(context, uow, item, done, calendar)
    days.keep(uow)
    uow.commit()
    return item


@retrying
def decide(context: Context, pair_id: str, meeting_id: str, outcome: MeetingOutcome) -> Item:
    """Say whether the meeting took place: `held` or why not; the same person may correct it.

    If the partner says otherwise, both are asked once more, and until they agree it counts as held.
    """
    pair, item = meeting(context, pair_id, meeting_id)
    before = store.read(item)
    after = before.decide(context.principal.person_id, outcome, context.clock())
    if after == before:
        return item
    calendar = store.calendar(context, pair_id)
    corrected = after.state == MeetingState.HELD and before.state == MeetingState.NOT_HELD
    if corrected and after.is_taken(store.known(calendar, without=meeting_id).values()):
        raise domain.TimeTaken
    days = free_days(context, pair, item, before, after)
    uow = context.begin()
    days.keep(uow)
    if after.state == MeetingState.HELD and before.state != MeetingState.HELD:
        hold(context, uow, item, after, calendar)
    else:
        store.keep(item, after, context.clock())
        store.save(uow, calendar, item)
    if after.state == MeetingState.NOT_HELD and after.outcome != before.outcome:
        fell = MeetingNotHeld(item.programme_id, pair_id, meeting_id, after.outcome, item.starts_at)
        uow.publish(fell, aggregate=item)
    if bool(after.contested_by) != bool(before.contested_by):
        told = MeetingContested(item.programme_id, pair_id, meeting_id, item.starts_at, settled=not after.contested_by)
        uow.publish(told, aggregate=item)
    uow.commit()
    return item


def hold(context: Context, uow: UnitOfWork, item: Item, after: domain.Meeting, calendar: PairCalendar) -> None:
    """Count a held meeting on the calendar of the pair, so that no two have the same number."""
    item.number = 1 + sum(one.state == MeetingState.HELD for one in store.known(calendar).values())
    store.keep(item, after, context.clock())
    store.save(uow, calendar, item)
    uow.publish(
        MeetingHeld(
            item.programme_id, item.pair_id, item.meeting_id, item.starts_at, item.number, presumed=after.presumed
        ),
        aggregate=item,
    )
