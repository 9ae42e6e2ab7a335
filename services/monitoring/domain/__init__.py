"""The rules of monitoring (domain.md §2.6): from facts about a pair to its colour, the reason, and what to do now.

Pure. What happened to a pair is its `Record`, which gives the `Facts`. `Rules` judge these: `Rules.judge` says what
holds at an instant, `Rules.next_due` when it has to be asked again. The answer is a `Verdict`.
"""

from __future__ import annotations

from monitoring.domain.facts import BETWEEN_NUDGES, Facts, Step, by_day
from monitoring.domain.need import AlreadyDone, ChangedMeanwhile, Deed, Need, Skipped, Why
from monitoring.domain.record import MOST_MEETINGS, MOST_OFF, MOST_STEPS, Meeting, Rating, Record
from monitoring.domain.rules import Rules
from monitoring.domain.verdict import (
    COLOURS,
    Action,
    NobodyReached,
    NoReminderHelps,
    NothingLeftToDo,
    NothingToRemindOf,
    NudgedLately,
    PersonNudgedLately,
    Verdict,
)

__all__ = [
    "BETWEEN_NUDGES",
    "COLOURS",
    "MOST_MEETINGS",
    "MOST_OFF",
    "MOST_STEPS",
    "Action",
    "AlreadyDone",
    "ChangedMeanwhile",
    "Deed",
    "Facts",
    "Meeting",
    "Need",
    "NoReminderHelps",
    "NobodyReached",
    "NothingLeftToDo",
    "NothingToRemindOf",
    "NudgedLately",
    "PersonNudgedLately",
    "Rating",
    "Record",
    "Rules",
    "Skipped",
    "Step",
    "Verdict",
    "Why",
    "by_day",
]
