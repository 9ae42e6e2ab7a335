"""Groups of four to six who help each other with cases, by the same search as rooms.

Mentors meet in intervision groups, mentees in peer circles; both are one round of rooms in which some must not be
together at all: two mentors of one mentee (two mentees of one mentor), a line manager and somebody of theirs. What
is wished for has a price: different departments before all, a time at which all of a group can meet, people they
haven't been in a group with, mixed experience, mixed locations.

Not every number of people makes groups of four to six: 1, 2, 3 and 7 don't. Who was in the most groups before then
gives way.
"""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import combinations, islice
from operator import and_
from random import Random
from typing import TYPE_CHECKING

from gatherings.rooms import sizes
from gatherings.rooms.apart import Frame, Undecided, separated
from gatherings.rooms.arranging import arranged
from gatherings.rooms.attempts import Effort
from gatherings.rooms.given import MOST_EARLIER, Refused, two
from gatherings.rooms.prices import APART
from gatherings.rooms.search import Search
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gatherings.rooms.given import Pair
    from gatherings.rooms.prices import Matrix
    from gatherings.rooms.search import Heat

FEW, ODD, KEPT_APART = "few", "odd", "apart"
"""Why somebody is in no group; see `Alone`."""
REASONS = ("department", "slots", "met", "experience", "location")

LEFT_OUT = 300
"""How many ways to leave out equally many are tried."""
USUAL = Effort(steps_each=10_000, steps=120_000, shared=500, few=2, many=6)
"""How long is searched for each number of groups."""
HEAT: Heat = (50, 1)


@dataclass(frozen=True)
class Member:
    """A mentor, or a mentee of a peer circle; what isn't known is empty.

    `experience` is a level or class that should be mixed, `slots` the times at which somebody could meet, by any names,
    `turns` in how many groups they have been: who was in more gives way first.
    """

    id: str
    department: str = ""
    location: str = ""
    experience: str = ""
    slots: frozenset[str] = frozenset()
    turns: int = 0


@dataclass(frozen=True)
class Wishes:
    """How groups are made: of at least and at most so many, about `size`; equal input and `seed` give equal groups.

    Never together: `shared` (two mentors of one mentee, two mentees of one mentor), `managers`, `apart`. `earlier`: in
    how many groups two were together. The others are the points that two pay for being in a group: for each of
    these groups (`met`, at most `MOST_EARLIER`), for the same department, experience, location, and for no common slot
    (`slots`), which a whole group pays once more if no slot suits all.
    """

    least: int = 4
    most: int = 6
    size: int = 5
    shared: frozenset[Pair] = frozenset()
    managers: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    earlier: Mapping[Pair, int] | None = None
    department: int = 100
    slots: int = 60
    met: int = 30
    experience: int = 10
    location: int = 5
    seed: int = 0

    @property
    def never(self) -> frozenset[Pair]:
        """All who must not be together."""
        return self.shared | self.managers | self.apart


@dataclass(frozen=True)
class Alone:
    """Somebody who can't be in a group, and why.

    `few`: there are too few for any group; `odd`: so many can't be split in groups of these sizes, and they were in the
    most groups before; `apart`: they must not be with `others`, and with them no groups were found.
    """

    person_id: str
    why: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Who is in a group, the slots that suit all who told any, and what is paid in it by reason (`REASONS`)."""

    ids: tuple[str, ...]
    slots: tuple[str, ...]
    points: Mapping[str, int]


@dataclass(frozen=True)
class Groups:
    """All groups, in the order of their first ids, and who is in none."""

    groups: tuple[Group, ...]
    alone: tuple[Alone, ...]

    @property
    def cost(self) -> int:
        """What all groups cost, in whole points."""
        return sum(sum(one.points.values()) for one in self.groups)


def groups(members: Sequence[Member], wishes: Wishes, effort: Effort = USUAL) -> Groups:
    """Return groups for all who can be in one; raises `Refused` (`duplicate`).

    As few as possible are left out: nobody as long as any number of groups is possible, and of equally many rather
    those who were in more groups. The order of members doesn't matter.
    """
    if twice := [one for one, times in Counter(one.id for one in members).items() if times > 1]:
        raise Refused("duplicate", twice)
    there = sorted(members, key=lambda one: one.id)
    found, out = next(_tries(there, wishes, effort))
    told = sorted((_told(group, wishes) for group in found), key=lambda one: one.ids)
    return Groups(tuple(told), tuple(_why(one, out, there, wishes) for one in sorted(out, key=lambda one: one.id)))


def priced(ids: Sequence[str], members: Mapping[str, Member], wishes: Wishes) -> Group:
    """Return a group that somebody put together by hand, with what is paid in it; who isn't known any more is left."""
    return _told([members[one] for one in ids if one in members], wishes)


def broken(ids: Iterable[str], wishes: Wishes) -> tuple[tuple[str, Pair], ...]:
    """Return who must not be together in a group and are, and why: `shared`, `managers` or `apart`."""
    pairs = {two(*pair) for pair in combinations(ids, 2)}
    kinds = {"shared": wishes.shared, "managers": wishes.managers, "apart": wishes.apart}
    return tuple((why, pair) for why, some in kinds.items() for pair in sorted(pairs & some))


def _tries(
    there: Sequence[Member], wishes: Wishes, effort: Effort
) -> Iterator[tuple[list[list[Member]], Sequence[Member]]]:
    """Yield groups and who is left out, the fewest first; those who were in more groups are left out first."""
    rng = Random(f"{wishes.seed}")  # noqa: S311 - nothing here is secret
    drawn = [(-one.turns, rng.random(), one) for one in there]
    fair = [one for _, _, one in sorted(drawn, key=lambda each: each[:2])]
    for number in range(len(there)):
        if sizes.fits(len(there) - number, wishes.least, wishes.most):
            for out in islice(combinations(fair, number), LEFT_OUT):
                if found := _best([one for one in there if one not in out], wishes, effort):
                    yield found, out
    yield [], there


def _why(one: Member, out: Sequence[Member], there: Sequence[Member], wishes: Wishes) -> Alone:
    """Return why somebody is left out: if fewer would do for the sizes, then for those whom they must not meet."""
    seats = next(n for n in range(len(there), -1, -1) if sizes.fits(n, wishes.least, wishes.most))
    against = tuple(other.id for other in there if two(one.id, other.id) in wishes.never)
    if against and seats > len(there) - len(out):
        return Alone(one.id, KEPT_APART, against)
    return Alone(one.id, FEW if len(out) == len(there) else ODD)


def _best(there: Sequence[Member], wishes: Wishes, effort: Effort) -> list[list[Member]] | None:
    """Return the cheapest groups of the number that is nearest to the size and possible; None where none is."""
    numbers = range(-(-len(there) // wishes.most), len(there) // wishes.least + 1)
    for number in sorted(numbers, key=lambda one: (sizes.furthest(len(there), one, wishes.size), one)):
        if found := _Groups(there, wishes, number, effort).best():
            return found
    return None


class _Groups:
    """A number of groups for some people."""

    def __init__(self, there: Sequence[Member], wishes: Wishes, number: int, effort: Effort) -> None:
        self._there, self._wishes, self._number, self._effort = there, wishes, number, effort
        self._most = -(-len(there) // number)
        self._chairs = range(len(there), number * self._most)
        self._cells = _matrix(there, wishes)
        names = sorted({slot for one in there for slot in one.slots})
        self._slots = [sum(1 << names.index(slot) for slot in one.slots) or -1 for one in there]

    def best(self) -> list[list[Member]] | None:
        """Return the cheapest groups, None where those kept apart can't be, as far as is known."""
        people = range(len(self._there))
        enemies = {
            one: frozenset(other for other in people if self._cells[one][other] >= APART)
            for one in people
            if max(self._cells[one]) >= APART
        }
        frame = Frame(self._number, self._most, len(people) % self._number or self._number, {})
        try:
            places = separated(frame, enemies)
        except Undecided:
            places = {}
        if places is None:
            return None
        attempts, steps = self._effort.attempts(len(people))
        found = min((self._attempt(nth, steps, places) for nth in range(attempts)), key=lambda one: one.cost)
        if found.cost >= APART:
            return None
        return [[self._there[one] for one in group if one in people] for group in found.rounds[0]]

    def _attempt(self, nth: int, steps: int, places: Mapping[int, int]) -> Search:
        """Deal people by department, or at random, to the groups; keep those apart who must be; then swap them."""
        rng = Random(f"{self._wishes.seed}/{nth}")  # noqa: S311 - nothing here is secret
        drawn = [rng.random() for _ in self._there]
        order = sorted(range(len(drawn)), key=lambda one: (nth % 2 or self._there[one].department, drawn[one]))
        order += self._chairs
        dealt = arranged([order[first :: self._number] for first in range(self._number)], places, len(drawn))
        search = Search(self._cells, 0, [dealt], [order], self._whole)
        search.anneal(HEAT, steps, rng, 0)
        search.descend()
        return search

    def _whole(self, group: Sequence[int]) -> int:
        """Return what a group pays if no slot suits all."""
        common = reduce(and_, (self._slots[one] for one in group if one < len(self._slots)), -1)
        return 0 if common else self._wishes.slots


def _matrix(there: Sequence[Member], wishes: Wishes) -> Matrix:
    cells = [[0] * len(there) for _ in there]
    for (row, one), (column, other) in combinations(enumerate(there), 2):
        points = sum(_points(one, other, wishes).values()) + APART * (two(one.id, other.id) in wishes.never)
        cells[row][column] = cells[column][row] = points
    return cells


def _points(one: Member, other: Member, wishes: Wishes) -> dict[str, int]:
    """Return what two pay for being in a group, by reason."""
    again = min((wishes.earlier or {}).get(two(one.id, other.id), 0), MOST_EARLIER)
    never_free = bool(one.slots and other.slots and not one.slots & other.slots)
    return {
        "department": wishes.department * bool(one.department and one.department == other.department),
        "slots": wishes.slots * never_free,
        "met": wishes.met * again,
        "experience": wishes.experience * bool(one.experience and one.experience == other.experience),
        "location": wishes.location * bool(one.location and one.location == other.location),
    }


def _told(group: Sequence[Member], wishes: Wishes) -> Group:
    told = [one.slots for one in group if one.slots]
    common = frozenset.intersection(*told) if told else frozenset()
    points = Counter({"slots": wishes.slots * bool(told and not common)})
    for one, other in combinations(group, 2):
        points.update(_points(one, other, wishes))
    ids = tuple(sorted(one.id for one in group))
    return Group(ids, tuple(sorted(common)), {reason: points[reason] for reason in REASONS})
