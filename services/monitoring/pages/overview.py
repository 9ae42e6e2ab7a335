"""A programme on one page: how far people have come, its pairs on lines, and weeks of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mentoring import http, web
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Lacking, Sorting
from mentoring.web import charts
from monitoring import texts
from monitoring.domain.overview import Wanted
from monitoring.pages.base import PAGES, Html
from monitoring.sight import drawn, lines, words
from monitoring.use_cases import overview

if TYPE_CHECKING:
    from mentoring.context import Context

router = http.PageRouter()

SHOWN = 40
"""Pairs on one page: their names are read in one batch with all numbers."""
LONGEST = 100
"""Letters of a name that are looked for."""
HEADINGS = {
    Sorting.NAME: N_("Pair"),
    Sorting.COLOUR: N_("Colour and stage"),
    Sorting.HELD: N_("Held"),
    Sorting.LAST: N_("Last"),
}


@router.get("/monitoring/<programme_id>/overview")
def overview_page(programme_id: str) -> Html:
    """Show organizers their programme."""
    context, asked = http.context(), http.request().query_string_parameters
    colour, wanted = asked.get("colour", ""), _wanted(asked)
    found = overview.watches(context, programme_id, colour, wanted, asked.get("part", ""))
    part = web.paged(found.items, size=SHOWN)
    seen = overview.of_programme(context, programme_id, part.items)
    return PAGES.render(
        "overview.html",
        context,
        programme=seen.programme,
        accent=seen.programme.accent,
        seen=seen,
        early=seen.funnel.early,
        steps=[(words.REACHED[what], number, share) for what, number, share in seen.funnel.shares()],
        funnel=drawn.funnel(seen.funnel, context.locale),
        series=[drawn.over_time(one, seen.counted if one.counted else seen.weeks, context) for one in drawn.SERIES],
        only_now=len(seen.weeks) == 1,
        part=part,
        following=found.next or "",
        colour=colour,
        colours=words.COLOURS,
        wanted=wanted,
        filters=_filters(context.locale),
        headings=[(one, text, _sorted(wanted, one)) for one, text in HEADINGS.items()],
        address=_address,
        **_lines(seen, context),
    )


def _wanted(asked: dict[str, str]) -> Wanted:
    """Return what a query asks for; what it can't mean is as if it weren't there."""
    sorting = asked.get("sort", "")
    name, lacking = sorting.removeprefix("-"), asked.get("lacking", "")
    return Wanted(
        lacking=Lacking(lacking) if lacking in list(Lacking) else Lacking.NOTHING,
        text=asked.get("q", "")[:LONGEST],
        sorting=Sorting(name) if name in list(Sorting) else Sorting.COLOUR,
        backwards=sorting.startswith("-"),
    )


def _filters(locale: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each filter, the first of which is all pairs."""
    say = translations("monitoring", locale).gettext
    colours = [(str(one), say(text)) for one, text in words.COLOURS.items()]
    return {
        "colours": [("", say("all")), *colours],
        "lacking": [(str(one), say(text)) for one, text in words.LACKING.items()],
    }


def _sorted(wanted: Wanted, column: Sorting) -> tuple[str, str]:
    """Return how a column is sorted (aria-sort), and the value of `sort` that its heading leads to."""
    if wanted.sorting != column:
        return "none", str(column)
    return ("descending", str(column)) if wanted.backwards else ("ascending", f"-{column}")


def _address(**changes: str) -> str:
    """Return the query of this page with some values changed; a changed list begins at its first page."""
    asked = http.request().query_string_parameters
    kept = {name: asked[name] for name in ("colour", "lacking", "q", "sort") if asked.get(name)}
    return "?" + urlencode({name: value for name, value in (kept | changes).items() if value}) + "#pairs"


def _lines(seen: overview.Overview, context: Context) -> dict[str, Any]:
    """Return what the template needs to draw the pairs that are shown."""
    over, usual = lines.span(seen.pairs, context.clock()), seen.programme.interval_days
    return {
        "symbols": charts.symbols(),
        "keys": lines.KEYS,
        "key": charts.key,
        "axis": lines.axis(over, context),
        "line": lambda one: lines.line(one, over, context, usual),
        "stage": lambda one: words.STAGES[one.pair.stage],
        "reason": lambda one: texts.colour(one, context.locale),
        "short": lambda at: words.short(at, context.locale, context.zone),
        "planned": lambda one: one.pair.plans(seen.programme),
    }
