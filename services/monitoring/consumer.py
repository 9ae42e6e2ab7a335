"""Events in: activity moves the watch of a pair; a mentee nobody is left for needs a person, until there is a pair."""

from __future__ import annotations

from mentoring import consumers
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
    {
        PairAgreed: use_cases.start,
        MeetingConfirmed: use_cases.note,
        MeetingRescheduled: use_cases.note,
        MeetingCancelled: use_cases.note,
        MeetingHeld: use_cases.note,
        MeetingNotHeld: use_cases.note,
        ContractSigned: use_cases.note,
        GoalAgreed: use_cases.note,
        SurveyAssigned: use_cases.note,
        SurveyAnswered: use_cases.note,
        PairPaused: use_cases.note,
        PairClosed: use_cases.note,
        MenteeLeftUnmatched: use_cases.note_unmatched,
        ApplicationWithdrawn: use_cases.note_withdrawn,
    },
    continued=MonitoringWorkContinued,
    schedules=use_cases.SCHEDULES,
)
