"""Events in."""

from __future__ import annotations

from gatherings import use_cases
from gatherings.use_cases import arriving, leaving, recording, telling
from gatherings.use_cases.circle import due as circles
from gatherings.use_cases.circle import forming
from gatherings.use_cases.onboarding import following
from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.gatherings import (
    CirclesSent,
    GatheringAnnounced,
    GatheringAttended,
    GatheringCancelled,
    GatheringEnded,
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
    on(GatheringMoved, circles.moved),
    on(GatheringCancelled, circles.cancelled),
    on(GatheringEnded, circles.ended),
    on(CirclesSent, forming.form),
    on(GatheringNear, telling.remind),
    on(SeatsChanged, circles.freed),
    on(ApplicationAccepted, arriving.arrive),
    on(ApplicationWithdrawn, leaving.leave),
    on(OnboardingChanged, following.change),
    on(GatheringAttended, recording.note),
    on(GatheringMissed, recording.note),
    continued=GatheringsWorkContinued,
    schedules=use_cases.SCHEDULES,
)
