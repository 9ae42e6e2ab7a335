"""A programme's scoring settings: the weight of each part, and the score of a good pair (domain.md §2.4)."""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, get_args

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = Literal["topics", "experience", "time", "crossing", "style", "choices"]
PARTS: tuple[str, ...] = get_args(Part)
"""The parts of a score."""
FULL = 10_000
"""Points of a perfect pair."""
GOOD = 5_000
"""Points of a good pair, unless the programme says otherwise."""


@dataclass(frozen=True)
class Weights:
    """How much each part of a score counts relative to the others; any non-negative numbers, not all zero."""

    topics: float = 45
    experience: float = 10
    time: float = 15
    crossing: float = 10
    style: float = 5
    choices: float = 15

    @classmethod
    def of(cls, given: Mapping[str, float]) -> Weights:
        """Return the default weights with the given ones over them; raises `WeightsUseless`."""
        if not set(given) <= set(PARTS):
            raise WeightsUseless
        chosen = cls(**given)
        values = chosen._values()
        if min(values) < 0 or not 0 < sum(values) < math.inf:
            raise WeightsUseless
        return chosen

    def points(self, own: Mapping[str, float] | None = None) -> dict[str, int]:
        """Return the points of each part; they add up to exactly `FULL`.

        `own` are parts of a programme's own, with what each counts beside the usual ones.
        """
        weighed = dict(zip(PARTS, self._values(), strict=True)) | dict(own or {})
        values = list(weighed.values())
        bounds = [round(FULL * reached / sum(values)) for reached in accumulate(values, initial=0)]
        return {part: upper - lower for part, (lower, upper) in zip(weighed, pairwise(bounds), strict=True)}

    def _values(self) -> list[float]:
        return [getattr(self, part) for part in PARTS]


class WeightsUseless(Invalid):
    """Weights that don't rank anything."""

    code = "weights-useless"
    message = N_("Weights are numbers from 0 up, and at least one must be more than 0.")


PART_NAMES = {
    "topics": N_("topics"),
    "experience": N_("experience"),
    "time": N_("common time"),
    "crossing": N_("other department or city"),
    "style": N_("style of working"),
    "choices": N_("wishes of both"),
}
