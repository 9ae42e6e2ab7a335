"""Times that suit both of a pair: a page, or part of the pair's page."""

from __future__ import annotations

from meetings.pages.base import PAGES, Html
from meetings.use_cases import suggesting
from mentoring import http

router = http.PageRouter()


@router.get("/meetings/pair/<pair_id>/times")
def times_page(pair_id: str) -> Html:
    """Suggest times for the next meeting; one button proposes one of them."""
    context = http.context()
    return PAGES.render("times.html", context, found=suggesting.suggested(context, pair_id))
