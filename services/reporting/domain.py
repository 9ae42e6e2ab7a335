"""The content of reports: the facts of a process, the figures of a programme and their trend. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, NotFound
from mentoring.tables.vocabulary import (
    Edition,
    GatheringState,
    GoalState,
    MeetingOutcome,
    PairOutcome,
)
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mentoring.tables.vocabulary import GatheringKind

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
class ProgrammeReport:
    """What the report of a programme says of a week: figures and facts, no names (`reporting.figures`).

    `weeks` are `{made_at, held, green, amber, red}`, the oldest first; `stages` are those it came to, and when;
    `agreed` and `closed` are numbers of pairs.
    """

    programme: str
    organization: str
    accent: str
    zone: str
    made_at: datetime
    figures: Mapping[str, int]
    trend: Mapping[str, int]
    funnel: Mapping[str, int]
    weeks: tuple[Mapping[str, Any], ...]
    stages: tuple[tuple[str, datetime], ...]
    agreed: int
    closed: int


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
