"""When a programme begins: before its kick-off nobody is reminded of anything or asked for anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring.i18n import DEFAULT_ZONE, zone_of

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme


def kick_off(programme: Programme) -> datetime | None:
    """Return the instant at which the kick-off day begins in the programme's zone; None without such a date."""
    day = programme.dates.get("kick_off")
    home = zone_of(programme.zone) or ZoneInfo(DEFAULT_ZONE)
    return datetime.combine(date.fromisoformat(day), time(0), home).astimezone(UTC) if day else None
