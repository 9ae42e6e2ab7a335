"""The input of a round → its scores and the optimal pairs, not yet in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from mentoring.values import dataclass
from pairing.matching import assignment, scoring
from pairing.matching.given import Input, InputRefused
from pairing.matching.rules import RULES
from pairing.matching.score_parts import bit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pairing.domain import Person
    from pairing.matching.score_parts import Index, Scoring, Values

Progress = Callable[[str, int], None]
"""Called with the step that begins (`scores`, `assignment`, `reasons`) and the percent done."""


def silent(_step: str, _percent: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Solved:
    """A solved round before it is explained: `cells` as scoring.Scoring.matrix, mentees × mentors by id."""

    mentees: list[Person]
    mentors: list[Person]
    capacity: Index
    scoring: Scoring
    cells: Values
    found: assignment.Assignment


def solve(given: Input, progress: Progress = silent) -> Solved:
    """Return the optimal assignment; raises `InputRefused`."""
    progress("scores", 0)
    mentees, mentors, terms, cells = scored(given)
    capacity = np.array([one.capacity for one in mentors], dtype=np.int64)
    progress("assignment", 20)
    locked = sorted(positions(mentees, mentors, given.locked))
    try:
        found = assignment.solve(cells, capacity, locked)
    except assignment.LockRefused as refused:
        row, column = refused.pair
        why = "capacity" if refused.why == "capacity" else broken(int(cells[row, column]))[0]
        raise InputRefused(why, (mentees[row].id, mentors[column].id)) from refused
    return Solved(mentees, mentors, capacity, terms, cells, found)


def scored(given: Input) -> tuple[list[Person], list[Person], Scoring, Values]:
    """Return mentees, mentors, the parts of scores, and a cell per pair: its score, or below 0 the rules it breaks.

    A locked pair may be poor. Raise `InputRefused` if somebody in a locked pair is unknown.
    """
    mentees, mentors = given.sides()
    terms = terms_of(given, mentees, mentors)
    known = {one.id for one in mentees}, {one.id for one in mentors}
    if unknown := [one for one in given.locked if one[0] not in known[0] or one[1] not in known[1]]:
        raise InputRefused("unknown", [" ".join(one) for one in unknown])
    cells = terms.matrix(given.least())
    rows, columns = _arrays(positions(mentees, mentors, given.locked))
    poor = cells[rows, columns] == -bit(RULES, "quality")
    cells[rows, columns] = np.where(poor, terms.scores_of(rows, columns), cells[rows, columns])
    for row, column in positions(mentees, mentors, given.forbidden):
        cells[row, column] = min(cells[row, column], 0) - bit(RULES, "forbidden")
    return mentees, mentors, terms, cells


def terms_of(given: Input, mentees: Sequence[Person], mentors: Sequence[Person]) -> Scoring:
    """Return the scoring under the settings of a round."""
    return scoring.scoring(
        mentees,
        mentors,
        given.weights,
        given.start,
        given.end,
        must_cross=given.must_cross,
        no_juniors=given.no_juniors,
        levels=given.levels,
        questions=given.questions,
    )


def positions(
    mentees: Sequence[Person], mentors: Sequence[Person], pairs: Iterable[tuple[str, str]]
) -> set[tuple[int, int]]:
    """Return rows and columns of those pairs of ids that are both present."""
    rows = {one.id: position for position, one in enumerate(mentees)}
    columns = {one.id: position for position, one in enumerate(mentors)}
    return {(rows[ours], columns[theirs]) for ours, theirs in pairs if ours in rows and theirs in columns}


def _arrays(pairs: Iterable[tuple[int, int]]) -> tuple[Index, Index]:
    """Return the rows and the columns of pairs, sorted."""
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def broken(cell: int) -> list[str]:
    """Return the rules that forbid a pair, from its cell."""
    return [rule for rule in RULES if cell < 0 and -cell & bit(RULES, rule)]
