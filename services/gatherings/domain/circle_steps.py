"""The method of an intervision as timed steps that all follow together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gatherings.domain.turns import Turns
from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import BreakoutState, CircleStep
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINUTES: Mapping[CircleStep, int] = {
    CircleStep.ROLES: 5,
    CircleStep.CASE: 10,
    CircleStep.QUESTION: 5,
    CircleStep.CLARIFYING: 10,
    CircleStep.IDEAS: 20,
    CircleStep.SUMMARY: 10,
    CircleStep.LEARNING: 5,
}
"""How long each step of the method is, unless the moderator says otherwise."""
STEPS = tuple(MINUTES)
MOST_MINUTES = 60


class StepsBegan(Conflict):
    """The minutes of steps that are over can't be changed."""

    code = "steps-began"
    message = N_("The minutes of a step that runs or is over can't be changed.")


class MinutesWrong(Invalid):
    """Not a number of minutes for each step."""

    code = "minutes-wrong"
    message = N_("Each step lasts between 1 and 60 minutes.")


@dataclass(frozen=True)
class Steps(Turns):
    """The clock of the steps; `minutes` are those of each step."""

    minutes: tuple[int, ...] = tuple(MINUTES.values())

    @property
    def parts(self) -> int:
        """See `Turns.parts`."""
        return len(self.minutes)

    def length(self) -> timedelta:
        """See `Turns.length`."""
        return timedelta(minutes=self.minutes[min(self.nth, self.parts - 1)])

    @property
    def step(self) -> CircleStep | None:
        """Return the step that comes or runs; None when all are over."""
        return None if self.is_over else STEPS[self.nth]

    def with_minutes(self, minutes: Sequence[int]) -> Steps:
        """Return it with other minutes for its steps; raises `MinutesWrong`, `StepsBegan`."""
        if len(minutes) != len(STEPS) or not all(1 <= one <= MOST_MINUTES for one in minutes):
            raise MinutesWrong(fields={"/minutes": MinutesWrong.message})
        fixed = self.nth + (self.state != BreakoutState.READY)
        if tuple(minutes[:fixed]) != self.minutes[:fixed]:
            raise StepsBegan
        return replace(self, minutes=tuple(minutes))
