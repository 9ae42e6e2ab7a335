"""Why a pair is a good one, in words: the parts of its score that speak for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, translations
from pairing.domain import MOST_SUITABLE
from pairing.matching.profiles import told, topics
from pairing.matching.score_parts import FLEXIBLE
from pairing.matching.solution import positions, scored, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    "choices": N_("one of you asked for the other"),
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
                ),
            }
        )
    return found


def _reasons(
    parts: Mapping[str, int], two: tuple[Person, Person], standing: tuple[int, int], hours: int
) -> dict[str, list[str]]:
    """Return the known reasons for a pair, largest part first; last, that the mentor's position is lower."""
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
    named = sorted((name for name in parts if known[name] and parts[name]), key=lambda name: (-parts[name], name))
    values = {"topics": ", ".join(shared), "hours": hours}
    last = ["junior"] if 0 < standing[1] < standing[0] else []
    return _said([(WORDS[name], values) for name in [*(named[:REASONS] or ["whole"]), *last]])


def _said(words: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    return {
        locale: [translations("pairing", locale).gettext(msgid) % values for msgid, values in words]
        for locale in LOCALES
    }
