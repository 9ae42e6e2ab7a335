"""Events in: the stage of a pair follows from facts."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.catalogue import (
    ContractProposed,
    ContractSigned,
    GoalAgreed,
    MeetingHeld,
    MeetingNotHeld,
    ProgrammeStageChanged,
    SummaryApproved,
)
from pairing import use_cases

handler = consumers.handler(
    "pairing",
    {
        ContractProposed: use_cases.note_contract_proposed,
        ContractSigned: use_cases.note_contract_signed,
        GoalAgreed: use_cases.note_goal_agreed,
        MeetingHeld: use_cases.note_meeting,
        MeetingNotHeld: use_cases.note_meeting,
        ProgrammeStageChanged: use_cases.follow_programme,
        SummaryApproved: use_cases.complete,
    },
)
