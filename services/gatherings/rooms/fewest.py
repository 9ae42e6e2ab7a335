"""The fewest people who must change rooms, exactly, when all that is asked of rooms is their size.

With `there` people in a room now and f in the end, at least `there - f` leave it, and no more need to: whoever is new,
or leaves another room, fills up the rest. So the fewest moves are the least sum of max(0, there - f) over sizes f that
all add up to the number of people, each 0 (the room is given up) or between the limits: a knapsack, solved room by
room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Rank = tuple[int, float]
"""Moves, and among equal ones what is liked better."""


def sizes(
    there: Sequence[int], locked: Sequence[int], people: int, limits: tuple[int, int], liking: Callable[[int], float]
) -> list[int] | None:
    """Return the size of each room in the end, so that the fewest move; None where no sizes fit.

    `there`: how many are in each room now, `locked`: how many of them must stay; `limits`: how many a room holds at
    least and at most; `liking`: how little a size is liked, which decides between equal numbers of moves.
    """
    least, most = limits
    best: dict[int, tuple[Rank, list[int]]] = {0: ((0, 0), [])}
    for now, fixed in zip(there, locked, strict=True):
        options = [*([] if fixed else [0]), *range(max(least, fixed), most + 1)]
        following: dict[int, tuple[Rank, list[int]]] = {}
        for used, ((moves, rank), taken) in best.items():
            for size in options:
                if used + size > people:
                    break
                better = (moves + max(0, now - size), rank + (liking(size) if size else 0))
                old = following.get(used + size)
                if old is None or better < old[0]:
                    following[used + size] = (better, [*taken, size])
        best = following
    return best[people][1] if people in best else None
