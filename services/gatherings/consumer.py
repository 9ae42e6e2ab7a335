"""Events in."""

from __future__ import annotations

from gatherings import use_cases
from gatherings.use_cases import arriving, leaving, moving_up, telling
from gatherings.use_cases.onboarding import following
from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.gatherings import (
    GatheringAnnounced,
    GatheringAttended,
    GatheringCancelled,
    GatheringMissed,
    GatheringMoved,
    GatheringNear,
    GatheringsWorkContinued,
    OnboardingChanged,
    SeatsChanged,
)
from mentoring.events.recruitment import ApplicationAccepted, ApplicationWithdrawn

handler = consumers.handler(
    "gatherings",
    on(GatheringAnnounced, telling.invite),
    on(GatheringMoved, telling.tell_moved),
    on(GatheringCancelled, telling.tell_cancelled),
    on(GatheringNear, telling.remind),
    on(SeatsChanged, moving_up.move_up),
    on(ApplicationAccepted, arriving.arrive),
    on(ApplicationWithdrawn, leaving.leave),
    on(OnboardingChanged, following.change),
    on(GatheringAttended, following.attend),
    on(GatheringMissed, following.attend),
    continued=GatheringsWorkContinued,
    schedules=use_cases.SCHEDULES,
)
