"""Who would like to meet the user, and whom they asked; and the page behind the link of the mail."""

from __future__ import annotations

from typing import Literal

from gatherings.pages.base import PAGES, Html
from gatherings.use_cases.directory import introducing
from mentoring import http, links, web
from mentoring.errors import N_, Conflict, DomainError

router = http.PageRouter("/directory/answer/<token>")

SAID = {
    True: N_("Done: both of you get an email with each other's address."),
    False: N_("Done. Nobody is told that you said no."),
}


class AnswerForm(http.Model):
    """Whether somebody would like to meet who asked."""

    answer: Literal["yes", "no"]


@router.get("/directory/<programme_id>/introductions")
def wishes(programme_id: str) -> Html:
    """Show who would like to meet the user, and whom they asked."""
    return _page(programme_id)


def _page(programme_id: str, error: DomainError | None = None) -> Html:
    context = http.context()
    found = introducing.wishes(context, programme_id)
    programme = found.viewer.programme
    return PAGES.render(
        "introductions.html",
        context,
        error.status if error else 200,
        found=found,
        programme=programme,
        accent=programme.accent,
        problem=error.message if error else "",
    )


@router.post("/directory/<programme_id>/introductions/<introduction_id>")
def answer_signed_in(programme_id: str, introduction_id: str) -> Html:
    """Say yes or no to who would like to meet the user."""
    yes = web.form(AnswerForm).answer == "yes"
    try:
        introducing.to_me(http.context(), programme_id, introduction_id, yes=yes)
    except Conflict as error:
        return _page(programme_id, error)
    return web.redirect(f"/directory/{programme_id}/introductions", flash=SAID[yes])


@router.get("/directory/answer/<token>")
def answer_page(token: str) -> Html:
    """Show who would like to meet whoever got the mail, and what a yes does."""
    return _answer(token)


def _answer(token: str, error: DomainError | None = None) -> Html:
    context = http.context()
    found = introducing.of_link(context, links.read("introduction", token, context.clock()))
    return PAGES.render(
        "introduction.html",
        context,
        error.status if error else 200,
        wish=found,
        waits=found.waits(context),
        programme=found.programme,
        accent=found.programme.accent,
        token=token,
        problem=error.message if error else "",
    )


@router.post("/directory/answer/<token>")
def answer(token: str) -> Html:
    """Say yes or no."""
    context = http.context()
    link = links.read("introduction", token, context.clock())
    yes = web.form(AnswerForm).answer == "yes"
    try:
        acting = context.acting_as(link.person_id)
        introducing.answer(acting, link.claims["programme_id"], link.claims["asker"], yes=yes)
    except Conflict as error:
        return _answer(token, error)
    return web.redirect(f"/directory/answer/{token}", flash=SAID[yes])
