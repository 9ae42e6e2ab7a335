"""What people answered to the organizers' own questions → a part of a score, or a rule (mentoring.questions).

Who hasn't answered has half of the points and breaks no rule, like all missing data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.questions import SCALE
from mentoring.tables.vocabulary import QuestionKind, QuestionRule
from pairing.matching.profiles import Sides, both_of
from pairing.matching.rules import RULES
from pairing.matching.score_parts import Disjoint, Either, Overlap, ScorePart, Table, bit, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from mentoring.questions import Question
    from pairing.domain import Person

STEPS = len(SCALE) - 1


def answer(question: Question, one: Person) -> Any:
    """Return what somebody answered: an option, options, a number, yes or no; None where they didn't."""
    return one.profile.get("answers", {}).get(question.id)


def part(question: Question, sides: Sides, points: int) -> ScorePart:
    """Return the part of a score that a question makes.

    The same answer has all points; of several answers, the share of the mentee's that the mentor gave, too; on a scale
    fewer the further apart they are.
    """
    half = points // 2
    if question.kind == QuestionKind.CHOICES:
        return Overlap(*_chosen(question, sides), points, half)
    if question.kind == QuestionKind.SCALE:
        return _compared(question, sides, half, lambda ours, theirs: points * (1 - abs(ours - theirs) / STEPS))
    return _compared(question, sides, half, lambda ours, theirs: points * (ours == theirs))


def rules(questions: Iterable[Question], sides: Sides) -> Iterator[tuple[str, ScorePart]]:
    """Yield the rule that questions make together, if any: a pair breaks it once, however many answers rule it out."""
    broken = [_rule(one, sides, bit(RULES, "question")) for one in questions if one.rule]
    if broken:
        yield "question", Either(broken)


def _rule(question: Question, sides: Sides, broken: int) -> ScorePart:
    match question.rule:
        case QuestionRule.OVERLAP:
            return Disjoint(*_chosen(question, sides), broken)
        case QuestionRule.NOT_JUNIOR:
            places = both_of(sides, lambda one: question.place(answer(question, one)))
            return table(*places, lambda ours, theirs: broken * (None not in (ours, theirs) and theirs < ours))
        case _:
            return _compared(question, sides, 0, lambda ours, theirs: broken * (ours != theirs))


def _compared(question: Question, sides: Sides, untold: int, value: Callable[[Any, Any], float]) -> Table:
    told = both_of(sides, lambda one: answer(question, one))
    return table(*told, lambda ours, theirs: untold if None in (ours, theirs) else value(ours, theirs))


def _chosen(question: Question, sides: Sides) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return people × options: 1 where somebody chose one."""
    places = {one.id: place for place, one in enumerate(question.options)}

    def of_side(side: Sequence[Person]) -> NDArray[np.float32]:
        found = np.zeros((len(side), len(places)), dtype=np.float32)
        for row, one in enumerate(side):
            found[row, [places[chosen] for chosen in answer(question, one) or () if chosen in places]] = 1
        return found

    return of_side(sides[0]), of_side(sides[1])


def alike(question: Question, mentee: Person, mentor: Person) -> bool:
    """Return whether the answers of two people speak for them as a pair."""
    ours, theirs = answer(question, mentee), answer(question, mentor)
    if None in (ours, theirs):
        return False
    if question.kind == QuestionKind.CHOICES:
        return bool(set(ours) & set(theirs))
    return abs(ours - theirs) <= 1 if question.kind == QuestionKind.SCALE else bool(ours == theirs)
