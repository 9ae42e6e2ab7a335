"""The page behind the links of mails: sign up, cancel, take a seat that is kept, without signing in."""

from __future__ import annotations

from dataclasses import replace

from gatherings.pages.base import NAMES, PAGES, Html
from gatherings.pages.gathering import SignUpForm, shown, take
from gatherings.use_cases import reading
from mentoring import http, links, web
from mentoring.errors import Conflict, DomainError, Invalid
from mentoring.i18n import browser_zone

router = http.PageRouter("/gatherings/answer/<token>")


@router.get("/gatherings/answer/<token>")
def answer_page(token: str) -> Html:
    """Show what a mail was about, and what can be answered."""
    return _page(token)


def _page(token: str, error: DomainError | None = None) -> Html:
    context = http.context()
    link = links.read("gathering", token, context.clock())
    programme, seen, zone = reading.of_link(context, link)
    if zone and not browser_zone(http.request()):
        context = replace(context, zone=zone)
    return PAGES.render(
        "answer.html",
        context,
        error.status if error else 200,
        programme=programme,
        accent=programme.accent,
        **shown(context, seen),
        token=token,
        problem=error.message if error else "",
        problem_values=error.params if error else {},
        **NAMES,
    )


@router.post("/gatherings/answer/<token>")
def answer(token: str) -> Html:
    """Do what was answered."""
    context = http.context()
    link = links.read("gathering", token, context.clock())
    try:
        done = take(context.acting_as(link.person_id), link.claims["programme_id"], link.subject, web.form(SignUpForm))
    except (Conflict, Invalid) as error:
        return _page(token, error)
    return web.redirect(f"/gatherings/answer/{token}", flash=done)
