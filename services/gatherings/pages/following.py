"""The page on which everybody who is there follows the rounds: their room, its link, who else is there, the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from gatherings.pages.base import PAGES, Html
from gatherings.pages.titles import title
from gatherings.use_cases import following
from mentoring import http, web
from mentoring.errors import NotFound
from mentoring.http import conditional

if TYPE_CHECKING:
    from gatherings.use_cases.following import Followed

router = http.PageRouter()


@router.get("/gatherings/<programme_id>/<gathering_id>/room")
def room(programme_id: str, gathering_id: str) -> Html:
    """Show somebody who is there their room; who isn't noted as present is asked for the code first."""
    context = http.context()
    try:
        found = following.follow(context, programme_id, gathering_id, whole=True)
    except NotFound:
        return web.redirect(f"/gatherings/{programme_id}/{gathering_id}/here")
    item, programme = following.gathering_of(context, programme_id, gathering_id)
    return PAGES.render(
        "room.html",
        context,
        programme=programme,
        accent=programme.accent,
        gathering=item,
        title=title(item, context.locale),
        here=f"/gatherings/{programme_id}/{gathering_id}",
        **_values(found),
    )


@router.get("/gatherings/<programme_id>/<gathering_id>/room/now")
def now(programme_id: str, gathering_id: str) -> Html:
    """Show the part of that page that changes; 304 if nothing has, and after how many seconds to ask again."""
    context = http.context()
    found = following.follow(context, programme_id, gathering_id)
    tag = _tag(found)
    headers = {"ETag": f'W/"{tag}"', "Retry-After": str(found.asks_again)}
    if conditional.has(tag):
        return Response(status_code=304, headers=headers | {"Cache-Control": "private, no-store"}, body="")
    page = PAGES.render("_room.html", context, **_values(found))
    page.headers.update(headers)
    return page


def _values(found: Followed) -> dict[str, Any]:
    context = http.context()
    breakout = found.breakout
    return {
        "followed": found,
        "breakout": breakout,
        "mates": following.names(context, found),
        "seconds": following.seconds_left(breakout, context.clock()) if breakout else 0,
        "is_up": breakout is not None and breakout.is_up(context.clock()),
        "tag": _tag(found),
        "wait": found.asks_again,
    }


def _tag(found: Followed) -> str:
    return f"{found.tag}.{http.context().locale}"
