"""The rules of monitoring (domain.md §2.6): from facts about a pair to its colour, the reason, and what to do now.

Pure. `evaluate` says what holds at an instant; `next_due` the next instant at which anything can change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"
NUDGE, ALERT, SUGGEST = "nudge", "alert", "suggest"

BETWEEN_NUDGES = timedelta(days=5)
"""At most one nudge per person in this time."""
MOST_NUDGES = 2
"""Nudges on one matter; then a person decides."""
THIRD = 3
"""A goal should be agreed by the third held meeting."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Days after which a rule fires; an organizer may change each (programme.rules). `interval` is the agreed one."""

    interval: int = 21
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

    @classmethod
    def of(cls, interval: int, given: Mapping[str, float]) -> Rules:
        """Return the defaults with the organizer's values over them; unknown names are passed over."""
        known = {one.name for one in fields(cls)} - {"interval"}
        return cls(interval=interval, **{name: value for name, value in given.items() if name in known})

    @property
    def silence(self) -> float:
        """Return the days of silence after which a pair is nudged: max(30, 1.5 × agreed interval)."""
        return max(self.silence_nudge, self.silence_factor * self.interval)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done about a pair: rule, kind, when."""

    rule: str
    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. `planned` are starts of confirmed meetings; `surveys` when open ones were assigned."""

    started_at: datetime
    held_count: int = 0
    first_held_at: datetime | None = None
    last_held_at: datetime | None = None
    planned: tuple[datetime, ...] = ()
    contract_signed: bool = False
    goal_agreed: bool = False
    surveys: tuple[datetime, ...] = ()
    paused_until: datetime | None = None
    closed: bool = False
    history: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What to do now: kind (nudge, alert, suggest), rule, days since the rule's moment, which nudge it is (1, 2)."""

    kind: str
    rule: str
    days: int
    occurrence: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Colour of a pair, the rule and days behind it (empty when green), and what to do."""

    colour: str
    rule: str = ""
    days: int = 0
    actions: tuple[Action, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Matter:
    """One rule applied to one pair: counted from `since`, steps at days after it."""

    rule: str
    since: datetime
    steps: tuple[tuple[float, str], ...]


def _matters(facts: Facts, rules: Rules, now: datetime) -> list[_Matter]:
    """Return the rules that hold for a pair at this instant."""
    found = []
    planned = [start for start in facts.planned if start + timedelta(hours=72) > now]
    last = facts.last_held_at or facts.started_at
    if not planned and not facts.held_count:
        steps: tuple[tuple[float, str], ...] = ((rules.first_meeting_nudge, NUDGE), (rules.first_meeting_alert, ALERT))
        found.append(_Matter("first_meeting", facts.started_at, steps))
    if not planned and facts.held_count:
        steps = ((rules.silence, NUDGE), (rules.silence_alert, ALERT), (rules.silence_suggest, SUGGEST))
        found.append(_Matter("silence", last, steps))
    if facts.first_held_at and not facts.contract_signed:
        steps = ((rules.contract_nudge, NUDGE), (rules.contract_alert, ALERT))
        found.append(_Matter("contract", facts.first_held_at, steps))
    if facts.held_count >= THIRD and not facts.goal_agreed:
        found.append(_Matter("goal", last, ((0, NUDGE),)))
    if facts.surveys:
        found.append(_Matter("survey", min(facts.surveys), ((rules.survey_nudge, NUDGE), (rules.survey_again, NUDGE))))
    return found


def evaluate(facts: Facts, rules: Rules, now: datetime) -> Verdict:
    """Return colour, reason and actions at `now`; calling it again after the actions are noted gives no action."""
    if facts.closed or (facts.paused_until and now < facts.paused_until):
        return Verdict(GREY, "paused" if facts.paused_until and not facts.closed else "")
    colour, rule, days = GREEN, "", 0
    actions: list[Action] = []
    for matter in _matters(facts, rules, now):
        age = (now - matter.since) / timedelta(days=1)
        reached = [step for after, step in matter.steps if age >= after]
        if not reached:
            continue
        shade = RED if {ALERT, SUGGEST} & set(reached) else AMBER
        if matter.rule != "survey" and (colour == GREEN or (colour == AMBER and shade == RED)):
            colour, rule, days = shade, matter.rule, int(age)
        actions += _due_steps(matter, reached, facts.history, actions, now, int(age))
    return Verdict(colour, rule, days, tuple(actions))


def _due_steps(
    matter: _Matter, reached: list[str], history: Iterable[Step], planned: Iterable[Action], now: datetime, days: int
) -> list[Action]:
    """Return the steps of a matter that are reached and not done since it began; nudges keep their distance."""
    done = [one for one in history if one.rule == matter.rule and one.at >= matter.since]
    nudged = max((one.at for one in history if one.step == NUDGE), default=None)
    actions: list[Action] = []
    wanted, given = reached.count(NUDGE), sum(one.step == NUDGE for one in done)
    quiet = nudged is not None and now - nudged < BETWEEN_NUDGES
    busy = any(action.kind == NUDGE for action in planned)
    if given < min(wanted, MOST_NUDGES) and not quiet and not busy:
        actions.append(Action(NUDGE, matter.rule, days, given + 1))
    actions += [
        Action(step, matter.rule, days, 1)
        for step in (ALERT, SUGGEST)
        if step in reached and not any(one.step == step for one in done)
    ]
    return actions


def next_due(facts: Facts, rules: Rules, now: datetime) -> datetime | None:
    """Return the next instant after `now` at which `evaluate` can say something new; None when nothing can."""
    if facts.closed:
        return None
    if facts.paused_until and now < facts.paused_until:
        return facts.paused_until
    moments = [
        matter.since + timedelta(days=after) for matter in _matters(facts, rules, now) for after, _ in matter.steps
    ]
    moments += [start + timedelta(hours=72) for start in facts.planned]
    nudged = max((one.at for one in facts.history if one.step == NUDGE), default=None)
    if nudged is not None:
        moments.append(nudged + BETWEEN_NUDGES)
    return min((moment for moment in moments if moment > now), default=None)
