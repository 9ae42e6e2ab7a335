"""The result of a round in words: reasons of each pair, a reserve mentor, why somebody stayed without a pair."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, translations
from pairing import assignment, scoring

if TYPE_CHECKING:
    import gettext
    from datetime import date

    from numpy.typing import NDArray

    from pairing.scoring import Person, Scored, Weights

QUALITY = 5_000
"""`best_quality`: no pair below this score."""
REASONS = 4
"""Parts named for a pair, largest first."""

WORDS = {
    "topics": N_("topics in common: %(topics)s"),
    "experience": N_("the mentor has gone further on a similar path"),
    "time": N_("hours free in the same week: %(hours)s"),
    "crossing": N_("different departments or cities: a fresh view"),
    "style": N_("the same style of working"),
    "choices": N_("one of you asked for the other"),
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
    "quality": N_("No possible pair reaches the quality this programme asks for."),
    "several": N_("Several rules together leave nobody: language, time, way of meeting or exclusions."),
}


@dataclass(frozen=True, slots=True)
class Input:
    """Everything a result follows from; `forbidden` and `locked` are (mentee id, mentor id)."""

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
        people = [sorted((p.id, p.email, p.capacity, p.profile) for p in side) for side in (self.mentees, self.mentors)]
        rest = [repr(self.weights), self.mode, self.start, self.end, sorted(self.locked), sorted(self.forbidden)]
        text = json.dumps([people, rest], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def pair_up(given: Input) -> dict[str, Any]:
    """Return the result of a round as JSON: pairs with reasons and reserves, the unmatched with causes, figures."""
    mentees = sorted(given.mentees, key=lambda one: one.id)
    mentors = sorted(given.mentors, key=lambda one: one.id)
    scored = scoring.score(mentees, mentors, given.weights, given.start, given.end)
    feasible = scored.feasible & ~_marked(given.forbidden, mentees, mentors)
    if given.mode == "best_quality":
        feasible &= scored.score >= QUALITY
    capacity = np.array([one.capacity for one in mentors], dtype=np.int64)
    rows = {one.id: position for position, one in enumerate(mentees)}
    columns = {one.id: position for position, one in enumerate(mentors)}
    locked = tuple((rows[mentee], columns[mentor]) for mentee, mentor in given.locked)
    found = assignment.solve(scored.score, feasible, capacity, locked)
    free = capacity - np.bincount([column for _, column in found.pairs], minlength=len(mentors))
    pairs = [_pair(scored, feasible, free, mentees, mentors, row, column, given) for row, column in found.pairs]
    unmatched = _unmatched(scored, feasible, found, mentees, mentors)
    return {
        "pairs": pairs,
        "unmatched": unmatched,
        "figures": {
            "mentees": len(mentees),
            "mentors": len(mentors),
            "seats": int(capacity.sum()),
            "matched": len(pairs),
            "unmatched": sum(one["role"] == "mentee" for one in unmatched),
            "worst": found.worst,
            "total": found.total,
            "proved_optimal": found.proved,
        },
        "input_hash": given.fingerprint(),
    }


def _marked(ids: tuple[tuple[str, str], ...], mentees: list[Person], mentors: list[Person]) -> NDArray[np.bool_]:
    wanted = set(ids)
    marks = np.zeros((len(mentees), len(mentors)), dtype=bool)
    rows = {one.id: position for position, one in enumerate(mentees)}
    columns = {one.id: position for position, one in enumerate(mentors)}
    for mentee, mentor in wanted:
        if mentee in rows and mentor in columns:
            marks[rows[mentee], columns[mentor]] = True
    return marks


def _pair(  # noqa: PLR0913, PLR0917 - one row of three matrices and its people
    scored: Scored, feasible: NDArray[np.bool_], free: NDArray[np.int64], mentees: list[Person], mentors: list[Person],
    row: int, column: int, given: Input,
) -> dict[str, Any]:  # fmt: skip
    parts = {name: int(points[row, column]) for name, points in scored.parts.items()}
    return {
        "mentee_id": mentees[row].id,
        "mentor_id": mentors[column].id,
        "score": int(scored.score[row, column]),
        "parts": parts,
        "reasons": _reasons(parts, mentees[row], mentors[column], given),
        "reserve_id": _reserve(scored.score[row], feasible[row], free, column, mentors),
    }


def _reasons(parts: dict[str, int], mentee: Person, mentor: Person, given: Input) -> dict[str, list[str]]:
    hours = int(scoring.common_hours([mentee], [mentor], given.start, given.end)[0, 0])
    shared = [topic for topic in mentee.profile["topics"] if topic in mentor.profile["topics"]]
    asked = mentor.email in mentee.profile["choices"] or mentee.email in mentor.profile["choices"]
    known = {
        "topics": bool(shared),
        "experience": scoring.level(mentor.profile["position"]) > scoring.level(mentee.profile["position"]) > 0,
        "time": 0 < hours < scoring.HOURS,
        "crossing": mentee.profile["department"] != mentor.profile["department"],
        "style": bool(mentee.profile["style"]) and mentee.profile["style"] == mentor.profile["style"],
        "choices": asked,
    }
    named = sorted((name for name in parts if known[name]), key=lambda name: (-parts[name], name))[:REASONS]
    values = {"topics": ", ".join(shared), "hours": hours}
    return _said([(WORDS[name], values) for name in named])


def _said(words: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    return {locale: [_translated(locale).gettext(msgid) % values for msgid, values in words] for locale in LOCALES}


def _translated(locale: str) -> gettext.NullTranslations:
    return translations("pairing", locale)


def _reserve(
    score: NDArray[np.int32], feasible: NDArray[np.bool_], free: NDArray[np.int64], own: int, mentors: list[Person]
) -> str | None:
    """Return the best other feasible mentor: one with a free seat before one without."""
    others = [column for column in np.flatnonzero(feasible) if column != own]
    best = max(others, key=lambda column: (free[column] > 0, score[column], -column), default=None)
    return None if best is None else mentors[int(best)].id


def _unmatched(
    scored: Scored,
    feasible: NDArray[np.bool_],
    found: assignment.Assignment,
    mentees: list[Person],
    mentors: list[Person],
) -> list[dict[str, Any]]:  # fmt: skip
    matched = {row for row, _ in found.pairs}
    lonely = [row for row in range(len(mentees)) if row not in matched]
    short = sum(bool(feasible[row].any()) for row in lonely)
    people = [
        _alone(mentees[row].id, "mentee", _cause(scored, feasible[row], row, by_row=True), short) for row in lonely
    ]
    used = {column for _, column in found.pairs}
    for column, mentor in enumerate(mentors):
        if column not in used and mentor.capacity > 0:
            cause = "free" if feasible[:, column].any() else _cause(scored, feasible[:, column], column, by_row=False)
            people.append(_alone(mentor.id, "mentor", cause, short))
    return people


def _alone(person_id: str, role: str, cause: str, short: int) -> dict[str, Any]:
    words = {locale: texts[0] for locale, texts in _said([(CAUSES[cause], {"count": short})]).items()}
    return {"participant_id": person_id, "role": role, "cause": cause, "words": words}


def _cause(scored: Scored, feasible: NDArray[np.bool_], at: int, *, by_row: bool) -> str:
    """Return what binds: seats, or the one rule without which somebody would be possible."""
    if not len(feasible):
        return "nobody"
    if feasible.any():
        return "seats"
    broken = {name: (mask[at] if by_row else mask[:, at]) for name, mask in scored.broken.items()}
    everything = np.add.reduce([mask.astype(np.int32) for mask in broken.values()])
    if (everything == 0).any():
        return "quality"
    alone = {name: int((mask & (everything == 1)).sum()) for name, mask in broken.items()}
    best = max(alone, key=lambda name: (alone[name], name))
    return best if alone[best] else "several"
