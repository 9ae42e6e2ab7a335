"""Who and what a round is missing: people without a pair and what would help, topics that want a mentor."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pairing.domain import MENTEE, MENTOR
from pairing.matching import advice
from pairing.matching.common_time import weeks_of
from pairing.matching.profiles import topics
from pairing.matching.rules import themselves
from pairing.matching.solution import Solved, terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pairing.matching.given import Input
    from pairing.matching.score_parts import Values


def unmatched(given: Input, solved: Solved) -> list[dict[str, Any]]:
    """Return mentees without a pair, and mentors with places and without one, each with cause and help in words."""
    lonely = sorted(set(range(len(solved.mentees))) - {row for row, _ in solved.found.pairs})
    spare = sorted(set(np.flatnonzero(solved.capacity > 0).tolist()) - {column for _, column in solved.found.pairs})
    short = sum(bool((solved.cells[row] >= 0).any()) for row in lonely)
    mentees, mentors = _views(given, solved)
    return [advice.alone(mentees, row, short) for row in lonely] + [advice.alone(mentors, one, short) for one in spare]


def _views(given: Input, solved: Solved) -> tuple[advice.Side, advice.Side]:
    """Return how mentees see mentors, and mentors mentees."""
    ours, theirs = solved.mentees, solved.mentors
    mondays = tuple(weeks_of([*ours, *theirs], given.start, given.end).values())
    selves: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for pair in sorted(set(themselves((ours, theirs)))):
        for side in (0, 1):
            selves[side].setdefault(pair[side], []).append(pair[1 - side])
    mentees = advice.Side(MENTEE, ours, theirs, solved.cells, solved.scoring, mondays, given.least(), selves[0])
    return mentees, replace(mentees, role=MENTOR, people=theirs, others=ours, cells=solved.cells.T, selves=selves[1])


def topics_of(given: Input, solved: Solved) -> list[dict[str, Any]]:
    """Return supply and demand of each topic, and what one more mentor who offers only that would bring.

    `wanted` by mentees, `offered` places, `unmet` mentees without a pair who want it; `gain_matched` more pairs and
    `gain_total` more points in all. At the lowest prices one more mentor is worth the gain of the mentee who gains
    most: the value of the two minus what the mentee has now beyond its price (Shapley and Shubik 1971).
    """
    spelled: dict[str, str] = {}
    for one in [*solved.mentees, *solved.mentors]:
        for folded, written in topics(one).items():
            spelled.setdefault(folded, written)
    wanted = Counter(topic for one in solved.mentees for topic in topics(one))
    offered = Counter(topic for one in solved.mentors for topic in topics(one) for _ in range(one.capacity))
    matched = {row for row, _ in solved.found.pairs}
    unmet = Counter(topic for row, one in enumerate(solved.mentees) if row not in matched for topic in topics(one))
    asked = sorted(wanted)
    gains = _gains(
        solved, terms_of(given, solved.mentees, [advice.only(topic) for topic in asked]).matrix(given.least())
    )
    found = [
        {
            "topic": spelled[topic],
            "wanted": wanted[topic],
            "offered": offered[topic],
            "unmet": unmet[topic],
            "gain_matched": matches,
            "gain_total": points,
        }
        for topic, (matches, points) in zip(asked, gains, strict=True)
    ]
    return sorted(found, key=lambda one: (-one["gain_matched"], -one["gain_total"], one["topic"]))


def _gains(solved: Solved, cells: Values) -> list[tuple[int, int]]:
    """Return for each new column the pairs and points that one more place would add.

    Without making the worst pair worse, where possible; if only that gives one more pair, its points.
    """
    match, content = solved.found.match, np.zeros(len(solved.mentees), dtype=np.int64)
    for row, column in solved.found.pairs:
        content[row] = match + int(solved.cells[row, column]) - int(solved.found.prices[column])
    worth = np.where(cells < solved.found.worst, 0, cells.astype(np.int64) + match - content[:, None]).max(
        axis=0, initial=0
    )
    served = np.where(_waiting(solved)[:, None], cells, -1).max(axis=0, initial=-1)
    gains = np.where(worth > match // 2, worth - match, np.where(served >= 0, served, worth))
    return [(int(one >= 0), int(points)) for one, points in zip(served, gains, strict=True)]


def _waiting(solved: Solved) -> NDArray[np.bool_]:
    """Return the rows for which one more place would make one more pair: a path leads there from somebody alone."""
    mentor = np.full(len(solved.mentees), -1)
    for row, column in solved.found.pairs:
        mentor[row] = column
    waiting, frontier = mentor < 0, np.flatnonzero(mentor < 0)
    open_ = solved.capacity > 0
    while len(frontier) and open_.any():
        reached = (solved.cells[frontier] >= 0).any(axis=0) & open_
        open_ &= ~reached
        frontier = np.flatnonzero(~waiting & reached[mentor] & (mentor >= 0))
        waiting[frontier] = True
    return waiting
