"""The time line of a process: what happened when, by whom, and what is planned. Pure.

It is made of facts alone: dates, states, and titles that both of the pair may read.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


class Step(StrEnum):
    """What can happen in a process; those of one moment are told in this order."""

    AGREED = "agreed"
    CONTRACT_PROPOSED = "contract_proposed"
    CONTRACT_SIGNED_BY_ONE = "contract_signed_by_one"
    CONTRACT_SIGNED = "contract_signed"
    CONTRACT_AMENDED = "contract_amended"
    GOAL_AGREED = "goal_agreed"
    GOAL_CONCLUDED = "goal_concluded"
    MEETING_HELD = "meeting_held"
    MEETING_MISSED = "meeting_missed"
    MEETING_UNTOLD = "meeting_untold"
    CLOSING = "closing"
    SUMMARY_APPROVED = "summary_approved"
    COMPLETED = "completed"
    CLOSED_EARLY = "closed_early"
    MEETING_PROPOSED = "meeting_proposed"
    MEETING_PLANNED = "meeting_planned"
    ERASED = "erased"


ORDER = tuple(Step)


@dataclass(frozen=True)
class Moment:
    """A step at an instant; `by` is a person id, empty where it was both or nobody in particular.

    `number` is which meeting or version it was, 0 for others; `title` that of a goal.
    """

    at: str
    step: Step
    by: str = ""
    number: int = 0
    title: str = ""


@dataclass(frozen=True)
class Timeline:
    """`past` and `ahead` of now, each in the order of time."""

    past: list[Moment]
    ahead: list[Moment]


def told(moments: Iterable[Moment], now: str) -> Timeline:
    """Return moments in the order of time; `now` is an instant."""
    found = sorted((one for one in moments if one.at), key=lambda one: (one.at, ORDER.index(one.step)))
    return Timeline([one for one in found if one.at <= now], [one for one in found if one.at > now])
