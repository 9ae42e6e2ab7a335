"""Whether surveys' events are still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.recruitment import Participant
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import AssignmentState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.surveys import GatheringSurveyAssigned, SurveyAssigned


def survey_waits(context: Context, event: Event[SurveyAssigned | GatheringSurveyAssigned]) -> bool:
    """It isn't answered."""
    one = context.store.get(Assignment, *Assignment.key(event.data.programme_id, event.data.assignment_id))
    return one is not None and one.state == AssignmentState.OPEN


def gathering_survey_waits(context: Context, event: Event[GatheringSurveyAssigned]) -> bool:
    """It isn't answered, and the person still takes part."""
    part = context.store.get(Participant, *Participant.key(event.data.programme_id, event.data.participant_id))
    return part is not None and not part.withdrawn_at and survey_waits(context, event)
