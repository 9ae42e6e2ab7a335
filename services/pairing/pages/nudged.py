"""The pages behind «we need a break» and «we want to end the process» in a nudge, without signing in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from mentoring import clock, http, links, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day
from mentoring.i18n import day_in
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html

router = http.PageRouter("/pairing/rest/<token>", "/pairing/end/<token>")

LONGEST = timedelta(days=365)
"""How long two may let their process rest by themselves."""
USUALLY = timedelta(days=30)


class RestForm(http.Model):
    """The last day of a break; empty to go on now."""

    until: Day | None = None


class EndForm(http.Model):
    """Why somebody ends a process, for the organizers alone."""

    reason: str = Field("", max_length=2000)


def _link(token: str) -> links.Link:
    return links.read("nudge", token, http.context().clock())


def _page(template: str, token: str, status: int = 200, **values: object) -> Html:
    link, context = _link(token), http.context()
    pair, me, partner = use_cases.mine(context.acting_as(link.person_id), link.subject)
    now = context.clock()
    return PAGES.render(
        template,
        context,
        status,
        pair=pair,
        partner=partner,
        token=token,
        rests=pair.paused_until is not None and pair.paused_until > clock.iso(now),
        tomorrow=day_in(now + timedelta(days=1), me.zone),
        latest=day_in(now + LONGEST, me.zone),
        usually=day_in(now + USUALLY, me.zone),
        **values,
    )


@router.get("/pairing/rest/<token>")
def rest_page(token: str) -> Html:
    """Ask until when the process rests, or whether it goes on."""
    return _page("rest.html", token)


@router.post("/pairing/rest/<token>")
def rest(token: str) -> Html:
    """Let the process rest until the end of a day where the person lives, or go on."""
    link = _link(token)
    context = http.context().acting_as(link.person_id)
    try:
        day = web.form(RestForm).until
        _, me, _ = use_cases.mine(context, link.subject)
        use_cases.pause(context, link.subject, None if day is None else _end_of(day, me.zone))
    except Invalid as error:
        return _page("rest.html", token, 422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(f"/pairing/end/{token}")
    said = N_("Your process goes on.") if day is None else N_("Your process rests; nobody reminds you of anything.")
    return web.redirect(f"/pairing/rest/{token}", flash=said)


def _end_of(day: date, zone: str) -> datetime:
    """Return the end of a day in a zone; raises `Invalid` for one that is too far."""
    until = datetime.combine(day, time(23, 59), ZoneInfo(zone))
    if until > http.context().clock() + LONGEST + timedelta(days=1):
        raise Invalid(fields={"/until": N_("Choose a day within a year. For longer, end the process or write to us.")})
    return until


@router.get("/pairing/end/<token>")
def end_page(token: str) -> Html:
    """Show what happens when the process ends, and ask; once it has ended, say so."""
    return _page("end.html", token)


@router.post("/pairing/end/<token>")
def end(token: str) -> Html:
    """End the process; when it has ended already, nothing happens."""
    link = _link(token)
    try:
        sent = web.form(EndForm)
        use_cases.close_early(http.context().acting_as(link.person_id), link.subject, sent.reason)
    except Invalid as error:
        return _page("end.html", token, 422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(f"/pairing/end/{token}")
    return web.redirect(f"/pairing/end/{token}", flash=N_("The process has ended."))
