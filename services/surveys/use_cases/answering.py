"""Somebody's surveys, and answering one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.surveys import GatheringSurveyAnswered, SurveyAnswered
from mentoring.store import retrying
from mentoring.tables.recruitment import Programme
from mentoring.tables.surveys import Answer, Assignment
from mentoring.tables.vocabulary import AssignmentState
from surveys import domain

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events.base import EventData


def mine(context: Context, pair_id: str = "") -> list[Assignment]:
    """Return my surveys, of one pair of mine or of all, open ones first; with the pair its programme is read."""
    found = context.store.listed(Assignment, *Assignment.listed(access.person(context)))
    wanted = [one for one in found if not pair_id or one.pair_id == pair_id]
    if pair_id:
        access.pair_member(context, pair_id, also={Programme.key(one.programme_id) for one in wanted})
    return sorted(wanted, key=lambda one: (one.state != AssignmentState.OPEN, one.assigned_at))


def read(context: Context, programme_id: str, assignment_id: str) -> tuple[Assignment, domain.Survey]:
    """Return one of my surveys with its questions."""
    assignment = context.store.get(Assignment, *Assignment.key(programme_id, assignment_id))
    if assignment is None or assignment.person_id != access.person(context):
        raise NotFound
    return assignment, domain.SURVEYS[assignment.survey]


@retrying
def answer(context: Context, programme_id: str, assignment_id: str, given: dict[str, Any]) -> Assignment:
    """Answer a survey, once."""
    assignment, survey = read(context, programme_id, assignment_id)
    if assignment.state != AssignmentState.OPEN:
        raise domain.NotAskedAnyMore if assignment.state == AssignmentState.LAPSED else domain.AlreadyAnswered
    answers = survey.check(given)
    now = clock.iso(context.clock())
    assignment.state, assignment.answered_at = AssignmentState.ANSWERED, now
    uow = context.begin()
    uow.save(assignment)
    uow.save(
        Answer(
            *Answer.key(programme_id, survey.name, assignment_id, assignment.gathering_id),
            assignment_id=assignment_id,
            programme_id=programme_id,
            gathering_id=assignment.gathering_id,
            survey=survey.name,
            role=assignment.role,
            answers=answers,
            answered_at=now,
        )
    )
    uow.publish(_answered(assignment, low=survey.is_low(answers)), aggregate=assignment)
    uow.commit()
    return assignment


def _answered(one: Assignment, *, low: bool) -> EventData:
    """Return the event that somebody answered; what concerns no pair is no pair's event."""
    if one.gathering_id:
        return GatheringSurveyAnswered(one.programme_id, one.gathering_id, one.assignment_id)
    rater = ids.derived("rater", one.pair_id, one.person_id)
    return SurveyAnswered(one.programme_id, one.pair_id, one.assignment_id, one.survey, low=low, rater=rater)
