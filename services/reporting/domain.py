"""The content of reports: the facts of a process, the figures of a programme and their trend. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, NotFound
from mentoring.tables.vocabulary import (
    Colour,
    Edition,
    GatheringState,
    GoalState,
    MeetingOutcome,
    PairOutcome,
    PairStage,
)
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mentoring.tables.vocabulary import GatheringKind

FIGURES = ("pairs", "active", "green", "amber", "red", "meetings_held", "completed", "closed_early")
NEEDS_A_PERSON = (Colour.AMBER, Colour.RED)
HELD, MISSED = MeetingOutcome.HELD, "missed"
MOST = 10
"""Levels of goals are 0 to this."""


class NothingToReport(NotFound):
    """The pair never met."""

    code = "nothing-to-report"
    message = N_("No meeting took place in this process, so there is no report of it.")


@dataclass(frozen=True)
class Levels:
    """Where a goal began, its target, and where it ended."""

    start: int
    target: int
    end: int

    def bar(self) -> tuple[str, ...]:
        """Return ten cells: `was` there at the start, `grew`, `lost` since, or `rest`."""
        cells = []
        for level in range(1, MOST + 1):
            before, after = level <= self.start, level <= self.end
            cells.append({(1, 1): "was", (0, 1): "grew", (1, 0): "lost", (0, 0): "rest"}[before, after])
        return tuple(cells)


@dataclass(frozen=True)
class GoalLine:
    """A goal: how it ended and, in the pair's edition, its title, levels, reason and evidence.

    `proposed` is how one of the two proposed to conclude it, where the other one didn't answer; `ratings` are the
    levels given on the way, with their days, the oldest first.
    """

    state: GoalState
    title: str = ""
    levels: Levels | None = None
    evidence: str = ""
    reason: str = ""
    proposed: GoalState | None = None
    ratings: tuple[tuple[datetime, int], ...] = ()


@dataclass(frozen=True)
class Noted:
    """What one of the two, `who`, took away from a meeting and shares with the other."""

    met_at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting: start, minutes, `held` or the reason why not; presumed if nobody answered."""

    starts_at: datetime
    minutes: int
    outcome: MeetingOutcome
    presumed: bool


@dataclass(frozen=True)
class ProcessReport:
    """Everything in the report of a process, in the pair's edition, without private notes and messages."""

    edition: Edition
    programme: str
    organization: str
    accent: str
    mentor: str
    mentee: str
    agreed_at: datetime
    closed_at: datetime
    outcome: PairOutcome
    zone: str
    contract_signed_at: datetime | None
    contract_hash: str
    contract_number: int
    clauses: tuple[str, ...] = ()
    own_clauses: tuple[tuple[str, str], ...] = ()
    goals: tuple[GoalLine, ...] = ()
    meetings: tuple[MeetingLine, ...] = ()
    noted: tuple[Noted, ...] = ()
    takeaways: tuple[str, ...] = ()
    helped: str = ""
    hindered: str = ""
    next_steps: tuple[str, ...] = ()
    thanks: str = ""

    @property
    def met(self) -> bool:
        """Return whether there is anything to report: at least one meeting was held."""
        return self.held > 0

    @property
    def held(self) -> int:
        """Return the number of meetings held."""
        return sum(one.outcome == HELD for one in self.meetings)

    @property
    def minutes(self) -> int:
        """Return the minutes of meetings held."""
        return sum(one.minutes for one in self.meetings if one.outcome == HELD)

    @property
    def days(self) -> int:
        """Return the days from the agreement to the end."""
        return (self.closed_at - self.agreed_at).days

    def timeline(self, slots: int) -> tuple[str, ...]:
        """Return the process in equal slots of time: `held`, `missed` or empty; `held` wins over `missed`."""
        found = [""] * slots
        whole = max(self.closed_at - self.agreed_at, timedelta(days=1))
        for one in self.meetings:
            slot = min(max(int((one.starts_at - self.agreed_at) / whole * slots), 0), slots - 1)
            if found[slot] != HELD:
                found[slot] = HELD if one.outcome == HELD else MISSED
        return tuple(found)


@dataclass(frozen=True)
class Reason:
    """Why a pair needs somebody: the rule, and for how many full days."""

    rule: str
    days: int


@dataclass(frozen=True)
class PairLine:
    """A pair in the weekly report: its colour, the reasons for it, what was done about it."""

    pair_id: str
    mentor: str
    mentee: str
    stage: PairStage
    outcome: PairOutcome
    colour: Colour
    reasons: tuple[Reason, ...]
    meetings_held: int
    last_held_at: str
    history: tuple[Mapping[str, str], ...] = ()

    @property
    def needs_a_person(self) -> bool:
        """Return whether the organizer should look at it this week."""
        return not self.outcome and bool(self.reasons)


def reasons(colour: Colour, behind: Iterable[Reason], called_for: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return why a pair needs somebody: the reason of its colour, and an open matter about something else."""
    found = {one.rule: one for one in behind} if colour in NEEDS_A_PERSON else {}
    for one in called_for:
        found.setdefault(one.rule, one)
    return tuple(found.values())


def figures(pairs: Iterable[PairLine], before: Mapping[str, int]) -> dict[str, object]:
    """Return the programme's figures, with their change since the last report under `trend`."""
    lines = list(pairs)
    going = [one for one in lines if not one.outcome]
    colours = Counter(one.colour for one in going)
    ends = Counter(one.outcome for one in lines)
    now = {
        "pairs": len(lines),
        "active": len(going),
        "green": colours[Colour.GREEN],
        "amber": colours[Colour.AMBER],
        "red": colours[Colour.RED],
        "meetings_held": sum(one.meetings_held for one in lines),
        "completed": ends[PairOutcome.COMPLETED],
        "closed_early": ends[PairOutcome.CLOSED_EARLY],
    }
    return {**now, "trend": {name: now[name] - int(before.get(name, now[name])) for name in FIGURES}}


def week_of(instant: datetime) -> str:
    """Return the ISO 8601 week of an instant: 2026-W12."""
    year, week, _ = instant.isocalendar()
    return f"{year}-W{week:02d}"


@dataclass(frozen=True)
class Certificate:
    """That somebody was at a gathering; `title` in the language it is drawn in, or in the one there is."""

    organization: str
    programme: str
    accent: str
    name: str
    title: str
    what: GatheringKind
    starts_at: datetime
    minutes: int
    zone: str

    @property
    def ends_at(self) -> datetime:
        """Return when it ended."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Held:
    """A gathering, and whether its organizers want certificates (`wanted`)."""

    state: GatheringState
    starts_at: datetime
    minutes: int
    wanted: bool

    def certifies(self, now: datetime) -> bool:
        """Return whether those who were there have a certificate: from its end on."""
        held = self.state in (GatheringState.ANNOUNCED, GatheringState.ENDED)
        return self.wanted and held and now >= self.starts_at + timedelta(minutes=self.minutes)
