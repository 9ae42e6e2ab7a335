"""What two pay for sharing a room, reason by reason, and what whole rounds cost.

Every soft wish is a price on two people in one room: that classes (departments, locations, roles) are mixed evenly
too, since k of one class in a room make k (k - 1) / 2 pairs, which is least when they are spread evenly. So the cost of
rounds is the sum of the prices of all pairs in all rooms, plus `repeat` times k (k - 1) / 2 for two who share k rooms.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from gatherings.rooms.given import MOST_EARLIER, REASONS, met
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gatherings.rooms.given import Given, Pair, Room, Round

Matrix = list[list[int]]

APART = 10**12
"""The price of two who must not meet: above all that whole rounds may cost otherwise."""
KINDS = ("department", "location", "role")
"""Reasons that are a class which somebody belongs to."""


@dataclass(frozen=True)
class Charge:
    """What two pay for sharing a room in a round, for one reason; `times`: how often they met before, else 1."""

    round: int
    room: int
    pair: Pair
    reason: str
    times: int
    points: int


@dataclass(frozen=True)
class Part:
    """What a reason costs in points, and in how many cases: pair × round, for `repeat` and `earlier` × time before."""

    times: int
    points: int


@dataclass(frozen=True)
class Cost:
    """The cost of rounds in whole points, with the part of every reason, the gravest first."""

    total: int
    parts: Mapping[str, Part]


class Prices:
    """What any two of those who are there pay for one round together, repeats of the rounds to come apart."""

    def __init__(self, given: Given) -> None:
        self.ids = given.ids
        self._weights = {reason: int(getattr(given.weights, reason)) for reason in REASONS}
        self._times: dict[Pair, dict[str, int]] = {}
        self._kinds = {kind: {one.id: str(getattr(one, kind)) for one in given.people} for kind in KINDS}
        there = set(self.ids)
        self.apart = {pair for pair in given.apart if there.issuperset(pair)}
        told: tuple[tuple[str, Iterable[tuple[Pair, int]]], ...] = (
            ("manager", ((pair, 1) for pair in given.managers)),
            ("partner", ((pair, 1) for pair in given.partners)),
            ("repeat", (given.today or {}).items()),
            ("earlier", ((pair, min(times, MOST_EARLIER)) for pair, times in (given.earlier or {}).items())),
        )
        for reason, pairs in told:
            for pair, times in pairs:
                if times and there.issuperset(pair):
                    self._times.setdefault(pair, {})[reason] = times

    def between(self, pair: Pair) -> dict[str, int]:
        """Return for what two pay when they share a room: reason → how many times its weight."""
        one, other = pair
        found = dict(self._times.get(pair, {}))
        for kind, of in self._kinds.items():
            if of[one] and of[one] == of[other]:
                found[kind] = 1
        return found

    def knew(self, pair: Pair) -> bool:
        """Say whether two knew each other before the rounds to come."""
        return pair in self._times

    def acquaintances(self) -> Counter[str]:
        """Return how many others each knew."""
        return Counter(one for pair in self._times for one in pair)

    def members(self, kind: str) -> list[int]:
        """Return how many belong to each class of a kind; those of whom it isn't known are left out."""
        of = [one for one in self._kinds[kind].values() if one]
        return sorted((of.count(one) for one in set(of)), reverse=True)

    def weight(self, reason: str) -> int:
        """Return the points of a reason."""
        return self._weights[reason]

    def matrix(self) -> Matrix:
        """Return the price of each two, in the order of `ids`; those who must not meet pay `APART`."""
        of = {one: nth for nth, one in enumerate(self.ids)}
        cells = [[0] * len(of) for _ in of]
        for kind, classes in self._kinds.items():
            points = self._weights[kind]
            groups: dict[str, list[int]] = {}
            for one, name in classes.items():
                groups.setdefault(name, []).append(of[one])
            for name, group in groups.items():
                for row in group if name and points else ():
                    cell = cells[row]
                    for column in group:
                        cell[column] += points
        extra = [
            (pair, sum(n * self._weights[reason] for reason, n in own.items())) for pair, own in self._times.items()
        ]
        for (one, other), points in [*extra, *((pair, APART) for pair in self.apart)]:
            cells[of[one]][of[other]] += points
            cells[of[other]][of[one]] += points
        for nth, cell in enumerate(cells):
            cell[nth] = 0
        return cells


def charges(prices: Prices, rounds: Sequence[Round]) -> Iterator[Charge]:
    """Yield all that is paid in rounds, in their order."""
    before: dict[Pair, int] = {}
    for nth, rooms in enumerate(rounds):
        for number, room in enumerate(rooms):
            for pair in pairs(room):
                found = prices.between(pair)
                again = found.pop("repeat", 0) + before.get(pair, 0)
                for reason in REASONS:
                    times = again if reason == "repeat" else found.get(reason, 0)
                    if times:
                        yield Charge(nth, number, pair, reason, times, times * prices.weight(reason))
        before = met([rooms], before)


def pairs(room: Room) -> Iterator[Pair]:
    """Yield the pairs of a room."""
    return combinations(sorted(room), 2)


def total(all_of: Iterable[Charge]) -> Cost:
    """Return what charges come to."""
    times, points = dict.fromkeys(REASONS, 0), dict.fromkeys(REASONS, 0)
    for one in all_of:
        times[one.reason] += one.times
        points[one.reason] += one.points
    return Cost(sum(points.values()), {reason: Part(times[reason], points[reason]) for reason in REASONS})
