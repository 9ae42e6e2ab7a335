"""The mentors that suit each mentee, with the reasons. Loads numpy and scipy: for the worker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pairing import explain, scoring
from pairing.domain import MOST_SUITABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.domain import Person
    from pairing.score_table import ScoreTable


def suitable(given: explain.Input) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each mentee's id with the mentors no rule keeps from them, best first, `MOST_SUITABLE` at most.

    A mentor is `{mentor_id, score, reasons}`: score 0–10 000, reasons in words by language, weightiest first. Equal
    scores come in the order of ids. Raises `explain.InputRefused`.
    """
    mentees, mentors = given.sides()
    if not mentees:
        return
    scores = explain.pair_up(given).scores
    by_id = {one.id: one for one in mentors}
    for mentee in mentees:
        best = [by_id[one] for one in _best(scores, mentee.id)]
        yield mentee.id, list(_with_reasons(given, mentee, best))


def _best(scores: ScoreTable, mentee_id: str) -> list[str]:
    ranked = sorted((-score, mentor) for mentor, score in scores.row(mentee_id).items() if score >= 0)
    return [mentor for _, mentor in ranked[:MOST_SUITABLE]]


def _with_reasons(given: explain.Input, mentee: Person, mentors: list[Person]) -> Iterator[dict[str, Any]]:
    scored = scoring.score([mentee], mentors, given.weights, given.start, given.end)
    for column, mentor in enumerate(mentors):
        parts = {name: int(points[0, column]) for name, points in scored.parts.items()}
        reasons = explain._reasons(parts, mentee, mentor, int(scored.hours[0, column]))  # noqa: SLF001 - until explain gives it
        yield {"mentor_id": mentor.id, "score": int(scored.score[0, column]), "reasons": reasons}
