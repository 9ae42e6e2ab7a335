"""The result of a round in words: reasons of each pair, a reserve mentor, why somebody stayed without a pair."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, translations
from pairing import assignment, scoring
from pairing.domain import FULL, MENTEE, MENTOR
from pairing.score_table import ScoreTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from pairing.domain import Person, Weights
    from pairing.scoring import Mask, Scored

QUALITY = 5_000
"""`best_quality`: no pair below this score, unless an organizer locked it."""
REASONS = 4
"""Parts named for a pair, largest first."""

WORDS = {
    "topics": N_("topics in common: %(topics)s"),
    "experience": N_("the mentor has gone further on a similar path"),
    "time": N_("hours free in the same week: %(hours)s"),
    "crossing": N_("different departments or cities: a fresh view"),
    "style": N_("the same style of working"),
    "choices": N_("one of you asked for the other"),
    "whole": N_("the best choice for everybody together"),
}
CAUSES = {
    "seats": N_("There are fewer free places than people: %(count)s more places with suitable mentors would help."),
    "free": N_("No mentee needed this place; it stays as a reserve."),
    "nobody": N_("Nobody applied on the other side."),
    "capacity": N_("No suitable mentor has a free place."),
    "exclusion": N_("Every otherwise suitable person is excluded by a wish of one side."),
    "manager": N_("The only otherwise suitable person is the line manager."),
    "language": N_("No suitable person speaks the same language; add a language you could work in."),
    "time": N_("No suitable person is free at the same time; add weekly times or choose «flexible»."),
    "mode": N_("Suitable people meet only online or only in person; choosing «both» would help."),
    "forbidden": N_("Every suitable person was proposed before, or the organizers ruled the pair out."),
    "quality": N_("No possible pair reaches the quality this programme asks for."),
    "several": N_("Several rules together leave nobody: language, time, way of meeting or exclusions."),
}


class InputRefused(ValueError):
    """What was given can't be paired: `why` is `duplicate` (an id twice on one side) or `unknown` (a locked id)."""

    def __init__(self, why: str, ids: Sequence[str]) -> None:
        super().__init__(f"{why}: {', '.join(ids)}")
        self.why = why
        self.ids = tuple(ids)


@dataclass(frozen=True, slots=True)
class Input:
    """Everything a result follows from; `forbidden` and `locked` are (mentee id, mentor id).

    The programme's weeks from `start` to `end` decide about common time.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    weights: Weights
    mode: str
    start: date
    end: date
    locked: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()

    def fingerprint(self) -> str:
        """Return a SHA-256 that is the same for the same input in any order."""
        people = [sorted((p.id, p.email, p.person_id, p.capacity, p.profile) for p in side) for side in self.sides()]
        rest = [repr(self.weights), self.mode, self.start, self.end, sorted(self.locked), sorted(self.forbidden)]
        text = json.dumps([people, rest], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def sides(self) -> tuple[list[Person], list[Person]]:
        """Return mentees and mentors by id; raises `InputRefused` for an id that comes twice."""
        sides = sorted(self.mentees, key=lambda one: one.id), sorted(self.mentors, key=lambda one: one.id)
        for side in sides:
            if twice := [one for one, times in Counter(one.id for one in side).items() if times > 1]:
                raise InputRefused("duplicate", twice)
        return sides


@dataclass(frozen=True, slots=True)
class _Solved:
    """A solved round: `rules` maps each rule to where it forbids, `free` are the seats left by mentor."""

    mentees: list[Person]
    mentors: list[Person]
    scored: Scored
    rules: dict[str, Mask]
    feasible: Mask
    free: NDArray[np.int64]
    found: assignment.Assignment


@dataclass(frozen=True, slots=True)
class Solution:
    """What a round found.

    `result` is JSON: `pairs` with reasons and reserves, `unmatched` with causes, `figures`, `input_hash`. `scores` has
    every possible pair.
    """

    result: dict[str, Any]
    scores: ScoreTable


Progress = Callable[[str, int], None]
"""Called with the step that begins (`scores`, `assignment`, `reasons`) and the percent done."""


def pair_up(given: Input, progress: Progress = lambda _step, _percent: None) -> Solution:
    """Return the optimal pairs with their explanation.

    Raises `InputRefused`, and `assignment.LockRefused` for a lock that breaks a rule or a capacity.
    """
    solved = _solve(given, progress)
    progress("reasons", 80)
    unmatched = _unmatched(solved)
    found = solved.found
    result = {
        "pairs": [_pair(solved, row, column) for row, column in found.pairs],
        "unmatched": unmatched,
        "figures": {
            "mentees": len(solved.mentees),
            "mentors": len(solved.mentors),
            "seats": sum(one.capacity for one in solved.mentors),
            "matched": len(found.pairs),
            "unmatched": sum(one["role"] == MENTEE for one in unmatched),
            "worst": found.worst,
            "total": found.total,
            "proved_optimal": found.proved,
        },
        "input_hash": given.fingerprint(),
    }
    return Solution(result, _table(solved))


def _table(solved: _Solved) -> ScoreTable:
    cells = solved.scored.score.astype(np.int16, order="C")
    for code, mask in reversed(list(enumerate(solved.rules.values(), 1))):
        cells[mask] = -code
    mentees, mentors = ([one.id for one in side] for side in (solved.mentees, solved.mentors))
    return ScoreTable(tuple(mentees), tuple(mentors), tuple(solved.rules), array("h", cells.tobytes()))


def _solve(given: Input, progress: Progress) -> _Solved:
    mentees, mentors = given.sides()
    progress("scores", 0)
    scored = scoring.score(mentees, mentors, given.weights, given.start, given.end)
    rows = {one.id: position for position, one in enumerate(mentees)}
    columns = {one.id: position for position, one in enumerate(mentors)}
    if unknown := [one for one in given.locked if one[0] not in rows or one[1] not in columns]:
        raise InputRefused("unknown", [" ".join(one) for one in unknown])
    locked = sorted({(rows[mentee], columns[mentor]) for mentee, mentor in given.locked})
    marks = np.zeros(scored.score.shape, dtype=bool)
    for mentee, mentor in given.forbidden:
        if mentee in rows and mentor in columns:
            marks[rows[mentee], columns[mentor]] = True
    poor = scored.score < (QUALITY if given.mode == "best_quality" else 0)
    for pair in locked:
        poor[pair] = False
    rules = scored.broken | {"forbidden": marks, "quality": poor}
    feasible: Mask = ~np.logical_or.reduce(list(rules.values()))
    capacity = np.array([one.capacity for one in mentors], dtype=np.int64)
    progress("assignment", 20)
    found = assignment.solve(scored.score, feasible, capacity, locked)
    used = np.bincount(np.array([column for _, column in found.pairs], dtype=np.int64), minlength=len(mentors))
    return _Solved(mentees, mentors, scored, rules, feasible, capacity - used, found)


def _pair(solved: _Solved, row: int, column: int) -> dict[str, Any]:
    parts = {name: int(points[row, column]) for name, points in solved.scored.parts.items()}
    return {
        "mentee_id": solved.mentees[row].id,
        "mentor_id": solved.mentors[column].id,
        "score": int(solved.scored.score[row, column]),
        "parts": parts,
        "reasons": _reasons(parts, solved.mentees[row], solved.mentors[column], int(solved.scored.hours[row, column])),
        "reserve_id": _reserve(solved, row, column),
    }


def _reasons(parts: dict[str, int], mentee: Person, mentor: Person, hours: int) -> dict[str, list[str]]:
    """Return what speaks for a pair and is known of both, largest part first."""
    offered = scoring.topics(mentor)
    shared = [written for folded, written in scoring.topics(mentee).items() if folded in offered]
    ours, theirs = mentee.profile, mentor.profile
    known = {
        "topics": bool(shared),
        "experience": scoring.level(theirs["position"]) > scoring.level(ours["position"]) > 0,
        "time": bool(ours["availability"] and theirs["availability"] and hours),
        "crossing": any(ours[one] and theirs[one] and ours[one] != theirs[one] for one in ("department", "city")),
        "style": bool(ours["style"]) and ours["style"] == theirs["style"],
        "choices": mentor.email in ours["choices"] or mentee.email in theirs["choices"],
    }
    named = sorted((name for name in parts if known[name] and parts[name]), key=lambda name: (-parts[name], name))
    values = {"topics": ", ".join(shared), "hours": hours}
    return _said([(WORDS[name], values) for name in named[:REASONS] or ["whole"]])


def _said(words: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    return {
        locale: [translations("pairing", locale).gettext(msgid) % values for msgid, values in words]
        for locale in LOCALES
    }


def _reserve(solved: _Solved, row: int, own: int) -> str | None:
    """Return the best other feasible mentor, one with a free seat before one without; the first of equals."""
    worth = np.where(solved.feasible[row], solved.scored.score[row] + np.where(solved.free > 0, FULL + 1, 0), -1)
    worth[own] = -1
    best = int(worth.argmax())
    return None if worth[best] < 0 else solved.mentors[best].id


def _unmatched(solved: _Solved) -> list[dict[str, Any]]:
    """Return mentees without a pair, and mentors with places and without one, each with the cause in words."""
    matched = {row for row, _ in solved.found.pairs}
    used = {column for _, column in solved.found.pairs}
    lonely = [row for row in range(len(solved.mentees)) if row not in matched]
    short = int(solved.feasible[lonely].any(axis=1).sum())
    people = [_alone(solved.mentees[row], MENTEE, _cause(solved, "seats", np.s_[row, :]), short) for row in lonely]
    for column, mentor in enumerate(solved.mentors):
        if column not in used and mentor.capacity > 0:
            people.append(_alone(mentor, MENTOR, _cause(solved, "free", np.s_[:, column]), short))
    return people


def _alone(one: Person, role: str, cause: str, short: int) -> dict[str, Any]:
    words = {locale: texts[0] for locale, texts in _said([(CAUSES[cause], {"count": short})]).items()}
    return {"participant_id": one.id, "role": role, "cause": cause, "words": words}


def _cause(solved: _Solved, possible: str, line: tuple[Any, ...]) -> str:
    """Return what binds one person: `possible` when somebody would do, else the rule that alone forbids the most."""
    if not solved.feasible[line].size:
        return "nobody"
    if solved.feasible[line].any():
        return possible
    broken = {name: mask[line] for name, mask in solved.rules.items()}
    how_many = np.add.reduce([mask.astype(np.int64) for mask in broken.values()])
    alone = {name: int((mask & (how_many == 1)).sum()) for name, mask in broken.items()}
    best = max(alone, key=lambda name: (alone[name], name))
    return best if alone[best] else "several"
