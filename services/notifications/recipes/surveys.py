"""Surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import links
from mentoring.events.surveys import SurveyAssigned
from mentoring.tables.surveys import Assignment
from notifications import people
from notifications.recipes.base import make, sign, tells
from notifications.truth import surveys as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail


def survey(context: Context, data: SurveyAssigned) -> list[Mail]:
    """Ask for an answer to a survey."""
    one = context.store.get(Assignment, *Assignment.key(data.programme_id, data.assignment_id))
    if one is None:
        return []
    found = people.of_pair(context, data.pair_id)
    to = found.one(data.person_id)
    link = links.url("/surveys/answer", sign(context, "survey", data.assignment_id, to, programme_id=data.programme_id))
    return [make("survey", to, found.programme, link, survey=data.survey, other=found.other(to.key).name)]


TOLD = (tells(SurveyAssigned, holds.survey_waits, survey),)
