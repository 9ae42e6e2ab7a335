"""The gatherings of a programme, for those who take part and for organizers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.texts import language
from gatherings.pages.base import PAGES, Html
from gatherings.use_cases import reading
from mentoring import http

if TYPE_CHECKING:
    from mentoring.tables.gatherings.gathering import Gathering

router = http.PageRouter()


@router.get("/gatherings/<programme_id>")
def gatherings(programme_id: str) -> Html:
    """Show the gatherings of a programme."""
    context = http.context()
    found = reading.of_programme(context, programme_id)
    programme = found.viewer.programme
    return PAGES.render(
        "programme.html",
        context,
        programme=programme,
        accent=programme.accent,
        viewer=found.viewer,
        rows=[(one, _title(one, context.locale)) for one in found.gatherings],
    )


def _title(item: Gathering, locale: str) -> str:
    return str(item.texts[language(item.texts, locale)]["title"])
