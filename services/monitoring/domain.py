"""The rules of monitoring (domain.md §2.6): from facts about a pair to its colour, the reason, and what to do now.

Pure. Each rule is a matter that begins at an instant and has steps some days later. `evaluate` says what holds at an
instant, `next_due` when it has to be asked again. A step is done once for its matter; nudges keep their distance, and
no matter has more than two: then a person decides. A reminder of a survey waits for every other nudge and holds back
none of them: a survey can wait, a pair that doesn't meet can't. No nudge goes out while one of the two sleeps.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import Colour, Sighting, StepKind, Worry
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

COLOURS = tuple(Colour)
"""In the order in which organizers look at them."""
WORRYING = (Colour.AMBER, Colour.RED)
SETTLED_BY_FACTS = (Worry.FIRST_MEETING, Worry.SILENCE, Worry.CONTRACT)
"""Rules of alerts that a meeting or a signature answers."""

BETWEEN_NUDGES = timedelta(days=5)
"""At most one nudge per person in this time."""
MORNING, EVENING = time(8), time(20)
"""Nudges go out between the two."""
PRESUMED_AFTER = timedelta(hours=72)
"""A planned meeting nobody spoke about counts as planned until it is presumed held (domain.md §2.5)."""
LOOK_AGAIN = timedelta(days=1)
"""How soon a pair is looked at again whose programme waits: nothing tells when it goes on."""
GOAL_AFTER = 3
"""A goal should be agreed by this held meeting."""
MOST_MEETINGS, MOST_OFF = 200, 50
"""Meetings a watch knows of: those held or planned, besides the first `GOAL_AFTER` held; those that are off."""
MOST_STEPS = 5
"""Steps a watch remembers of one kind about one rule; a matter has two of a kind at most."""
MOST_DAYS = 3650
"""No rule of an organizer reaches further."""


class NothingToRemindOf(Conflict):
    """An organizer wants to nudge a pair no rule is worried about."""

    code = "nothing-to-remind-of"
    message = N_("This pair is on track; there is nothing to remind them of.")


class NudgedLately(Conflict):
    """The limit of nudges per person stands in the way."""

    code = "nudged-lately"
    message = N_("One of them was reminded less than five days ago. Write to them yourself, or try again later.")


@dataclass(frozen=True)
class Rules:
    """Days after which a rule fires; an organizer may change each (programme.rules). `interval` is the agreed one.

    When the programme is `over`, none fires; nor while it `waits`, a draft again. No rule counts the time before its
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
        """Return the defaults with the organizer's values over them; unknown names and impossible values are not."""
        known = {one.name for one in fields(cls)} - {"interval", "over", "waits", "kick_off"}
        sound: dict[str, Any] = {
            name: value for name, value in given.items() if name in known and 0 <= value <= MOST_DAYS
        }
        return replace(cls(interval=interval, over=over, waits=waits, kick_off=kick_off), **sound)

    @property
    def silence(self) -> float:
        """Return the days of silence after which a pair is nudged: max(30, 1.5 of the agreed interval)."""
        return max(self.silence_nudge, self.silence_factor * self.interval)


@dataclass(frozen=True)
class Step:
    """Something that was done about a pair: rule, kind, when."""

    rule: Worry
    step: StepKind
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What the rules look at.

    `held` are starts of held meetings, `planned` of confirmed ones, `surveys` when open ones were assigned.
    `paused_until` lies in the past once the pair goes on: no rule counts the time before it. `nudged_at` is when one
    of the two was last nudged, whatever the pair; `surveyed_at` when last reminded of a survey. `zones` are where the
    two live.
    """

    started_at: datetime
    held: tuple[datetime, ...] = ()
    planned: tuple[datetime, ...] = ()
    contract_signed: bool = False
    goal_agreed: bool = False
    surveys: tuple[datetime, ...] = ()
    paused_until: datetime | None = None
    closed: bool = False
    history: tuple[Step, ...] = ()
    nudged_at: datetime | None = None
    surveyed_at: datetime | None = None
    zones: tuple[tzinfo, ...] = ()

    def nudge_from(self, rule: Worry, now: datetime) -> datetime:
        """Return the earliest instant, not before `now`, at which both may be nudged about a rule.

        Reminders of surveys hold back only each other.
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
        """Return the earliest instant, not before `now`, at which the scan may nudge both: by day besides."""
        return by_day(self.nudge_from(rule, now), self.zones)


@dataclass(frozen=True)
class Action:
    """What to do now: kind (nudge, alert, suggest), rule, days since its matter began, which one it is (1, 2)."""

    kind: StepKind
    rule: Worry
    days: int
    occurrence: int


@dataclass(frozen=True)
class Verdict:
    """Colour of a pair, rule behind it (empty when green), since when it holds, and what to do.

    `over` suggests to close the process or to match the two again.
    """

    colour: Colour
    rule: Worry = Worry.NONE
    since: datetime | None = None
    over: bool = False
    actions: tuple[Action, ...] = ()

    @property
    def only_of_survey(self) -> bool:
        """Return whether there is a nudge to be given and it is about a survey."""
        return [one.rule for one in self.actions if one.kind == StepKind.NUDGE] == [Worry.SURVEY]

    def days(self, now: datetime) -> int:
        """Return the full days the reason has held."""
        return _days(self.since, now) if self.since else 0


@dataclass(frozen=True)
class _Matter:
    """One rule applied to one pair: `steps` are (days after `since`, kind)."""

    rule: Worry
    since: datetime
    steps: tuple[tuple[float, StepKind], ...]

    def reached(self, now: datetime) -> set[StepKind]:
        """Return the kinds of steps whose time has come."""
        return {kind for after, kind in self.steps if now >= self.since + timedelta(days=after)}

    def ahead(self, now: datetime) -> list[datetime]:
        """Return the instants after `now` at which a step is reached."""
        moments = (self.since + timedelta(days=after) for after, _ in self.steps)
        return [moment for moment in moments if moment > now]

    def open(self, history: Iterable[Step]) -> list[tuple[datetime, StepKind, int]]:
        """Return the steps not done yet as (instant, kind, occurrence)."""
        done = [one.step for one in history if one.rule == self.rule and one.at >= self.since]
        waiting = []
        for kind in StepKind:
            moments = [self.since + timedelta(days=after) for after, step in self.steps if step == kind]
            numbered = [(moment, kind, number) for number, moment in enumerate(sorted(moments), start=1)]
            waiting += numbered[done.count(kind) :]
        return waiting


def evaluate(facts: Facts, rules: Rules, now: datetime) -> Verdict:
    """Return colour, reason and actions at `now`; once the actions are in the history there are none."""
    if facts.closed:
        return Verdict(Colour.GREY, Worry.CLOSED)
    if rules.over:
        return Verdict(Colour.GREY, Worry.OVER)
    if facts.paused_until and now < facts.paused_until:
        return Verdict(Colour.GREY, Worry.PAUSED)
    if rules.waits:
        return Verdict(Colour.GREEN)
    matters = _matters(facts, rules, now)
    actions: list[Action] = []
    for matter in matters:
        for moment, kind, occurrence in matter.open(facts.history):
            too_soon = facts.remind_from(matter.rule, now) > now or any(one.kind == StepKind.NUDGE for one in actions)
            held_back = kind == StepKind.NUDGE and too_soon
            if moment <= now and not held_back:
                actions.append(Action(kind, matter.rule, _days(matter.since, now), occurrence))
    return replace(_shade(matters, now), actions=tuple(actions))


def _shade(matters: Sequence[_Matter], now: datetime) -> Verdict:
    """Return the worst colour and its matter; an open survey says nothing about the pair and gives no colour."""
    worst = Verdict(Colour.GREEN)
    for matter in matters:
        reached = matter.reached(now)
        colour = Colour.RED if {StepKind.ALERT, StepKind.SUGGEST} & reached else Colour.AMBER
        worse = worst.colour == Colour.GREEN or (worst.colour == Colour.AMBER and colour == Colour.RED)
        if reached and worse and matter.rule != Worry.SURVEY:
            worst = Verdict(colour, matter.rule, matter.since)
    return replace(worst, over=any(StepKind.SUGGEST in matter.reached(now) for matter in matters))


def is_over(rule: Worry, facts: Facts, rules: Rules, now: datetime) -> bool:
    """Return whether the facts have settled what an alert was about; what somebody asked for ends with the process."""
    if facts.closed or rules.over:
        return True
    return rule in SETTLED_BY_FACTS and not any(
        one.rule == rule and one.reached(now) for one in _matters(facts, rules, now)
    )


def next_due(facts: Facts, rules: Rules, now: datetime) -> datetime | None:
    """Return the next instant, not before `now`, at which a step or a colour is due; None when nothing can be."""
    if facts.closed or rules.over:
        return None
    if facts.paused_until and now < facts.paused_until:
        return facts.paused_until
    if rules.waits:
        return now + LOOK_AGAIN
    moments = [
        facts.remind_from(matter.rule, max(moment, now)) if kind == StepKind.NUDGE else moment
        for matter in _matters(facts, rules, now)
        for moment, kind, _ in matter.open(facts.history)
    ]
    # A step that was done before its time, whatever the reason, still changes the colour when its time comes.
    moments += [moment for matter in _matters(facts, rules, now) for moment in matter.ahead(now)]
    moments += [start + PRESUMED_AFTER for start in facts.planned if start + PRESUMED_AFTER > now]
    return max(now, min(moments)) if moments else None


def _matters(facts: Facts, rules: Rules, now: datetime) -> list[_Matter]:
    """Return the rules that apply to a pair now, surveys last; none counts a pause, or the time before the kick-off."""
    found = []
    if not any(start + PRESUMED_AFTER > now for start in facts.planned):
        if not facts.held:
            first = ((rules.first_meeting_nudge, StepKind.NUDGE), (rules.first_meeting_alert, StepKind.ALERT))
            found.append(_Matter(Worry.FIRST_MEETING, facts.started_at, first))
        quiet = (
            (rules.silence, StepKind.NUDGE),
            (rules.silence_alert, StepKind.ALERT),
            (rules.silence_suggest, StepKind.SUGGEST),
        )
        found.append(_Matter(Worry.SILENCE, max((facts.started_at, *facts.held)), quiet))
    if facts.held and not facts.contract_signed:
        unsigned = ((rules.contract_nudge, StepKind.NUDGE), (rules.contract_alert, StepKind.ALERT))
        found.append(_Matter(Worry.CONTRACT, min(facts.held), unsigned))
    if len(facts.held) >= GOAL_AFTER and not facts.goal_agreed:
        found.append(_Matter(Worry.GOAL, sorted(facts.held)[GOAL_AFTER - 1], ((0, StepKind.NUDGE),)))
    if facts.surveys:
        again = ((rules.survey_nudge, StepKind.NUDGE), (rules.survey_again, StepKind.NUDGE))
        found.append(_Matter(Worry.SURVEY, min(facts.surveys), again))
    counted_from = [at for at in (facts.paused_until, rules.kick_off) if at]
    return [replace(one, since=max(one.since, *counted_from)) if counted_from else one for one in found]


def by_day(moment: datetime, zones: Sequence[tzinfo]) -> datetime:
    """Return the earliest instant, not before `moment`, at which it is day in all zones.

    Where two zones are never both awake it is day in the first one.
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


def _days(since: datetime, now: datetime) -> int:
    return max(0, (now - since) // timedelta(days=1))


@dataclass(frozen=True)
class KnownMeeting:
    """What is known of a meeting: planned, held or off, from its event with the highest sequence."""

    state: Sighting
    starts_at: str
    sequence: int


def note_meeting(known: Mapping[str, KnownMeeting], meeting_id: str, news: KnownMeeting) -> dict[str, KnownMeeting]:
    """Return the meetings with the news; news older than what is known change nothing."""
    before = known.get(meeting_id)
    if before is not None and before.sequence > news.sequence:
        return dict(known)
    return _bounded({**known, meeting_id: news})


def _bounded(known: Mapping[str, KnownMeeting]) -> dict[str, KnownMeeting]:
    """Return the meetings that rules may need: the first held, and of the others those that begin last."""
    begins = sorted(known, key=lambda one: known[one].starts_at)
    off = [one for one in begins if known[one].state not in (Sighting.HELD, Sighting.PLANNED)]
    first = [one for one in begins if known[one].state == Sighting.HELD][:GOAL_AFTER]
    on = [one for one in begins if one not in off and one not in first]
    kept = {*first, *on[-MOST_MEETINGS:], *off[-MOST_OFF:]}
    return {meeting_id: meeting for meeting_id, meeting in known.items() if meeting_id in kept}


def remember(history: Sequence[dict[str, Any]], step: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the history with one more step, as a watch keeps it; the oldest of its kind about its rule may go."""

    def like(one: Mapping[str, Any]) -> bool:
        return (one["rule"], one["step"]) == (step["rule"], step["step"])

    same = [number for number, one in enumerate(history) if like(one)]
    forgotten = set(same[: max(0, len(same) + 1 - MOST_STEPS)])
    return [*(one for number, one in enumerate(history) if number not in forgotten), step]


def note_survey(known: Mapping[str, str], assignment_id: str, assigned_at: str) -> dict[str, str]:
    """Return the open surveys with one opened (`assigned_at`) or answered (empty), in whichever order these come.

    An answer that overtakes its assignment leaves an empty mark, which the assignment takes away.
    """
    if assignment_id not in known:
        return {**known, assignment_id: assigned_at}
    same_again = bool(known[assignment_id]) == bool(assigned_at)
    return dict(known) if same_again else {one: at for one, at in known.items() if one != assignment_id}
