"""«Shared with you»: what pairs of a programme share beyond themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, web
from workspace.pages.base import PAGES, SEEN_SHORT, Html
from workspace.use_cases import shared

if TYPE_CHECKING:
    from mentoring.store import Page
    from mentoring.tables.attributes import Opened
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.workspace import SharedItem

router = http.PageRouter()


@router.get("/shared/<programme_id>")
def shelf_page(programme_id: str) -> Html:
    """Show what was shared with the user as a participant."""
    context = http.context()
    programmes: list[Programme] = []

    def read(after: str, limit: int) -> Page[Opened[SharedItem]]:
        shelf = shared.shelf(context, programme_id, after, limit)
        programmes.append(shelf.programme)
        return shelf.items

    items, following = http.part_of(read, web.paging.SIZE)
    (programme,) = programmes
    return PAGES.render(
        "shelf.html",
        context,
        programme=programme,
        accent=programme.accent,
        items=items,
        following=following or "",
        seen_short=SEEN_SHORT,
    )


@router.get("/shared/<programme_id>/<shared_id>")
def shared_page(programme_id: str, shared_id: str) -> Html:
    """Show one thing that was shared."""
    context = http.context()
    programme, one = shared.read(context, programme_id, shared_id)
    return PAGES.render(
        "shared.html",
        context,
        programme=programme,
        accent=programme.accent,
        one=one,
        seen_short=SEEN_SHORT,
    )
