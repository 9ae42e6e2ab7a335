"""The page of an early end: from the pair's room, and behind «we want to end» in a mail, without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html, named

if TYPE_CHECKING:
    from mentoring.context import Context

router = http.PageRouter("/pairing/end/<token>")

ENDED = N_("The process has ended.")


class EndForm(http.Model):
    """Why somebody ends a process, for the organizers alone."""

    reason: str = Field("", max_length=2000)


@router.get("/pairing/pair/<pair_id>/end")
def end_page(pair_id: str) -> Html:
    """Show one of the pair what happens when the process ends, and ask; once it has ended, say so."""
    return _page(http.context(), pair_id)


@router.post("/pairing/pair/<pair_id>/end")
def end(pair_id: str) -> Html:
    """End the process, then back to the room; when it has ended already, nothing happens."""
    context, room = http.context(), f"/rooms/{pair_id}"
    use_cases.own_pair(context, pair_id)
    try:
        _end(context, pair_id)
    except Invalid as error:
        return _page(context, pair_id, status=422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(room)
    return web.redirect(room, flash=ENDED)


@router.get("/pairing/end/<token>")
def mailed_page(token: str) -> Html:
    """Show whoever got the mail the same."""
    return _page(*named(token), token)


@router.post("/pairing/end/<token>")
def mailed(token: str) -> Html:
    """End the process as from its room; then the page says what is true now."""
    context, pair_id = named(token)
    here = f"/pairing/end/{token}"
    try:
        _end(context, pair_id)
    except Invalid as error:
        return _page(context, pair_id, token, status=422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(here)
    return web.redirect(here, flash=ENDED)


def _page(context: Context, pair_id: str, token: str = "", *, status: int = 200, **values: object) -> Html:
    pair, _, partner = use_cases.mine(context, pair_id)
    return PAGES.render(
        "end.html",
        http.context(),
        status,
        pair=pair,
        partner=partner,
        token=token,
        action=f"/pairing/end/{token}" if token else f"/pairing/pair/{pair_id}/end",
        rest=f"/pairing/rest/{token}" if token else f"/pairing/pair/{pair_id}/break",
        **values,
    )


def _end(context: Context, pair_id: str) -> None:
    use_cases.close_early(context, pair_id, web.form(EndForm).reason)
