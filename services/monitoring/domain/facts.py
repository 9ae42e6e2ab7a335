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
    `misfit` is since when one of them has said that it may not be a good pair, and nobody has looked after it.
    `onboarding` is since when somebody, who may have no pair, has required steps of it to do; then nothing else is.
    `paused_until` is in the past once the pair has continued: no rule counts the time before it. `nudged_at` is when
    one of the two was last nudged, about any pair; `surveyed_at` when last reminded of a survey. `zones` are where the
    two live. `unreached`: mail reaches neither, so a nudge waits until it does.
    """

    started_at: datetime
    held: tuple[datetime, ...] = ()
    planned: tuple[datetime, ...] = ()
    contract_signed: bool = False
    interval: int = 0
    goal_agreed: bool = False
    surveys: tuple[datetime, ...] = ()
    misfit: datetime | None = None
    onboarding: datetime | None = None
    paused_until: datetime | None = None
    closed: bool = False
    history: tuple[Step, ...] = ()
    nudged_at: datetime | None = None
    surveyed_at: datetime | None = None
    zones: tuple[tzinfo, ...] = ()
    unreached: bool = False

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
    """Return the earliest instant of the day that follows `moment` at which it is day in all zones.

    Where the two share no daytime on the day it is or will be in the first zone, it is day in the first one.
    """
    if all(_is_day(moment, zone) for zone in zones):
        return moment
    own = [moment] if _is_day(moment, zones[0]) else [_morning(moment, zones[0], days) for days in range(2)]
    first = next(at for at in own if at >= moment)
    mornings = sorted(_morning(first, zone, days) for zone in zones for days in range(-1, 3))
    shared = [at for at in mornings if all(_is_day(at, zone) for zone in zones)]
    today = first.astimezone(zones[0]).date()
    if not any(at.astimezone(zones[0]).date() == today for at in shared):
        return first
    return next((at for at in shared if moment <= at < moment + timedelta(days=1)), first)


def _morning(moment: datetime, zone: tzinfo, days: int) -> datetime:
    today = moment.astimezone(zone).date()
    return datetime.combine(today + timedelta(days), MORNING, zone).astimezone(moment.tzinfo)


def _is_day(moment: datetime, zone: tzinfo) -> bool:
    return MORNING <= moment.astimezone(zone).time() < EVENING
