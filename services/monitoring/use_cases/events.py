"""Events that update the watch of a pair."""

from __future__ import annotations

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
from mentoring.events.monitoring import AlertRaised
from mentoring.events.pairing import MenteeLeftUnmatched, PairAgreed, PairClosed, PairPaused
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.store import retrying
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import Sighting, StepKind, SurveyName, Worry
from monitoring import domain, store
from monitoring.use_cases import newcomers
from monitoring.use_cases.alerts import close_about, close_alert, open_alerts, raise_alert

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationWithdrawn
    from mentoring.store import UnitOfWork

MeetingNews = MeetingConfirmed | MeetingRescheduled | MeetingCancelled | MeetingHeld | MeetingNotHeld
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
    """Watch a new pair from its agreement on, and close the alert that its mentee had no mentor."""
    agreed = event.data
    uow = context.begin()
    close_about(context, uow, agreed.programme_id, agreed.mentee_id)
    _keep(context, uow, watch_of(context, agreed.pair_id), store.rules(context, agreed.programme_id))
    uow.commit()


@retrying
def note(context: Context, event: Event[Noted]) -> None:
    """Record an event on the pair's watch; a low rating is reported to the organizer at once.

    Alerts that it settles are closed, without anybody's name.
    """
    data = event.data
    watch = watch_of(context, data.pair_id)
    rules = store.rules(context, watch.programme_id)
    store.keep(watch, _noted(store.record(watch), data, event.meta.occurred_at, event.meta.sequence))
    uow = context.begin()
    if isinstance(data, SurveyAnswered) and data.low and not rules.over and store.facts(watch).misfit:
        raise_alert(context, uow, watch, Worry.RATING, cause=event.meta.id)
    for alert in _settled(context, watch, rules):
        close_alert(context, uow, alert)
    _keep(context, uow, watch, rules)
    uow.commit()


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


def _settled(context: Context, watch: Watch, rules: domain.Rules) -> list[Alert]:
    """Return the pair's open alerts whose matter is over; reads nothing for pairs that never had one."""
    if not store.record(watch).was_given(StepKind.ALERT):
        return []
    facts, now = store.facts(watch), context.clock()
    ours = open_alerts(context, watch.programme_id, watch.pair_id)
    return [one for one in ours if rules.have_settled(one.rule, facts, now)]


@retrying
def note_unmatched(context: Context, event: Event[MenteeLeftUnmatched]) -> None:
    """Alert the organizers that no mentor is left for a mentee, and why."""
    told = event.data
    if store.rules(context, told.programme_id).over:
        return
    alert_id = Alert.id_of(told.mentee_id, Worry.UNMATCHED, event.meta.id)
    alert = Alert(
        *Alert.key(told.programme_id, alert_id),
        alert_id=alert_id,
        programme_id=told.programme_id,
        pair_id="",
        participant_id=told.mentee_id,
        rule=Worry.UNMATCHED,
        cause=told.cause,
        days=0,
        raised_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(alert)
    uow.publish(AlertRaised(told.programme_id, "", alert_id, Worry.UNMATCHED, 0), aggregate=alert)
    uow.commit()


@retrying
def note_withdrawn(context: Context, event: Event[ApplicationWithdrawn]) -> None:
    """Close the alert that no mentor was left for somebody who has left the programme; remind them of nothing."""
    left = event.data
    uow = context.begin()
    close_about(context, uow, left.programme_id, left.application_id)
    newcomers.forget(context, uow, left.application_id)
    uow.commit()


def _noted(known: domain.Record, data: Noted, at: datetime, sequence: int) -> domain.Record:
    """Return a pair's record with the news of an event."""
    match data:
        case ContractSigned():
            known = known.sign(data.contract_version, data.interval_days)
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
        case _:
            return domain.Meeting(Sighting.OFF, None, sequence)


def _keep(context: Context, uow: UnitOfWork, watch: Watch, rules: domain.Rules) -> None:
    """Update colour and due instant, and save; acting is left to the scan."""
    store.settle(watch, rules, context.clock())
    uow.save(watch)
