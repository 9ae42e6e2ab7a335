"""Asking pairs: at the moments of their process, or once their programme has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, ids, work
from mentoring.errors import NotFound
from mentoring.events.surveys import SurveyAssigned
from mentoring.kickoff import kick_off
from mentoring.store import retrying
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Programme
from mentoring.tables.surveys import Assignment, Waiting
from mentoring.tables.vocabulary import AssignmentState, Role, SurveyName
from surveys import domain

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.meetings import MeetingHeld
    from mentoring.events.pairing import PairAgreed, PairClosed
    from mentoring.store import UnitOfWork

SYSTEM = "system"
"""Who ends a pair whose time is over (`PairClosed.by`)."""


def at_agreement(context: Context, event: Event[PairAgreed]) -> None:
    """Ask a new pair the survey at the start."""
    _ask(context, event.data.pair_id, domain.at_agreement())


def at_meeting(context: Context, event: Event[MeetingHeld]) -> None:
    """Ask a pair after its first meeting how they fit."""
    survey = domain.at_meeting(event.data.number)
    if survey is not None:
        _ask(context, event.data.pair_id, survey)


def at_end(context: Context, event: Event[PairClosed]) -> None:
    """Ask both to look back at the end, but nobody whom organizers took out, and nothing of who never got going."""
    pair, _ = _standing(context, event.data.pair_id)
    survey = domain.at_end(
        event.data.outcome, met=pair.meetings_held > 0, decided=not pair.left_by and event.data.by != SYSTEM
    )
    if survey is None:
        _end_unasked(context, pair.pair_id)
    else:
        _ask(context, pair.pair_id, survey, but=_taken_out(context, pair))


def _taken_out(context: Context, pair: Pair) -> str:
    """Return the id of the one of a pair whom organizers took out, which ended it; empty if it ended otherwise."""
    one = context.store.get(Application, *Application.key(pair.programme_id, pair.left_by)) if pair.left_by else None
    return one.application_id if one is not None and one.taken_out_at else ""


@retrying
def _end_unasked(context: Context, pair_id: str) -> None:
    pair, _ = _standing(context, pair_id)
    uow = context.begin()
    _let_lapse(context, uow, pair)
    uow.commit()


@retrying
def _ask(context: Context, pair_id: str, survey: SurveyName, but: str = "") -> None:
    """Ask both of a pair, once per survey: now, or once their programme has begun; `but` one of the participants."""
    pair, programme = _standing(context, pair_id)
    waiting = context.store.get(Waiting, *Waiting.key(pair.programme_id, pair_id, survey))
    now = context.clock()
    at = domain.asked_from(survey, stage=programme.stage, kick_off=kick_off(programme), waited=False, now=now)
    uow = context.begin()
    if survey not in domain.DURING:
        _let_lapse(context, uow, pair)
    elif pair.outcome:
        at = None
    if at is not None and at <= now:
        _assign(context, uow, pair, survey, but)
    elif at is not None and waiting is None:
        key = Waiting.key(pair.programme_id, pair_id, survey)
        waiting = Waiting(*key, programme_id=pair.programme_id, pair_id=pair_id, survey=survey)
        waiting.set_due(at)
        uow.save(waiting)
    uow.commit()


def _let_lapse(context: Context, uow: UnitOfWork, pair: Pair) -> None:
    """Add to the transaction that open surveys about the current process of both lapse."""
    both = (pair.mentor_person_id, pair.mentee_person_id)
    made = [ids.derived("survey", pair.pair_id, survey, who) for survey in domain.DURING for who in both]
    for one in context.store.get_many(Assignment, [Assignment.key(pair.programme_id, each) for each in made]):
        if one.state == AssignmentState.OPEN:
            one.state = AssignmentState.LAPSED
            uow.save(one)


def _standing(context: Context, pair_id: str) -> tuple[Pair, Programme]:
    pair = context.store.get(Pair, *Pair.key(pair_id))
    programme = context.store.get(Programme, *Programme.key(pair.programme_id)) if pair is not None else None
    if pair is None or programme is None:
        raise NotFound
    return pair, programme


def ask_waiting(context: Context) -> dict[str, int]:
    """Ask the pairs whose programme has begun meanwhile; return how many this part asked. Repeatable."""
    counts = {"asked": 0, "waiting": 0, "dropped": 0}

    def take_up(due: list[Waiting]) -> None:
        for one in due:
            counts[_take_up(context, one)] += 1

    now = context.clock()
    work.in_parts(context, lambda after, limit: context.store.due_page(Waiting, now, after=after, limit=limit), take_up)
    return counts


SCHEDULES = {"waiting": ask_waiting}
"""What runs every hour, by the name under which it continues when it takes several parts."""


@retrying
def _take_up(context: Context, one: Waiting) -> str:
    """Ask a waiting pair, look at it again later, or drop it; after the end only the survey about the end is asked."""
    now = context.clock()
    found = context.store.get(Waiting, one.pk, one.sk)
    if found is None or not found.due_at or found.due_at > clock.iso(now):
        return "waiting"
    pair, programme = _standing(context, one.pair_id)
    at = domain.asked_from(one.survey, stage=programme.stage, kick_off=kick_off(programme), waited=True, now=now)
    uow = context.step()
    if at is not None and at > now and not pair.outcome:
        found.set_due(at)
        uow.save(found)
        uow.commit()
        return "waiting"
    asked = at is not None and not pair.outcome
    if asked:
        _assign(context, uow, pair, one.survey)
    uow.delete(found)
    uow.commit()
    return "asked" if asked else "dropped"


def _assign(context: Context, uow: UnitOfWork, pair: Pair, survey: SurveyName, but: str = "") -> None:
    """Add to the transaction that both of a pair are asked, `but` one of them; nobody is asked twice."""
    pair_id = pair.pair_id
    sides = (
        (pair.mentor_person_id, pair.mentor_id, Role.MENTOR, pair.mentee_name),
        (pair.mentee_person_id, pair.mentee_id, Role.MENTEE, pair.mentor_name),
    )
    made = {ids.derived("survey", pair_id, survey, person_id): (person_id, *rest) for person_id, *rest in sides}
    known = context.store.get_many(Assignment, [Assignment.key(pair.programme_id, one) for one in made])
    for assignment_id, (person_id, participant_id, role, partner_name) in made.items():
        if participant_id == but or assignment_id in [one.assignment_id for one in known]:
            continue
        assignment = Assignment(
            *Assignment.key(pair.programme_id, assignment_id),
            assignment_id=assignment_id,
            programme_id=pair.programme_id,
            pair_id=pair_id,
            person_id=person_id,
            participant_id=participant_id,
            role=role,
            partner_name=partner_name,
            survey=survey,
            assigned_at=clock.iso(context.clock()),
        )
        assignment.list_pk, assignment.list_sk = Assignment.list_key(person_id, assignment_id)
        uow.save(assignment)
        uow.publish(SurveyAssigned(pair.programme_id, pair_id, assignment_id, person_id, survey), aggregate=assignment)
