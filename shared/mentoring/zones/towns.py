"""Towns of the world and their zones (GeoNames); `infra/places.py` says which."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from mentoring.letters import plain
from mentoring.zones.names import current

CITIES = Path(__file__).parent / "cities.txt.gz"

Town = tuple[str, tuple[str, ...]]
"""The zone of a town, and its folded names, of which the first is the usual one."""


@cache
def towns() -> list[Town]:
    """Return all towns, the largest first."""
    return [_town(line) for line in gzip.decompress(CITIES.read_bytes()).decode().splitlines()]


def _town(line: str) -> Town:
    zone, names = line.split("\t")
    usual, *others = names.split("|")
    return current(zone), (plain(usual), *others)


@cache
def largest() -> dict[str, int]:
    """Return the rank of each zone's largest town, 0 for the largest of all."""
    ranks: dict[str, int] = {}
    for rank, (zone, _) in enumerate(towns()):
        ranks.setdefault(zone, rank)
    return ranks
