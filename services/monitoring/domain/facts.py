"""The facts the rules use, and when the two of a pair may be nudged.

Nudges are spaced out. A reminder of a survey waits for every other nudge but delays none of them: a survey can wait, a
pair that doesn't meet can't. No nudge is sent at night for one of the two.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import StepKind, Worry
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

BETWEEN_NUDGES = timedelta(days=5)
"""At most one nudge per person in this time."""
MORNING, EVENING = time(8), time(20)
"""Nudges are sent between the two."""
PRESUMED_AFTER = timedelta(hours=72)
"""A planned meeting without an answer counts as planned until it is presumed held (domain.md §2.5)."""
GOAL_AFTER = 3
"""The number of held meetings by which a goal should be agreed."""


@dataclass(frozen=True)
class Step:
    """Something that was done about a pair: rule, kind, when, and for how many days the rule had applied."""

    rule: Worry
    step: StepKind
    at: datetime
    days: int = 0

    def is_like(self, other: Step) -> bool:
        """Return whether both are steps of the same kind for the same rule."""
        return (self.rule, self.step) == (other.rule, other.step)


@dataclass(frozen=True)
class Facts:
    """What the rules use.

    `held` are starts of held meetings, `planned` of confirmed ones, `surveys` when open ones were assigned. `interval`
    are the days between meetings that the pair's contract says, 0 if none.
    `onboarding` is since when somebody, who may have no pair, has required steps of it to do; then nothing else is.
    `paused_until` is in the past once the pair has continued: no rule counts the time before it. `nudged_at` is when
    one of the two was last nudged, about any pair; `surveyed_at` when last reminded of a survey. `zones` are where the
    two live.
    """

    started_at: datetime
    held: tuple[datetime, ...] = ()
    planned: tuple[datetime, ...] = ()
    contract_signed: bool = False
    interval: int = 0
    goal_agreed: bool = False
    surveys: tuple[datetime, ...] = ()
    onboarding: datetime | None = None
    paused_until: datetime | None = None
    closed: bool = False
    history: tuple[Step, ...] = ()
    nudged_at: datetime | None = None
    surveyed_at: datetime | None = None
    zones: tuple[tzinfo, ...] = ()

    def expects_meeting(self, now: datetime) -> bool:
        """Return whether a planned meeting is ahead, or its outcome isn't known yet."""
        return any(start + PRESUMED_AFTER > now for start in self.planned)

    def nudge_from(self, rule: Worry, now: datetime) -> datetime:
        """Return the earliest instant, not before `now`, at which both may be nudged about a rule.

        Reminders of surveys delay only each other.
        """
        ours = [
            one.at
            for one in self.history
            if one.step == StepKind.NUDGE and (rule == Worry.SURVEY or one.rule != Worry.SURVEY)
        ]
        elsewhere = [self.nudged_at, self.surveyed_at if rule == Worry.SURVEY else None]
        nudges = [*ours, *(at for at in elsewhere if at)]
        return max([now, *(at + BETWEEN_NUDGES for at in nudges)])

    def remind_from(self, rule: Worry, now: datetime) -> datetime:
        """Return the earliest instant, not before `now`, at which the scan may nudge both: only by day."""
        return by_day(self.nudge_from(rule, now), self.zones)


def by_day(moment: datetime, zones: Sequence[tzinfo]) -> datetime:
    """Return the earliest instant, not before `moment`, at which it is day in all zones.

    If it is never day in both zones at once, it is day in the first one.
    """
    mornings = [_morning(moment, zone, days) for zone in zones for days in range(3)]
    later = sorted(at for at in (moment, *mornings) if at >= moment)
    awake = [at for at in later if all(_is_day(at, zone) for zone in zones)]
    return awake[0] if awake else by_day(moment, zones[:1])


def _morning(moment: datetime, zone: tzinfo, days: int) -> datetime:
    today = moment.astimezone(zone).date()
    return datetime.combine(today + timedelta(days), MORNING, zone).astimezone(moment.tzinfo)


def _is_day(moment: datetime, zone: tzinfo) -> bool:
    return MORNING <= moment.astimezone(zone).time() < EVENING
