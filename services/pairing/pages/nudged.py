"""The page behind «we want to end the process» in a nudge, without signing in."""

from __future__ import annotations

from pydantic import Field

from mentoring import http, links, web
from mentoring.errors import N_, Invalid
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html

router = http.PageRouter("/pairing/end/<token>")


class EndForm(http.Model):
    """Why somebody ends a process, for the organizers alone."""

    reason: str = Field("", max_length=2000)


def _link(token: str) -> links.Link:
    return links.read("nudge", token, http.context().clock())


def _page(token: str, status: int = 200, **values: object) -> Html:
    link, context = _link(token), http.context()
    pair, _, partner = use_cases.mine(context.acting_as(link.person_id), link.subject)
    return PAGES.render("end.html", context, status, pair=pair, partner=partner, token=token, **values)


@router.get("/pairing/end/<token>")
def end_page(token: str) -> Html:
    """Show what happens when the process ends, and ask; once it has ended, say so."""
    return _page(token)


@router.post("/pairing/end/<token>")
def end(token: str) -> Html:
    """End the process; when it has ended already, nothing happens."""
    link = _link(token)
    try:
        sent = web.form(EndForm)
        use_cases.close_early(http.context().acting_as(link.person_id), link.subject, sent.reason)
    except Invalid as error:
        return _page(token, 422, **web.kept(error))
    except domain.PairEnded:
        return web.redirect(f"/pairing/end/{token}")
    return web.redirect(f"/pairing/end/{token}", flash=N_("The process has ended."))
