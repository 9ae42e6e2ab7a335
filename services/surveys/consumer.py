"""Events in: the moments of the process."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.meetings import MeetingHeld
from mentoring.events.pairing import PairAgreed, PairClosed
from mentoring.events.surveys import SurveysWorkContinued
from surveys import use_cases

handler = consumers.handler(
    "surveys",
    on(PairAgreed, use_cases.at_agreement),
    on(MeetingHeld, use_cases.at_meeting),
    on(PairClosed, use_cases.at_end),
    continued=SurveysWorkContinued,
    schedules=use_cases.SCHEDULES,
)
