"""Participants' choices and answers: the mentors that suit a mentee, and the pages that links in mails lead to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http, links, web
from mentoring.errors import N_
from mentoring.tables.vocabulary import ProposalOrigin, ProposalState
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html

router = http.PageRouter("/proposals/answer/<token>")


class AnswerForm(http.Model):
    """The answer on a proposal's page."""

    answer: Literal["accept", "decline"]
    reason: str = Field("", max_length=2000)


@router.get("/pairing/<programme_id>/mentors")
def mentors(programme_id: str) -> Html:
    """Show a mentee the mentors that suit them, with the reasons, and how many more they may ask."""
    context = http.context()
    found = use_cases.choice(context, programme_id)
    return PAGES.render("mentors.html", context, choice=found, accent=found.programme.accent, most=domain.MOST_REQUESTS)


@router.post("/pairing/<programme_id>/mentors/<mentor_id>")
def ask_mentor(programme_id: str, mentor_id: str) -> Html:
    """Ask a mentor."""
    use_cases.ask_mentor(http.context(), programme_id, mentor_id)
    return web.redirect(
        f"/pairing/{programme_id}/mentors", flash=N_("Your request is on its way. We write to you about the answer.")
    )


def _link(token: str) -> links.Link:
    return links.read("proposal", token, http.context().clock())


def _side(link: links.Link) -> tuple[str, str, str]:
    """Return programme, proposal and the participant for whom a link acts."""
    return link.claims["programme_id"], link.subject, link.claims["participant_id"]


@router.get("/proposals/answer/<token>")
def proposal_page(token: str) -> Html:
    """Show a proposal to one side: who, why, and two buttons."""
    return _proposal(token)


def _proposal(token: str, status: int = 200, **values: object) -> Html:
    context, link = http.context(), _link(token)
    proposal, me, other = use_cases.read_side(context, *_side(link))
    return PAGES.render("proposal.html", context, status, proposal=proposal, me=me, other=other, token=token, **values)


@router.post("/proposals/answer/<token>")
def answer(token: str) -> Html:
    """Accept the answer."""
    context, side = http.context(), _side(_link(token))
    try:
        sent = web.form(AnswerForm)
    except web.FormInvalid as error:
        return _proposal(token, 422, **web.kept(error))
    if sent.answer == "accept":
        proposal = use_cases.accept(context, *side)
        said = (
            N_("Thank you. You are a pair now; look into your inbox for the first steps.")
            if proposal.state == ProposalState.AGREED
            else N_("Thank you. As soon as the other side says yes too, you are a pair.")
        )
    else:
        proposal = use_cases.decline(context, *side, sent.reason)
        said = (
            N_("Thank you for telling us. The mentee can ask somebody else now.")
            if proposal.origin == ProposalOrigin.REQUEST
            else N_("Thank you for telling us. We are looking for the next suggestion.")
        )
    return web.redirect(f"/proposals/answer/{token}", flash=said)
