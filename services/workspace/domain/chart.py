"""The chart of where the two saw a goal, and when. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentoring import clock
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workspace.domain.goals import Rating

WIDE, HIGH = 300, 100
"""Units of the chart."""
TOP = 10
"""Levels of goals are 0 to this."""


class Point(NamedTuple):
    """A place in the chart."""

    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """The way from the start to now in a field of `WIDE` × `HIGH`: points by time, and how high the target lies."""

    points: tuple[Point, ...]
    target: float

    @property
    def line(self) -> str:
        """Return the points as SVG writes them."""
        return " ".join(f"{one.x:g},{one.y:g}" for one in self.points)


def chart(start_level: int, target_level: int, begun_at: str, ratings: Sequence[Rating]) -> Chart | None:
    """Return the chart of a goal that was begun at an instant; None while it isn't rated."""
    if not ratings:
        return None
    first = clock.parse(begun_at)
    seconds = [0.0, *(max(0.0, (clock.parse(one.at) - first).total_seconds()) for one in ratings)]
    whole = max(seconds) or 1.0
    levels = [start_level, *(one.level for one in ratings)]
    points = tuple(Point(round(WIDE * x / whole, 1), _height(y)) for x, y in zip(seconds, levels, strict=True))
    return Chart(points, _height(target_level))


def _height(level: int) -> float:
    """Return how far below the upper edge a level lies."""
    return round(HIGH * (TOP - min(TOP, max(0, level))) / TOP, 1)
