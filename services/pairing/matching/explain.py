"""The result of a round in words: reasons of each pair, a reserve mentor, why somebody has no pair.

Also what an organizer can do about it: what one more mentor in a topic would bring, which pairs would prefer each
other, and the smallest change that would help somebody without a pair.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, translations
from mentoring.tables.vocabulary import PairingMode
from mentoring.values import dataclass
from mentoring.weights import FULL, GOOD
from pairing.domain import MENTEE, MENTOR, MOST_SUITABLE
from pairing.matching import advice, assignment, scoring
from pairing.matching.blocks import each_block
from pairing.matching.score_parts import FLEXIBLE, bit
from pairing.matching.score_table import ScoreTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from mentoring.weights import Weights
    from pairing.domain import Person
    from pairing.matching.score_parts import Index, Scoring, Values

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
BLOCKING = 100
"""How many blocking pairs are named, best first; all are counted."""


class InputRefused(ValueError):
    """The input can't be paired.

    `why` is `duplicate` (an id twice on one side), `unknown` (an unknown locked id), `capacity` (no place for a locked
    pair) or the hard rule that a locked pair breaks; `ids` are the people concerned.
    """

    def __init__(self, why: str, ids: Sequence[str]) -> None:
        super().__init__(f"{why}: {', '.join(ids)}")
        self.why = why
        self.ids = tuple(ids)


@dataclass(frozen=True)
class Input:
    """Everything that determines a result; `forbidden` and `locked` are (mentee id, mentor id).

    Common time depends on the programme's weeks from `start` to `end`. `threshold` (0–10 000) counts in the mode
    `best_quality`; `must_cross` forbids pairs within a department, `no_juniors` pairs whose mentor has a lower position
    than the mentee; `levels` are the programme's own words for levels of positions.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    weights: Weights
    mode: str
    start: date
    end: date
    locked: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    threshold: int = GOOD
    must_cross: bool = False
    no_juniors: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)

    def least(self) -> int:
        """Return the score below which nobody is paired, unless an organizer locked the pair."""
        return self.threshold if self.mode == PairingMode.BEST_QUALITY else 0

    def fingerprint(self) -> str:
        """Return a SHA-256 that doesn't depend on the order of the input."""
        people = [sorted((p.id, p.email, p.person_id, p.capacity, p.profile) for p in side) for side in self.sides()]
        rest = [repr(self.weights), self.mode, self.start, self.end, self.threshold, self.must_cross]
        rest += [self.no_juniors, sorted(self.levels.items())]
        rest += [sorted(set(pairs)) for pairs in (self.locked, self.forbidden)]
        text = json.dumps([people, rest], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def sides(self) -> tuple[list[Person], list[Person]]:
        """Return mentees and mentors by address, then id; raises `InputRefused` for an id that occurs twice.

        The order breaks ties, and a file and a programme have the addresses in common: so both pair alike.
        """
        sides = tuple(sorted(side, key=lambda one: (one.email, one.id)) for side in (self.mentees, self.mentors))
        for side in sides:
            if twice := [one for one, times in Counter(one.id for one in side).items() if times > 1]:
                raise InputRefused("duplicate", twice)
        return sides[0], sides[1]


@dataclass(frozen=True)
class Solution:
    """The result of a round.

    `result` is JSON: `pairs` with reasons and reserves, `unmatched` with causes and what would help, `places` by
    mentor, `topics` with supply, demand and the value of one more mentor, `blocking` pairs, `figures`, `input_hash`.
    `scores` has every possible pair.
    """

    result: dict[str, Any]
    scores: ScoreTable


@dataclass(frozen=True)
class Solved:
    """A solved round before it is explained: `cells` as scoring.Scoring.matrix, mentees × mentors by id."""

    mentees: list[Person]
    mentors: list[Person]
    capacity: Index
    scoring: Scoring
    cells: Values
    found: assignment.Assignment


Progress = Callable[[str, int], None]
"""Called with the step that begins (`scores`, `assignment`, `reasons`) and the percent done."""


def _silent(_step: str, _percent: int) -> None:
    """Tell nobody."""


def pair_up(given: Input, progress: Progress = _silent) -> Solution:
    """Return the optimal pairs with their explanation; raises `InputRefused`."""
    solved = solve(given, progress)
    progress("reasons", 80)
    found = solved.found
    reserves, blocking, how_many = second_looks(solved.cells, solved.capacity, found)
    unmatched = _unmatched(given, solved)
    result = {
        "pairs": _pairs(solved, reserves),
        "unmatched": unmatched,
        "places": {one.id: one.capacity for one in solved.mentors},
        "topics": _topics(given, solved),
        "blocking": [_ids(solved, row, column) for row, column in blocking],
        "figures": {
            "mentees": len(solved.mentees),
            "mentors": len(solved.mentors),
            "seats": sum(one.capacity for one in solved.mentors),
            "matched": len(found.pairs),
            "unmatched": sum(one["role"] == MENTEE for one in unmatched),
            "worst": found.worst,
            "total": found.total,
            "proved_optimal": found.proved,
            "blocking_pairs": how_many,
        },
        "input_hash": given.fingerprint(),
    }
    return Solution(result, _table(solved))


def suitable(given: Input, few: int = MOST_SUITABLE) -> dict[str, list[dict[str, Any]]]:
    """Return the best mentors of each mentee, with score and reasons, for mentees who choose themselves.

    By mentee id, best first: `mentor_id`, `score`, `parts`, `reasons`. Raises `InputRefused`.
    """
    mentees, mentors, terms, cells = _scored(given)
    order = np.argsort(-cells, axis=1, kind="stable")[:, :few]
    allowed = np.take_along_axis(cells, order, axis=1) >= 0
    rows, columns = np.nonzero(allowed)[0], order[allowed]
    found: dict[str, list[dict[str, Any]]] = {one.id: [] for one in mentees}
    for one in _reasoned(mentees, mentors, terms, rows, columns):
        found[one.pop("mentee_id")].append(one)
    return found


def described(given: Input, pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return pairs (mentee id, mentor id) made by hand as `pair_up` describes them, without reserves.

    People who aren't in `given` are skipped.
    """
    mentees, mentors = given.sides()
    found = sorted(_positions(mentees, mentors, pairs))
    rows, columns = (np.array([pair[side] for pair in found], dtype=np.int64) for side in (0, 1))
    return _reasoned(mentees, mentors, terms_of(given, mentees, mentors), rows, columns)


def solve(given: Input, progress: Progress = _silent) -> Solved:
    """Return the optimal assignment; raises `InputRefused`."""
    progress("scores", 0)
    mentees, mentors, terms, cells = _scored(given)
    capacity = np.array([one.capacity for one in mentors], dtype=np.int64)
    progress("assignment", 20)
    locked = sorted(_positions(mentees, mentors, given.locked))
    try:
        found = assignment.solve(cells, capacity, locked)
    except assignment.LockRefused as refused:
        row, column = refused.pair
        why = "capacity" if refused.why == "capacity" else broken(int(cells[row, column]))[0]
        raise InputRefused(why, (mentees[row].id, mentors[column].id)) from refused
    return Solved(mentees, mentors, capacity, terms, cells, found)


def _scored(given: Input) -> tuple[list[Person], list[Person], Scoring, Values]:
    mentees, mentors = given.sides()
    terms = terms_of(given, mentees, mentors)
    known = {one.id for one in mentees}, {one.id for one in mentors}
    if unknown := [one for one in given.locked if one[0] not in known[0] or one[1] not in known[1]]:
        raise InputRefused("unknown", [" ".join(one) for one in unknown])
    cells = terms.matrix(given.least())
    rows, columns = _arrays(_positions(mentees, mentors, given.locked))
    poor = cells[rows, columns] == -bit(scoring.RULES, "quality")
    cells[rows, columns] = np.where(poor, terms.scores_of(rows, columns), cells[rows, columns])
    for row, column in _positions(mentees, mentors, given.forbidden):
        cells[row, column] = min(cells[row, column], 0) - bit(scoring.RULES, "forbidden")
    return mentees, mentors, terms, cells


def _arrays(pairs: Iterable[tuple[int, int]]) -> tuple[Index, Index]:
    """Return the rows and the columns of pairs, sorted."""
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def terms_of(given: Input, mentees: Sequence[Person], mentors: Sequence[Person]) -> Scoring:
    """Return the scoring under the settings of a round."""
    return scoring.scoring(
        mentees,
        mentors,
        given.weights,
        given.start,
        given.end,
        must_cross=given.must_cross,
        no_juniors=given.no_juniors,
        levels=given.levels,
    )


def _positions(
    mentees: Sequence[Person], mentors: Sequence[Person], pairs: Iterable[tuple[str, str]]
) -> set[tuple[int, int]]:
    """Return rows and columns of those pairs of ids that are both present."""
    rows = {one.id: position for position, one in enumerate(mentees)}
    columns = {one.id: position for position, one in enumerate(mentors)}
    return {(rows[ours], columns[theirs]) for ours, theirs in pairs if ours in rows and theirs in columns}


def broken(cell: int) -> list[str]:
    """Return the rules that forbid a pair, from its cell."""
    return [rule for rule in scoring.RULES if cell < 0 and -cell & bit(scoring.RULES, rule)]


def _table(solved: Solved) -> ScoreTable:
    mentees, mentors = ([one.id for one in side] for side in (solved.mentees, solved.mentors))
    return ScoreTable(tuple(mentees), tuple(mentors), scoring.RULES, array("h", solved.cells.tobytes()))


def _ids(solved: Solved, row: int, column: int) -> dict[str, Any]:
    return {
        "mentee_id": solved.mentees[row].id,
        "mentor_id": solved.mentors[column].id,
        "score": int(solved.cells[row, column]),
    }


# Pairs ---------------------------------------------------------------------------------------------------------------


def _pairs(solved: Solved, reserves: Index) -> list[dict[str, Any]]:
    rows, columns = (np.array([pair[side] for pair in solved.found.pairs], dtype=np.int64) for side in (0, 1))
    pairs = _reasoned(solved.mentees, solved.mentors, solved.scoring, rows, columns)
    for one, reserve in zip(pairs, reserves[rows], strict=True):
        one["reserve_id"] = None if reserve < 0 else solved.mentors[reserve].id
    return pairs


def _reasoned(
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
    offered = scoring.topics(mentor)
    shared = [written for folded, written in scoring.topics(mentee).items() if folded in offered]
    ours, theirs = mentee.profile, mentor.profile
    both = {name: (scoring.told(mentee, name), scoring.told(mentor, name)) for name in ("department", "city", "style")}
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


def second_looks(
    cells: Values, capacity: Index, found: assignment.Assignment
) -> tuple[Index, list[tuple[int, int]], int]:
    """Return the reserve of each mentee (−1: none), the best blocking pairs, and how many of them there are.

    A reserve is the best other mentor with a free place, or else the one whose place costs the whole least (score minus
    price). Two people block if both would prefer each other to what they have.
    """
    mentor = np.full(len(cells), -1)
    own = np.full(len(cells), -1, dtype=np.int16)
    lowest = np.full(len(capacity), FULL, dtype=np.int16)
    for row, column in found.pairs:
        mentor[row], own[row] = column, cells[row, column]
        lowest[column] = min(lowest[column], own[row])
    free = capacity > np.bincount(mentor[mentor >= 0], minlength=len(capacity))
    lowest[free], lowest[capacity < 1] = -1, FULL
    price = np.minimum(found.prices, FULL).astype(np.int32)

    spare = np.flatnonzero(free)

    def look(rows: slice) -> tuple[Index, list[tuple[int, int, int]], int]:
        block = cells[rows].copy()
        ours, theirs = np.nonzero((block > own[rows, None]) & (block > lowest))
        best = np.argsort(-block[ours, theirs], kind="stable")[:BLOCKING]
        named = [
            (int(block[row, column]), rows.start + int(row), int(column))
            for row, column in zip(ours[best], theirs[best], strict=True)
        ]
        matched = np.flatnonzero(mentor[rows] >= 0)
        block[matched, mentor[rows][matched]] = -1
        return _reserve(block, spare, price), named, len(ours)

    looks = each_block(cells.shape, look) if cells.size else []
    reserves = np.concatenate([np.zeros(0, dtype=np.int64), *[one for one, _, _ in looks]])
    named = sorted((one for _, some, _ in looks for one in some), key=lambda one: (-one[0], one[1:]))[:BLOCKING]
    return (
        np.where(mentor >= 0, reserves, -1) if len(reserves) else mentor,
        [(row, column) for _, row, column in named],
        sum(number for _, _, number in looks),
    )


def _reserve(block: Values, spare: Index, price: NDArray[np.int32]) -> Index:
    """Return the reserve of some rows, whose own mentor isn't allowed in `block`; −1 for none."""
    lines = np.arange(len(block))
    found = spare[block[:, spare].argmax(axis=1)] if len(spare) else np.zeros(len(block), dtype=np.int64)
    none_free = np.flatnonzero(block[lines, found] < 0) if len(spare) else lines
    swaps = block[none_free]
    found[none_free] = np.where(swaps >= 0, swaps - price, -FULL - 1).argmax(axis=1)
    return np.where(block[lines, found] >= 0, found, -1)


# Who and what is missing ---------------------------------------------------------------------------------------------


def _unmatched(given: Input, solved: Solved) -> list[dict[str, Any]]:
    """Return mentees without a pair, and mentors with places and without one, each with cause and help in words."""
    lonely = sorted(set(range(len(solved.mentees))) - {row for row, _ in solved.found.pairs})
    spare = sorted(set(np.flatnonzero(solved.capacity > 0).tolist()) - {column for _, column in solved.found.pairs})
    short = sum(bool((solved.cells[row] >= 0).any()) for row in lonely)
    mentees, mentors = _views(given, solved)
    return [advice.alone(mentees, row, short) for row in lonely] + [advice.alone(mentors, one, short) for one in spare]


def _views(given: Input, solved: Solved) -> tuple[advice.Side, advice.Side]:
    """Return how mentees see mentors, and mentors mentees."""
    ours, theirs = solved.mentees, solved.mentors
    mondays = tuple(scoring.weeks_of([*ours, *theirs], given.start, given.end).values())
    selves: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for pair in sorted(set(scoring.themselves((ours, theirs)))):
        for side in (0, 1):
            selves[side].setdefault(pair[side], []).append(pair[1 - side])
    mentees = advice.Side(MENTEE, ours, theirs, solved.cells, solved.scoring, mondays, given.least(), selves[0])
    return mentees, replace(mentees, role=MENTOR, people=theirs, others=ours, cells=solved.cells.T, selves=selves[1])


def _topics(given: Input, solved: Solved) -> list[dict[str, Any]]:
    """Return supply and demand of each topic, and what one more mentor who offers only that would bring.

    `wanted` by mentees, `offered` places, `unmet` mentees without a pair who want it; `gain_matched` more pairs and
    `gain_total` more points in all. At the lowest prices one more mentor is worth the gain of the mentee who gains
    most: the value of the two minus what the mentee has now beyond its price (Shapley and Shubik 1971).
    """
    spelled: dict[str, str] = {}
    for one in [*solved.mentees, *solved.mentors]:
        for folded, written in scoring.topics(one).items():
            spelled.setdefault(folded, written)
    wanted = Counter(topic for one in solved.mentees for topic in scoring.topics(one))
    offered = Counter(topic for one in solved.mentors for topic in scoring.topics(one) for _ in range(one.capacity))
    matched = {row for row, _ in solved.found.pairs}
    unmet = Counter(
        topic for row, one in enumerate(solved.mentees) if row not in matched for topic in scoring.topics(one)
    )
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
