"""The page behind the link of a nudge: what is true for the two, without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mentoring import http, links, web
from mentoring.tables.vocabulary import Worry
from monitoring.pages.base import PAGES, Html
from monitoring.use_cases import requests

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair

router = http.PageRouter("/monitoring/answer/<token>")


class WishForm(http.Model):
    """What a participant asks the organizers for."""

    wish: Literal[Worry.HELP, Worry.PAUSE, Worry.END]


@router.get("/monitoring/answer/<token>")
def nudge_page(token: str) -> Html:
    """Show the reason for the nudge and the possible answers."""
    link = _link(token)
    context = http.context().acting_as(link.person_id)
    return _nudge(token, requests.pair_of(context, link.subject), link, asked="")


@router.post("/monitoring/answer/<token>")
def ask(token: str) -> Html:
    """Tell the organizers what the pair needs."""
    link, sent = _link(token), web.form(WishForm)
    context = http.context().acting_as(link.person_id)
    pair = requests.ask(context, link.subject, sent.wish)
    return _nudge(token, pair, link, asked=sent.wish)


def _link(token: str) -> links.Link:
    return links.read("nudge", token, http.context().clock())


def _nudge(token: str, pair: Pair, link: links.Link, *, asked: str) -> Html:
    partner = pair.partner_name(link.person_id)
    rule = link.claims.get("rule", "")
    return PAGES.render("nudge.html", http.context(), pair=pair, partner=partner, token=token, asked=asked, rule=rule)
