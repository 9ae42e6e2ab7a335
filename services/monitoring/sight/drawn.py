"""Figures of a programme as pictures, each with the table it is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.values import dataclass
from mentoring.web import charts
from monitoring.domain.overview import RESTING
from monitoring.domain.overview import over_time as figures_of
from monitoring.sight import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from mentoring.context import Context
    from monitoring.domain.overview import Funnel, Week


@dataclass(frozen=True)
class Series:
    """A chart over weeks: its name, its title, and for each lane the figure, what it is called and its class.

    `counted` if it is made of what changed in each week, not of weekly reports.
    """

    name: str
    title: str
    rows: tuple[tuple[str, str, str], ...]
    counted: bool = False


@dataclass(frozen=True)
class Drawn:
    """A chart over weeks and its table: the days, and for each figure its name and numbers, None where unknown."""

    name: str
    title: str
    picture: Markup
    days: list[str]
    rows: list[tuple[str, tuple[int | None, ...]]]


SERIES = (
    Series(
        "colours",
        N_("Colours of the pairs, week by week"),
        (
            ("red", N_("need a person"), "red"),
            ("amber", N_("to watch"), "amber"),
            ("green", N_("on track"), "green"),
            (RESTING, N_("paused"), "grey"),
        ),
    ),
    Series(
        "agreements",
        N_("Contracts, goals and surveys, week by week"),
        (
            ("signed", N_("pairs that signed their contract"), "wanted"),
            ("agreed", N_("pairs that agreed on a goal"), "wanted"),
            ("answered", N_("surveys answered so far"), "wanted"),
        ),
        counted=True,
    ),
    Series("meetings", N_("Meetings, week by week"), (("meetings_held", N_("meetings held so far"), "wanted"),)),
)
TABLE_BELOW = N_("The table below has all numbers.")


def funnel(one: Funnel, locale: str) -> Markup:
    """Return the funnel: each step with its number, and how many per cent that is of the step before."""
    catalogue = translations("monitoring", locale)
    steps = [
        charts.Step(
            catalogue.gettext(words.REACHED[what]), number, f"{number} ({share}%)" if share is not None else str(number)
        )
        for what, number, share in one.shares()
    ]
    return charts.funnel(
        steps, title=catalogue.gettext("How far people have come"), told=catalogue.gettext(TABLE_BELOW)
    )


def over_time(series: Series, weeks: Sequence[Week], context: Context) -> Drawn:
    """Return a chart over weeks, the last of which is the present; it ends where the last of its figures is known."""
    catalogue = translations("monitoring", context.locale)
    told = [figures_of(weeks, figure) for figure, _, _ in series.rows]
    known_until = max(
        (nth for one in told for nth, known in enumerate(one, 1) if known is not None), default=len(weeks)
    )
    days = [words.short(one.at, context.locale, context.zone) for one in weeks[:-1]] + [catalogue.gettext("today")]
    days, weeks = days[:known_until], weeks[:known_until]
    rows = [(catalogue.gettext(text), figures_of(weeks, figure), kind) for figure, text, kind in series.rows]
    known = [(text, numbers, kind) for text, numbers, kind in rows if any(one is not None for one in numbers)]
    title = catalogue.gettext(series.title)
    lanes = [charts.Lane(text, kind, numbers) for text, numbers, kind in known]
    picture = charts.lanes(days, lanes, title=title, told=catalogue.gettext(TABLE_BELOW), name=series.name)
    return Drawn(series.name, title, picture, days, [(text, numbers) for text, numbers, _ in known])
