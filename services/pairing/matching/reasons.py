"""Why a pair is a good one, in words: the parts of its score that speak for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, translations
from mentoring.questions import YES
from mentoring.tables.vocabulary import QuestionKind
from pairing.domain import MOST_SUITABLE
from pairing.matching import answers
from pairing.matching.profiles import told, topics
from pairing.matching.score_parts import FLEXIBLE
from pairing.matching.solution import positions, scored, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentoring.questions import Question
    from pairing.domain import Person
    from pairing.matching.given import Input
    from pairing.matching.score_parts import Index, Scoring

REASONS = 4
"""How many parts are named for a pair, largest first."""
WORDS = {
    "topics": N_("topics in common: %(topics)s"),
    "experience": N_("the mentor is at a higher level of position"),
    "time": N_("hours free in the same week: %(hours)s"),
    "crossing": N_("different departments or cities: a fresh view"),
    "style": N_("the same style of working"),
    "choices": N_("one asked for the other"),
    "junior": N_("take note: the mentor's position is lower than the mentee's"),
    "whole": N_("the best choice for everybody together"),
}


def suitable(given: Input, few: int = MOST_SUITABLE) -> dict[str, list[dict[str, Any]]]:
    """Return the best mentors of each mentee, with score and reasons, for mentees who choose themselves.

    By mentee id, best first: `mentor_id`, `score`, `parts`, `reasons`. Raises `InputRefused`.
    """
    mentees, mentors, terms, cells = scored(given)
    order = np.argsort(-cells, axis=1, kind="stable")[:, :few]
    allowed = np.take_along_axis(cells, order, axis=1) >= 0
    rows, columns = np.nonzero(allowed)[0], order[allowed]
    found: dict[str, list[dict[str, Any]]] = {one.id: [] for one in mentees}
    for one in reasoned(mentees, mentors, terms, rows, columns):
        found[one.pop("mentee_id")].append(one)
    return found


def described(given: Input, pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return pairs (mentee id, mentor id) made by hand as `pair_up` describes them, without reserves.

    People who aren't in `given` are skipped.
    """
    mentees, mentors = given.sides()
    found = sorted(positions(mentees, mentors, pairs))
    rows, columns = (np.array([pair[side] for pair in found], dtype=np.int64) for side in (0, 1))
    return reasoned(mentees, mentors, terms_of(given, mentees, mentors), rows, columns)


def reasoned(
    mentees: list[Person], mentors: list[Person], terms: Scoring, rows: Index, columns: Index
) -> list[dict[str, Any]]:
    """Return pairs by position with ids, score, parts and reasons."""
    hours = terms.hours_of(rows, columns)
    parts = {name: points.tolist() for name, points in terms.parts_of(rows, columns).items()}
    found = []
    for nth, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        own = {name: points[nth] for name, points in parts.items()}
        found.append(
            {
                "mentee_id": mentees[row].id,
                "mentor_id": mentors[column].id,
                "score": sum(own.values()),
                "parts": own,
                "reasons": _reasons(
                    own,
                    (mentees[row], mentors[column]),
                    (terms.standing[0][row], terms.standing[1][column]),
                    int(hours[nth]),
                    terms.asked,
                ),
            }
        )
    return found


def _reasons(
    parts: Mapping[str, int],
    two: tuple[Person, Person],
    standing: tuple[int, int],
    hours: int,
    asked: Mapping[str, Question],
) -> dict[str, list[str]]:
    """Return the known reasons for a pair, largest part first; last, that the mentor's position is lower.

    `asked` are the organizers' own questions by the name of their part.
    """
    mentee, mentor = two
    offered = topics(mentor)
    shared = [written for folded, written in topics(mentee).items() if folded in offered]
    ours, theirs = mentee.profile, mentor.profile
    both = {name: (told(mentee, name), told(mentor, name)) for name in ("department", "city", "style")}
    known = {
        "topics": bool(shared),
        "experience": standing[1] > standing[0] > 0,
        "time": 0 < hours < FLEXIBLE,
        "crossing": any(all(both[name]) and len(set(both[name])) > 1 for name in ("department", "city")),
        "style": all(both["style"]) and len(set(both["style"])) == 1,
        "choices": mentor.email in ours["choices"] or mentee.email in theirs["choices"],
    }
    known |= {name: answers.alike(one, mentee, mentor) for name, one in asked.items()}
    named = sorted((name for name in parts if known[name] and parts[name]), key=lambda name: (-parts[name], name))
    values = {"topics": ", ".join(shared), "hours": hours}
    last = ["junior"] if 0 < standing[1] < standing[0] else []
    names = [*(named[:REASONS] or ["whole"]), *last]
    return {
        locale: [
            _answered(asked[name], two, locale)
            if name in asked
            else translations("pairing", locale).gettext(WORDS[name]) % values
            for name in names
        ]
        for locale in LOCALES
    }


def _answered(question: Question, two: tuple[Person, Person], locale: str) -> str:
    """Return what two people answered alike, in words; of a scale not what, for they needn't be the same."""
    say = translations("pairing", locale).gettext
    ours, theirs = (answers.answer(question, one) for one in two)
    asked = question.says(locale)
    match question.kind:
        case QuestionKind.SCALE:
            return say(N_("close answers to “%(question)s”")) % {"question": asked}
        case QuestionKind.YES_NO:
            both_yes, both_no = N_("both answered yes to “%(question)s”"), N_("both answered no to “%(question)s”")
            return say(both_yes if ours == YES else both_no) % {"question": asked}
        case _:
            common = [one for one in ours if one in theirs] if isinstance(ours, list) else [ours]
            told = ", ".join(question.option(one, locale) for one in common)
            return say(N_("the same answer to “%(question)s”: %(answer)s")) % {"question": asked, "answer": told}
