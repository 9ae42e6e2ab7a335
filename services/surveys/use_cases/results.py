"""Results of surveys, for organizers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock
from mentoring.errors import NotFound
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.surveys import Answer, AssignmentCounts, GatheringAsked
from mentoring.tables.vocabulary import SurveyName
from mentoring.values import dataclass
from surveys import disclosure, domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class SurveyResults:
    """A survey's results: numbers of people asked and of answers, and each question's results.

    `waiting` is how many answers aren't in any result yet, because they are too few to show.
    """

    survey: domain.Survey
    assigned: int
    answered: int
    waiting: int
    results: dict[str, list[domain.Result]]


@dataclass(frozen=True)
class AfterGathering:
    """A gathering after which people were asked, and how many."""

    gathering: Gathering
    asked: int


def of_programme(context: Context, programme_id: str) -> tuple[Programme, list[SurveyResults]]:
    """Return a programme and the results about its pairs, for its organizers.

    `disclosure` says which answers they may contain. Answers after gatherings aren't put together over gatherings: the
    difference to the results of each could reveal one.
    """
    keys = AssignmentCounts.keys(programme_id)
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=keys)
    assigned = AssignmentCounts.total(context.store.get_many(AssignmentCounts, keys))
    answers = context.store.query(Answer, *Answer.of(programme_id))
    return programme, [
        _results(context, survey, assigned[survey.name], [one for one in answers if one.survey == survey.name])
        for survey in domain.SURVEYS.values()
        if survey.name not in domain.AFTER
    ]


def gatherings(context: Context, programme: Programme) -> list[AfterGathering]:
    """Return the gatherings after which people were asked, the last one first; the caller has checked the user."""
    asked = context.store.query(GatheringAsked, *GatheringAsked.of(programme.programme_id))
    keys = [Gathering.key(programme.programme_id, one.gathering_id) for one in asked]
    known = {one.gathering_id: one for one in (context.store.get_many(Gathering, keys) if keys else [])}
    found = [AfterGathering(known[one.gathering_id], one.asked) for one in asked if one.gathering_id in known]
    return sorted(found, key=lambda one: one.gathering.starts_at, reverse=True)


def of_gathering(context: Context, programme_id: str, gathering_id: str) -> tuple[Programme, Gathering, SurveyResults]:
    """Return a gathering and the results of the survey after it, for organizers of its programme."""
    keys = [Gathering.key(programme_id, gathering_id), GatheringAsked.key(programme_id, gathering_id)]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=keys)
    gathering = context.store.get(Gathering, *keys[0])
    if gathering is None:
        raise NotFound
    asked = context.store.get(GatheringAsked, *keys[1])
    answers = context.store.query(Answer, *Answer.of(programme_id, SurveyName.GATHERING, gathering_id))
    survey = domain.SURVEYS[SurveyName.GATHERING]
    return programme, gathering, _results(context, survey, asked.asked if asked is not None else 0, answers)


def _results(context: Context, survey: domain.Survey, assigned: int, answers: Sequence[Answer]) -> SurveyResults:
    now = context.clock()
    whole = [_given(one, one.answers) for one in answers]
    found = [
        question.results(
            [_given(one, value) for one in answers if (value := one.answers.get(question.name)) not in (None, "")],
            now,
        )
        for question in survey.questions
    ]
    return SurveyResults(
        survey,
        assigned,
        len(answers),
        len(answers) - len(disclosure.cuts(whole, now)[disclosure.EVERYBODY]),
        {cut: [one[cut] for one in found] for cut in (disclosure.EVERYBODY, *disclosure.ROLES)},
    )


def _given(one: Answer, value: Any) -> disclosure.Given:
    return disclosure.Given(clock.parse(one.answered_at), one.assignment_id, one.role, value)
