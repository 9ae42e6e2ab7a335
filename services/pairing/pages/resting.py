"""The page of a break: from the pair's room, and behind «we need a break» in a mail, without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import http, walltime, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day
from mentoring.i18n import day_in
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html, end_of, named

if TYPE_CHECKING:
    from datetime import date, datetime

    from mentoring.context import Context

router = http.PageRouter("/pairing/rest/<token>")

USUALLY = timedelta(days=30)


class RestForm(http.Model):
    """The last day of a break; to go on now, no day is asked for."""

    until: Day | None = None


@router.get("/pairing/pair/<pair_id>/break")
def break_page(pair_id: str) -> Html:
    """Ask one of the pair until when the process rests, or whether it goes on."""
    return _page(http.context(), pair_id)


@router.post("/pairing/pair/<pair_id>/break")
def take_break(pair_id: str) -> Html:
    """Let the process rest until the end of a day where the person lives, or go on; then back to the room."""
    context, room = http.context(), f"/rooms/{pair_id}"
    try:
        return web.redirect(room, flash=_rest(context, pair_id))
    except Invalid as error:
        return _page(context, pair_id, status=422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(room)


@router.get("/pairing/rest/<token>")
def rest_page(token: str) -> Html:
    """Ask whoever got the mail the same."""
    return _page(*named(token), token)


@router.post("/pairing/rest/<token>")
def rest(token: str) -> Html:
    """Let the process rest or go on as its room does; then the page says what is true now."""
    context, pair_id = named(token)
    try:
        return web.redirect(f"/pairing/rest/{token}", flash=_rest(context, pair_id))
    except Invalid as error:
        return _page(context, pair_id, token, status=422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(f"/pairing/end/{token}")


def _page(context: Context, pair_id: str, token: str = "", *, status: int = 200, **values: object) -> Html:
    pair, me, partner = use_cases.mine(context, pair_id)
    now = context.clock()
    return PAGES.render(
        "rest.html",
        http.context(),
        status,
        pair=pair,
        partner=partner,
        token=token,
        action=f"/pairing/rest/{token}" if token else f"/pairing/pair/{pair_id}/break",
        rests=pair.rests(now),
        tomorrow=day_in(now + timedelta(days=1), me.zone),
        latest=day_in(now + walltime.LONGEST_REST - timedelta(days=1), me.zone),
        usually=day_in(now + USUALLY, me.zone),
        **values,
    )


def _rest(context: Context, pair_id: str) -> str:
    """Do what was sent, for one of the pair and nobody else, and return what to say."""
    _, me, _ = use_cases.mine(context, pair_id)
    day = web.form(RestForm).until
    if day is None and "until" in web.typed():
        walltime.coming(None, context.clock())
    use_cases.pause(context, pair_id, None if day is None else _within_a_year(day, me.zone))
    return N_("Your process goes on.") if day is None else N_("Your process rests; nobody reminds you of anything.")


def _within_a_year(day: date, zone: str) -> datetime:
    """Return the end of a day in a zone; raises `Invalid` for one that is too far."""
    until = end_of(day, zone)
    if until > http.context().clock() + walltime.LONGEST_REST:
        raise Invalid(fields={"/until": N_("Choose a day within a year. For longer, end the process or write to us.")})
    return until
