"""A plan of meetings: several every so many weeks, which are proposed with one mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.domain import Unfit
from meetings.domain import plan as rules
from meetings.use_cases import beginning
from meetings.use_cases.arranging import minutes_of, new_item
from meetings.use_cases.calling import PairCalls
from meetings.use_cases.plan_answers import Found, found_of
from meetings.use_cases.reading import meeting_of_link, open_pair, shown, zone_of
from meetings.use_cases.suggesting import closing
from mentoring import ids, rooms
from mentoring.errors import N_, Invalid
from mentoring.events.meetings import PlanProposed
from mentoring.store import retrying
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import PairCall, Plan
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import MeetingState
from mentoring.values import dataclass
from mentoring.walltime import moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from mentoring.context import Context
    from mentoring.tables.meetings import Meeting as Item
    from mentoring.tables.pairing import Pair


@dataclass(frozen=True)
class Wish:
    """What a plan shall be: `first` is local (naive) in `zone`; 0 is what the pair, or its programme, has anyway.

    `every` is in weeks, `minutes` the length of each meeting.
    """

    first: datetime
    zone: str
    every: int = 0
    number: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Date:
    """A date of a plan: local time (naive), the instant (none if it never comes), and what speaks against it."""

    shown: datetime
    starts_at: datetime | None
    why: Unfit

    @property
    def is_possible(self) -> bool:
        """Return whether it can be proposed; one after the programme's closing can."""
        return self.why in (Unfit.NONE, Unfit.CLOSED)


@dataclass(frozen=True)
class Dates:
    """What a plan would be: its dates, and the wish with what the pair or its programme adds to it."""

    pair: Pair
    wish: Wish
    dates: tuple[Date, ...]
    partner_zone: str


def usual(context: Context, pair_id: str) -> tuple[Pair, int, int]:
    """Return the pair, how many weeks lie between its meetings, and how many are left of the planned number."""
    pair = _opened(context, pair_id)
    return pair, *_usual(context, pair)


def _opened(context: Context, pair_id: str) -> Pair:
    """Return an open pair; what is asked of it next is read in one go: the programme, and where the other is."""
    pair = open_pair(context, pair_id, also=[PairCall.key(pair_id)])
    mentors = context.principal.person_id == pair.mentor_person_id
    partner = (pair.mentee_id, pair.mentee_person_id) if mentors else (pair.mentor_id, pair.mentor_person_id)
    programme_id = pair.programme_id
    keys = [Programme.key(programme_id), Participant.key(programme_id, partner[0]), Person.key(partner[1])]
    context.store.get_many(Base, keys)
    return pair


def _usual(context: Context, pair: Pair) -> tuple[int, int]:
    programme = context.store.get(Programme, *Programme.key(pair.programme_id))
    interval = pair.interval_days or (programme.interval_days if programme is not None else 0)
    known = len(store.known(store.calendar(context, pair.pair_id)))
    return rules.usual(interval), rules.left(pair.plans(programme), known)


def dates(context: Context, pair_id: str, wish: Wish) -> Dates:
    """Return the dates of a plan before it is proposed, and what speaks against each; raises `Invalid`."""
    return _dates(context, _opened(context, pair_id), wish)


def _dates(context: Context, pair: Pair, wish: Wish) -> Dates:
    every, number = _usual(context, pair)
    full = Wish(
        wish.first, wish.zone, wish.every or every, wish.number or number, wish.minutes or minutes_of(context, pair)
    )
    _check(full)
    planned = rules.dates(full.first, full.every, full.number, full.zone)
    moment(full.first, full.zone)  # a first date that never comes is refused with another one suggested
    instants = [one.instant for one in planned if one.instant is not None]
    store.read_along(context, pair, *instants, also=beginning.keys(context, pair))
    programme = context.store.get(Programme, *Programme.key(pair.programme_id))
    closes = closing(programme) if programme is not None else None
    others = store.known(store.calendar(context, pair.pair_id)).values()
    found = []
    for one in planned:
        why = one.unfit(context.clock(), closes)
        if why in (Unfit.NONE, Unfit.CLOSED) and one.instant is not None:
            why = _taken(context, pair, one.instant, full.minutes, others) or why
        found.append(Date(one.shown, one.instant, why))
    mine = context.principal.person_id
    partner = pair.mentee_person_id if mine == pair.mentor_person_id else pair.mentor_person_id
    return Dates(pair, full, tuple(found), zone_of(context, pair.pair_id, partner))


def _check(wish: Wish) -> None:
    wrong = {}
    if wish.every not in rules.EVERY:
        wrong["/every"] = N_("Choose every 1 to 8 weeks.")
    if wish.number not in rules.NUMBER:
        wrong["/number"] = N_("Choose 2 to 12 meetings.")
    if wrong:
        raise Invalid(fields=wrong)


def _taken(context: Context, pair: Pair, start: datetime, minutes: int, others: Iterable[domain.Meeting]) -> Unfit:
    by = context.principal.person_id
    one = domain.Meeting(start, minutes, MeetingState.CONFIRMED, by)
    if one.why_not(others, ()):
        return Unfit.TAKEN
    busy = store.days(context, pair, "", None, one).busy()
    if not busy:
        return Unfit.NONE
    return Unfit.BUSY if by in busy else Unfit.PARTNER_BUSY


@retrying
def propose(  # noqa: PLR0913 - a plan has that many facts
    context: Context,
    pair_id: str,
    wish: Wish,
    *,
    without: Collection[date] = (),
    only: Collection[date] | None = None,
    place: str = "",
    agenda: str = "",
) -> Found:
    """Propose a plan to the partner, `only` some of its (local) days or `without` some; once more changes nothing.

    Raises `Invalid` if another day can't be, or if fewer than two are left.
    """
    pair = _opened(context, pair_id)
    now, by, calendar = context.clock(), context.principal.person_id, store.calendar(context, pair_id)
    days = [one.shown.date() for one in rules.dates(wish.first, *_chosen(context, pair, wish), wish.zone)]
    kept = {one for one in days if (only is None or one in only) and one not in without}
    known = _known(context, pair, wish, kept)
    if known is not None:
        return found_of(context, pair, known)
    found = _dates(context, pair, wish)
    beginning.check(context, pair, calendar)
    wanted = [one for one in found.dates if one.shown.date() in kept]
    if len(wanted) < rules.NUMBER.start:
        raise Invalid(fields={"/without": N_("A plan has at least two dates. Propose a single one as a meeting.")})
    if not all(one.is_possible for one in wanted):
        raise Invalid(fields={"/without": N_("Some of these dates can't be. Leave them out.")})
    plan_id = ids.new()
    items = [_item(context, pair, found.wish, plan_id, one.starts_at) for one in wanted if one.starts_at is not None]
    calls = PairCalls(context, pair, rooms.for_facts(context, pair_id))
    where = place or calls.link(plan_id)  # one for all: calendars know them as one event
    for item in items:
        shown(context, item).set(place=where, called=not place, agenda=agenda)
        store.keep(item, store.read(item), now)
    last = wanted[-1].shown - wanted[0].shown
    plan = Plan(
        *Plan.key(pair_id, plan_id),
        plan_id=plan_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        zone=found.wish.zone,
        first=f"{wanted[0].shown:%Y-%m-%dT%H:%M}",
        every=found.wish.every,
        number=last // (found.wish.every * rules.WEEK) + 1,
        minutes=found.wish.minutes,
        meetings=[one.meeting_id for one in items],
        proposed_by=by,
    )
    uow = context.begin()
    if not place:
        calls.keep(uow)
    store.save_plan(uow, plan, store.read_plan(plan, items), calendar, items)
    uow.publish(PlanProposed(pair.programme_id, pair_id, plan_id, by, plan.sequence), aggregate=plan)
    uow.commit()
    return found_of(context, pair, plan, items)


def _chosen(context: Context, pair: Pair, wish: Wish) -> tuple[int, int]:
    every, number = _usual(context, pair)
    return wish.every or every, wish.number or number


def _item(context: Context, pair: Pair, wish: Wish, plan_id: str, starts_at: datetime) -> Item:
    item = new_item(context, pair, starts_at, wish.minutes, wish.zone)
    item.plan_id, item.planned_at, item.together = plan_id, item.starts_at, True
    return item


def _known(context: Context, pair: Pair, wish: Wish, kept: Collection[date]) -> Plan | None:
    """Return the plan that waits for an answer, if this is it once more: a second click."""
    planned = rules.dates(wish.first, *_chosen(context, pair, wish), wish.zone)
    wanted = {one.instant for one in planned if one.shown.date() in kept}
    mine = {
        one.starts_at: meeting_id
        for meeting_id, one in store.known(store.calendar(context, pair.pair_id)).items()
        if one.state == MeetingState.PROPOSED and one.proposed_by == context.principal.person_id
    }
    if not wanted or not wanted <= mine.keys():
        return None
    plans = {meeting_of_link(context, pair.pair_id, mine[one]).plan_id for one in wanted if one is not None}
    plan = store.load_plan(context, pair.pair_id, plans.pop()) if len(plans) == 1 and "" not in plans else None
    return plan if plan is not None and len(plan.meetings) == len(wanted) else None
