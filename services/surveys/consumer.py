"""Events in: the moments of the process."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.gatherings import GatheringAttended, GatheringEnded
from mentoring.events.meetings import MeetingHeld
from mentoring.events.pairing import PairAgreed, PairClosed
from mentoring.events.surveys import SurveysWorkContinued
from surveys.use_cases import asking, gatherings

handler = consumers.handler(
    "surveys",
    on(PairAgreed, asking.at_agreement),
    on(MeetingHeld, asking.at_meeting),
    on(PairClosed, asking.at_end),
    on(GatheringEnded, gatherings.at_end),
    on(GatheringAttended, gatherings.at_attendance),
    continued=SurveysWorkContinued,
    schedules=asking.SCHEDULES,
)
