"""The figures of a programme in a week, how they changed, and what is told of the week. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import Colour, PairOutcome, PairStage
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

FIGURES = ("matters", "pairs", "active", "green", "amber", "red", "meetings_held", "completed", "closed_early")
NEEDS_A_PERSON = (Colour.AMBER, Colour.RED)
SHOWN = 6
"""Weeks whose colours are shown one below the other, this one included."""
NARROWEST = 11
"""Percent of a bar in which a number and its sign can be read."""
NAMED = 5
"""Pairs that the news of a week name; more are counted."""
FUNNEL = ("applied", "accepted", "paired", "contract", "goal", "half", "closed")
"""What becomes of those who apply, step by step."""


@dataclass(frozen=True)
class Reason:
    """Why a pair needs somebody: the rule, and for how many full days."""

    rule: str
    days: int


@dataclass(frozen=True)
class PairLine:
    """A pair as the report counts it and its list shows it: its colour, the reasons for it, what was tried."""

    pair_id: str
    mentor: str
    mentee: str
    stage: PairStage
    outcome: PairOutcome
    colour: Colour
    meetings_held: int
    last_held_at: str
    agreed_at: str = ""
    closed_at: str = ""
    contract: bool = False
    goal: bool = False
    half: bool = False
    reasons: tuple[Reason, ...] = ()
    tried: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def goes_on(self) -> bool:
        """Return whether the process isn't closed."""
        return not self.outcome


def reasons(colour: Colour, behind: Iterable[Reason], matter: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return why a pair needs somebody: the reason of its colour, and what else its matter says."""
    found = {one.rule: one for one in behind} if colour in NEEDS_A_PERSON else {}
    for one in matter:
        found.setdefault(one.rule, one)
    return tuple(found.values())


def figures(pairs: Iterable[PairLine], matters: int, before: Mapping[str, int]) -> dict[str, object]:
    """Return the programme's figures, with their change since the last report under `trend`.

    `matters` is the number of lines of the list of what needs somebody, as every page says it.
    """
    lines = list(pairs)
    colours = Counter(one.colour for one in lines if one.goes_on)
    ends = Counter(one.outcome for one in lines)
    now = {
        "matters": matters,
        "pairs": len(lines),
        "active": sum(one.goes_on for one in lines),
        "green": colours[Colour.GREEN],
        "amber": colours[Colour.AMBER],
        "red": colours[Colour.RED],
        "meetings_held": sum(one.meetings_held for one in lines),
        "completed": ends[PairOutcome.COMPLETED],
        "closed_early": ends[PairOutcome.CLOSED_EARLY],
    }
    return {**now, "trend": {name: now[name] - int(before.get(name, now[name])) for name in FIGURES}}


def funnel(pairs: Iterable[PairLine], applied: int, accepted: int) -> dict[str, int]:
    """Return how many came how far: people who applied and were accepted, then pairs by what they reached."""
    lines = list(pairs)
    return {
        "applied": applied,
        "accepted": accepted,
        "paired": len(lines),
        "contract": sum(one.contract for one in lines),
        "goal": sum(one.goal for one in lines),
        "half": sum(one.half for one in lines),
        "closed": sum(one.outcome == PairOutcome.COMPLETED for one in lines),
    }


def news(pairs: Iterable[PairLine], begin: str, end: str) -> dict[str, object]:
    """Return which pairs were agreed and closed from one instant until another: some by id, and how many."""
    lines = list(pairs)
    agreed = [one for one in lines if begin <= one.agreed_at < end]
    closed = [one for one in lines if one.closed_at and begin <= one.closed_at < end]
    return {
        "agreed": [{"pair_id": one.pair_id, "outcome": ""} for one in agreed[:NAMED]],
        "agreed_number": len(agreed),
        "closed": [{"pair_id": one.pair_id, "outcome": one.outcome} for one in closed[:NAMED]],
        "closed_number": len(closed),
    }


def shares(numbers: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return (name, number, percent) of the numbers that aren't 0: 100 together, none too narrow for its number."""
    some = {name: number for name, number in numbers.items() if number}
    whole = sum(some.values())
    wide = {name: max(NARROWEST, round(100 * number / whole)) for name, number in some.items()}
    if wide:
        widest = max(wide, key=lambda name: wide[name])
        wide[widest] -= sum(wide.values()) - 100
    return [(name, number, wide[name]) for name, number in some.items()]


def week_of(instant: datetime) -> str:
    """Return the ISO 8601 week of an instant, in its zone: 2026-W12."""
    year, week, _ = instant.isocalendar()
    return f"{year}-W{week:02d}"
