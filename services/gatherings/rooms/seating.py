"""Rooms for all rounds of a gathering: few or no repeats, people mixed, and never those who must not meet.

`seat` begins with a design in which few or none meet twice (`designs`), lets people swap their places in the design,
then in single rounds (`search`), in several `attempts`; the cheapest rooms are the result. The number of steps depends
on the numbers of people and rounds alone, never on time. What such rooms must cost at least (`bounds`) proves them
optimal where they cost no more.

Invariants: everybody sits in one room of each round; sizes differ by at most one; locks are kept, those who must not
meet are kept apart, or `Refused` says whom it concerns; the order of the input doesn't matter.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gatherings.rooms import sizes
from gatherings.rooms.attempts import USUAL, Table
from gatherings.rooms.given import Refused
from gatherings.rooms.prices import charges, total
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gatherings.rooms.attempts import Effort
    from gatherings.rooms.given import Given, Round


@dataclass(frozen=True)
class Seating:
    """Rounds of rooms, what they cost in whole points, and what any such rounds cost at least."""

    rounds: tuple[Round, ...]
    cost: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether these rooms are proved to be the cheapest there are."""
        return self.cost == self.bound


def seat(given: Given, effort: Effort = USUAL) -> Seating:
    """Return rooms for all rounds; raises `Refused`.

    In a round without locks, rooms are numbered by the id that comes first in each; in one with locks, the rooms of
    those locked have the numbers they are locked in, and the others follow that order.
    """
    places = checked(given)
    if not given.people or not given.rounds:
        return Seating(((),) * given.rounds, 0, 0)
    table = Table(given, places, effort)
    rounds = tuple(_named(rooms, fixed) for rooms, fixed in zip(table.try_all(), places, strict=True))
    cost = total(charges(table.prices, rounds)).total
    return Seating(rounds, cost, cost if table.rooms == 1 else table.goal)


def checked(given: Given) -> list[dict[str, int]]:
    """Return the locks by round, as person → room; raises `Refused` where they can't be kept."""
    ids = given.ids
    twice = [one for one, other in pairwise(ids) if one == other]
    if twice:
        raise Refused("duplicate", twice)
    rooms = sizes.number(len(ids), given.size, given.odd)
    places: list[dict[str, int]] = [{} for _ in range(given.rounds)]
    for one in sorted(given.locks, key=lambda lock: (lock.round, lock.person_id, lock.room)):
        if one.person_id not in ids:
            raise Refused("unknown", [one.person_id])
        if not (0 <= one.round < given.rounds and 0 <= one.room < rooms):
            raise Refused("room", [one.person_id])
        if places[one.round].setdefault(one.person_id, one.room) != one.room:
            raise Refused("locked_twice", [one.person_id])
    for fixed in places:
        _fit(fixed, len(ids), rooms)
    return places


def _fit(fixed: Mapping[str, int], people: int, rooms: int) -> None:
    """Refuse more in a room than it holds, or in more rooms than there are large ones."""
    if not rooms:
        return
    least, large = divmod(people, rooms)
    locked: dict[int, list[str]] = {}
    for one, room in fixed.items():
        locked.setdefault(room, []).append(one)
    over = [ids for ids in locked.values() if len(ids) > least]
    if len(over) > large or any(len(ids) > least + 1 for ids in over):
        raise Refused("full", (one for ids in over for one in ids))


def _named(rooms: list[list[str]], fixed: Mapping[str, int]) -> Round:
    """Return the rooms of a round in the order that `seat` promises."""
    kept = set(fixed.values())
    others = iter(sorted(room for number, room in enumerate(rooms) if number not in kept))
    return tuple(tuple(room if number in kept else next(others)) for number, room in enumerate(rooms))
