"""Asking those who were at a gathering, once it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, ids, work
from mentoring.events.surveys import GatheringSurveyAssigned
from mentoring.store import retrying
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.recruitment import Participant
from mentoring.tables.surveys import Assignment, GatheringAsked
from mentoring.tables.vocabulary import GatheringState, SurveyName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import GatheringAttended, GatheringEnded
    from mentoring.store import Page, UnitOfWork

TOGETHER = 40
"""People who are asked in one transaction: an item and an event each."""


def at_end(context: Context, event: Event[GatheringEnded]) -> None:
    """Ask everybody who is noted as present, in parts."""
    held = _held(context, event.data.programme_id, event.data.gathering_id)

    def read(after: str, limit: int) -> Page[Attendance]:
        return context.store.page(Attendance, *Attendance.of(event.data.gathering_id), after=after, limit=limit)

    @retrying
    def each(context: Context, page: list[Attendance]) -> None:
        uow = context.step()
        if held is not None:
            _ask(context, uow, held, [one for one in page if one.present])
        uow.commit()

    work.in_parts(context, read, lambda page: each(context, page), together=TOGETHER)


@retrying
def at_attendance(context: Context, event: Event[GatheringAttended]) -> None:
    """Ask somebody who is noted as present after the end, too; who is there while it is on is asked at the end."""
    told = event.data
    held, uow = _held(context, told.programme_id, told.gathering_id), context.begin()
    noted = context.store.get(Attendance, *Attendance.key(told.gathering_id, told.person_id))
    if held is not None and noted is not None and noted.present:
        _ask(context, uow, held, [noted])
    uow.commit()


def _held(context: Context, programme_id: str, gathering_id: str) -> Gathering | None:
    """Return a gathering that is over, if its organizers want to ask."""
    found = context.store.get(Gathering, *Gathering.key(programme_id, gathering_id))
    return found if found is not None and found.survey and found.state == GatheringState.ENDED else None


def _ask(context: Context, uow: UnitOfWork, held: Gathering, there: Sequence[Attendance]) -> None:
    """Add to the transaction that these are asked, once each; who has left the programme isn't."""
    programme_id = held.programme_id
    made = {ids.derived("survey", held.gathering_id, SurveyName.GATHERING, one.person_id): one for one in there}
    if not made:
        return
    known = context.store.get_many(Assignment, [Assignment.key(programme_id, one) for one in made])
    asked = {one.assignment_id for one in known}
    keys = [Participant.key(programme_id, one.participant_id) for one in there]
    parts = {one.participant_id: one for one in context.store.get_many(Participant, keys) if not one.withdrawn_at}
    fresh = {key: parts[one.participant_id] for key, one in made.items() if one.participant_id in parts}
    fresh = {key: part for key, part in fresh.items() if key not in asked}
    for assignment_id, part in fresh.items():
        one = Assignment(
            *Assignment.key(programme_id, assignment_id),
            assignment_id=assignment_id,
            programme_id=programme_id,
            gathering_id=held.gathering_id,
            titles={locale: text["title"] for locale, text in held.texts.items()},
            person_id=part.person_id,
            participant_id=part.participant_id,
            role=part.role,
            survey=SurveyName.GATHERING,
            assigned_at=clock.iso(context.clock()),
        )
        one.list_pk, one.list_sk = Assignment.list_key(part.person_id, assignment_id)
        uow.save(one)
        told = (programme_id, held.gathering_id, assignment_id, part.person_id, part.participant_id)
        uow.publish(GatheringSurveyAssigned(*told), aggregate=one)
    if fresh:
        uow.add(GatheringAsked.sum(programme_id, held.gathering_id), asked=len(fresh))
