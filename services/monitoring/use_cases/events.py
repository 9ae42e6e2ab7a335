"""Events that update the watch of a pair."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingContested,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.pairing import (
    MenteeLeftUnmatched,
    MenteeWaitsLong,
    PairAgreed,
    PairClosed,
    PairPaused,
    RematchRequested,
)
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Matter, Watch, WatchWeek
from mentoring.tables.pairing import Pair, PairMember, Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import MatterState, PairOutcome, Role, Sighting, StepKind, SurveyName, Worry
from monitoring import domain, store
from monitoring.domain.overview import monday
from monitoring.use_cases import newcomers, reaching
from monitoring.use_cases.raising import About, change, raise_matter, settle_about, why

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationWithdrawn
    from mentoring.store import UnitOfWork

MeetingNews = MeetingConfirmed | MeetingRescheduled | MeetingCancelled | MeetingHeld | MeetingNotHeld
MOST_EARLIER = 25
"""Pairs somebody is in, of which one that ended may be a matter until they have another."""
MOST_PAUSES = 20
"""Pauses that are remembered of a pair, the latest."""
Noted = MeetingNews | ContractSigned | GoalAgreed | SurveyAssigned | SurveyAnswered | PairPaused | PairClosed


def watch_of(context: Context, pair_id: str) -> Watch:
    """Return a pair's watch; a new one from the pair itself if an event comes before the pair's PairAgreed."""
    found = store.watch(context, pair_id)
    if found is not None:
        return found
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    people = [pair.mentor_person_id, pair.mentee_person_id]
    return Watch(
        *Watch.key(pair_id),
        pair_id=pair_id,
        programme_id=pair.programme_id,
        name=pair.mentee_name,
        participants=[pair.mentor_id, pair.mentee_id],
        people=people,
        zones=store.zones(context, people, store.told_zones(context, pair)),
        started_at=pair.agreed_at,
    )


@retrying
def start(context: Context, event: Event[PairAgreed]) -> None:
    """Watch a new pair from its agreement on, and settle that its mentee had no mentor, or that a process had ended."""
    agreed = event.data
    uow = context.begin()
    settle_about(context, uow, agreed.programme_id, agreed.mentee_id)
    for pair_id in _ended_pairs(context, agreed.programme_id, agreed.mentee_person_id, agreed.mentee_id):
        if pair_id != agreed.pair_id:
            _forget_end(context, uow, About(agreed.programme_id, pair_id))
    watch, rules = watch_of(context, agreed.pair_id), store.rules(context, agreed.programme_id)
    if not (watch.closed or rules.over):
        reaching.note_new_pair(context, uow, watch)
    _keep(context, uow, watch, rules)
    uow.commit()


@retrying
def note(context: Context, event: Event[Noted]) -> None:
    """Record an event on the pair's watch; a low rating is reported to the organizer at once.

    What it settles is no reason any more for the pair's matter.
    """
    data = event.data
    watch = watch_of(context, data.pair_id)
    rules = store.rules(context, watch.programme_id)
    stood = watch.contract_signed, watch.goal_agreed
    store.keep(watch, _noted(store.record(watch), data, event.meta.occurred_at, event.meta.sequence))
    if isinstance(data, PairPaused):
        pause = {"at": clock.iso(event.meta.occurred_at), "until": data.until}
        watch.pauses = sorted([*watch.pauses, pause], key=lambda one: one["at"])[-MOST_PAUSES:]
    watch.answered += isinstance(data, SurveyAnswered)
    uow = context.begin()
    _count(uow, watch, event, stood)
    low = isinstance(data, SurveyAnswered) and data.low and not rules.over and store.facts(watch).misfit
    rests = isinstance(data, PairPaused) and bool(data.until)
    settles = _settles(context, watch, rules, rests=rests)
    reasons = [why(context, Worry.RATING)] if low else _ended(context, uow, event, watch, rules)
    raise_matter(context, uow, watch, reasons, settles)
    _keep(context, uow, watch, rules)
    uow.commit()


def _ended(
    context: Context, uow: UnitOfWork, event: Event[Noted], watch: Watch, rules: domain.Rules
) -> list[domain.Why]:
    """Return that one of the two has ended the process, unless the mentee is provided for, or has left since.

    What would settle it may have been heard before: the transaction holds only while all of this is so.
    """
    data = event.data
    if not isinstance(data, PairClosed) or data.outcome != PairOutcome.CLOSED_EARLY or event.meta.organizer:
        return []
    pair = context.store.get(Pair, *Pair.key(data.pair_id)) if data.by in watch.people and not rules.over else None
    if pair is None or pair.rematch:
        return []
    left, seats, read = _there(context, pair.programme_id, pair.mentee_id)
    if any(one.taken for one in seats) or (left and not pair.left_by):
        return []
    for one in (pair, *read):
        uow.require(one)
    return [why(context, Worry.ENDED, since=event.meta.occurred_at)]


def _there(context: Context, programme_id: str, mentee_id: str) -> tuple[bool, list[Seats], list[Item]]:
    """Return whether a mentee has left, their seats, if they have some, and all that was read for it."""
    read = context.store.get_many(Item, [Participant.key(programme_id, mentee_id), Seats.key(programme_id, mentee_id)])
    left = any(isinstance(one, Participant) and one.withdrawn_at for one in read)
    return left, [one for one in read if isinstance(one, Seats)], read


@retrying
def note_rematch(context: Context, event: Event[RematchRequested]) -> None:
    """Settle that somebody ended a process early: its mentee is matched again."""
    told = event.data
    uow = context.begin()
    if told.pair_id:
        _forget_end(context, uow, About(told.programme_id, told.pair_id))
    uow.commit()


def _ended_pairs(context: Context, programme_id: str, person_id: str, mentee_id: str) -> list[str]:
    """Return the pairs of a mentee of which it is a matter that one of the two ended early; two round trips."""
    theirs = context.store.listed_page(PairMember, *PairMember.listed(person_id), limit=MOST_EARLIER).items
    keys = [Matter.key(programme_id, one.pair_id) for one in theirs if one.participant_id == mentee_id]
    known = context.store.get_many(Matter, keys) if keys else []
    waiting = [one for one in known if one.state is not MatterState.DONE]
    return [one.about for one in waiting if any(why["rule"] == Worry.ENDED for why in one.reasons)]


def _forget_end(context: Context, uow: UnitOfWork, about: About) -> None:
    """Add to the transaction that nobody has to decide any more whether a mentee is matched again."""
    change(context, uow, about, lambda need: need.without(lambda one: one.rule is Worry.ENDED, context.clock()))


@retrying
def note_contested(context: Context, event: Event[MeetingContested]) -> None:
    """Record that the two of a pair say different things of a meeting, or agree now; it moves no rule."""
    data, sequence = event.data, event.meta.sequence
    watch = watch_of(context, data.pair_id)
    uow = context.begin()
    if sequence > watch.contested.get(data.meeting_id, {}).get("sequence", -1):
        at = "" if data.settled else clock.iso(event.meta.occurred_at)
        watch.contested = watch.contested | {
            data.meeting_id: {"starts_at": data.starts_at, "at": at, "sequence": sequence}
        }
        uow.save(watch)
    uow.commit()


def _settles(
    context: Context, watch: Watch, rules: domain.Rules, *, rests: bool
) -> Callable[[domain.Why], bool] | None:
    """Return what tells whether a reason is over; None for pairs that never needed anybody: nothing is read then.

    Who asked for a pause has it once the process `rests`.
    """
    known = store.record(watch)
    if not known.was_given(StepKind.ALERT) and not known.was_given(StepKind.SUGGEST):
        return None
    facts, now = store.facts(watch), context.clock()
    return lambda one: (rests and one.rule is Worry.PAUSE) or rules.have_settled(one.rule, facts, now)


@retrying
def note_unmatched(context: Context, event: Event[MenteeLeftUnmatched | MenteeWaitsLong]) -> None:
    """Raise the matter that no mentor is left for a mentee, and why; one who waits for long does so since then.

    Not for who has a pair by now, or has left: what would settle it may have been heard before.
    """
    told = event.data
    if store.rules(context, told.programme_id).over:
        return
    left, seats, _ = _there(context, told.programme_id, told.mentee_id)
    if left or any(one.taken for one in seats):
        return
    weeks = told.weeks if isinstance(told, MenteeWaitsLong) else 0
    since = event.meta.occurred_at - timedelta(weeks=weeks)
    about = About(told.programme_id, participant_id=told.mentee_id)
    uow = context.begin()
    for one in seats:
        uow.require(one)
    reason = why(context, Worry.UNMATCHED, since=since, cause=told.cause)
    change(context, uow, about, lambda need: need.because(reason))
    uow.commit()


@retrying
def note_withdrawn(context: Context, event: Event[ApplicationWithdrawn]) -> None:
    """Settle what organizers had to decide about a mentee who has left the programme; remind them of nothing.

    That is where no mentor was left, or a process had ended before. That leaving ended one is told as a matter.
    """
    left = event.data
    uow = context.begin()
    settle_about(context, uow, left.programme_id, left.application_id)
    gone = context.store.get(Participant, *Participant.key(left.programme_id, left.application_id))
    if gone is not None and gone.role is Role.MENTEE:
        pairs = _ended_pairs(context, left.programme_id, gone.person_id, gone.participant_id)
        for one in context.store.get_many(Pair, [Pair.key(each) for each in pairs]) if pairs else []:
            if not one.left_by:
                _forget_end(context, uow, About(left.programme_id, one.pair_id))
    newcomers.forget(context, uow, left.application_id)
    uow.commit()


def _count(uow: UnitOfWork, watch: Watch, event: Event[Noted], stood: tuple[bool, bool]) -> None:
    """Count what an event changes in the week in which it happened; `stood`: contract and goal before."""
    signed, agreed = stood
    changes = {
        "signed": watch.contract_signed and not signed,
        "agreed": watch.goal_agreed and not agreed,
        "answered": isinstance(event.data, SurveyAnswered),
    }
    added = {name: 1 for name, true in changes.items() if true}
    if added:
        uow.add(WatchWeek.sum(watch.programme_id, str(monday(event.meta.occurred_at))), **added)


def _noted(known: domain.Record, data: Noted, at: datetime, sequence: int) -> domain.Record:
    """Return a pair's record with the news of an event."""
    match data:
        case ContractSigned():
            known = known.sign(data.contract_version, data.interval_days, data.planned_meetings)
        case GoalAgreed():
            known = known.agree_goal()
        case SurveyAssigned():
            known = known.open_survey(data.assignment_id, at)
        case SurveyAnswered():
            known = known.answer_survey(data.assignment_id)
            if data.survey == SurveyName.PAIR_FIT:
                known = known.rate(data.rater or data.assignment_id, domain.Rating(low=data.low, at=at))
        case PairPaused():  # an empty `until` means that the pair continues now: the rules count from here
            known = known.pause(clock.parse(data.until) if data.until else at, sequence)
        case PairClosed():
            known = known.close()
        case _:
            known = known.note(data.meeting_id, _meeting(data, sequence))
    return known


def _meeting(data: MeetingNews, sequence: int) -> domain.Meeting:
    match data:
        case MeetingConfirmed():
            return domain.Meeting(Sighting.PLANNED, clock.parse(data.starts_at), sequence)
        case MeetingHeld():
            return domain.Meeting(Sighting.HELD, clock.parse(data.starts_at), sequence)
        case MeetingNotHeld() | MeetingCancelled(was_confirmed=True) if data.starts_at:
            return domain.Meeting(Sighting.OFF, clock.parse(data.starts_at), sequence)
        case _:  # moved, and not agreed anew yet; or never agreed
            return domain.Meeting(Sighting.OFF, None, sequence)


def _keep(context: Context, uow: UnitOfWork, watch: Watch, rules: domain.Rules) -> None:
    """Update colour and due instant, and save; acting is left to the scan."""
    store.settle(watch, rules, context.clock())
    uow.save(watch)
