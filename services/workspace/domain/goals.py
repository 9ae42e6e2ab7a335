"""The pair's goals (domain.md §2.5): at most three at once, agreed by both, concluded by both with a result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import GOAL_ENDS, GoalState
from mentoring.values import dataclass
from workspace.sharing import AuthorOnly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_GOALS = 3
MOST_RATINGS = 60
"""Ratings of a goal that are kept; with a new one the oldest goes."""
MOST_WORD = 300
"""Characters of a rating's word."""
REASONED = (GoalState.CHANGED, GoalState.DROPPED)
"""Ends that need a reason."""


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
    """A goal that wasn't agreed is neither rated nor concluded."""

    code = "goal-not-agreed"
    message = N_("This goal waits for the other one's agreement. Until then it can only be changed or withdrawn.")


class NotDraft(Conflict):
    """Only a goal that waits for agreement is changed or withdrawn; an agreed one is concluded."""

    code = "goal-not-draft"
    message = N_("This goal is already agreed on or concluded, so it can be neither changed nor withdrawn.")


class NothingProposed(Conflict):
    """Nobody has proposed to conclude the goal, or no longer."""

    code = "no-conclusion"
    message = N_("Nobody proposes to conclude this goal any more.")


@dataclass(frozen=True)
class End:
    """How a goal ends, or is to end, as one of the two (a person id) proposed."""

    state: GoalState
    by: str


@dataclass(frozen=True)
class Goal:
    """The state of a goal, who wrote it, and how somebody proposed to conclude it."""

    state: GoalState
    proposed_by: str
    end: End | None = None

    @property
    def is_over(self) -> bool:
        """Return whether it is concluded."""
        return self.state in GOAL_ENDS

    def waits_for(self, member: str) -> bool:
        """Return whether it waits for one of the pair: to agree on it, or on its conclusion."""
        if self.state == GoalState.DRAFT:
            return member != self.proposed_by
        return not self.is_over and self.end is not None and member != self.end.by

    def edit(self, by: str) -> Goal:
        """Return the goal with another text, on which the other one is asked to agree; the author's to decide."""
        self._draft()
        if by != self.proposed_by:
            raise AuthorOnly
        return self

    def agree(self, by: str) -> Goal:
        """Return the goal after the partner agreed."""
        if self.state != GoalState.DRAFT:
            raise GoalEnded
        if by == self.proposed_by:
            raise NotYours
        return replace(self, state=GoalState.AGREED)

    def withdraw(self) -> None:
        """Raise `NotDraft` unless either of the two may take it off the table."""
        self._draft()

    def _draft(self) -> None:
        if self.state != GoalState.DRAFT:
            raise NotDraft

    def rate(self) -> Goal:
        """Return the goal after one of the two said where they are: they work on it."""
        self.go_on()
        return replace(self, state=GoalState.IN_PROGRESS)

    def go_on(self) -> None:
        """Raise `GoalEnded` or `NotAgreed` unless the two work on it."""
        if self.is_over:
            raise GoalEnded
        if self.state == GoalState.DRAFT:
            raise NotAgreed

    def propose_end(self, to: GoalState, by: str, reason: str) -> Goal:
        """Return the goal with a conclusion to which the other one is asked to consent.

        Not reaching a goal is a result, too; why it was changed or given up is said.
        """
        self.go_on()
        if to in REASONED and not reason.strip():
            raise Invalid(fields={"/reason": N_("Say in a sentence why. You will both be glad to know later.")})
        return replace(self, end=End(to, by))

    def confirm_end(self, by: str) -> Goal:
        """Return the concluded goal, after the other one consented."""
        if self.is_over:
            raise GoalEnded
        if self.end is None:
            raise NothingProposed
        if by == self.end.by:
            raise NotYours
        return replace(self, state=self.end.state)

    def refuse_end(self) -> Goal:
        """Return the goal, which goes on: the other one said «not yet», or who proposed it took it back."""
        if self.is_over:
            raise GoalEnded
        return replace(self, end=None)


def check_goals(goals: Iterable[Goal]) -> None:
    """Raise `TooManyGoals` if there is no room for another goal."""
    if sum(not one.is_over for one in goals) >= MOST_GOALS:
        raise TooManyGoals


@dataclass(frozen=True)
class Rating:
    """A level, 0–10, who gave it (a person id), when (an instant), and a word about it."""

    level: int
    by: str
    at: str
    word: str = ""


def with_another(ratings: Sequence[Rating], one: Rating) -> list[Rating]:
    """Return what is kept after another rating."""
    return [*ratings, one][-MOST_RATINGS:]
