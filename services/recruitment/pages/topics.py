"""Demand and supply of a programme's topics, as a picture and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http
from mentoring.values import dataclass
from recruitment.pages.base import Html, of_programme
from recruitment.use_cases import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recruitment.supply import Topic

router = http.PageRouter()

DRAWN = 12
"""Topics in the picture; the table has all."""
WIDE, ROW = 300, 46
"""Units of the picture: its longest bar, and a topic."""
LETTERS = 46
"""Letters of a topic's name that fit above its bars."""


@dataclass(frozen=True)
class Bars:
    """A topic in the picture: where its name stands, and how long its two bars are."""

    topic: Topic
    name: str
    y: int
    wanted: float
    places: float


def drawn(found: Sequence[Topic]) -> list[Bars]:
    """Return the first topics with the lengths of their bars; the longest of all is `WIDE`."""
    some = [one for one in found if one.wanted or one.places][:DRAWN]
    most = max((max(one.wanted, one.places) for one in some), default=1)
    return [
        Bars(
            one,
            one.name if len(one.name) <= LETTERS else f"{one.name[: LETTERS - 1]}…",
            number * ROW,
            round(WIDE * one.wanted / most, 1),
            round(WIDE * one.places / most, 1),
        )
        for number, one in enumerate(some)
    ]


@router.get("/organizer/programmes/<programme_id>/topics")
def topics_page(programme_id: str) -> Html:
    """Show how many mentees want each topic, how many places there are for it, and what is short."""
    programme, found = listing.topics(http.context(), programme_id)
    bars = drawn(found)
    short = [one for one in found if one.short]
    return of_programme(programme, "topics.html", topics=found, bars=bars, short=short, height=len(bars) * ROW)
