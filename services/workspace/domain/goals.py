"""The pair's goals (domain.md §2.5): at most three at once, agreed by both, concluded with a result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import GOAL_ENDS, GoalState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_GOALS = 3


class TooManyGoals(Conflict):
    """At most three goals at once."""

    code = "too-many-goals"
    message = N_("You can work on three goals at once. Conclude or withdraw one first.")


class NotYours(Conflict):
    """Only the partner can do this."""

    code = "waits-for-partner"
    message = N_("Your partner has to do this: you proposed it.")


class GoalEnded(Conflict):
    """The goal is concluded."""

    code = "goal-ended"
    message = N_("This goal is already concluded.")


class NotAgreed(Conflict):
    """A goal that wasn't agreed has no result."""

    code = "goal-not-agreed"
    message = N_("This goal waits for the other one's agreement. It can be withdrawn, but not concluded.")


class NotDraft(Conflict):
    """Only a goal that waits for agreement can be withdrawn; an agreed one is concluded."""

    code = "goal-not-draft"
    message = N_("This goal is already agreed on or concluded, so it can't be withdrawn.")


@dataclass(frozen=True)
class Goal:
    """The state of a goal, and who wrote it."""

    state: GoalState
    proposed_by: str

    @property
    def is_over(self) -> bool:
        """Return whether it is concluded."""
        return self.state in GOAL_ENDS

    def agree(self, by: str) -> Goal:
        """Return the goal after the partner agreed."""
        if self.state != GoalState.DRAFT:
            raise GoalEnded
        if by == self.proposed_by:
            raise NotYours
        return replace(self, state=GoalState.AGREED)

    def conclude(self, to: GoalState) -> Goal:
        """Return the concluded goal; not reaching it is a result too."""
        if self.is_over or to not in GOAL_ENDS:
            raise GoalEnded
        if self.state == GoalState.DRAFT and to != GoalState.DROPPED:
            raise NotAgreed
        return replace(self, state=to)

    def withdraw(self) -> Goal:
        """Return the goal after one of the two withdrew it before it was agreed."""
        if self.state != GoalState.DRAFT:
            raise NotDraft
        return replace(self, state=GoalState.DROPPED)


def check_goals(goals: Iterable[Goal]) -> None:
    """Raise `TooManyGoals` if there is no room for another goal."""
    if sum(not one.is_over for one in goals) >= MOST_GOALS:
        raise TooManyGoals
