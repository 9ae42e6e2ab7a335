"""The search in a room."""

from __future__ import annotations

from mentoring import http
from mentoring.errors import N_
from workspace.pages.base import PAGES, Html
from workspace.use_cases import search
from workspace.use_cases.search import What

router = http.PageRouter()

MOST_ASKED = 200
NAMES = {
    What.NOTE: N_("A note"),
    What.MATERIAL: N_("A material"),
    What.GOAL: N_("A goal"),
    What.TASK: N_("Homework"),
    What.TAKEAWAY: N_("A takeaway"),
    What.MESSAGE: N_("A message"),
}


@router.get("/rooms/<pair_id>/search")
def search_page(pair_id: str) -> Html:
    """Show what was found in a room."""
    context = http.context()
    asked = http.request().query_string_parameters.get("q", "").strip()[:MOST_ASKED]
    pair, found = search.search(context, pair_id, asked)
    return PAGES.render("search.html", context, pair=pair, asked=asked, found=found, names=NAMES)
