"""Surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import gatherings, links
from mentoring.events.surveys import GatheringSurveyAssigned, SurveyAssigned
from mentoring.tables.gatherings.gathering import Gathering
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


def after_gathering(context: Context, data: GatheringSurveyAssigned) -> list[Mail]:
    """Ask somebody who was at a gathering how it was."""
    item = context.store.get(Gathering, *Gathering.key(data.programme_id, data.gathering_id))
    if item is None:
        return []
    (found,) = people.participants(context, data.programme_id, [data.participant_id])
    to, about = people.of_participant(found), people.programme(context, data.programme_id)
    link = links.url("/surveys/answer", sign(context, "survey", data.assignment_id, to, programme_id=data.programme_id))
    title = gatherings.title(item, to.locale)
    return [make("gathering_survey", to, about, link, title=title, starts_at=item.starts_at)]


TOLD = (
    tells(SurveyAssigned, holds.survey_waits, survey),
    tells(GatheringSurveyAssigned, holds.gathering_survey_waits, after_gathering),
)
