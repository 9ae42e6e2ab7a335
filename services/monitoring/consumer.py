"""Events in: activity updates a pair's watch; a mentee without any mentor left needs somebody until there is a pair."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.gatherings import OnboardingCompleted, OnboardingWaits
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingContested,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.monitoring import MonitoringWorkContinued
from mentoring.events.notifications import MailboxLost, MailboxRecovered
from mentoring.events.pairing import (
    MenteeLeftUnmatched,
    MenteeWaitsLong,
    PairAgreed,
    PairClosed,
    PairPaused,
    RematchRequested,
)
from mentoring.events.recruitment import AddressCorrected, ApplicationWithdrawn, RulesChanged
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, DeskMessageWritten, GoalAgreed
from monitoring.use_cases import events, newcomers, reaching, ruling, scan, writing

handler = consumers.handler(
    "monitoring",
    on(PairAgreed, events.start),
    on(MeetingConfirmed, events.note),
    on(MeetingRescheduled, events.note),
    on(MeetingCancelled, events.note),
    on(MeetingHeld, events.note),
    on(MeetingNotHeld, events.note),
    on(MeetingContested, events.note_contested),
    on(ContractSigned, events.note),
    on(GoalAgreed, events.note),
    on(SurveyAssigned, events.note),
    on(SurveyAnswered, events.note),
    on(PairPaused, events.note),
    on(PairClosed, events.note),
    on(RematchRequested, events.note_rematch),
    on(MenteeLeftUnmatched, events.note_unmatched),
    on(MenteeWaitsLong, events.note_unmatched),
    on(ApplicationWithdrawn, events.note_withdrawn),
    on(DeskMessageWritten, writing.note),
    on(MailboxLost, reaching.note_lost),
    on(MailboxRecovered, reaching.note_recovered),
    on(AddressCorrected, reaching.note_corrected),
    on(RulesChanged, ruling.look_again),
    on(OnboardingWaits, newcomers.note),
    on(OnboardingCompleted, newcomers.note),
    continued=MonitoringWorkContinued,
    schedules=scan.SCHEDULES,
)
