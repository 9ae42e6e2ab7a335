"""People put where they must sit, in a round that is made otherwise: with as few others disturbed as is easy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gatherings.rooms.search import Rooms


def arranged(rooms: Rooms, fixed: Mapping[int, int], people: int) -> Rooms:
    """Return the rooms of a round, numbered and with swaps so that everybody fixed sits in their room.

    Who isn't one of `people` is an empty chair: no room has two in the end. The fixed must fit (`seating.checked`).
    """
    if not fixed:
        return [list(room) for room in rooms]
    found = _numbered(rooms, fixed)
    at = {one: number for number, room in enumerate(found) for one in room}
    for one, number in sorted(fixed.items()):
        if at[one] != number:
            other = next(each for each in sorted(found[number]) if fixed.get(each) != number)
            _swap(found, at, one, other)
    _spread_chairs(found, at, fixed, people)
    return found


def _numbered(rooms: Rooms, fixed: Mapping[int, int]) -> Rooms:
    """Return the rooms in an order in which many of the fixed sit already where they must."""
    left = [list(room) for room in rooms]
    found: list[list[int]] = [[] for _ in rooms]
    for number in sorted(set(fixed.values())):
        best = max(left, key=lambda room: sum(fixed.get(one) == number for one in room))
        left.remove(best)
        found[number] = best
    return [room or left.pop(0) for room in found]


def _swap(rooms: Rooms, at: dict[int, int], one: int, other: int) -> None:
    mine, theirs = rooms[at[one]], rooms[at[other]]
    mine[mine.index(one)], theirs[theirs.index(other)] = other, one
    at[one], at[other] = at[other], at[one]


def _spread_chairs(rooms: Rooms, at: dict[int, int], fixed: Mapping[int, int], people: int) -> None:
    """Give the second empty chair of a room to one without, for somebody who may move."""
    for room in rooms:
        chairs = sorted(one for one in room if one >= people)
        for chair in chairs[1:]:
            one = next(each for other in rooms if max(other) < people for each in sorted(other) if each not in fixed)
            _swap(rooms, at, one, chair)
