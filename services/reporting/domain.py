"""What reports say: the facts of a process, the figures of a programme and their trend. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

PAIR, ORGANIZER = "pair", "organizer"
EDITIONS = (PAIR, ORGANIZER)
FIGURES = ("pairs", "active", "green", "amber", "red", "meetings_held", "completed", "closed_early")
NEEDS_A_PERSON = ("amber", "red")


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal from start to end; levels 0–10."""

    title: str
    start: int
    target: int
    end: int
    state: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting: start, minutes, `held` or the reason why not, presumed when nobody said so."""

    starts_at: datetime
    minutes: int
    outcome: str
    presumed: bool


@dataclass(frozen=True, slots=True)
class ProcessReport:
    """Everything the report of a process says. The organizer's edition has no clauses, goals' texts or summary."""

    edition: str
    programme: str
    organization: str
    mentor: str
    mentee: str
    agreed_at: datetime
    closed_at: datetime
    outcome: str
    zone: str
    contract_signed_at: datetime | None
    contract_hash: str
    contract_number: int
    clauses: tuple[str, ...] = ()
    own_clauses: tuple[tuple[str, str], ...] = ()
    goals: tuple[GoalLine, ...] = ()
    meetings: tuple[MeetingLine, ...] = ()
    takeaways: tuple[str, ...] = ()
    helped: str = ""
    hindered: str = ""
    next_steps: tuple[str, ...] = ()
    thanks: str = ""

    @property
    def held(self) -> int:
        """Return the number of meetings held."""
        return sum(one.outcome == "held" for one in self.meetings)

    @property
    def minutes(self) -> int:
        """Return the minutes of meetings held."""
        return sum(one.minutes for one in self.meetings if one.outcome == "held")


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair in the weekly report."""

    pair_id: str
    mentor: str
    mentee: str
    stage: str
    outcome: str
    colour: str
    rule: str
    days: int
    meetings_held: int
    last_held_at: str
    history: tuple[Mapping[str, str], ...] = field(default=())

    @property
    def needs_a_person(self) -> bool:
        """Return whether the organizer should look at it this week."""
        return not self.outcome and self.colour in NEEDS_A_PERSON


def figures(pairs: Iterable[PairLine], before: Mapping[str, int]) -> dict[str, object]:
    """Return the programme's figures and under `trend` their change since last week."""
    lines = list(pairs)
    colours = Counter(one.colour for one in lines if not one.outcome)
    now = {
        "pairs": len(lines),
        "active": sum(not one.outcome for one in lines),
        "green": colours["green"],
        "amber": colours["amber"],
        "red": colours["red"],
        "meetings_held": sum(one.meetings_held for one in lines),
        "completed": sum(one.outcome == "completed" for one in lines),
        "closed_early": sum(one.outcome == "closed_early" for one in lines),
    }
    return {**now, "trend": {name: now[name] - int(before.get(name, now[name])) for name in FIGURES}}


def week_of(instant: datetime) -> str:
    """Return the ISO 8601 week of an instant: 2026-W12."""
    year, week, _ = instant.isocalendar()
    return f"{year}-W{week:02d}"


def csv_cell(text: str) -> str:
    """Return text as a spreadsheet cell that is never a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
