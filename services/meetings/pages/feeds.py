"""The calendar feed: its address for the person, and the calendar itself for their program."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from meetings.pages.base import PAGES, Html
from meetings.use_cases import feeds
from mentoring import http, web
from mentoring.errors import N_, NotFound
from mentoring.http import conditional

router = http.PageRouter("/calendar/<file>", "/calendar/programmes/<file>")

MINE = "/meetings/calendar"
ENDING = ".ics"
KIND = "text/calendar; charset=utf-8"


@router.get(MINE)
def feed_page() -> Html:
    """Show the address of the user's feed, and how to subscribe to it."""
    context = http.context()
    return PAGES.render("feed.html", context, feed=feeds.address(context), programme=None, here=MINE)


@router.post(MINE)
def make_feed() -> Html:
    """Make an address, or another one."""
    feeds.make(http.context())
    return web.redirect(MINE, flash=N_("Here is the address of the calendar."))


@router.post("/meetings/calendar/revocation")
def revoke_feed() -> Html:
    """Let the address stop working."""
    feeds.revoke(http.context())
    return web.redirect(MINE, flash=N_("The address no longer works."))


@router.get("/meetings/programmes/<programme_id>/calendar")
def programme_page(programme_id: str) -> Html:
    """Show the address of an organizer's feed of a programme."""
    context = http.context()
    programme = feeds.organized(context, programme_id)
    known = feeds.address(context, programme_id)
    return PAGES.render("feed.html", context, feed=known, programme=programme, here=_place(programme_id))


@router.post("/meetings/programmes/<programme_id>/calendar")
def make_of_programme(programme_id: str) -> Html:
    """Make an address, or another one."""
    feeds.make(http.context(), programme_id)
    return web.redirect(_place(programme_id), flash=N_("Here is the address of the calendar."))


@router.post("/meetings/programmes/<programme_id>/calendar/revocation")
def revoke_of_programme(programme_id: str) -> Html:
    """Let the address stop working."""
    feeds.revoke(http.context(), programme_id)
    return web.redirect(_place(programme_id), flash=N_("The address no longer works."))


def _place(programme_id: str) -> str:
    return f"/meetings/programmes/{programme_id}/calendar"


@router.get("/calendar/<file>")
def feed(file: str) -> Response[str]:
    """Return the calendar under a secret address, or 304 if nothing has changed; programs come without a session."""
    return _fetched(feeds.of_person(http.context(), _secret(file)))


@router.get("/calendar/programmes/<file>")
def feed_of_programme(file: str) -> Response[str]:
    """Return the calendar of a programme under a secret address of an organizer's, or 304 if nothing has changed."""
    return _fetched(feeds.of_programme(http.context(), _secret(file)))


def _secret(file: str) -> str:
    if not file.endswith(ENDING):
        raise NotFound
    return file.removesuffix(ENDING)


def _fetched(found: feeds.Shown) -> Response[str]:
    headers = {"ETag": f'W/"{found.tag}"', "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if conditional.has(found.tag):
        return Response(status_code=304, headers=headers, body="")
    return Response(status_code=200, content_type=KIND, body=found.content().decode(), headers=headers)
