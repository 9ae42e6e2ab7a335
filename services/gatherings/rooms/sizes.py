"""How many rooms there are, and how many each holds."""

from __future__ import annotations

from gatherings.rooms.given import MORE

FEWEST = 2
"""Nobody talks alone."""


def number(people: int, size: int, odd: str) -> int:
    """Return the number of rooms: sizes then differ by at most one, and come as near to `size` as they can.

    Where one room more and one room less are equally near, `odd` decides.
    """
    if people <= FEWEST:
        return min(people, 1)
    below = max(1, people // size)
    around = [below] + [below + 1] * (people >= (below + 1) * FEWEST)
    if odd != MORE:
        around.reverse()
    return min(around, key=lambda rooms: furthest(people, rooms, size))


def furthest(people: int, rooms: int, size: int) -> int:
    """Return by how many the room that is furthest from the size misses it."""
    return max(abs(people // rooms - size), abs(-(-people // rooms) - size))


def even(people: int, rooms: int) -> list[int]:
    """Return the sizes of rooms that differ by at most one, the larger ones first."""
    least, larger = divmod(people, rooms) if rooms else (0, 0)
    return [least + 1] * larger + [least] * (rooms - larger)


def fits(people: int, least: int, most: int) -> bool:
    """Say whether people can be split in groups of at least and at most so many: 4–6 fit all but 1, 2, 3 and 7."""
    return -(-people // most) * least <= people
