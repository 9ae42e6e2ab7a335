"""What the rules say about a pair at an instant: its colour, the reason, and what to do now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import Colour, StepKind, Worry
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitoring.domain.facts import Facts, Step

COLOURS = tuple(Colour)
"""In the order in which organizers look at them."""
Steps = tuple[tuple[float, StepKind], ...]
"""What a rule does: (days after its matter began, kind)."""
WORRYING = (Colour.AMBER, Colour.RED)


class NothingToRemindOf(Conflict):
    """No rule has anything to remind this pair of."""

    code = "nothing-to-remind-of"
    message = N_("This pair is on track; there is nothing to remind them of.")


class NoReminderHelps(NothingToRemindOf):
    """The pair needs somebody to talk to, and no rule has anything to remind it of."""

    message = N_("A reminder doesn't help here: this pair needs somebody to talk to. Write to them yourself.")


class NobodyReached(NothingToRemindOf):
    """Mail reaches neither of the two."""

    message = N_("Email reaches neither of them. Ask for the right addresses and correct them.")


class NothingLeftToDo(NothingToRemindOf):
    """Nothing required is left of somebody's onboarding, or the programme hasn't begun."""

    message = N_("There is nothing to remind this person of: they are ready, or the programme hasn't begun.")


class NudgedLately(Conflict):
    """One of the two was nudged too recently."""

    code = "nudged-lately"
    message = N_("One of them was reminded less than five days ago. Write to them yourself, or try again later.")


class PersonNudgedLately(NudgedLately):
    """Somebody was nudged too recently."""

    message = N_("This person was reminded less than five days ago. Write to them yourself, or try again later.")


@dataclass(frozen=True)
class Action:
    """What to do now: kind (nudge, alert, suggest), rule, days since its matter began, which one it is (1, 2).

    `since` is when the matter began, where a reason for somebody is made of it.
    """

    kind: StepKind
    rule: Worry
    days: int
    occurrence: int
    since: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """A pair's colour, the rule behind it (empty when green), since when, and what to do.

    `over` suggests ending the process or matching the two again. `remind` is what a reminder can be about.
    """

    colour: Colour
    rule: Worry = Worry.NONE
    since: datetime | None = None
    over: bool = False
    actions: tuple[Action, ...] = ()
    remind: Matter | None = None

    @classmethod
    def of(cls, matters: Sequence[Matter], now: datetime) -> Verdict:
        """Return the worst colour and its matter; an open survey gives no colour."""
        reached = [one for one in matters if one.rule != Worry.SURVEY and one.reached(now)]
        if not reached:
            return cls(Colour.GREEN)
        worst = min(reached, key=lambda one: COLOURS.index(one.colour(now)))
        return cls(
            worst.colour(now),
            worst.rule,
            worst.since,
            over=any(StepKind.SUGGEST in one.reached(now) for one in reached),
            remind=min(
                (one for one in reached if one.nudges),
                key=lambda one: COLOURS.index(one.colour(now)),
                default=None,
            ),
        )

    @property
    def only_of_survey(self) -> bool:
        """Return whether there is a nudge and it is about a survey."""
        return [one.rule for one in self.actions if one.kind == StepKind.NUDGE] == [Worry.SURVEY]

    def days(self, now: datetime) -> int:
        """Return for how many full days the reason has applied."""
        return clock.full_days(self.since, now) if self.since else 0

    def may_be_nudged(self, facts: Facts, now: datetime) -> bool:
        """Return whether there is something to remind the pair of, and its last reminder was long enough ago."""
        return self.remind is not None and not facts.unreached and facts.nudge_from(self.remind.rule, now) <= now

    def nudge(self, facts: Facts, now: datetime) -> Action:
        """Return the nudge that somebody sends by hand, at any hour.

        Raises `NothingToRemindOf` if the pair is on track, paused or closed, `NoReminderHelps` if it needs somebody to
        talk to, `NobodyReached` if mail reaches neither, `NudgedLately` within the limit.
        """
        if self.remind is None:
            raise NoReminderHelps if self.colour in WORRYING else NothingToRemindOf
        if facts.unreached:
            raise NobodyReached
        if not self.may_be_nudged(facts, now):
            raise NudgedLately
        of = self.remind
        given = sum(one.step == StepKind.NUDGE and one.rule == of.rule for one in facts.history)
        return Action(StepKind.NUDGE, of.rule, clock.full_days(of.since, now), given + 1)


@dataclass(frozen=True)
class Matter:
    """One rule applied to one pair: `steps` count their days from `since`."""

    rule: Worry
    since: datetime
    steps: Steps

    def reached(self, now: datetime) -> set[StepKind]:
        """Return the kinds of steps whose time has come."""
        return {kind for after, kind in self.steps if now >= self.since + timedelta(days=after)}

    def colour(self, now: datetime) -> Colour:
        """Return the colour that a matter with a step whose time has come gives."""
        return Colour.RED if {StepKind.ALERT, StepKind.SUGGEST} & self.reached(now) else Colour.AMBER

    @property
    def nudges(self) -> bool:
        """Return whether the two are reminded of it at all."""
        return any(kind == StepKind.NUDGE for _, kind in self.steps)

    def counted_from(self, *moments: datetime | None) -> Matter:
        """Return the matter without the time before any of the moments."""
        return replace(self, since=max([self.since, *(at for at in moments if at)]))

    def ahead(self, now: datetime) -> list[datetime]:
        """Return the instants after `now` at which a step is reached."""
        moments = (self.since + timedelta(days=after) for after, _ in self.steps)
        return [moment for moment in moments if moment > now]

    def open(self, history: Iterable[Step]) -> list[tuple[datetime, StepKind, int]]:
        """Return the steps that weren't done yet as (instant, kind, occurrence)."""
        done = [one.step for one in history if one.rule == self.rule and one.at >= self.since]
        waiting = []
        for kind in StepKind:
            moments = [self.since + timedelta(days=after) for after, step in self.steps if step == kind]
            numbered = [(moment, kind, number) for number, moment in enumerate(sorted(moments), start=1)]
            waiting += numbered[done.count(kind) :]
        return waiting
