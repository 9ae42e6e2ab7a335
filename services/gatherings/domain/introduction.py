"""«Introduce us»: somebody would like to meet somebody, who says yes, no, or nothing.

A no is never told: to who asked, it looks like no answer. Who said no is never asked again by the same person.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import lures
from mentoring.errors import N_, Conflict, Invalid, Paused
from mentoring.limits import Limit
from mentoring.tables.vocabulary import IntroductionState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

OPEN_FOR = timedelta(days=30)
"""How long somebody can answer; then it is as if nobody had asked."""
SENTENCE = 300
WEEK = timedelta(days=7)


class AskedOften(Paused):
    """They asked several people in a short time."""

    code = "introductions-paused"
    message = N_("You have asked five people in a short time. Wait for their answers; you can ask again in a few days.")


class IsAskedOften(Paused):
    """Many would like to meet the same person."""

    code = "asked-by-many"
    message = N_("Many people would like to meet this person at the moment. Try again in a few days.")


ASKS = Limit("introductions", 5, WEEK, WEEK, WEEK / 5, AskedOften)
"""Five at once, then a pause of a week; one is forgotten every 34 hours."""
IS_ASKED = Limit("introductions-to", 10, WEEK / 2, WEEK, WEEK / 10, IsAskedOften)


class IntroductionLapsed(Conflict):
    """Nobody waits for the answer any more."""

    code = "introduction-lapsed"
    message = N_("This question is more than 30 days old; nobody waits for an answer any more.")


class IntroductionGone(Conflict):
    """Who asked has left the programme."""

    code = "introduction-gone"
    message = N_("Whoever asked doesn't take part in this programme any more.")


class AlreadyMet(Conflict):
    """The two were introduced."""

    code = "already-introduced"
    message = N_("You said yes, and both of you have each other's address.")


class AlreadyPair(Conflict):
    """Partners know each other already."""

    code = "already-a-pair"
    message = N_("You two are a pair in this programme. Write to each other in your room.")


def sentence(typed: str) -> str:
    """Return what somebody adds to their wish; raises `Invalid` for a lure, or a long one."""
    said = " ".join(typed.split())
    if len(said) > SENTENCE:
        raise Invalid(fields={"/sentence": N_("This text is too long.")})
    if lures.has_lure(said):
        told = N_("Leave out addresses, links and phone numbers: you exchange them once the other one says yes.")
        raise Invalid(fields={"/sentence": told})
    return said


@dataclass(frozen=True)
class Introduction:
    """The wish of one to meet another: none yet if `state` is None; `until` is an instant."""

    state: IntroductionState | None = None
    until: datetime | None = None
    turn: int = 0

    def is_open(self, now: datetime) -> bool:
        """Return whether who asked waits for an answer, or believes so."""
        waits = self.state in (IntroductionState.ASKED, IntroductionState.DECLINED)
        return waits and self.until is not None and now < self.until

    def waits(self, now: datetime) -> bool:
        """Return whether who is asked may still answer for the first time."""
        return self.state == IntroductionState.ASKED and self.is_open(now)

    def ask(self, now: datetime) -> Introduction:
        """Return it asked; what is open stays as it is, and so does that the two have met.

        Who said no before isn't asked again: then only who asks sees a difference, by the new date.
        """
        if self.state == IntroductionState.MET or self.is_open(now):
            return self
        declined = self.state == IntroductionState.DECLINED
        state = IntroductionState.DECLINED if declined else IntroductionState.ASKED
        return replace(self, state=state, until=now + OPEN_FOR, turn=self.turn + 1)

    def accept(self, now: datetime) -> Introduction:
        """Return it with a yes, also after a no; raises `IntroductionLapsed`."""
        if self.state == IntroductionState.MET:
            return self
        if not self.is_open(now):
            raise IntroductionLapsed
        return replace(self, state=IntroductionState.MET)

    def decline(self, now: datetime) -> Introduction:
        """Return it with a no; raises `AlreadyMet`, or `IntroductionLapsed`."""
        if self.state == IntroductionState.MET:
            raise AlreadyMet
        if self.state == IntroductionState.DECLINED:
            return self
        if not self.is_open(now):
            raise IntroductionLapsed
        return replace(self, state=IntroductionState.DECLINED)
