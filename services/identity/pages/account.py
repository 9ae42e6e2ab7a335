"""Pages of identity: the account, and the question of a browser in another zone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from identity import use_cases
from identity.pages.base import PAGES, REFRESH
from mentoring import http, web, zones
from mentoring.errors import N_, Stale
from mentoring.http.fields import Line, Phone, Place, Version, Zone
from mentoring.i18n import browser_zone, cookies, format_time, zone_of
from mentoring.settings import settings
from mentoring.tables.vocabulary import Reached
from mentoring.web.responses import local

if TYPE_CHECKING:
    from mentoring.tables.identity import Person

router = http.PageRouter()

KEPT = "tandem_zone_kept"
"""Cookie of the zones this browser was in for which its user kept the account's; `tandem.js` reads it, too."""
KEPT_LIFETIME = timedelta(days=365)
MOST_KEPT = 4


class AccountForm(http.Model):
    """What people say about themselves."""

    name: Line = Field(max_length=120)
    form: Literal["f", "m", "n"] = "n"
    locale: Literal["pl", "en"] = "pl"
    zone: Place | None = None
    phone: Phone = ""
    prefers: Reached = Reached.ANY
    contact_email: str | None = Field(None, max_length=254)
    version: Version = ""


class ZoneAnswer(http.Model):
    """Whether times shall be those of the browser's zone."""

    answer: Literal["yes", "keep"]
    zone: Zone
    next: str = ""
    version: Version = ""


@router.get("/session")
def account_page() -> Response[str]:
    """Show the user's account."""
    return _account()


def _account(status: int = 200, **values: object) -> Response[str]:
    context = http.context()
    mine = use_cases.account(context)
    return PAGES.render("account.html", context, status, **vars(mine), **{"problem": ""} | values)


@router.post("/session")
def change_account() -> Response[str]:
    """Change the user's account; who names a zone isn't asked about that of the browser."""
    context = http.context()
    try:
        sent = web.form(AccountForm)
        someone = use_cases.change_me(context, sent.model_dump(exclude={"version"}, exclude_none=True), sent.version)
    except web.FormInvalid as error:
        return _account(422, **web.kept(error))
    except Stale as error:
        return _account(error.status, problem=error.message, **web.kept(error))
    changed, device = _changed(someone, "/session"), browser_zone(http.request())
    return _keeping(changed, device) if sent.zone and device else changed


@router.get("/session/zone")
def zone_question() -> Response[str]:
    """Ask whose browser says another zone whether times shall be shown in that one; say nothing where clocks agree."""
    context, device = http.context(), _device()
    me = use_cases.me(context)
    if not device:
        return _nothing()
    if zones.same_rules(device, me.zone or context.zone, context.clock()):
        return _keeping(_nothing(), device)
    here = http.request().headers.get("hx-current-url", "").removeprefix(settings().public_url)
    return PAGES.render("zone.html", context, me=me, device=device, next=local(here, "/session"))


@router.post("/session/zone")
def answer_zone() -> Response[str]:
    """Show times in the zone of the browser from now on, or don't ask about it again."""
    context, sent = http.context(), web.form(ZoneAnswer)
    page = local(sent.next, "/session")
    if sent.answer == "keep":
        return _keeping(web.redirect(page), sent.zone)
    someone = use_cases.change_me(context, {"zone": sent.zone}, sent.version)
    return _changed(someone, page)


def _nothing() -> Response[str]:
    return Response(status_code=200, content_type="text/html; charset=utf-8", body="")


def _device() -> str:
    """Return the zone that the browser says, if there is such a zone."""
    told = http.request().query_string_parameters.get("device", "")
    return told if told and zone_of(told) is not None else ""


def _keeping(page: Response[str], zone: str) -> Response[str]:
    """Return the page with a cookie that says that this zone isn't asked about; the last few are kept."""
    kept = [one for one in unquote(cookies(http.request()).get(KEPT, "")).split("|") if zone_of(one) and one != zone]
    value = quote("|".join([*kept[-MOST_KEPT:], zone]), safe="")
    page.cookies.append(web.set_cookie(KEPT, value, lifetime=KEPT_LIFETIME, http_only=False))
    return page


def _changed(someone: Person, page: str) -> Response[str]:
    """Redirect after a change of the account, by way of a new token: pages are in its language and zone at once."""
    context, words, params = http.context(), N_("Saved."), {}
    if someone.zone:
        words = N_("Saved. Times are those of %(zone)s, where it is now %(time)s.")
        time = format_time(context.clock(), context.locale, someone.zone)
        params = {"zone": zones.label(someone.zone, context.locale), "time": time}
    renewing = f"/session/refresh?next={quote(page, safe='')}"
    return web.redirect(renewing if REFRESH in cookies(http.request()) else page, flash=words, params=params)
