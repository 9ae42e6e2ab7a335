"""Events that surveys publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class SurveyAssigned(EventData):
    """A person is asked to answer a survey."""

    source = "surveys"
    aggregate = "assignment"
    programme_id: str
    pair_id: str
    assignment_id: str
    person_id: str
    survey: str


@dataclass(frozen=True)
class SurveyAnswered(EventData):
    """A survey was answered; the answers aren't in the event. `low` marks a rating that organizers should hear of.

    `rater` is the same for all answers of one person about a pair, and says nothing else of them.
    """

    source = "surveys"
    aggregate = "assignment"
    programme_id: str
    pair_id: str
    assignment_id: str
    survey: str
    low: bool
    rater: str = ""


@dataclass(frozen=True)
class GatheringSurveyAssigned(EventData):
    """Somebody who was at a gathering is asked to answer the survey after it."""

    source = "surveys"
    aggregate = "assignment"
    programme_id: str
    gathering_id: str
    assignment_id: str
    person_id: str
    participant_id: str


@dataclass(frozen=True)
class GatheringSurveyAnswered(EventData):
    """The survey after a gathering was answered; neither the answers nor who gave them are in the event."""

    source = "surveys"
    aggregate = "assignment"
    programme_id: str
    gathering_id: str
    assignment_id: str


@dataclass(frozen=True)
class SurveysWorkContinued(Continued):
    """The surveys consumer continues work that takes several parts."""

    source = "surveys"
    aggregate = "work"
