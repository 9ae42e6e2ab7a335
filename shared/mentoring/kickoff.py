"""When a programme begins: before its kick-off nobody is reminded of anything or asked for anything."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mentoring.i18n import instant_in

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.tables.recruitment import Programme


def kick_off(programme: Programme) -> datetime | None:
    """Return the instant at which the kick-off day begins in the programme's zone; None without such a date."""
    day = programme.dates.get("kick_off")
    return instant_in(date.fromisoformat(day), programme.zone) if day else None
