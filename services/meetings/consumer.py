"""Events in."""

from __future__ import annotations

from meetings import use_cases
from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.meetings import MeetingsWorkContinued
from mentoring.events.pairing import PairClosed

handler = consumers.handler(
    "meetings",
    on(PairClosed, use_cases.close),
    continued=MeetingsWorkContinued,
    schedules=use_cases.SCHEDULES,
)
