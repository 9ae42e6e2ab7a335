"""Events in."""

from __future__ import annotations

from gatherings import use_cases
from gatherings.use_cases.onboarding import following
from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.gatherings import GatheringsWorkContinued, OnboardingChanged
from mentoring.events.recruitment import ApplicationAccepted, ApplicationWithdrawn

handler = consumers.handler(
    "gatherings",
    on(ApplicationAccepted, following.come_in),
    on(ApplicationWithdrawn, following.leave),
    on(OnboardingChanged, following.change),
    continued=GatheringsWorkContinued,
    schedules=use_cases.SCHEDULES,
)
