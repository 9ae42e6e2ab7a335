"""Events in: facts that give a pair's stage; open proposals end when somebody leaves or the last place is taken."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.identity import PersonChanged
from mentoring.events.meetings import MeetingHeld, MeetingNotHeld
from mentoring.events.pairing import PairAgreed, PairingWorkContinued
from mentoring.events.recruitment import (
    ApplicationCorrected,
    ApplicationWithdrawn,
    ProgrammeChanged,
    ProgrammeStageChanged,
)
from mentoring.events.workspace import ContractProposed, ContractSigned, GoalAgreed, SummaryApproved
from pairing import use_cases

handler = consumers.handler(
    "pairing",
    on(ApplicationCorrected, use_cases.follow_correction),
    on(ApplicationWithdrawn, use_cases.leave),
    on(ContractProposed, use_cases.note_contract_proposed),
    on(ContractSigned, use_cases.note_contract_signed),
    on(GoalAgreed, use_cases.note_goal_agreed),
    on(MeetingHeld, use_cases.note_meeting),
    on(MeetingNotHeld, use_cases.note_meeting),
    on(PairAgreed, use_cases.agreed),
    on(PersonChanged, use_cases.rename),
    on(ProgrammeChanged, use_cases.follow_settings),
    on(ProgrammeStageChanged, use_cases.follow_stage),
    on(SummaryApproved, use_cases.complete),
    continued=PairingWorkContinued,
    schedules=use_cases.SCHEDULES,
)
