"""Whether those who must not meet can be kept apart at all: exactly, by trying, as far as the tries reach.

This is colouring with colours of limited size (a room is a colour). Only people whom somebody must not meet are placed,
those with the fewest rooms left first (Brélaz, DSATUR 1979); whoever else there is fills up the rooms. Rooms in which
nobody sits yet are all alike, so one of them is tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

TRIES = 20_000

Places = dict[int, int]
"""Person → room, by number."""


class Undecided(Exception):
    """Neither found nor proved impossible within the tries."""


@dataclass(frozen=True)
class Frame:
    """The rooms of a round: how many there are, how many a large one holds, how many large ones there are.

    `fixed` are people who were placed by hand; rooms with any of them differ from empty ones.
    """

    rooms: int
    most: int
    large: int
    fixed: Mapping[int, int]


def separated(frame: Frame, enemies: Mapping[int, frozenset[int]]) -> Places | None:
    """Return rooms for all who have enemies and all fixed, None if there are none; raises `Undecided`."""
    places = dict(frame.fixed)
    if any(places.get(other) == room for one, room in places.items() for other in enemies.get(one, ())):
        return None
    return _Tries(frame, enemies, places).place()


class _Tries:
    def __init__(self, frame: Frame, enemies: Mapping[int, frozenset[int]], places: Places) -> None:
        self.frame, self.enemies, self.places = frame, enemies, places
        self.filled = [0] * frame.rooms
        self.open = sorted(set(enemies) - set(places))
        self.left = TRIES
        for room in places.values():
            self.filled[room] += 1
        self.touched = set(places.values())

    def place(self) -> Places | None:
        """Place the next of the open ones, and all after."""
        if not self.open:
            return dict(self.places)
        rooms = {one: self._rooms(one) for one in self.open}
        one = min(self.open, key=lambda each: (len(rooms[each]), -len(self.enemies[each]), each))
        self.open.remove(one)
        for room in rooms[one]:
            self.left -= 1
            if self.left < 0:
                raise Undecided
            self.places[one] = room
            self.filled[room] += 1
            if found := self.place():
                return found
            self.filled[room] -= 1
            del self.places[one]
        self.open.append(one)
        return None

    def _rooms(self, one: int) -> list[int]:
        """Return the rooms that somebody can still get; of empty ones that are alike only the first."""
        against = {self.places[other] for other in self.enemies[one] if other in self.places}
        full = sum(filled == self.frame.most for filled in self.filled) >= self.frame.large
        most = self.frame.most - full
        rooms, empty = [], False
        for room, filled in enumerate(self.filled):
            if filled >= most or room in against or (empty and not filled):
                continue
            empty = empty or not filled
            rooms.append(room)
        return rooms
