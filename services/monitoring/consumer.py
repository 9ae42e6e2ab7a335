"""Events in: activity moves the watch of a pair."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.catalogue import (
    ContractSigned,
    GoalAgreed,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
    PairAgreed,
    PairClosed,
    PairPaused,
    SurveyAnswered,
    SurveyAssigned,
)
from monitoring import use_cases

handler = consumers.handler(
    "monitoring",
    {
        PairAgreed: use_cases.start,
        MeetingConfirmed: use_cases.note_confirmed,
        MeetingRescheduled: use_cases.note_unplanned,
        MeetingCancelled: use_cases.note_unplanned,
        MeetingHeld: use_cases.note_held,
        MeetingNotHeld: use_cases.note_unplanned,
        ContractSigned: use_cases.note_signed,
        GoalAgreed: use_cases.note_goal,
        SurveyAssigned: use_cases.note_survey,
        SurveyAnswered: use_cases.note_answer,
        PairPaused: use_cases.note_paused,
        PairClosed: use_cases.note_closed,
    },
)
