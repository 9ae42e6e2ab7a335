"""Late-comers and no-shows: a round that is planned or runs already, with the fewest people moved.

Whoever is there and has a seat keeps it if at all possible; who came late takes one, who isn't there leaves one. How
few can be moved follows from the sizes of rooms (`fewest`). Then seats are given to those who need one, and given
otherwise (somebody goes to another room, or two swap) as long as that is better: fewer of those kept apart together,
then fewer moves, then a lower cost; from several beginnings.
"""

from __future__ import annotations

import dataclasses
from random import Random
from typing import TYPE_CHECKING

from gatherings.rooms import fewest, sizes
from gatherings.rooms.given import Refused, met
from gatherings.rooms.prices import APART, Prices
from gatherings.rooms.seating import Seating, seat
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gatherings.rooms.given import Given, Room, Round

BEGINNINGS = 6


@dataclass(frozen=True)
class Moved:
    """Somebody who was in a room goes to another one, by number."""

    person_id: str
    from_room: int
    to_room: int


@dataclass(frozen=True)
class Reseated:
    """A round for those who are there now.

    `rooms` keep their numbers; a room that was given up is empty, new ones come last. `moved` are as few as can be,
    `came` got a seat, `left` had one.
    """

    rooms: Round
    moved: tuple[Moved, ...]
    came: Room
    left: Room


def reseat(given: Given, rooms: Round, limits: tuple[int, int] | None = None) -> Reseated:
    """Return a round for the people in `given`, `rooms` being those of the round so far.

    `limits`: how many a room holds at least and at most, else one less and one more than `given.size`. Locks of round 0
    and those kept apart count; `given.today` are the rounds before. Raises `Refused` (`sizes`, `apart`, `unknown`).
    """
    least, most = limits or usual_limits(len(given.people), given.size)
    home = {one: number for number, room in enumerate(rooms) for one in room if one in set(given.ids)}
    fixed = {lock.person_id: lock.room for lock in given.locks if lock.round == 0}
    if unknown := set(fixed) - set(given.ids):
        raise Refused("unknown", unknown)
    number = max(len(rooms), -(-len(given.people) // most), *(room + 1 for room in fixed.values()))
    tries = (_Seats(given, home, fixed, number, nth).settled((least, most)) for nth in range(BEGINNINGS))
    _, found = min(tries, key=lambda one: one[0])
    if met([tuple(map(tuple, found))]).keys() & given.apart:
        raise Refused("apart", {one for pair in given.apart for one in pair} & set(given.ids))
    while len(found) > len(rooms) and not found[-1]:
        found.pop()
    after = {one: nth for nth, room in enumerate(found) for one in room}
    moved = (Moved(one, home[one], after[one]) for one in sorted(home) if home[one] != after[one])
    gone = sorted({one for room in rooms for one in room} - set(home))
    return Reseated(
        tuple(tuple(sorted(room)) for room in found), tuple(moved), tuple(sorted(set(after) - set(home))), tuple(gone)
    )


def usual_limits(people: int, size: int) -> tuple[int, int]:
    """Return how many rooms hold at least and at most: one off the size, or more if people can't be split like that."""
    number = sizes.number(people, size, "") or 1
    return max(1, min(size - 1, people // number)), max(size + 1, -(-people // number))


def follow(given: Given, done: Sequence[Round]) -> Seating:
    """Return the rounds that are left, for the people in `given`: `given.rounds` of them, after those that are done.

    Locks count from the first round that is left. Raises `Refused`.
    """
    return seat(dataclasses.replace(given, today=met(done, given.today)))


class _Seats:
    """Who sits where, while it is settled."""

    def __init__(self, given: Given, home: Mapping[str, int], fixed: Mapping[str, int], number: int, nth: int) -> None:
        self._prices = Prices(given)
        self._ids = self._prices.ids
        of = {one: number for number, one in enumerate(self._ids)}
        self._home = {of[one]: room for one, room in home.items()}
        self._fixed = {of[one]: room for one, room in fixed.items()}
        self._rng = Random(f"{given.seed}/{nth}")  # noqa: S311 - nothing here is secret
        self._even = given.size if not nth else 0
        self._cells = self._prices.matrix()
        self._move = 1 + sum(one for row in self._cells for one in row if one < APART)
        self._apart = self._move * (len(self._ids) + 1)
        for row in self._cells:
            row[:] = [self._apart if one >= APART else one for one in row]
        self._rooms: list[list[int]] = [[] for _ in range(number)]
        for one in range(len(self._ids)):
            room = self._fixed.get(one, self._home.get(one))
            if room is not None:
                self._rooms[room].append(one)

    def settled(self, limits: tuple[int, int]) -> tuple[int, list[list[str]]]:
        """Return all rooms and what they cost, moves above all else but those kept apart."""
        locked = [sum(one in self._fixed for one in room) for room in self._rooms]
        after = fewest.sizes(list(map(len, self._rooms)), locked, len(self._ids), limits, self._liking)
        if after is None:
            raise Refused("sizes", self._ids)
        self._fill(after)
        better = [True]
        while any(better):
            better = [self._better(one, limits) for one in range(len(self._ids))]
        return self._cost(), [[self._ids[one] for one in room] for room in self._rooms]

    def _liking(self, size: int) -> float:
        """Return how little a size is liked: first those near the one asked for, then at random."""
        return float((size - self._even) ** 2) if self._even else self._rng.random()

    def _fill(self, after: Sequence[int]) -> None:
        """Take out of each room whoever is too many, the dearest first, and seat them and all who are new."""
        standing = [one for one in range(len(self._ids)) if one not in self._home and one not in self._fixed]
        for room, size in zip(self._rooms, after, strict=True):
            while len(room) > size:
                one = max((one for one in room if one not in self._fixed), key=lambda each: self._paid(each, room))
                room.remove(one)
                standing.append(one)
        for one in (one for _, one in sorted((self._rng.random(), one) for one in standing)):
            open_rooms = [room for room, size in zip(self._rooms, after, strict=True) if len(room) < size]
            min(open_rooms, key=lambda room: self._paid(one, room)).append(one)

    def _paid(self, one: int, room: Sequence[int]) -> int:
        cells = self._cells[one]
        return sum(cells[other] for other in room)

    def _far(self, one: int, number: int) -> int:
        """Return what it costs that somebody sits in that room: a move, unless they are at home there or nowhere."""
        return self._move if self._home.get(one, number) != number else 0

    def _cost(self) -> int:
        paid = sum(self._paid(one, room) for room in self._rooms for one in room) // 2
        return paid + sum(self._far(one, number) for number, room in enumerate(self._rooms) for one in room)

    def _better(self, one: int, limits: tuple[int, int]) -> bool:
        """Give somebody another seat, or swap them with whom it helps most, if it helps at all.

        Who sits at home and with nobody they must not meet stays, unless another one swaps with them.
        """
        here = next(number for number, room in enumerate(self._rooms) if one in room)
        paid = self._paid(one, self._rooms[here])
        if one in self._fixed or (self._home.get(one) == here and paid < self._apart):
            return False
        rise, there, other = min([*self._goings(one, here, limits), *self._swaps(one, here)], default=(0, here, -1))
        if rise >= 0:
            return False
        self._rooms[here].remove(one)
        self._rooms[there].append(one)
        if other >= 0:
            self._rooms[there].remove(other)
            self._rooms[here].append(other)
        return True

    def _goings(self, one: int, here: int, limits: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
        """Yield what it costs more if somebody goes elsewhere: points, room, nobody."""
        least, most = limits
        left = len(self._rooms[here]) - 1
        now = self._paid(one, self._rooms[here]) + self._far(one, here)
        for there, room in enumerate(self._rooms):
            if there != here and least <= len(room) + 1 <= most and (left >= least or not left):
                yield self._paid(one, room) + self._far(one, there) - now, there, -1

    def _swaps(self, one: int, here: int) -> Iterator[tuple[int, int, int]]:
        """Yield what it costs more if somebody swaps with another: points, room, with whom."""
        mine = self._rooms[here]
        now = self._paid(one, mine) + self._far(one, here)
        for there, room in enumerate(self._rooms):
            if there == here:
                continue
            comes = self._paid(one, room) + self._far(one, there) - now
            for other in room:
                if other not in self._fixed:
                    goes = self._paid(other, mine) + self._far(other, here) - self._paid(other, room)
                    both = 2 * self._cells[one][other]
                    yield comes + goes - self._far(other, there) - both, there, other
