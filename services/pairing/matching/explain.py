"""The result of a round, explained: reasons of each pair, a reserve mentor, why somebody stayed without a pair.

And what an organizer can do about it: what one more mentor in a topic would bring, which pairs would both rather have
each other, which smallest change would help somebody without a pair.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.values import dataclass
from pairing.domain import MENTEE
from pairing.matching.missing import topics_of, unmatched
from pairing.matching.reasons import reasoned
from pairing.matching.rules import RULES
from pairing.matching.score_table import ScoreTable
from pairing.matching.second_looks import second_looks
from pairing.matching.solution import Progress, Solved, silent, solve

if TYPE_CHECKING:
    from pairing.matching.given import Input
    from pairing.matching.score_parts import Index


@dataclass(frozen=True)
class Solution:
    """The result of a round.

    `result` is JSON: `pairs` with reasons and reserves, `unmatched` with causes and what would help, `places` by
    mentor, `topics` with supply, demand and the value of one more mentor, `blocking` pairs, `figures`, `input_hash`.
    `scores` has every possible pair.
    """

    result: dict[str, Any]
    scores: ScoreTable


def pair_up(given: Input, progress: Progress = silent) -> Solution:
    """Return the optimal pairs with their explanation; raises `InputRefused`."""
    solved = solve(given, progress)
    progress("reasons", 80)
    found = solved.found
    reserves, blocking, how_many = second_looks(solved.cells, solved.capacity, found)
    alone = unmatched(given, solved)
    result = {
        "pairs": _pairs(solved, reserves),
        "unmatched": alone,
        "places": {one.id: one.capacity for one in solved.mentors},
        "topics": topics_of(given, solved),
        "blocking": [_ids(solved, row, column) for row, column in blocking],
        "figures": {
            "mentees": len(solved.mentees),
            "mentors": len(solved.mentors),
            "seats": sum(one.capacity for one in solved.mentors),
            "matched": len(found.pairs),
            "unmatched": sum(one["role"] == MENTEE for one in alone),
            "worst": found.worst,
            "total": found.total,
            "proved_optimal": found.proved,
            "blocking_pairs": how_many,
        },
        "input_hash": given.fingerprint(),
    }
    return Solution(result, _table(solved))


def _pairs(solved: Solved, reserves: Index) -> list[dict[str, Any]]:
    rows, columns = (np.array([pair[side] for pair in solved.found.pairs], dtype=np.int64) for side in (0, 1))
    pairs = reasoned(solved.mentees, solved.mentors, solved.scoring, rows, columns)
    for one, reserve in zip(pairs, reserves[rows], strict=True):
        one["reserve_id"] = None if reserve < 0 else solved.mentors[reserve].id
    return pairs


def _ids(solved: Solved, row: int, column: int) -> dict[str, Any]:
    return {
        "mentee_id": solved.mentees[row].id,
        "mentor_id": solved.mentors[column].id,
        "score": int(solved.cells[row, column]),
    }


def _table(solved: Solved) -> ScoreTable:
    mentees, mentors = ([one.id for one in side] for side in (solved.mentees, solved.mentors))
    return ScoreTable(tuple(mentees), tuple(mentors), RULES, array("h", solved.cells.tobytes()))
