"""Organizers' edits of a preview and their effect on the whole (domain.md §2.4).

The preview itself stays as it was solved; edits are stored beside it and can be undone one by one. Locks and moved
pairs become locks of the next round that is based on it, forbidden pairs stay forbidden.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pairing.matching.score_table import ScoreTable

Pair = tuple[str, str]
"""Mentee id and mentor id."""

MOST_EDITS = 1_000
"""How many edits a round can have; they are stored on its item, which DynamoDB limits to 400 KB."""
LOCK, UNLOCK, FORBID, ALLOW, MOVE, SWAP, UNDO = "lock", "unlock", "forbid", "allow", "move", "swap", "undo"


class NotInPreview(Conflict):
    """The people aren't a pair of the preview any more."""

    code = "not-in-preview"
    message = N_("This pair isn't in the preview any more; look at it again.")


RULES = {
    "capacity": N_("This mentor takes nobody now."),
    "exclusion": N_("These two can't be a pair: one of them excluded the other."),
    "manager": N_("These two can't be a pair: one of them is the other's line manager."),
    "language": N_("These two can't be a pair: they have no language in common."),
    "mode": N_("These two can't be a pair: one meets only online, the other only in person."),
    "department": N_("These two can't be a pair: they are of the same department."),
    "junior": N_("These two can't be a pair: the mentor's position is lower than the mentee's."),
    "time": N_("These two can't be a pair: they are never free at the same time."),
    "forbidden": N_("These two can't be a pair: it was proposed before, or ruled out."),
    "question": N_("These two can't be a pair: their answers to your own questions rule it out."),
    "quality": N_("The score of these two is below the threshold of this round."),
}
"""Texts of the hard rules, by the codes of `rules.RULES`."""


class RuleBroken(Conflict):
    """A hard rule forbids the pair; `rule` is its code."""

    code = "rule-broken"

    def __init__(self, rule: str) -> None:
        super().__init__(rule=rule)
        self.message = RULES[rule]


class TooManyEdits(Conflict):
    """The round can't have more edits."""

    code = "too-many-edits"
    message = N_(
        "A round holds up to %(most)s changes by hand, and this one has them. Take some back, or send the round and "
        "go on with the next one."
    )


class NoPlaceLeft(Conflict):
    """The mentor has no place left in the preview."""

    code = "no-place-left"
    message = N_("This mentor has no free place in this preview; swap with somebody instead.")


@dataclass(frozen=True)
class Edits:
    """`moved` maps a mentee to the mentor chosen by hand."""

    locked: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Edits:
        """Return the edits from what `kept()` returned."""
        pairs = {name: frozenset((one, other) for one, other in kept.get(name, ())) for name in ("locked", "forbidden")}
        return cls(**pairs, moved=dict(kept.get("moved", {})))

    def kept(self) -> dict[str, Any]:
        """Return the edits as JSON, without empty members."""
        members = {
            "locked": [list(one) for one in sorted(self.locked)],
            "forbidden": [list(one) for one in sorted(self.forbidden)],
            "moved": dict(sorted(self.moved.items())),
        }
        return {name: value for name, value in members.items() if value}

    @property
    def number(self) -> int:
        """Return how many edits there are."""
        return len(self.locked) + len(self.forbidden) + len(self.moved)

    def inherited(self) -> Edits:
        """Return the edits of the next round: moved pairs become locks, locks and forbidden pairs stay."""
        return Edits((self.locked | frozenset(self.moved.items())) - self.forbidden, self.forbidden)


@dataclass(frozen=True)
class Preview:
    """A solved preview: each paired mentee's mentor, each mentor's places, and all scores."""

    pairs: Mapping[str, str]
    places: Mapping[str, int]
    scores: ScoreTable

    def edited(self, edits: Edits) -> dict[str, str]:
        """Return the pairs after the edits, mentor by mentee."""
        pairs = {**self.pairs, **edits.moved}
        return {mentee: mentor for mentee, mentor in pairs.items() if (mentee, mentor) not in edits.forbidden}

    def free(self, pairs: Mapping[str, str]) -> dict[str, int]:
        """Return how many places each mentor has left with these pairs."""
        taken = Counter(pairs.values())
        return {mentor: places - taken[mentor] for mentor, places in self.places.items()}

    def figures(self, pairs: Mapping[str, str]) -> dict[str, int]:
        """Return `matched`, `worst` (0 without a pair) and `total` of these pairs."""
        scores = [self.scores.score(mentee, mentor) or 0 for mentee, mentor in pairs.items()]
        return {"matched": len(scores), "worst": min(scores, default=0), "total": sum(scores)}


def edit(preview: Preview, edits: Edits, action: str, mentee: str, other: str = "") -> Edits:
    """Return the edits with one more, as `_edit` does; raises `TooManyEdits` if the round can't have more."""
    after = _edit(preview, edits, action, mentee, other)
    if after.number > max(MOST_EDITS, edits.number):
        raise TooManyEdits(most=MOST_EDITS)
    return after


def _edit(preview: Preview, edits: Edits, action: str, mentee: str, other: str) -> Edits:
    """Return the edits with one more.

    `lock`, `unlock` and `forbid` are about the mentee's pair, `unlock` also about the pair with the mentor `other`, and
    `allow` only about that; `move` gives the mentee the mentor `other`; `swap` exchanges the mentors of the mentees
    `mentee` and `other`; `undo` gives the mentee the mentor of the solved round again, and likewise others who were
    moved to that place. Raises `NotInPreview`, `RuleBroken` and `NoPlaceLeft`; an edit is done completely or not at
    all.
    """
    now = preview.edited(edits)
    if action == ALLOW or (action == UNLOCK and other):
        return _checked(preview, _released(edits, action, (mentee, other)))
    if action == UNDO:
        return _checked(preview, _undone(preview, edits, mentee))
    if action == MOVE:
        return _checked(preview, _moved(preview, edits, {mentee: other}))
    if mentee not in now or (action == SWAP and other not in now):
        raise NotInPreview
    if action == SWAP:
        return _checked(preview, _moved(preview, edits, {mentee: now[other], other: now[mentee]}))
    own = {(mentee, now[mentee])}
    if action == FORBID:
        return replace(edits, forbidden=edits.forbidden | own, locked=edits.locked - own)
    return replace(edits, locked=edits.locked | own if action == LOCK else edits.locked - own)


def _released(edits: Edits, action: str, pair: Pair) -> Edits:
    """Return the edits in which a pair isn't forbidden (`allow`), or isn't locked, any more."""
    if action == ALLOW:
        return replace(edits, forbidden=edits.forbidden - {pair})
    return replace(edits, locked=edits.locked - {pair})


def _undone(preview: Preview, edits: Edits, mentee: str) -> Edits:
    """Return the edits without a mentee's move, its lock, and the moves it pushes back: a swap is undone as one."""
    moved = {one: mentor for one, mentor in edits.moved.items() if one != mentee}
    undone = replace(edits, moved=moved, locked=edits.locked - {(mentee, edits.moved.get(mentee, ""))})
    free = preview.free(preview.edited(undone))
    pushed = next((one for one, mentor in sorted(moved.items()) if free[mentor] < 0 and one in preview.pairs), None)
    return undone if pushed is None else _undone(preview, undone, pushed)


def _moved(preview: Preview, edits: Edits, wanted: Mapping[str, str]) -> Edits:
    """Return the edits with these mentors by hand; mentees back with the round's mentor don't count as moved."""
    moved = {one: mentor for one, mentor in {**edits.moved, **wanted}.items() if preview.pairs.get(one) != mentor}
    gone = frozenset(pair for pair in edits.locked if wanted.get(pair[0], pair[1]) != pair[1])
    return replace(edits, moved=moved, locked=edits.locked - gone, forbidden=edits.forbidden - set(wanted.items()))


def _checked(preview: Preview, edits: Edits) -> Edits:
    """Return the edits if they break no rule and no capacity."""
    pairs = preview.edited(edits)
    for mentee, mentor in edits.moved.items():
        if mentee not in preview.scores.mentees or mentor not in preview.scores.mentors:
            raise NotInPreview
        if rule := preview.scores.rule(mentee, mentor):
            raise RuleBroken(rule)
    if min(preview.free(pairs).values(), default=0) < 0:
        raise NoPlaceLeft
    return edits


@dataclass(frozen=True)
class Alternative:
    """Another mentor for a mentee: with a free place, or by a swap with the mentee `swap`; and its effect."""

    mentor: str
    score: int
    swap: str
    figures: Mapping[str, int]


def choices(preview: Preview, edits: Edits, mentee: str, most: int) -> list[Alternative]:
    """Return the other possible mentors of a mentee, each with its effect on the whole, the best first."""
    now = preview.edited(edits)
    free = preview.free(now)
    found = []
    for mentor, score in preview.scores.row(mentee).items():
        if score < 0 or now.get(mentee) == mentor:
            continue
        action, others = (MOVE, [mentor]) if free[mentor] > 0 else (SWAP, _partners(now, mentee, mentor))
        tried = [(other, _effect(preview, edits, action, mentee, other)) for other in others]
        possible = [(other, figures) for other, figures in tried if figures is not None]
        if possible:
            other, figures = max(possible, key=lambda one: (_rank(one[1]), one[0]))
            found.append(Alternative(mentor, score, other if action == SWAP else "", figures))
    return sorted(found, key=lambda one: (*(-value for value in _rank(one.figures)), one.mentor))[:most]


def _partners(now: Mapping[str, str], mentee: str, mentor: str) -> list[str]:
    """Return the mentees with whom a mentee could swap to get a mentor."""
    return [one for one, theirs in now.items() if theirs == mentor] if mentee in now else []


def _effect(preview: Preview, edits: Edits, action: str, mentee: str, other: str) -> dict[str, int] | None:
    try:
        return preview.figures(preview.edited(edit(preview, edits, action, mentee, other)))
    except Conflict:
        return None


def _rank(figures: Mapping[str, int]) -> tuple[int, int, int]:
    return figures["matched"], figures["worst"], figures["total"]


@dataclass(frozen=True)
class Comparison:
    """Two sets of pairs, each pair with its score, in the order of mentees."""

    first: Mapping[str, int]
    second: Mapping[str, int]
    only_first: tuple[tuple[Pair, int], ...]
    only_second: tuple[tuple[Pair, int], ...]
    both: tuple[tuple[Pair, int, int], ...]

    def moved(self) -> list[tuple[str, tuple[str, int] | None, tuple[str, int] | None]]:
        """Return the mentees whose mentor differs in the second: the mentee, and mentor and score in both."""
        before, after = (
            {pair[0]: (pair[1], score) for pair, score in pairs} for pairs in (self.only_first, self.only_second)
        )
        return [(mentee, before.get(mentee), after.get(mentee)) for mentee in sorted({*before, *after})]


def compare(first: Preview, ours: Mapping[str, str], second: Preview, theirs: Mapping[str, str]) -> Comparison:
    """Return what two previews have in common and what not; scores differ if the weights do."""
    mine, others = set(ours.items()), set(theirs.items())
    return Comparison(
        first.figures(ours),
        second.figures(theirs),
        _scored(first, mine - others),
        _scored(second, others - mine),
        tuple((pair, _score(first, pair), _score(second, pair)) for pair in sorted(mine & others)),
    )


def _scored(preview: Preview, pairs: Iterable[Pair]) -> tuple[tuple[Pair, int], ...]:
    return tuple((pair, _score(preview, pair)) for pair in sorted(pairs))


def _score(preview: Preview, pair: Pair) -> int:
    return preview.scores.score(*pair) or 0
