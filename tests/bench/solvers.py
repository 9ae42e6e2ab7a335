"""One measured run in a process of its own: `python -m tests.bench.solvers NAME CASE`; prints JSON.

What others solve is given as it lies on disk and isn't timed; Tandem makes the scores itself and explains the result.
Seconds are wall clock; peak memory is the process's, with everything it loads.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from infra.memory import peak_memory
from tests.bench.instance import Cohort

Case = dict[str, Any]
Figures = tuple[int, int, int]

BIG = 10**9
REASONS = 4


def tandem(case: Case) -> tuple[float, Figures]:
    """Scoring, solving, proof, reserves, blocking pairs, and the weightiest reasons of each pair."""
    from pairing.matching import assignment
    from pairing.matching.second_looks import second_looks

    cohort = Cohort(case["mentees"])
    started = time.perf_counter()
    scoring = cohort.scoring()
    cells = scoring.matrix()
    found = assignment.solve(cells, cohort.capacity)
    second_looks(cells, cohort.capacity, found)
    rows, columns = (np.array(side) for side in zip(*found.pairs, strict=True))
    parts = scoring.parts_of(rows, columns)
    names, points = list(parts), np.stack(list(parts.values()), axis=1)
    weightiest = np.argsort(-points, axis=1, kind="stable")[:, :REASONS].tolist()
    reasons = [
        [(names[part], int(own[part])) for part in best if own[part]]
        for best, own in zip(weightiest, points, strict=True)
    ]
    seconds = time.perf_counter() - started
    assert found.proved
    assert len(reasons) == len(found.pairs)
    return seconds, (len(found.pairs), found.worst, found.total)


def tandem_given_scores(case: Case) -> tuple[float, Figures]:
    """Solving and proof alone."""
    from pairing.matching import assignment

    cells, capacity = _given(case)
    started = time.perf_counter()
    found = assignment.solve(cells, capacity)
    return time.perf_counter() - started, (len(found.pairs), found.worst, found.total)


def tandem_on_grades(case: Case) -> tuple[float, Figures]:
    """The rules of mentor-match's example (grades, organisations) on people as its files have them."""
    from pairing.matching import assignment, score_parts

    mentees, mentors = _graded(case)
    started = time.perf_counter()
    score = sum(_graded_tables(mentees, mentors, score_parts.table))
    found = assignment.solve(score, np.ones(len(mentors), dtype=np.int64))
    return time.perf_counter() - started, (len(found.pairs), found.worst, found.total)


def _graded_tables(mentees: list[Any], mentors: list[Any], table: Callable[..., Any]) -> list[Any]:
    everybody = slice(0, len(mentees))
    grades = table([one["grade"] for one in mentees], [one["grade"] for one in mentors], lambda a, b: 3 * (b - a > 2))
    firms = table(
        [one["organisation"] for one in mentees], [one["organisation"] for one in mentors], lambda a, b: 3 * (a != b)
    )
    return [grades.block(everybody), firms.block(everybody)]


def mentor_match_on_grades(case: Case) -> tuple[float, Figures]:
    """mentor-match from PyPI: its own classes, rules and solver, one round."""
    import operator

    from matching import process
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.rules.rule import Generic, Grade

    mentees, mentors = (
        [kind(**one) for one in side] for kind, side in zip((Mentee, Mentor), _graded(case), strict=True)
    )
    rules = [
        Grade(2, operator.gt, {True: 3, False: 0}),
        Generic({True: 3, False: 0}, lambda match: match.mentee.organisation != match.mentor.organisation),
    ]
    started = time.perf_counter()
    process.process_data(mentors, mentees, [rules])
    seconds = time.perf_counter() - started
    pairs = [(one, one.mentors[0]) for one in mentees if one.mentors]
    scores = [3 * (b.grade - a.grade > 2) + 3 * (a.organisation != b.organisation) for a, b in pairs]
    return seconds, (len(pairs), min(scores), sum(scores))


def mentor_match(case: Case) -> tuple[float, Figures]:
    """mentor-match from PyPI on given scores: a mentor for each place, and a rule that looks the score up."""
    from matching import process
    from matching.mentee import Mentee
    from matching.mentor import Mentor

    cells, _, worst = _seats(case)
    mentees = [Mentee(grade=row, email=f"mentee{row}") for row in range(cells.shape[0])]
    mentors = [Mentor(grade=column, email=f"mentor{column}") for column in range(cells.shape[1])]
    scores = cells.tolist()

    class Given:
        def apply(self, match: Any) -> int:
            score: int = scores[match.mentee.grade][match.mentor.grade]
            match.disallowed = score < worst
            return score

    started = time.perf_counter()
    process.process_data(mentors, mentees, [[Given()]])
    seconds = time.perf_counter() - started
    return seconds, _figures([scores[one.grade][one.mentors[0].grade] for one in mentees if one.mentors])


def matching(case: Case) -> tuple[float, Figures]:
    """`matching` from PyPI: the stable matching of hospitals and residents, mentee-optimal."""
    from matching.games import HospitalResident

    cells, capacity = _given(case)
    mentees = {
        row: [int(one) for one in np.argsort(-line, kind="stable") if line[one] >= 0] for row, line in enumerate(cells)
    }
    wanted = {column for line in mentees.values() for column in line}
    mentors = {
        column: [int(one) for one in np.argsort(-cells[:, column], kind="stable") if cells[one, column] >= 0]
        for column in sorted(wanted)
    }
    sys.setrecursionlimit(10**6)  # it copies its people deeply, and they know each other
    started = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        mentees, mentors, {column: int(capacity[column]) for column in mentors}
    )
    solved = game.solve(optimal="resident")
    seconds = time.perf_counter() - started
    return seconds, _figures([int(cells[one.name, mentor.name]) for mentor, some in solved.items() for one in some])


def scipy_dense(case: Case) -> tuple[float, Figures]:
    """scipy's `linear_sum_assignment`, a column for each place, on the pairs the optimum may use."""
    from scipy.optimize import linear_sum_assignment

    cells, _, worst = _seats(case)
    worth = np.where(cells >= worst, cells.astype(np.float64) + BIG, 0)
    started = time.perf_counter()
    rows, columns = linear_sum_assignment(worth, maximize=True)
    seconds = time.perf_counter() - started
    return seconds, _figures([int(one) for one in cells[rows, columns] if one >= worst])


def greedy(case: Case) -> tuple[float, Figures]:
    """The best pair first, then the best of what is left."""
    cells, capacity = _given(case)
    started = time.perf_counter()
    order = np.argsort(-cells, axis=None, kind="stable")
    left, taken, scores = capacity.copy(), np.zeros(len(cells), dtype=bool), []
    for row, column in zip(*np.unravel_index(order, cells.shape), strict=True):
        if cells[row, column] < 0 or taken.all():
            break
        if not taken[row] and left[column] > 0:
            taken[row], left[column] = True, left[column] - 1
            scores.append(int(cells[row, column]))
    return time.perf_counter() - started, _figures(scores)


def _given(case: Case) -> tuple[Any, Any]:
    return np.load(case["cells"]), np.load(case["capacity"])


def _seats(case: Case) -> tuple[Any, Any, int]:
    cells, capacity = _given(case)
    return np.repeat(cells, capacity, axis=1), capacity, case["worst"]


def _graded(case: Case) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return made-up mentees and mentors in the columns of mentor-match's files."""
    random = np.random.Generator(np.random.PCG64(0))

    def people(kind: str, low: int, high: int) -> list[dict[str, Any]]:
        return [
            {"email": f"{kind}{number}@firma.example", "grade": int(random.integers(low, high)),
             "organisation": f"org-{random.integers(0, 20)}", "profession": f"job-{random.integers(0, 12)}"}
            for number in range(case["mentees"])
        ]  # fmt: skip

    return people("mentee", 0, 8), people("mentor", 3, 11)


def _figures(scores: list[int]) -> Figures:
    return len(scores), min(scores), sum(scores)


SOLVERS = {
    one.__name__: one
    for one in (
        tandem,
        tandem_given_scores,
        tandem_on_grades,
        mentor_match,
        mentor_match_on_grades,
        matching,
        scipy_dense,
        greedy,
    )
}


def main() -> None:
    """Run one solver on one case."""
    name, case = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    seconds, (matched, worst, total) = SOLVERS[name](case)
    peak = peak_memory()
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "matched": matched, "worst": worst, "total": total}))


if __name__ == "__main__":
    main()
