"""The line of a pair: its meetings on an axis of time, as a picture and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Sighting
from mentoring.web import charts
from monitoring.sight import words
from monitoring.use_cases import sight

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from markupsafe import Markup

    from mentoring.context import Context
    from monitoring.use_cases.organizers import Watched

LONG, FACTOR = 30, 1.5
"""A line is dotted after so many days without a meeting, or so many times the pair's interval, whichever is more."""
KEYS = (
    (Sighting.HELD, N_("held")),
    (Sighting.PLANNED, N_("planned")),
    (Sighting.OFF, N_("didn't take place")),
)
"""Shapes on a line, and what they mean."""


def meetings(one: Watched) -> list[charts.Meeting]:
    """Return the meetings of a pair that have a day, the first one first."""
    return [charts.Meeting(state, at) for state, at in sight.meetings(one)]


def span(shown: Iterable[Watched], now: datetime) -> charts.Span:
    """Return the time that the lines of pairs need together."""
    begun = [(one, clock.parse(one.watch.started_at)) for one in shown]
    ahead = [start for one, _ in begun for start in one.ahead]
    return charts.Span.over([*(at for _, at in begun), *ahead], now)


def line(one: Watched, over: charts.Span, context: Context, usual: int) -> Markup:
    """Return a pair's line; `usual` are the days between meetings where its contract doesn't say."""
    now = context.clock()
    begun = clock.parse(one.watch.started_at)
    ended = clock.parse(one.pair.closed_at) if one.pair.closed_at else now
    long = max(LONG, FACTOR * (one.facts.interval or usual))
    found = meetings(one)
    return charts.line(over, found, lived=(begun, ended), now=now, pause=long, said=said(found, context))


def said(found: list[charts.Meeting], context: Context) -> str:
    """Return all meetings of a line in words."""
    catalogue = translations("monitoring", context.locale)
    parts = []
    for kind, text in KEYS:
        days = [words.short(one.at, context.locale, context.zone) for one in found if one.kind == kind]
        if days:
            parts.append(f"{catalogue.gettext(text)}: {', '.join(days)}")
    return "; ".join(parts) or catalogue.gettext("no meetings yet")


def axis(over: charts.Span, context: Context) -> Markup:
    """Return the months above lines."""
    return charts.axis(over, [(at, words.month(at, context.locale)) for at in over.months()])
