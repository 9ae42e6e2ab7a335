"""Whether surveys' events are still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import AssignmentState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.surveys import SurveyAssigned


def survey_waits(context: Context, event: Event[SurveyAssigned]) -> bool:
    """It isn't answered."""
    one = context.store.get(Assignment, *Assignment.key(event.data.programme_id, event.data.assignment_id))
    return one is not None and one.state == AssignmentState.OPEN
