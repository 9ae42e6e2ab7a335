"""Late-comers and no-shows: a round that is planned or runs already, with the fewest people moved.

Whoever is there and sits in a room stays there if at all possible; who came late takes a seat, who isn't there leaves
one.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from gatherings.rooms.given import met
from gatherings.rooms.seating import Seating, seat
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gatherings.rooms.given import Given, Room, Round


@dataclass(frozen=True)
class Moved:
    """Somebody who was in a room goes to another one, by number."""

    person_id: str
    from_room: int
    to_room: int


@dataclass(frozen=True)
class Reseated:
    """A round for those who are there now.

    `rooms` keep their numbers; a room that was given up is empty, a new one comes last. `moved` are as few as can be,
    `came` got a seat, `left` had one.
    """

    rooms: Round
    moved: tuple[Moved, ...]
    came: Room
    left: Room


def reseat(given: Given, rooms: Round, least: int, most: int) -> Reseated:
    """Return a round for the people in `given`, `rooms` being those of the round so far.

    Rooms hold at least and at most so many in the end. Fewest moves first, then the lowest cost; locks of round 0 and
    those kept apart count. Raises `Refused`: `moves` when people can't be split in rooms of these sizes.
    """
    raise NotImplementedError


def follow(given: Given, done: Sequence[Round]) -> Seating:
    """Return the rounds that are left, for the people in `given`: `given.rounds` of them, after those that are done.

    Locks count from the first round that is left. Raises `Refused`.
    """
    return seat(dataclasses.replace(given, today=met(done, given.today)))
