"""Events in: activity moves the watch of a pair; a mentee nobody is left for needs a person, until there is a pair."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.monitoring import MonitoringWorkContinued
from mentoring.events.pairing import MenteeLeftUnmatched, PairAgreed, PairClosed, PairPaused
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from monitoring import use_cases

handler = consumers.handler(
    "monitoring",
    on(PairAgreed, use_cases.start),
    on(MeetingConfirmed, use_cases.note),
    on(MeetingRescheduled, use_cases.note),
    on(MeetingCancelled, use_cases.note),
    on(MeetingHeld, use_cases.note),
    on(MeetingNotHeld, use_cases.note),
    on(ContractSigned, use_cases.note),
    on(GoalAgreed, use_cases.note),
    on(SurveyAssigned, use_cases.note),
    on(SurveyAnswered, use_cases.note),
    on(PairPaused, use_cases.note),
    on(PairClosed, use_cases.note),
    on(MenteeLeftUnmatched, use_cases.note_unmatched),
    on(ApplicationWithdrawn, use_cases.note_withdrawn),
    continued=MonitoringWorkContinued,
    schedules=use_cases.SCHEDULES,
)
