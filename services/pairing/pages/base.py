"""What the pages of pairing share."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import Response

from mentoring import web

if TYPE_CHECKING:
    from datetime import date

    from mentoring.tables.recruitment import Programme

PAGES = web.Pages("pairing")
Html = Response[str]


def end_of(day: date, programme: Programme) -> datetime:
    """Return the last minute of a day in a programme's zone."""
    return datetime.combine(day, time(23, 59), ZoneInfo(programme.zone))
