"""Rooms made better by swaps: simulated annealing and descent, with costs that follow each swap.

**Model.** The social golfer problem (CSPLib 010; Harvey) with prices: people of each of r rounds are split into rooms
of given sizes; two who share a room pay `prices[one][other]`, and `again` for each other round in which they share one.
Rooms of fewer people are filled up with empty chairs, numbered behind the people, which pay nothing; so a swap with a
chair is a move, and sizes still differ by one.

**Deltas.** With the other rounds as they are, a round is a partition problem with fixed prices: for each round,
`_price` has what two would pay for sharing a room in it, the repeats with all other rounds included. Swapping a in room
A with b in room B costs
    Σ x∈A (price[b][x] - price[a][x]) + Σ y∈B (price[a][y] - price[b][y]) - 2 price[a][b]
which takes as many steps as two rooms hold, and after it only prices with a and b in other rounds change.

**Method.** `relabel` keeps the rounds of a design and swaps who is where in all of them at once, which keeps it free of
repeats (a quadratic assignment problem). `anneal` swaps in single rounds: two drawn at random, accepted when the cost
falls, or rises by less than T·(-ln u), as Metropolis (1953) and Kirkpatrick (1983) do, T falling evenly on a
logarithmic scale. `descend` makes swaps until none of any two helps. For local search on this problem: Dotú and Van
Hentenryck, «Scheduling social golfers locally» (CPAIOR 2005).

Plain lists, no numpy: 200 people in 5 rounds take half a second, and loading numpy would cost every cold start of
whatever function makes rooms as much as a whole small gathering.

**Invariants.** Everybody stays in exactly one room of each round; sizes of a round stay, but for which rooms are the
smaller ones; who isn't in `free` of a round stays; `cost` equals what the rooms cost counted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from gatherings.rooms.prices import Matrix

Rooms = list[list[int]]
Whole = Callable[[Sequence[int]], int]
"""What a room costs as a whole, besides its pairs; chairs are among its members."""

DRAWS = 1024
"""How many heights of steps are drawn before they come again in the same order."""
STAGES = 50
"""How many temperatures there are between hot and cold."""
LOOKS = 400_000
"""How many swaps a descent looks at, at most."""

Heat = tuple[float, float]
"""The temperature at the beginning and at the end, in points."""


def cooling(heat: Heat, steps: int, rng: Random) -> Iterator[int]:
    """Yield by how many points each of the steps may make things worse."""
    hot, cold = heat
    drawn = [-log(1 - rng.random()) for _ in range(DRAWS)]
    done = 0
    for stage in range(STAGES):
        now = hot * (cold / hot) ** (stage / (STAGES - 1))
        heights = [int(now * each) for each in drawn]
        until = steps * (stage + 1) // STAGES
        while done < until:
            few = heights[: until - done]
            yield from few
            done += len(few)


class Search:
    """Rounds of rooms of people by number, that are made better in place."""

    def __init__(
        self,
        prices: Matrix,
        again: int,
        rounds: Sequence[Rooms],
        free: Sequence[Sequence[int]],
        whole: Whole | None = None,
    ) -> None:
        """`rounds` in equally large rooms, with chairs; `free` are those of each round who may move, with chairs."""
        self.rounds = [[list(room) for room in rooms] for rooms in rounds]
        self.people = len(prices)
        self._again = again
        self._free = [list(each) for each in free]
        self._whole = whole
        everybody = sum(map(len, rounds[0]))
        chairs = [0] * (everybody - self.people)
        self._price = [[*(row + chairs for row in prices), *([0] * everybody for _ in chairs)] for _ in rounds]
        self._at = [[0] * everybody for _ in rounds]
        for nth, rooms in enumerate(self.rounds):
            for number, room in enumerate(rooms):
                for one in room:
                    self._at[nth][one] = number
                    self._meet(nth, one, room, again)
        self.cost = self._counted(prices)

    def _counted(self, prices: Matrix) -> int:
        """Return the cost counted anew: in `_price` two rounds in which two share rooms each have the repeat."""
        twice, whole = 0, 0
        for nth, rooms in enumerate(self.rounds):
            for room in rooms:
                there = [one for one in room if one < self.people]
                two = [(one, other) for place, one in enumerate(there) for other in there[:place]]
                twice += sum(self._price[nth][one][other] + prices[one][other] for one, other in two)
                whole += self._whole(room) if self._whole else 0
        return twice // 2 + whole

    def _meet(self, nth: int, one: int, others: Sequence[int], points: int) -> None:
        """Add points to what `one` would pay in all other rounds for meeting some, from one's side."""
        if one >= self.people or not points:
            return
        there = [other for other in others if other < self.people and other != one]
        for number, price in enumerate(self._price):
            if number != nth:
                row = price[one]
                for other in there:
                    row[other] += points

    def swap(self, nth: int, one: int, other: int) -> None:
        """Swap two who sit in different rooms of a round; the cost is the caller's to follow."""
        at = self._at[nth]
        left, right = self.rounds[nth][at[one]], self.rounds[nth][at[other]]
        left.remove(one)
        right.remove(other)
        for number in range(len(self._price)) if self._again else ():
            if number != nth:
                self._moved(self._price[number], one, left, right)
                self._moved(self._price[number], other, right, left)
        left.append(other)
        right.append(one)
        at[one], at[other] = at[other], at[one]

    def _moved(self, price: Matrix, one: int, old: Sequence[int], new: Sequence[int]) -> None:
        """Change the prices of another round: `one` no longer meets the old ones, but the new ones."""
        if one >= self.people:
            return
        row, again, people = price[one], self._again, self.people
        for other in old:
            if other < people:
                row[other] -= again
                price[other][one] -= again
        for other in new:
            if other < people:
                row[other] += again
                price[other][one] += again

    def delta(self, nth: int, one: int, other: int) -> int:
        """Return by how much the cost would rise if two of different rooms were swapped."""
        price, rooms, at = self._price[nth], self.rounds[nth], self._at[nth]
        mine, theirs = price[one], price[other]
        rise = -2 * mine[other]
        for each in rooms[at[one]]:
            rise += theirs[each] - mine[each]
        for each in rooms[at[other]]:
            rise += mine[each] - theirs[each]
        return rise + self._wholly(nth, one, other) if self._whole else rise

    def _wholly(self, nth: int, one: int, other: int) -> int:
        """Return by how much what two rooms cost as a whole would rise."""
        rise = 0
        for leaves, comes in ((one, other), (other, one)):
            room = self.rounds[nth][self._at[nth][leaves]]
            now = [comes if each == leaves else each for each in room]
            rise += self._whole(now) - self._whole(room) if self._whole else 0
        return rise

    def _crowded(self, nth: int, one: int, other: int) -> bool:
        """Say whether a swap would put a second empty chair into a room: sizes then differ by more than one."""
        for leaves, comes in ((one, other), (other, one)):
            if comes >= self.people:
                room = self.rounds[nth][self._at[nth][leaves]]
                return any(each >= self.people and each != leaves for each in room)
        return False

    def anneal(self, heat: Heat, steps: int, rng: Random, goal: int) -> None:
        """Swap two drawn at random, so many times; stop when the cost is the goal."""
        draw = rng.random
        rounds, free, at, delta = len(self.rounds), self._free, self._at, self.delta
        people = self.people
        for height in cooling(heat, steps, rng) if self.cost > goal else ():
            nth = int(draw() * rounds)
            mine = free[nth]
            if not mine:
                continue
            one, other = mine[int(draw() * len(mine))], mine[int(draw() * len(mine))]
            if at[nth][one] == at[nth][other]:
                continue
            rise = delta(nth, one, other)
            if rise > height or ((one >= people or other >= people) and self._crowded(nth, one, other)):
                continue
            self.swap(nth, one, other)
            self.cost += rise
            if self.cost <= goal:
                return

    def descend(self) -> None:
        """Swap as long as a swap of any two helps, and as far as `LOOKS` reach."""
        looks, found = LOOKS, True
        while found:
            found = False
            for nth, free in enumerate(self._free):
                for one in free:
                    looks -= len(free)
                    if looks < 0:
                        return
                    found = self._better(nth, one) or found

    def _better(self, nth: int, one: int) -> bool:
        """Swap one for whom it helps most, if it helps at all."""
        at = self._at[nth]
        price, room = self._price[nth][one], self.rounds[nth][at[one]]
        if not self._whole and not any(price[each] for each in room):
            return False
        others = (each for each in self._free[nth] if at[each] != at[one] and not self._crowded(nth, one, each))
        rise, other = min(((self.delta(nth, one, each), each) for each in others), default=(0, one))
        if rise >= 0:
            return False
        self.swap(nth, one, other)
        self.cost += rise
        return True


def relabel(
    prices: Matrix, design: Sequence[Rooms], order: Sequence[int], heat: Heat, steps: int, rng: Random
) -> list[int]:
    """Return who takes each position of a design, beginning with `order`: two swap places in all rounds at once.

    Chairs stay where they are, so that no room gets two.
    """
    chairs = [0] * (len(order) - len(prices))
    cells = [*(row + chairs for row in prices), *([0] * len(order) for _ in chairs)]
    near: list[list[int]] = [[] for _ in order]
    for rooms in design:
        for room in rooms:
            for place in room:
                near[place] += [other for other in room if other != place]
    taken = list(order)
    places = [place for place, one in enumerate(taken) if one < len(prices)]
    draw = rng.random
    for height in cooling(heat, steps, rng):
        here, there = places[int(draw() * len(places))], places[int(draw() * len(places))]
        one, other = cells[taken[here]], cells[taken[there]]
        rise = 0
        for place in near[here]:
            who = taken[place]
            rise += other[who] - one[who]
        for place in near[there]:
            who = taken[place]
            rise += one[who] - other[who]
        if here != there and there in near[here]:
            rise += 2 * one[taken[there]] * near[here].count(there)
        if rise <= height:
            taken[here], taken[there] = taken[there], taken[here]
    return taken
