"""Rules of meetings (domain.md §2.5): what they are and become, and what is refused."""

from meetings.domain.meeting import (
    OPEN,
    PRESUMED_AFTER,
    REASONS,
    REMINDERS,
    TAKES_TIME,
    Due,
    Meeting,
    Unused,
    check_time,
)
from meetings.domain.refusals import (
    AlreadyBusy,
    AnswerKnown,
    AnswerOld,
    AnswerShared,
    HasBegun,
    MeetingDecided,
    OutcomeGiven,
    OwnProposal,
    PartnerBusy,
    TimePassed,
    TimeTaken,
    busy_as,
)
from meetings.domain.told import CONTESTED_WITHIN

__all__ = [
    "CONTESTED_WITHIN",
    "OPEN",
    "PRESUMED_AFTER",
    "REASONS",
    "REMINDERS",
    "TAKES_TIME",
    "AlreadyBusy",
    "AnswerKnown",
    "AnswerOld",
    "AnswerShared",
    "Due",
    "HasBegun",
    "Meeting",
    "MeetingDecided",
    "OutcomeGiven",
    "OwnProposal",
    "PartnerBusy",
    "TimePassed",
    "TimeTaken",
    "Unused",
    "busy_as",
    "check_time",
]
