"""What rounds bring, in codes and numbers for pages to put in words: «18 of 20 met four new people, nobody met twice».

Somebody is new to somebody whom they never met: not in a round before, nor at an earlier gathering, and who is neither
their partner nor their line manager.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gatherings.rooms.prices import Prices, charges, pairs, total
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gatherings.rooms.given import Given, Pair, Room, Round
    from gatherings.rooms.prices import Charge, Cost


@dataclass(frozen=True)
class OfPerson:
    """Whom somebody meets: by round, how many of them are new, and whom in more than one of these rounds."""

    person_id: str
    met: tuple[Room, ...]
    new: int
    again: Room


@dataclass(frozen=True)
class OfRound:
    """What one round brings: sizes of its rooms, how many two meet, and how many of these for the first time."""

    sizes: tuple[int, ...]
    encounters: int
    new: int


@dataclass(frozen=True)
class Explained:
    """What rounds bring.

    `spread`: how many people met how many new ones, as (new ones, people), the most people first: with ((4, 18),
    (3, 2)) 18 of 20 met four. `again`: two who meet in more than one of these rounds, with the number of rounds. `new`
    of at most `most_new` two meet for the first time; `most_new` may be out of reach. `cost` has a part for each
    reason, `charges` each single case, the dearest first.
    """

    people: tuple[OfPerson, ...]
    rounds: tuple[OfRound, ...]
    spread: tuple[tuple[int, int], ...]
    again: tuple[tuple[Pair, int], ...]
    new: int
    most_new: int
    cost: Cost
    charges: tuple[Charge, ...]


def explain(given: Given, rounds: Sequence[Round]) -> Explained:
    """Return what rounds bring, made by `seat` or by hand, for the people in them."""
    prices = Prices(given)
    times = Counter(pair for rooms in rounds for room in rooms for pair in pairs(room))
    new = {pair for pair in times if not prices.knew(pair)}
    there = sorted({one for rooms in rounds for room in rooms for one in room})
    people = tuple(_person(one, rounds, times, new) for one in there)

    paid = sorted(charges(prices, rounds), key=lambda one: (-one.points, one.round, one.room, one.pair, one.reason))
    spread = Counter(one.new for one in people)
    return Explained(
        people,
        _rounds(rounds, new),
        tuple(sorted(spread.items(), key=lambda item: (-item[1], -item[0]))),
        tuple(sorted((pair, number) for pair, number in times.items() if number > 1)),
        len(new),
        _most_new(prices, rounds),
        total(paid),
        tuple(paid),
    )


def _person(one: str, rounds: Sequence[Round], times: Counter[Pair], new: set[Pair]) -> OfPerson:
    rooms = [next((room for room in rooms if one in room), ()) for rooms in rounds]
    met = tuple(tuple(other for other in room if other != one) for room in rooms)
    others = sorted({other for room in met for other in room})
    ordered = {other: (min(one, other), max(one, other)) for other in others}
    return OfPerson(
        one,
        met,
        sum(pair in new for pair in ordered.values()),
        tuple(other for other in others if times[ordered[other]] > 1),
    )


def _rounds(rounds: Sequence[Round], new: set[Pair]) -> tuple[OfRound, ...]:
    found, left = [], set(new)
    for rooms in rounds:
        here = {pair for room in rooms for pair in pairs(room)}
        found.append(OfRound(tuple(map(len, rooms)), len(here), len(here & left)))
        left -= here
    return tuple(found)


def _most_new(prices: Prices, rounds: Sequence[Round]) -> int:
    """Return how many two could meet for the first time at most: nobody more than strangers, nor than seats beside."""
    known = prices.acquaintances()
    seats = sum(max(map(len, rooms), default=1) - 1 for rooms in rounds)
    each = sum(min(seats, len(prices.ids) - 1 - known[one]) for one in prices.ids)
    return min(each // 2, sum(len(room) * (len(room) - 1) // 2 for rooms in rounds for room in rooms))
