"""Arranging a meeting: propose a time, accept it, move it, cancel it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.use_cases import beginning
from meetings.use_cases.reading import meeting_of_link, open_pair, shown
from mentoring import clock, ids
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDoubted,
    MeetingNotHeld,
    MeetingProposed,
    MeetingRescheduled,
)
from mentoring.store import retrying
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCall
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import MeetingState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.meetings import PairCalendar
    from mentoring.tables.pairing import Pair


@retrying
def propose(  # noqa: PLR0913 - a meeting has that many facts
    context: Context,
    pair_id: str,
    starts_at: datetime,
    zone: str,
    *,
    more: Sequence[datetime] = (),
    minutes: int = 0,
    place: str = "",
    agenda: str = "",
) -> Item:
    """Propose a time to the partner, or with `more` a choice of several; without a place at the pair's link.

    The same proposal again by the same person changes nothing.
    """
    from meetings.use_cases.calling import PairCalls  # noqa: PLC0415 - few functions propose

    pair = open_pair(context, pair_id, also=[PairCall.key(pair_id)])
    now, starts = context.clock(), (starts_at, *more)
    domain.check_times(starts, now)
    calendar = store.calendar(context, pair_id)
    beginning.check(context, pair, calendar, *starts)
    store.read_along(context, pair, *starts)
    item = new_item(context, pair, min(starts), minutes or minutes_of(context, pair), zone)
    wanted = replace(store.read(item), options=domain.offered(*starts))
    if wanted.is_choice:
        wanted = replace(wanted, uninvited=(pair.mentor_person_id, pair.mentee_person_id))
    for meeting_id, one in store.known(calendar).items():
        if one.is_same_proposal(wanted):
            return meeting_of_link(context, pair_id, meeting_id)
    _check_free(context, pair, item, wanted, starts, calendar)
    meeting = shown(context, item)
    calls = PairCalls(context, pair, meeting.key)
    meeting.set(place=place or calls.link(item.meeting_id), called=not place, agenda=agenda)
    store.keep(item, wanted, now)
    uow = context.begin()
    if not place:
        calls.keep(uow)
    store.save(uow, calendar, item)
    uow.publish(
        MeetingProposed(
            pair.programme_id, pair_id, item.meeting_id, context.principal.person_id, item.starts_at, item.sequence
        ),
        aggregate=item,
    )
    uow.commit()
    return item


def new_item(context: Context, pair: Pair, starts_at: datetime, minutes: int, zone: str) -> Item:
    """Return a new meeting proposed by the user."""
    meeting_id = ids.new()
    return Item(
        *Item.key(pair.pair_id, meeting_id),
        meeting_id=meeting_id,
        pair_id=pair.pair_id,
        programme_id=pair.programme_id,
        starts_at=clock.iso(starts_at),
        minutes=minutes,
        zone=zone,
        state=MeetingState.PROPOSED,
        proposed_by=context.principal.person_id,
        accepted_by=[context.principal.person_id],
        since=0,
        uninvited=[context.principal.person_id],
        uid=f"{meeting_id}@tandem",
    )


def minutes_of(context: Context, pair: Pair) -> int:
    """Return the length of a pair's meetings: as it agreed in its contract, or else as the programme has it."""
    if pair.meeting_minutes:
        return pair.meeting_minutes
    programme = context.store.get(Programme, *Programme.key(pair.programme_id))
    return programme.meeting_minutes if programme else 60


def _check_free(
    context: Context,
    pair: Pair,
    item: Item,
    wanted: domain.Meeting,
    starts: Sequence[datetime],
    calendar: PairCalendar,
) -> None:
    """Raise `Invalid` if the two can't meet at one of the proposed times, as far as is known now."""
    others = store.known(calendar, without=item.meeting_id).values()
    why = []
    for start in starts:
        one = wanted.at(start)
        why.append(one.why_not(others, store.days(context, pair, item.meeting_id, None, one).busy()))
    domain.refuse(starts, why)


@retrying
def accept(
    context: Context,
    pair_id: str,
    meeting_id: str,
    sequence: int | None = None,
    stamp: str = "",
    *,
    at: datetime | None = None,
) -> Item:
    """Accept the time with this `sequence`, of several the one `at` an instant; the others are free again.

    Raise `AlreadyBusy` if one of the two has another meeting then. `stamp` is the DTSTAMP of a calendar's answer, an
    instant; without one it is a page's.
    """
    now = context.clock()
    pair, item = _load(context, pair_id, meeting_id, stamp)
    before = store.read(item).expect(sequence)
    after = before.accept(context.principal.person_id, now, at)
    if after == before:
        return item
    beginning.check(context, pair, store.calendar(context, pair_id), after.starts_at)
    days = free_days(context, pair, item, before, after)
    store.keep(item, after, now)
    uow = context.begin()
    store.save(uow, store.calendar(context, pair_id), item)
    days.keep(uow)
    uow.publish(
        MeetingConfirmed(item.programme_id, pair_id, meeting_id, item.starts_at, after.sequence), aggregate=item
    )
    uow.commit()
    return item


def free_days(context: Context, pair: Pair, item: Item, before: domain.Meeting, after: domain.Meeting) -> store.Days:
    """Return the days a meeting will take; raise `AlreadyBusy` if one of the two has another meeting then."""
    days = store.days(context, pair, item.meeting_id, before, after)
    busy = days.busy()
    if busy:
        raise domain.busy_as(context.principal.person_id, busy)
    return days


@retrying
def doubt(context: Context, pair_id: str, meeting_id: str, sequence: int, stamp: str) -> Item:
    """Say «maybe» to the time with this `sequence`, as only calendars do; the partner hears of it once."""
    _, item = _load(context, pair_id, meeting_id, stamp)
    by, now = context.principal.person_id, context.clock()
    before = store.read(item).expect(sequence)
    after = before.doubt(by, now)
    if after == before:
        return item
    item.unsure, item.together = list(after.unsure), after.together
    # What is due stays due: a reminder may wait for the next run.
    uow = context.begin()
    uow.save(item)
    uow.publish(
        MeetingDoubted(item.programme_id, pair_id, meeting_id, by, item.starts_at, after.sequence), aggregate=item
    )
    uow.commit()
    return item


@retrying
def move(  # noqa: PLR0913 - as `accept`
    context: Context,
    pair_id: str,
    meeting_id: str,
    starts_at: datetime,
    sequence: int | None = None,
    stamp: str = "",
    *,
    more: Sequence[datetime] = (),
) -> Item:
    """Propose another time for a proposed or confirmed meeting, instead of the one with this `sequence`.

    With `more` it is a choice of several. `stamp` as `accept` has it.
    """
    now, starts = context.clock(), (starts_at, *more)
    domain.check_times(starts, now)
    pair, item = _load(context, pair_id, meeting_id, stamp)
    calendar = store.calendar(context, pair_id)
    by = context.principal.person_id
    before = store.read(item).expect(sequence)
    after = before.move(by, *starts)
    if before.state == MeetingState.PROPOSED:
        beginning.check(context, pair, calendar, before.starts_at, *starts)
    store.keep(item, after, now)
    store.read_along(context, pair, before.starts_at, *starts)
    _check_free(context, pair, item, after, starts, calendar)
    uow = context.begin()
    store.save(uow, calendar, item)
    store.days(context, pair, meeting_id, before, after).keep(uow)
    uow.publish(
        MeetingRescheduled(item.programme_id, pair_id, meeting_id, by, item.starts_at, after.sequence), aggregate=item
    )
    uow.commit()
    return item


@retrying
def cancel(context: Context, pair_id: str, meeting_id: str, sequence: int | None = None, stamp: str = "") -> Item:
    """Cancel a meeting, or decline the time with this `sequence`; a confirmed one counts as not held.

    `stamp` as `accept` has it.
    """
    pair, item = _load(context, pair_id, meeting_id, stamp)
    store.read(item).expect(sequence)
    uow = context.begin()
    call_off(context, uow, pair, item, context.principal.person_id)
    uow.commit()
    return item


def call_off(context: Context, uow: UnitOfWork, pair: Pair, item: Item, by: str) -> None:
    """Add the cancellation to the transaction; a confirmed meeting counts as not held. `by` is a person id."""
    now = context.clock()
    before = store.read(item)
    after = before.cancel(now)
    confirmed = before.state == MeetingState.CONFIRMED
    if confirmed:
        fell = MeetingNotHeld(item.programme_id, item.pair_id, item.meeting_id, after.outcome, item.starts_at)
        uow.publish(fell, aggregate=item)
    store.days(context, pair, item.meeting_id, before, after).keep(uow)
    store.keep(item, after, now)
    store.save(uow, store.calendar(context, item.pair_id), item)
    uow.publish(
        MeetingCancelled(
            item.programme_id,
            item.pair_id,
            item.meeting_id,
            by,
            after.sequence,
            was_confirmed=confirmed,
            lapsed=before.has_begun(now),
            starts_at=item.starts_at,
        ),
        aggregate=item,
    )


def _load(context: Context, pair_id: str, meeting_id: str, stamp: str = "") -> tuple[Pair, Item]:
    """Return the pair and the meeting; raise `AnswerKnown` for a calendar's answer that isn't newer than the last."""
    pair = open_pair(context, pair_id, also=[Item.key(pair_id, meeting_id)])
    item = meeting_of_link(context, pair_id, meeting_id)
    if stamp and not item.hear(context.principal.person_id, stamp):
        raise domain.AnswerKnown
    return pair, item
