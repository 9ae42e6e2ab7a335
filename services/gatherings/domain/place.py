"""Where a gathering is: what a map shows of an address."""

from __future__ import annotations

from urllib.parse import urlencode

from mentoring.values import dataclass

MAPS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("openstreetmap.org", "https://www.openstreetmap.org/search", "query", {}),
    ("google.com", "https://www.google.com/maps/search/", "query", {"api": "1"}),
)
"""Host as it is shown, address, the name of what is looked for, and what else is asked."""


@dataclass(frozen=True)
class Map:
    """A map that looks an address up: its host, and the link."""

    host: str
    url: str


def maps(place: str) -> list[Map]:
    """Return maps that look a place up; nothing for no place."""
    if not place:
        return []
    return [Map(host, f"{address}?{urlencode({**more, name: place})}") for host, address, name, more in MAPS]
