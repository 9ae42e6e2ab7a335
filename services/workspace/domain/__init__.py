"""Rules of the room (domain.md §2.5, §2.8): the contract, the goals, the closing summary. Pure."""

from __future__ import annotations

from workspace.domain.closing import (
    SUMMARY_PARTS,
    ProcessEnded,
    Summary,
    TooEarly,
    may_close,
    summary_hash,
)
from workspace.domain.contract import (
    ASKING,
    EDITABLE,
    IN_CODES,
    IN_WORDS,
    AmendmentOpen,
    Change,
    Contract,
    Difference,
    NoAmendment,
    NotEditable,
    NotProposed,
    Signature,
    TextChanged,
    sha256,
)
from workspace.domain.goals import (
    MOST_GOALS,
    Goal,
    GoalEnded,
    NotAgreed,
    NotDraft,
    NotYours,
    TooManyGoals,
    check_goals,
)

__all__ = [
    "ASKING",
    "EDITABLE",
    "IN_CODES",
    "IN_WORDS",
    "MOST_GOALS",
    "SUMMARY_PARTS",
    "AmendmentOpen",
    "Change",
    "Contract",
    "Difference",
    "Goal",
    "GoalEnded",
    "NoAmendment",
    "NotAgreed",
    "NotDraft",
    "NotEditable",
    "NotProposed",
    "NotYours",
    "ProcessEnded",
    "Signature",
    "Summary",
    "TextChanged",
    "TooEarly",
    "TooManyGoals",
    "check_goals",
    "may_close",
    "sha256",
    "summary_hash",
]
