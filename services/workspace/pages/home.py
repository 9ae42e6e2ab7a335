"""Everybody's home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http
from workspace import texts
from workspace.pages.base import PAGES, STAGE_NAMES, Html
from workspace.use_cases import homes

if TYPE_CHECKING:
    pass

router = http.PageRouter()


@router.get("/home")
def home() -> Html:
    """Show the user's programmes and pairs, and the next step."""
    context = http.context()
    mine = homes.home(context)
    return PAGES.render(
        "home.html",
        context,
        home=mine,
        stage_names=dict(STAGE_NAMES),
        words={str(kind): found for kind, found in texts.NEXT.items()},
        whens=texts.WHEN,
        elsewhere=[str(kind) for kind in texts.ELSEWHERE],
    )
