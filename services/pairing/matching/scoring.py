"""What people told → the parts of their scores, 0–10 000 (domain.md §2.4).

Missing data is neutral: half of a part's points, and no rule is broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.levels import Levels
from pairing.matching import answers
from pairing.matching.common_time import time_of
from pairing.matching.profiles import Sides, both_of, told, topics
from pairing.matching.rules import RULES, juniors, rules_of
from pairing.matching.score_parts import FLEXIBLE, Overlap, ScorePart, Scoring, Sparse, Table, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from mentoring.questions import Question
    from mentoring.weights import Weights
    from pairing.domain import Person

ENOUGH_HOURS = 3
"""Common hours per week that give full points for time."""
RANKS = (1.0, 0.8, 0.6, 0.4, 0.3)
"""Share of the points for a person's first to fifth choice."""
TOPIC_WEIGHTS = (5.0, 4.0, 3.0, 2.0, 1.0)
"""How much a mentee's first to fifth topic counts."""
GAPS = {-4: 0.0, -3: 0.0, -2: 0.0, -1: 0.2, 0: 0.4, 1: 1.0, 2: 1.0, 3: 0.8, 4: 0.6}
"""Points for the mentor's level minus the mentee's."""
DEPARTMENT, CITY = 0.7, 0.3
"""The shares of department and city in the points for crossing."""


def scoring(  # noqa: PLR0913 - one for each thing that an organizer sets
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    weights: Weights,
    start: date,
    end: date,
    *,
    must_cross: bool = False,
    no_juniors: bool = False,
    levels: Mapping[str, int] | None = None,
    questions: Sequence[Question] = (),
) -> Scoring:
    """Return the scoring of everybody with everybody.

    `start` and `end` are the programme's dates, whose weeks decide about time. With `must_cross` the rule `department`
    forbids pairs within a department; with `no_juniors` the rule `junior` forbids mentors at a lower level than the
    mentee. `levels` are a programme's own words for levels (mentoring.levels), `questions` the organizers' own ones.
    """
    counting = [one for one in questions if one.weight]
    points, sides = weights.points({one.name: one.weight for one in counting}), (mentees, mentors)
    table_of_levels = Levels.of(levels or {})
    standing = both_of(sides, lambda one: table_of_levels.level(one.profile["position"]))
    return Scoring(
        (len(mentees), len(mentors)),
        [
            ("topics", _topics(sides, points["topics"])),
            ("experience", _experience(standing, points["experience"])),
            *[("crossing", one) for one in _crossing(sides, points["crossing"])],
            ("style", _style(sides, points["style"])),
            *[("choices", one) for one in _choices(sides, points["choices"])],
            *[(one.name, answers.part(one, sides, points[one.name])) for one in counting],
        ],
        [
            *rules_of(sides, must_cross=must_cross),
            *juniors(standing, no_juniors=no_juniors),
            *answers.rules(questions, sides),
        ],
        RULES,
        time_of(sides, start, end),
        _by_hours(points["time"]),
        standing,
        {one.name: one for one in counting},
    )


def _half(points: int) -> int:
    """Return the points for missing data."""
    return points // 2


def _topics(sides: Sides, points: int) -> Overlap:
    ours, theirs = ([list(topics(one)) for one in side] for side in sides)
    index = {topic: column for column, topic in enumerate(sorted({topic for one in [*ours, *theirs] for topic in one}))}
    wanted, offered = (np.zeros((len(side), len(index)), dtype=np.float32) for side in sides)
    for row, named in enumerate(ours):
        for topic, weight in zip(named, TOPIC_WEIGHTS, strict=False):
            wanted[row, index[topic]] = weight
    for row, named in enumerate(theirs):
        offered[row, [index[topic] for topic in named]] = 1
    return Overlap(wanted, offered, points, _half(points))


def _told(sides: Sides, name: str, value: Callable[[Any, Any], float]) -> Table:
    """Return a table for a field of both profiles."""
    return table(*both_of(sides, lambda one: told(one, name)), value)


def _experience(standing: tuple[list[int], list[int]], points: int) -> Table:
    def worth(ours: int, theirs: int) -> float:
        return points * GAPS[theirs - ours] if ours and theirs else _half(points)

    return table(*standing, worth)


def _crossing(sides: Sides, points: int) -> list[Table]:
    """Return the bonus for different departments and for different places."""
    both = round(points * DEPARTMENT)

    def worth(full: int) -> Callable[[str, str], float]:
        return lambda ours, theirs: full * (ours != theirs) if ours and theirs else _half(full)

    return [_told(sides, "department", worth(both)), _told(sides, "city", worth(points - both))]


def _style(sides: Sides, points: int) -> Table:
    return _told(sides, "style", lambda ours, theirs: points * (ours == theirs) if ours and theirs else _half(points))


def _choices(sides: Sides, points: int) -> list[ScorePart]:
    """Return the mentee's wish (two thirds) and the mentor's (one third); neutral for people who ranked nobody."""
    mentees, mentors = sides
    ours = round(points * 2 / 3)
    theirs = points - ours
    shape = (len(mentees), len(mentors))
    wishes = [(row, column, round(ours * worth)) for row, column, worth in _wishes(mentees, mentors)]
    answers = [(row, column, round(theirs * worth)) for column, row, worth in _wishes(mentors, mentees)]
    silent = both_of(sides, lambda one: not one.profile["choices"])
    return [
        table(*silent, lambda mentee, mentor: mentee * _half(ours) + mentor * _half(theirs)),
        Sparse(shape, wishes),
        Sparse(shape, answers),
    ]


def _wishes(ours: Sequence[Person], theirs: Sequence[Person]) -> Iterator[tuple[int, int, float]]:
    place = {one.email: position for position, one in enumerate(theirs)}
    for row, one in enumerate(ours):
        for email, worth in zip(one.profile["choices"], RANKS, strict=False):
            if email in place:
                yield row, place[email], worth


def _by_hours(points: int) -> NDArray[np.int16]:
    """Return the points for 0–254 common hours, and at `FLEXIBLE` those of people without fixed times."""
    worth = np.rint(np.minimum(np.arange(FLEXIBLE + 1), ENOUGH_HOURS) * (points / ENOUGH_HOURS))
    worth[FLEXIBLE] = _half(points)
    return worth.astype(np.int16)
