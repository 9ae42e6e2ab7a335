"""What the pages of pairing share."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import Response

from mentoring import http, links, web

if TYPE_CHECKING:
    from datetime import date

    from mentoring.context import Context

PAGES = web.Pages("pairing")
Html = Response[str]


def end_of(day: date, zone: str) -> datetime:
    """Return the last minute of a day in a zone."""
    return datetime.combine(day, time(23, 59), ZoneInfo(zone))


def named(token: str) -> tuple[Context, str]:
    """Return whom and which pair the link of a reminder names."""
    context = http.context()
    link = links.read("nudge", token, context.clock())
    return context.acting_as(link.person_id), link.subject
