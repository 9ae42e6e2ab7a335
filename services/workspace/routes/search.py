"""JSON of the search in a room."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from mentoring import http
from workspace.use_cases import search

router = http.Router()


class FoundView(http.View):
    """Something that was found: `what` it is, where its page is, and the words around the first hit."""

    what: str
    page: str
    title: str
    excerpt: str


class FoundList(http.View):
    """What was found, 50 things at most: notes, materials, goals, homework, messages."""

    items: list[FoundView]
    next: str | None = None


@router.get("/v1/rooms/<pair_id>/search")
def search_room(pair_id: str, q: Annotated[str, Query(max_length=200)] = "") -> FoundList:
    """Return what has all these words, whatever their case and accents, of what the user may see."""
    _, found = search.search(http.context(), pair_id, q)
    views = [
        FoundView(what=one.what, page=f"/rooms/{pair_id}{one.path}", title=one.title, excerpt="".join(one.excerpt))
        for one in found
    ]
    return FoundList(items=views)
