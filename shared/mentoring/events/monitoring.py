"""Events that monitoring publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class PairWentInactive(EventData):
    """A rule found a silent pair; both are reminded. `rule` and `days` are why, `occurrence` counts reminders."""

    source = "monitoring"
    aggregate = "watch"
    programme_id: str
    pair_id: str
    rule: str
    days: int
    occurrence: int


@dataclass(frozen=True)
class OnboardingOverdue(EventData):
    """Somebody has had required steps of onboarding to do for `days`; they are reminded the n-th time."""

    source = "monitoring"
    aggregate = "participant"
    programme_id: str
    participant_id: str
    person_id: str
    days: int
    occurrence: int


@dataclass(frozen=True)
class MatterRaised(EventData):
    """A matter is open, or more urgent than before, by a rule that has applied for `days`.

    `about` is the id of the pair, or of the participant without one; the other of `pair_id` and `participant_id` is
    empty. Organizers are told the same day of what is in `vocabulary.SAME_DAY`.
    """

    source = "monitoring"
    aggregate = "matter"
    programme_id: str
    about: str
    pair_id: str
    participant_id: str
    rule: str
    urgency: str
    days: int


@dataclass(frozen=True)
class MattersHandled(EventData):
    """An organizer did something (`deed`) with matters, which `abouts` names as `MatterRaised.about` does."""

    source = "monitoring"
    aggregate = "programme"
    programme_id: str
    deed: str
    abouts: list[str]


@dataclass(frozen=True)
class HelpRequested(EventData):
    """A participant answered a nudge with «we need help»; `by` is a person id."""

    source = "monitoring"
    aggregate = "watch"
    programme_id: str
    pair_id: str
    by: str


@dataclass(frozen=True)
class MonitoringWorkContinued(Continued):
    """The monitoring consumer continues work that takes several parts."""

    source = "monitoring"
    aggregate = "work"
