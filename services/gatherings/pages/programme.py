"""The gatherings of a programme, for those who take part and for organizers."""

from __future__ import annotations

from gatherings.pages.base import NAMES, PAGES, Html, texts_of
from gatherings.use_cases import reading
from mentoring import http

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
        circles=found.circles,
        ahead=[(one, texts_of(one, context.locale)) for one in found.ahead()],
        past=[(one, texts_of(one, context.locale)) for one in found.past()],
        **NAMES,
    )
