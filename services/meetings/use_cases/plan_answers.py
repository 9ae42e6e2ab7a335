"""Answers to a plan of meetings: all of it, part of it, or none; each is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.use_cases import beginning
from meetings.use_cases.reading import open_pair
from mentoring import access, clock, rooms
from mentoring.errors import NotFound
from mentoring.events.meetings import (
    MeetingAnswerUnused,
    MeetingConfirmed,
    MeetingNotHeld,
    PlanAgreed,
    PlanAnswerUnused,
    PlanCalledOff,
    PlanDoubted,
)
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import BusyDay, PairCalendar, Plan
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import MeetingState, PlanState
from mentoring.tables.workspace import RoomKey
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from meetings.domain import plan as rules
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


@dataclass(frozen=True)
class Found:
    """A plan as one of the two has it before them: its meetings, soonest first, and which of them can be answered."""

    pair: Pair
    plan: Opened[Plan]
    meetings: tuple[Opened[Item], ...]
    waiting: tuple[str, ...]


def plan(context: Context, pair_id: str, plan_id: str) -> Found:
    """Return a plan with its meetings, for the members of its pair."""
    pair = access.pair_member(context, pair_id, also=[Plan.key(pair_id, plan_id), RoomKey.key(pair_id)])
    return _found(context, pair, plan_id)


def plan_of_link(context: Context, pair_id: str, plan_id: str) -> Found:
    """Return the plan a signed link is about; raises `NotFound`."""
    reader = Person.key(context.principal.person_id)
    keys = [Pair.key(pair_id), Plan.key(pair_id, plan_id), RoomKey.key(pair_id), reader]
    read = context.store.get_many(Base, keys)
    pair = next((one for one in read if isinstance(one, Pair)), None)
    if pair is None:
        raise NotFound
    return _found(context, pair, plan_id)


def _found(context: Context, pair: Pair, plan_id: str) -> Found:
    item = store.load_plan(context, pair.pair_id, plan_id)
    if item is None:
        raise NotFound
    return found_of(context, pair, item)


def found_of(context: Context, pair: Pair, plan: Plan, items: Collection[Item] = ()) -> Found:
    """Return a plan as one of the two has it before them; its meetings are read if they aren't given."""
    key = rooms.for_facts(context, pair.pair_id)
    known = sorted(items or context.store.get_many(Item, plan.keys), key=lambda one: one.planned_at)
    ahead = store.read_plan(plan, known).ahead(context.clock())
    return Found(pair, Opened(plan, key), tuple(Opened(one, key) for one in known), tuple(ahead))


def _meetings(context: Context, plan: Plan) -> list[Item]:
    found = context.store.get_many(Item, plan.keys)
    return sorted(found, key=lambda one: one.planned_at)


@dataclass(frozen=True)
class Change:
    """A plan that is answered: items and what they are before."""

    pair: Pair
    plan: Plan
    items: dict[str, Item]
    calendar: PairCalendar
    before: rules.Plan

    def found(self, context: Context) -> Found:
        """Return the plan as it is after the change."""
        return found_of(context, self.pair, self.plan, [*self.items.values()])


def _load(context: Context, pair_id: str, plan_id: str, stamp: str = "", sequence: int | None = None) -> Change:
    """Return a plan and its meetings, with the days on which they may take time; two reads.

    Raise `AnswerKnown` for a calendar's answer that isn't newer than the last, `MeetingDecided` unless the plan has
    this `sequence` (None: any).
    """
    pair = open_pair(context, pair_id, also=[Plan.key(pair_id, plan_id)])
    return _load_of(context, pair, plan_id, stamp, sequence)


def _load_of(context: Context, pair: Pair, plan_id: str, stamp: str = "", sequence: int | None = None) -> Change:
    pair_id = pair.pair_id
    plan = store.load_plan(context, pair_id, plan_id)
    if plan is None:
        raise NotFound
    if stamp and not plan.hear(context.principal.person_id, stamp):
        raise domain.AnswerKnown
    calendar = store.calendar(context, pair_id)
    known = store.known(calendar)
    both = (pair.mentor_person_id, pair.mentee_person_id)
    days = dict.fromkeys(day for one in plan.meetings if one in known for day in known[one].days)
    first = [Programme.key(pair.programme_id), *beginning.keys(context, pair)]
    context.store.get_many(Base, [*plan.keys, *first, *(BusyDay.key(who, day) for who in both for day in days)])
    items = {one.meeting_id: one for one in _meetings(context, plan)}
    before = store.read_plan(plan, items.values())
    if sequence is not None and sequence != before.sequence:
        raise domain.MeetingDecided
    return Change(pair, plan, items, calendar, before)


def _change(context: Context, uow: UnitOfWork, told: Change, after: rules.Plan) -> dict[str, domain.Meeting]:
    """Put what changed into the transaction: meetings, days, calendar and plan; return the meetings by their ids."""
    changed, taken = after.changes(told.before), set[str]()
    for meeting_id, one in changed.items():
        days = store.days(context, told.pair, meeting_id, told.before.meetings[meeting_id], one)
        if one.takes_time and not told.before.meetings[meeting_id].takes_time and days.busy():
            taken.add(meeting_id)
        days.keep(uow)
        store.keep(told.items[meeting_id], one, context.clock())
    if taken:
        raise domain.DatesTaken(taken)
    store.save_plan(uow, told.plan, after, told.calendar, [told.items[one] for one in changed])
    return changed


@retrying
def accept(  # noqa: PLR0913 - as `arranging.accept`
    context: Context,
    pair_id: str,
    plan_id: str,
    *,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
    note: str = "",
    sequence: int | None = None,
    expected: str = "",
    stamp: str = "",
) -> Found:
    """Accept a plan, `only` some of its meetings (ids) or `without` some; without any of them it is declined.

    Raise `AlreadyBusy` if one of the two has another meeting at one of the times.
    """
    told = _load(context, pair_id, plan_id, stamp)
    if expected:
        told.plan.expect(expected)
    by = context.principal.person_id
    if only is not None:
        without = [one for one in told.before.ahead(context.clock()) if one not in only]
    if told.before.state == PlanState.PROPOSED and sequence not in (None, told.before.sequence):
        raise domain.MeetingDecided
    after = told.before.accept(by, context.clock(), without)
    if after == told.before:
        return told.found(context)
    if after.state != PlanState.CALLED_OFF:
        beginning.check(context, told.pair, told.calendar)
    uow = context.begin()
    if after.state == PlanState.CALLED_OFF:
        _call_off(context, uow, told, after, by, note)
    else:
        changed = _change(context, uow, told, after)
        _note(context, told.plan, note)
        _publish_agreed(uow, told, changed, by)
    uow.commit()
    return told.found(context)


def _publish_agreed(uow: UnitOfWork, told: Change, changed: dict[str, domain.Meeting], by: str) -> None:
    plan = told.plan
    for meeting_id, one in changed.items():
        if one.state == MeetingState.CONFIRMED != told.before.meetings[meeting_id].state:
            item = told.items[meeting_id]
            confirmed = MeetingConfirmed(
                plan.programme_id, plan.pair_id, meeting_id, item.starts_at, one.sequence, plan.plan_id
            )
            uow.publish(confirmed, aggregate=item)
    uow.publish(PlanAgreed(plan.programme_id, plan.pair_id, plan.plan_id, by, plan.since), aggregate=plan)


def _note(context: Context, plan: Plan, note: str) -> None:
    if note:
        Opened(plan, rooms.for_facts(context, plan.pair_id)).set(note=note)
    plan.note_by = context.principal.person_id if note else ""


@retrying
def call_off(  # noqa: PLR0913 - as `accept`
    context: Context,
    pair_id: str,
    plan_id: str,
    *,
    note: str = "",
    sequence: int | None = None,
    expected: str = "",
    stamp: str = "",
) -> Found:
    """Decline or withdraw a plan, or call off what is left of one that was agreed on."""
    told = _load(context, pair_id, plan_id, stamp, sequence)
    if expected:
        told.plan.expect(expected)
    uow = context.begin()
    _call_off(context, uow, told, told.before.call_off(context.clock()), context.principal.person_id, note)
    uow.commit()
    return told.found(context)


def _call_off(context: Context, uow: UnitOfWork, told: Change, after: rules.Plan, by: str, note: str) -> None:
    changed, plan = _change(context, uow, told, after), told.plan
    _note(context, plan, note)
    stood = {
        meeting_id: one for meeting_id, one in changed.items() if told.before.meetings[meeting_id].state != one.state
    }
    for meeting_id, one in stood.items():
        if one.state == MeetingState.NOT_HELD:
            item = told.items[meeting_id]
            not_held = MeetingNotHeld(plan.programme_id, plan.pair_id, meeting_id, one.outcome, item.starts_at)
            uow.publish(not_held, aggregate=item)
    was_agreed = told.before.state == PlanState.AGREED
    off = PlanCalledOff(
        plan.programme_id, plan.pair_id, plan.plan_id, by, plan.since, was_agreed=was_agreed, meeting_ids=[*stood]
    )
    uow.publish(off, aggregate=plan)


@retrying
def doubt(context: Context, pair_id: str, plan_id: str, stamp: str) -> Found:
    """Say «maybe» to a plan, as only calendars do; the partner hears of it once."""
    told = _load(context, pair_id, plan_id, stamp)
    by = context.principal.person_id
    after = told.before.doubt(by, context.clock())
    if after == told.before:
        return told.found(context)
    uow = context.begin()
    _change(context, uow, told, after)
    plan = told.plan
    uow.publish(PlanDoubted(plan.programme_id, plan.pair_id, plan.plan_id, by, plan.since), aggregate=plan)
    uow.commit()
    return told.found(context)


@retrying
def tell_again(
    context: Context, pair_id: str, plan_id: str, why: domain.Unused, stamp: str, meeting_id: str = ""
) -> str:
    """Ask for a mail that says why a calendar's answer changed nothing; return why not, if not.

    The answer was to all of a plan, or to one `meeting_id` of it which is told with the others. Either way the calendar
    gets the whole plan again, which puts it right (docs/decisions/0027-a-plan-is-one-recurring-event.md).
    """
    also = [PairCalendar.key(pair_id), Plan.key(pair_id, plan_id), RoomKey.key(pair_id)]
    told = _load_of(context, access.pair_member(context, pair_id, also=also), plan_id)
    plan, by, now = told.plan, context.principal.person_id, clock.iso(context.clock())
    asked = told.items[meeting_id] if meeting_id else plan
    if not asked.hear(by, stamp):
        return "known, or older than what is"
    uow = context.begin()
    if not asked.refuse(by, now[:10]):
        uow.save(asked)
        uow.commit()
        return "told often enough today"
    _change(context, uow, told, told.before.again())
    if meeting_id:
        uow.publish(MeetingAnswerUnused(plan.programme_id, pair_id, meeting_id, by, why), aggregate=asked)
    else:
        uow.publish(PlanAnswerUnused(plan.programme_id, pair_id, plan_id, by, why), aggregate=plan)
    uow.commit()
    return ""


@retrying
def end(context: Context, pair: Pair, plan_id: str) -> None:
    """Call off what is left of a plan, because the process of its pair has ended; repeatable."""
    told = _load_of(context, pair, plan_id)
    if not told.before.ahead(context.clock()):
        return
    uow = context.step()
    _call_off(context, uow, told, told.before.call_off(context.clock()), "system", "")
    uow.commit()
