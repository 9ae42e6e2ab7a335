"""The names zones have for machines: IANA's of today, and those of Windows."""

from __future__ import annotations

from functools import cache

from babel.core import get_global


def current(zone: str) -> str:
    """Return the name that a zone has today: «Asia/Kolkata» for «Asia/Calcutta»."""
    return str(get_global("zone_aliases").get(zone, zone))


@cache
def windows() -> dict[str, str]:
    """Return the zone of each name that Windows has for zones."""
    return {name: current(zone) for name, zone in get_global("windows_zone_mapping").items()}
