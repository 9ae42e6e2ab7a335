"""Tables ↔ domain of meetings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meetings import domain
from mentoring import clock
from mentoring.tables.core import Item as Base
from mentoring.tables.meetings import BusyDay, PairCalendar, Plan
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, Reminder
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from meetings.domain import plan as rules
    from mentoring.context import Context
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.pairing import Pair


def load(context: Context, pair_id: str, meeting_id: str) -> Item | None:
    """Return a meeting's item."""
    return context.store.get(Item, *Item.key(pair_id, meeting_id))


def page_of_pair(context: Context, pair_id: str, after: str, limit: int) -> Page[Item]:
    """Return a page of a pair's meetings, in no particular order."""
    return context.store.page(Item, *Item.of(pair_id), after=after, limit=limit)


def of_pair(context: Context, pair_id: str) -> list[Item]:
    """Return a pair's meetings, soonest first."""
    return sorted(context.store.query(Item, *Item.of(pair_id)), key=lambda one: one.starts_at)


def read(item: Item) -> domain.Meeting:
    """Return a meeting's item as a domain object."""
    return domain.Meeting(
        starts_at=clock.parse(item.starts_at),
        minutes=item.minutes,
        state=item.state,
        proposed_by=item.proposed_by,
        accepted_by=tuple(item.accepted_by),
        sequence=item.sequence,
        since=item.sequence if item.since is None else item.since,
        unsure=tuple(item.unsure),
        uninvited=tuple(item.uninvited),
        reminded=tuple(Reminder(one) for one in item.reminded),
        outcome=MeetingOutcome(item.outcome.get("said", "")),
        said_by=tuple(item.outcome.get("by", ())),
        said_at=clock.parse(at) if (at := item.outcome.get("at")) else None,
        presumed=item.presumed,
        options=_instants(item.options),
        together=item.together,
        **_contested(item.outcome.get("contested", {})),
    )


def _instants(texts: Iterable[str]) -> tuple[datetime, ...]:
    return tuple(clock.parse(one) for one in texts)


def keep(item: Item, meeting: domain.Meeting, now: datetime) -> Item:
    """Put a meeting into its item, and the item on the due index."""
    item.starts_at, item.state = clock.iso(meeting.starts_at), meeting.state
    item.options = [clock.iso(one) for one in meeting.options]
    item.proposed_by, item.accepted_by = meeting.proposed_by, list(meeting.accepted_by)
    item.sequence, item.since, item.presumed = meeting.sequence, meeting.since, meeting.presumed
    item.unsure, item.uninvited = list(meeting.unsure), list(meeting.uninvited)
    item.together = meeting.together
    item.reminded = [one.value for one in meeting.reminded]
    item.outcome = _outcome(meeting)
    item.number = item.number if meeting.state == MeetingState.HELD else None
    item.not_held_reason = meeting.outcome if meeting.state == MeetingState.NOT_HELD else None
    item.set_due(meeting.next_due(now))
    item.place_in_list()
    return item


def _contested(told: dict[str, str]) -> dict[str, Any]:
    if not told:
        return {}
    said = MeetingOutcome(told.get("said", ""))
    return {"contested_by": told.get("by", ""), "contested_as": said, "contested_at": clock.parse(told["at"])}


def _outcome(meeting: domain.Meeting) -> dict[str, object]:
    outcome: dict[str, object] = {"said": meeting.outcome} if meeting.outcome else {}
    if meeting.said_at is not None:
        outcome |= {"by": list(meeting.said_by), "at": clock.iso(meeting.said_at)}
    if meeting.contested_at is not None:
        told = {"by": meeting.contested_by, "said": meeting.contested_as, "at": clock.iso(meeting.contested_at)}
        outcome |= {"contested": told}
    return outcome


LONGEST = timedelta(hours=8)
"""No meeting that is arranged takes longer."""


# Plans ---------------------------------------------------------------------------------------------------------------


def load_plan(context: Context, pair_id: str, plan_id: str) -> Plan | None:
    """Return a plan's item."""
    return context.store.get(Plan, *Plan.key(pair_id, plan_id))


def read_plan(plan: Plan, items: Iterable[Item]) -> rules.Plan:
    """Return a plan and its meetings as a domain object."""
    from meetings.domain import plan as rules  # noqa: PLC0415 - few requests are about one

    meetings = {one.meeting_id: read(one) for one in items}
    return rules.Plan(plan.state, plan.proposed_by, plan.sequence, plan.since, meetings)


def save_plan(uow: UnitOfWork, plan: Plan, after: rules.Plan, calendar: PairCalendar, items: Iterable[Item]) -> None:
    """Put a plan that changed into the transaction, its meetings that did, and the calendar that knows them."""
    plan.state, plan.sequence, plan.since = after.state, after.sequence, after.since
    uow.save(plan)
    for item in items:
        calendar.note(item)
        uow.save(item)
    uow.save(calendar)


# What meetings are counted on ----------------------------------------------------------------------------------------


def calendar(context: Context, pair_id: str) -> PairCalendar:
    """Return what a pair's meetings are counted on; a new one for a pair that never arranged one.

    Where its meetings aren't noted yet they are read, after it, and noted.
    """
    key = PairCalendar.key(pair_id)
    found = context.store.get(PairCalendar, *key) or PairCalendar(*key, pair_id=pair_id, known={})
    if found.known is None:
        found.known = {}
        for one in of_pair(context, pair_id):
            found.note(one)
    return found


def save(uow: UnitOfWork, calendar: PairCalendar, item: Item) -> None:
    """Put a meeting whose time or state changed into the transaction, and the calendar that knows it."""
    calendar.note(item)
    uow.save(calendar)
    uow.save(item)


def known(calendar: PairCalendar, without: str = "") -> dict[str, domain.Meeting]:
    """Return a pair's meetings that stand or took place, by their ids, but for the one with the id `without`."""
    return {
        one.meeting_id: domain.Meeting(
            clock.parse(one.starts_at), one.minutes, one.state, one.proposed_by, options=_instants(one.options)
        )
        for one in calendar.arranged()
        if one.meeting_id != without
    }


def read_along(context: Context, pair: Pair, *starts: datetime, also: Iterable[tuple[str, str]] = ()) -> None:
    """Read in one round trip what a change of a meeting asks for next: the programme, and the days of both."""
    days = {(start + more).date().isoformat() for start in starts for more in (timedelta(0), LONGEST)}
    both = (pair.mentor_person_id, pair.mentee_person_id)
    keys = [BusyDay.key(person, day) for person in both for day in sorted(days)]
    context.store.get_many(Base, [Programme.key(pair.programme_id), *also, *keys])


@dataclass(frozen=True)
class Days:
    """The days of both people on which a meeting takes up time, or did before a change; read in one round trip."""

    meeting_id: str
    after: domain.Meeting
    items: dict[tuple[str, str], BusyDay]

    def busy(self) -> set[str]:
        """Return which of the two (person ids) have another meeting at this one's time."""
        if not self.after.takes_time:
            return set()
        return {one.person_id for one in self.items.values() if self._others_overlap(one)}

    def keep(self, uow: UnitOfWork) -> None:
        """Put the days after the change into the transaction."""
        span = [clock.iso(self.after.starts_at), clock.iso(self.after.ends_at)]
        for (_, day), one in self.items.items():
            others = {meeting_id: times for meeting_id, times in one.taken.items() if meeting_id != self.meeting_id}
            here = self.after.takes_time and day in self.after.days
            one.taken = {**others, self.meeting_id: span} if here else others
            uow.save(one)

    def _others_overlap(self, one: BusyDay) -> bool:
        spans = [times for meeting_id, times in one.taken.items() if meeting_id != self.meeting_id]
        return any(self.after.shares(clock.parse(start), clock.parse(end)) for start, end in spans)


def days(context: Context, pair: Pair, meeting_id: str, before: domain.Meeting | None, after: domain.Meeting) -> Days:
    """Return the days affected by a change of a meeting: none if its time stays the same."""
    then = before.days if before is not None and before.takes_time else ()
    now = after.days if after.takes_time else ()
    if before is not None and before.takes_time and after.takes_time and before.starts_at == after.starts_at:
        return Days(meeting_id, after, {})
    both = dict.fromkeys((pair.mentor_person_id, pair.mentee_person_id))
    wanted = [(person, day) for person in both for day in dict.fromkeys((*then, *now))]
    keys = [BusyDay.key(person, day) for person, day in wanted]
    known = {(one.pk, one.sk): one for one in (context.store.get_many(BusyDay, keys) if keys else [])}
    items = {
        (person, day): known.get(key) or BusyDay(*key, person_id=person)
        for (person, day), key in zip(wanted, keys, strict=True)
    }
    return Days(meeting_id, after, items)
