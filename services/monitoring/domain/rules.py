"""The rules: each describes a matter that begins at an instant and has steps some days later.

A step is done once for its matter, and no matter has more than two nudges: then a person decides.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.tables.vocabulary import Colour, StepKind, Worry
from mentoring.values import dataclass
from monitoring.domain.facts import GOAL_AFTER, PRESUMED_AFTER
from monitoring.domain.verdict import Action, Matter, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitoring.domain.facts import Facts
    from monitoring.domain.verdict import Steps

LOOK_AGAIN = timedelta(days=1)
"""How soon a pair is looked at again that no event wakes: its programme waits, or mail reaches neither of the two."""
ALERT_FACTOR, SUGGEST_FACTOR = 2, 2.5
"""Of the interval of a pair that meets seldom: with 21 days, the usual 45 and 60 days are as many times as long."""
ONBOARDING_AGAIN = 7
"""Days between the two reminders of onboarding."""
MOST_DAYS = 3650
"""The longest time an organizer can set."""


@dataclass(frozen=True)
class Rules:
    """Days after which a rule fires; organizers can change each (programme.rules). `interval` is the agreed one.

    `meetings` is how many a pair is to hold, where its contract doesn't say.

    No rule fires when the programme is `over`, or while it `waits` (a draft again). No rule counts the time before its
    `kick_off`.
    """

    interval: float = 21
    silence_nudge: float = 30
    silence_factor: float = 1.5
    silence_alert: float = 45
    silence_suggest: float = 60
    first_meeting_nudge: float = 7
    first_meeting_alert: float = 14
    contract_nudge: float = 14
    contract_alert: float = 21
    survey_nudge: float = 5
    survey_again: float = 10
    onboarding_nudge: float = 7
    meetings: int = 0
    over: bool = False
    waits: bool = False
    kick_off: datetime | None = None

    @classmethod
    def of(
        cls,
        interval: float,
        given: Mapping[str, float],
        *,
        over: bool = False,
        waits: bool = False,
        kick_off: datetime | None = None,
    ) -> Rules:
        """Return the defaults with the organizer's values over them, without unknown names and impossible values."""
        known = {one.name for one in fields(cls)} - {"interval", "meetings", "over", "waits", "kick_off"}
        sound: dict[str, Any] = {
            name: value for name, value in given.items() if name in known and 0 <= value <= MOST_DAYS
        }
        return replace(cls(interval=interval, over=over, waits=waits, kick_off=kick_off), **sound)

    @property
    def silence(self) -> float:
        """Return the days of silence after which a pair is nudged: max(30, 1.5 of the agreed interval)."""
        return max(self.silence_nudge, self.silence_factor * self.interval)

    def of_pair(self, interval: float) -> Rules:
        """Return the rules for a pair whose contract says how many days are between meetings; 0: as the programme says.

        A pair that meets seldom isn't told of silence before its own rhythm is broken: it is reminded after 1.5 of its
        interval, and comes to the organizers after 2, and to the question whether to end after 2.5 of it, or as late as
        with any pair. Seldom is less often than the programme's others, or so rarely that organizers would hear of it
        before the two do.
        """
        interval = interval or self.interval
        own = replace(self, interval=interval)
        if interval <= self.interval and own.silence <= self.silence_alert:
            return own
        return replace(
            own,
            silence_alert=max(self.silence_alert, ALERT_FACTOR * interval),
            silence_suggest=max(self.silence_suggest, SUGGEST_FACTOR * interval),
        )

    @property
    def steps(self) -> Mapping[Worry, Steps]:
        """Return what each rule does, and how many days after its matter began."""
        return {
            Worry.RATING: ((0, StepKind.ALERT),),
            Worry.FIRST_MEETING: (
                (self.first_meeting_nudge, StepKind.NUDGE),
                (self.first_meeting_alert, StepKind.ALERT),
            ),
            Worry.SILENCE: (
                (self.silence, StepKind.NUDGE),
                (self.silence_alert, StepKind.ALERT),
                (self.silence_suggest, StepKind.SUGGEST),
            ),
            Worry.CONTRACT: ((self.contract_nudge, StepKind.NUDGE), (self.contract_alert, StepKind.ALERT)),
            Worry.GOAL: ((0, StepKind.NUDGE),),
            Worry.SURVEY: ((self.survey_nudge, StepKind.NUDGE), (self.survey_again, StepKind.NUDGE)),
            Worry.ONBOARDING: (
                (self.onboarding_nudge, StepKind.NUDGE),
                (self.onboarding_nudge + ONBOARDING_AGAIN, StepKind.NUDGE),
            ),
        }

    def judge(self, facts: Facts, now: datetime) -> Verdict:
        """Return colour, reason and actions at `now`; no actions once they are in the history."""
        if facts.closed:
            return Verdict(Colour.GREY, Worry.CLOSED)
        if self.over:
            return Verdict(Colour.GREY, Worry.OVER)
        if facts.paused_until and now < facts.paused_until:
            return Verdict(Colour.GREY, Worry.PAUSED)
        if self.waits:
            return Verdict(Colour.GREEN)
        matters = self._matters(facts, now)
        actions: list[Action] = []
        for matter in matters:
            for moment, kind, occurrence in matter.open(facts.history):
                too_soon = facts.remind_from(matter.rule, now) > now or any(
                    one.kind == StepKind.NUDGE for one in actions
                )
                held_back = kind == StepKind.NUDGE and (too_soon or facts.unreached)
                if moment <= now and not held_back:
                    days = clock.full_days(matter.since, now)
                    actions.append(Action(kind, matter.rule, days, occurrence, matter.since))
        return replace(Verdict.of(matters, now), actions=tuple(actions))

    def have_settled(self, rule: Worry, facts: Facts, now: datetime) -> bool:
        """Return whether an alert's matter is over; people's requests end with the process.

        That one of them ended it early is looked after by an organizer, or by matching again.
        """
        if facts.closed or self.over:
            return self.over or rule is not Worry.ENDED
        return rule in self.steps and not any(
            one.rule == rule and one.reached(now) for one in self._matters(facts, now)
        )

    def next_due(self, facts: Facts, now: datetime) -> datetime | None:
        """Return the next instant, not before `now`, at which a step or a colour is due; None if there is none."""
        if facts.closed or self.over:
            return None
        if facts.paused_until and now < facts.paused_until:
            return facts.paused_until
        if self.waits:
            return now + LOOK_AGAIN
        matters = self._matters(facts, now)
        soonest = now + LOOK_AGAIN if facts.unreached else now
        moments = [
            facts.remind_from(matter.rule, max(moment, soonest)) if kind == StepKind.NUDGE else moment
            for matter in matters
            for moment, kind, _ in matter.open(facts.history)
        ]
        # A step that was done early, for whatever reason, still changes the colour when its time comes.
        moments += [moment for matter in matters for moment in matter.ahead(now)]
        moments += [start + PRESUMED_AFTER for start in facts.planned if start + PRESUMED_AFTER > now]
        return max(now, min(moments)) if moments else None

    def _matters(self, facts: Facts, now: datetime) -> list[Matter]:
        """Return the rules that apply now, the gravest first and surveys last.

        Pauses and time before the kick-off don't count, but what somebody said of the pair stays said.
        """
        since: dict[Worry, datetime] = {}
        if facts.misfit is not None:
            since[Worry.RATING] = facts.misfit
        if facts.onboarding is not None:
            since[Worry.ONBOARDING] = facts.onboarding
        elif not facts.expects_meeting(now):
            if not facts.held:
                since[Worry.FIRST_MEETING] = facts.started_at
            since[Worry.SILENCE] = max((facts.started_at, *facts.held))
        if facts.held and not facts.contract_signed:
            since[Worry.CONTRACT] = min(facts.held)
        if len(facts.held) >= GOAL_AFTER and not facts.goal_agreed:
            since[Worry.GOAL] = sorted(facts.held)[GOAL_AFTER - 1]
        if facts.surveys:
            since[Worry.SURVEY] = min(facts.surveys)
        steps = self.of_pair(facts.interval).steps
        found = [Matter(rule, begun, steps[rule]) for rule, begun in since.items()]
        counted = (facts.paused_until, self.kick_off)
        return [one if one.rule == Worry.RATING else one.counted_from(*counted) for one in found]
