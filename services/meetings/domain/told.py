"""What the two of a pair say of a meeting: whether it was held, and what counts while their answers differ.

Two answers that don't go together are both kept, both people are asked once more, and until they agree it counts as
held, whoever answered first. Only held and not held differ: of two reasons why not, the first stays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from meetings.domain.refusals import AnswerOld, OutcomeGiven
from mentoring.tables.vocabulary import MeetingOutcome
from mentoring.values import dataclass

CHANGED_WITHIN = timedelta(hours=72)
"""How long who said how a meeting went may say something else; two who differ, after they were asked once more."""
CONTESTED_WITHIN = timedelta(days=14)
"""How long after the first answer the partner may say that it was otherwise."""


@dataclass(frozen=True)
class Told:
    """The outcome, and who gave it when (`said_by`: person ids); see `Meeting` for the partner who contests it."""

    outcome: MeetingOutcome
    said_by: tuple[str, ...]
    said_at: datetime | None
    contested_by: str
    contested_as: MeetingOutcome
    contested_at: datetime | None

    def of(self, person_id: str) -> MeetingOutcome:
        """Return what somebody said; NONE if nothing."""
        if person_id == self.contested_by:
            return self.contested_as
        return self.outcome if person_id in self.said_by else MeetingOutcome.NONE

    def may_contest(self, by: str, now: datetime) -> bool:
        """Return whether a person who hasn't said anything may still say that it was otherwise."""
        if not self.said_by or by in self.said_by or self.contested_by:
            return False
        return self.said_at is not None and now < self.said_at + CONTESTED_WITHIN

    def contest(self, by: str, outcome: MeetingOutcome, now: datetime) -> Told:
        """Return what is told after one said that it was held and the other that it was not, in whichever order."""
        if MeetingOutcome.HELD not in (self.outcome, outcome):
            raise OutcomeGiven
        if not self.may_contest(by, now):
            raise AnswerOld
        if outcome == MeetingOutcome.HELD:
            return Told(outcome, (by,), self.said_at, self.said_by[0], self.outcome, now)
        return replace(self, contested_by=by, contested_as=outcome, contested_at=now)

    def again(self, by: str, outcome: MeetingOutcome, now: datetime) -> Told:
        """Return what is told after one of two who differ answered once more: it is settled when they agree."""
        if outcome == self.of(by):
            return self
        if self.is_settled(now):
            raise AnswerOld
        if by == self.contested_by and outcome != MeetingOutcome.HELD:
            return replace(self, contested_as=outcome)
        agreed = MeetingOutcome.HELD if by == self.contested_by else self.contested_as
        both = (*self.said_by, self.contested_by)
        return Told(agreed, both, now, "", MeetingOutcome.NONE, self.contested_at)

    def is_settled(self, now: datetime) -> bool:
        """Return whether the time in which two who differ may change their answers is over."""
        return self.contested_at is not None and now >= self.contested_at + CHANGED_WITHIN
