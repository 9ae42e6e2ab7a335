"""«Add to my calendar»: where a meeting ahead is added by hand, from mails and pages.

An address at Google or Microsoft is read there and kept in histories, so it says title, time, place and our page for
the two of the pair: no agenda, and no link that proves anything. The file is ours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from mentoring import letters
from mentoring.values import dataclass

FILE = "meeting.ics"


@dataclass(frozen=True)
class Coming:
    """A meeting as somebody else's program may know it; `place` may hold the address of a call, `page` is ours."""

    title: str
    starts_at: datetime
    minutes: int
    place: str
    page: str

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return when it begins and ends, in UTC."""
        begin = self.starts_at.astimezone(UTC)
        return begin, begin + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Adding:
    """Where a meeting can be added, by the program; `file` is empty where a mail has it attached."""

    file: str
    google: str
    outlook: str


def adding(one: Coming, file: str = "") -> Adding:
    """Return where a meeting can be added; `file` is where its file is."""
    return Adding(file, _google(one), _outlook(one))


def _google(one: Coming) -> str:
    asked = {
        "action": "TEMPLATE",
        "text": letters.line(one.title),
        "dates": "/".join(f"{moment:%Y%m%dT%H%M%SZ}" for moment in one.span),
        "details": one.page,
        "location": letters.line(one.place),
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(asked)}"


def _outlook(one: Coming) -> str:
    begin, end = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in one.span)
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": letters.line(one.title),
        "startdt": begin,
        "enddt": end,
        "body": one.page,
        "location": letters.line(one.place),
    }
    return f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(asked, quote_via=quote)}"
