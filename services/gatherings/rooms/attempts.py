"""Attempts at rooms for all rounds, each from another beginning; the cheapest counts.

Each begins with a design, in which people swap their places (no repeats come of it). Then they are swapped in single
rounds: in most attempts at temperatures about the weight of a department, which hardly ever buy a repeat; in the
others, and in every second one where the design has repeats of its own, at temperatures about the weight of a repeat;
some of these begin with rooms drawn at random. Few people get many attempts, many people few.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from gatherings.rooms import designs, sizes
from gatherings.rooms.apart import Frame, Undecided, separated
from gatherings.rooms.arranging import arranged
from gatherings.rooms.bounds import bound
from gatherings.rooms.given import Refused
from gatherings.rooms.prices import APART, KINDS, Prices
from gatherings.rooms.search import Search, relabel
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gatherings.rooms.apart import Places
    from gatherings.rooms.given import Given
    from gatherings.rooms.search import Heat, Rooms

HEATED = 6
"""One attempt of so many is heated where the design has no repeats; else every second one is."""
SHUFFLED = 3
"""Of four attempts this one, counted from 0, begins with rooms drawn at random where the design has repeats."""


@dataclass(frozen=True)
class Effort:
    """How long is searched: a number of steps, never a time.

    All attempts together try `steps_each` swaps for each person and round, at most `steps`; there are `shared` ÷
    (people × rounds) attempts, at least `few` and at most `many`: as they are, 20 people in three rounds get sixteen,
    100 people in five two.
    """

    steps_each: int = 4_000
    steps: int = 400_000
    shared: int = 1_000
    few: int = 2
    many: int = 20

    def attempts(self, seats: int) -> tuple[int, int]:
        """Return how many attempts there are for so many seats, people × rounds, and how many swaps each tries."""
        number = min(self.many, max(self.few, self.shared // seats))
        return number, min(self.steps, self.steps_each * seats) // number


USUAL = Effort()


class Table:
    """What all attempts have in common: prices, a design, who is locked where, by number of person."""

    def __init__(self, given: Given, places: Sequence[Mapping[str, int]], effort: Effort = USUAL) -> None:
        """`places`: by round, person → room, for those locked there."""
        self.given, self.prices = given, Prices(given)
        self._effort = effort
        self.ids = self.prices.ids
        self.rooms = sizes.number(len(self.ids), given.size, given.odd)
        self.most = -(-len(self.ids) // self.rooms)
        self.goal = bound(self.prices, sizes.even(len(self.ids), self.rooms), given.rounds)
        self._matrix = self.prices.matrix()
        of = {one: nth for nth, one in enumerate(self.ids)}
        self._fixed: list[Places] = [{of[one]: room for one, room in each.items()} for each in places]
        self._chairs = range(len(self.ids), self.rooms * self.most)
        self._kept_apart = self._separated((of[one], of[other]) for one, other in sorted(self.prices.apart))
        self._design = designs.design(self.rooms, self.most, given.rounds)
        self._clear = not designs.repeats(self._design)

    def try_all(self) -> list[list[list[str]]]:
        """Return the cheapest rooms by number, of ids; raises `Refused` when some can't be kept apart."""
        attempts, steps = self._effort.attempts(len(self.ids) * self.given.rounds)
        best = self._attempt(0, steps)
        for nth in range(1, attempts):
            if best.cost <= self.goal:
                break
            best = min(best, self._attempt(nth, steps), key=lambda one: one.cost)
        if best.cost >= APART:
            raise Refused("apart", {one for pair in self.prices.apart for one in pair})
        return [
            [sorted(self.ids[one] for one in room if one < len(self.ids)) for room in rooms] for rooms in best.rounds
        ]

    def _attempt(self, nth: int, steps: int) -> Search:
        rng = Random(f"{self.given.seed}/{nth}")  # noqa: S311 - nothing here is secret
        heated = nth % HEATED == HEATED - 1 if self._clear else nth % 2 == 1
        shuffled = not self._clear and nth % 4 == SHUFFLED
        low, high = self._heats()
        begun = self._shuffled(rng) if shuffled else self._relabelled(nth, high, steps // 2, rng)
        rounds = [arranged(rooms, fixed, len(self.ids)) for rooms, fixed in zip(begun, self._fixed, strict=True)]
        search = self._search(rounds)
        search.anneal(high if heated else low, steps, rng, self.goal)
        search.descend()
        return self._mended(search)

    def _relabelled(self, nth: int, heat: Heat, steps: int, rng: Random) -> list[Rooms]:
        """Return the design, with people in places that suit them."""
        order = [*(self._drawn(rng) if nth else self._order()), *self._chairs]
        if any(map(any, self._matrix)):
            order = relabel(self._matrix, self._design, order, heat, steps, rng)
        return [[[order[place] for place in room] for room in rooms] for rooms in self._design]

    def _shuffled(self, rng: Random) -> list[Rooms]:
        """Return rooms of people drawn at random."""
        orders = [[*self._drawn(rng), *self._chairs] for _ in self._design]
        return [[[order[place] for place in room] for room in self._design[0]] for order in orders]

    def _drawn(self, rng: Random) -> list[int]:
        return [one for _, one in sorted((rng.random(), one) for one in range(len(self.ids)))]

    def _search(self, rounds: list[Rooms]) -> Search:
        everybody = range(len(self.ids) + len(self._chairs))
        free = [[one for one in everybody if one not in fixed] for fixed in self._fixed]
        return Search(self._matrix, self.prices.weight("repeat"), rounds, free)

    def _mended(self, search: Search) -> Search:
        """Return the rooms with those kept apart who still met, where that is known to be possible."""
        if search.cost < APART:
            return search
        rounds = [
            arranged(rooms, places or fixed, len(self.ids))
            for rooms, places, fixed in zip(search.rounds, self._kept_apart, self._fixed, strict=True)
        ]
        search = self._search(rounds)
        search.descend()
        return search

    def _order(self) -> list[int]:
        """Return everybody by department, location and role: those of one row of the design never meet."""
        told = {one.id: (one.department, one.location, one.role, one.id) for one in self.given.people}
        return sorted(range(len(self.ids)), key=lambda nth: told[self.ids[nth]])

    def _heats(self) -> tuple[Heat, Heat]:
        """Return the temperatures about the weight of a class, and those about that of a repeat."""
        again = max(self.prices.weight("repeat"), 1)
        told = [kind for kind in KINDS if max(self.prices.members(kind), default=0) > 1]
        kinds = [points for points in map(self.prices.weight, told) if points]
        cold = min(kinds, default=again / 10) / 6
        low = max([*kinds, 6 * cold])
        return (low, cold), (max(0.4 * again, low), cold if kinds else 0.1 * again)

    def _separated(self, pairs: Iterable[tuple[int, int]]) -> list[Places | None]:
        """Return rooms for each round that keep apart who must be, None where that is unknown; raises `Refused`."""
        enemies: dict[int, frozenset[int]] = {}
        for one, other in pairs:
            enemies[one] = enemies.get(one, frozenset()) | {other}
            enemies[other] = enemies.get(other, frozenset()) | {one}
        found: list[Places | None] = []
        for fixed in self._fixed:
            large = len(self.ids) % self.rooms or self.rooms
            try:
                places = separated(Frame(self.rooms, self.most, large, fixed), enemies) if enemies else None
            except Undecided:
                places = None
            else:
                if enemies and places is None:
                    raise Refused("apart", (self.ids[one] for one in enemies))
            found.append(places)
        return found
