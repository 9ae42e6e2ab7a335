"""Pages of pairing: the workbench, and the answer to a proposal."""

from __future__ import annotations

from typing import Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from mentoring import http, links, web
from mentoring.errors import N_
from pairing import domain, store, use_cases

PAGES = web.Pages("pairing")
RESULTS: store.Results = store.BucketResults()
router = http.PageRouter()

Html = Response[str]

STATES = {
    "sent": N_("waiting for both"),
    "accepted_by_one": N_("one said yes"),
    "agreed": N_("agreed"),
    "declined": N_("declined"),
    "expired": N_("expired"),
}
MODES = {
    "most_served": N_("as many pairs as possible"),
    "best_quality": N_("only good pairs"),
    "self_matching": N_("mentees choose their mentor"),
}
ROUND_STATES = {
    "requested": N_("being calculated"),
    "preview": N_("preview"),
    "sent": N_("sent"),
    "closed": N_("closed"),
    "failed": N_("failed"),
}


class AnswerForm(BaseModel):
    """The answer of a proposal's page."""

    answer: Literal["accept", "decline"]
    reason: str = Field("", max_length=2000)


class CloseForm(BaseModel):
    """Why an organizer ends a process, and whether the mentee is matched again."""

    reason: str = Field("", max_length=2000)
    rematch: Literal["yes"] | None = None


@router.get("/pairing/<programme_id>")
def workbench(programme_id: str) -> Html:
    """Show the newest round: pairs with scores and reasons, who is unmatched and why, proposals."""
    context = http.context()
    shown = use_cases.bench(context, RESULTS, programme_id)
    return PAGES.render(
        "workbench.html",
        context,
        bench=shown,
        accent=shown.programme.accent,
        forming=shown.programme.stage in domain.FORMING,
        tally=[(state, found) for state in STATES if (found := [one.state for one in shown.proposals].count(state))],
        modes=MODES,
        states=STATES,
        round_states=ROUND_STATES,
    )


@router.post("/pairing/<programme_id>/rounds")
def request_round(programme_id: str) -> Html:
    """Ask for a round."""
    use_cases.request_round(http.context(), programme_id)
    return web.redirect(f"/pairing/{programme_id}", flash=N_("The pairing runs; its result will be here in a moment."))


@router.post("/pairing/<programme_id>/rounds/<round_id>/send")
def send_round(programme_id: str, round_id: str) -> Html:
    """Send the proposals."""
    use_cases.send_round(http.context(), programme_id, round_id)
    return web.redirect(f"/pairing/{programme_id}", flash=N_("The proposals are on their way to both sides."))


@router.get("/pairing/<programme_id>/mentors")
def mentors(programme_id: str) -> Html:
    """Show a mentee the mentors that suit them, with the reasons, and how many more they may ask."""
    context = http.context()
    found = use_cases.choice(context, RESULTS, programme_id)
    return PAGES.render("mentors.html", context, choice=found, accent=found.programme.accent, most=domain.MOST_REQUESTS)


@router.post("/pairing/<programme_id>/mentors/<mentor_id>")
def ask_mentor(programme_id: str, mentor_id: str) -> Html:
    """Ask a mentor."""
    use_cases.ask_mentor(http.context(), RESULTS, programme_id, mentor_id)
    return web.redirect(
        f"/pairing/{programme_id}/mentors", flash=N_("Your request is on its way. We write to you about the answer.")
    )


@router.get("/pairing/<programme_id>/pairs/<pair_id>/close")
def close_page(programme_id: str, pair_id: str) -> Html:
    """Show an organizer what closing a pair means."""
    context = http.context()
    programme, pair = use_cases.organized_pair(context, programme_id, pair_id)
    return PAGES.render("close.html", context, pair=pair, programme=programme, accent=programme.accent)


@router.post("/pairing/<programme_id>/pairs/<pair_id>/close")
def close(programme_id: str, pair_id: str) -> Html:
    """End a process early, and have the mentee matched again when that is wished."""
    context, sent = http.context(), web.form(CloseForm)
    use_cases.organized_pair(context, programme_id, pair_id)
    use_cases.close_early(context, pair_id, sent.reason, rematch=sent.rematch is not None)
    said = N_("The process has ended; we look for another mentor.") if sent.rematch else N_("The process has ended.")
    return web.redirect(f"/monitoring/{programme_id}", flash=said)


def _link(token: str) -> links.Link:
    return links.read("proposal", token, http.context().clock())


def _side(link: links.Link) -> tuple[str, str, str]:
    """Return programme, proposal and the participant a link speaks for."""
    return link.claims["programme_id"], link.subject, link.claims["participant_id"]


@router.get("/proposals/answer/<token>")
def proposal_page(token: str) -> Html:
    """Show a proposal to one side: who, why, and two buttons."""
    context, link = http.context(), _link(token)
    proposal, me, other = use_cases.read_side(context, *_side(link))
    return PAGES.render("proposal.html", context, proposal=proposal, me=me, other=other, token=token)


@router.post("/proposals/answer/<token>")
def answer(token: str) -> Html:
    """Take the answer."""
    context, link, sent = http.context(), _link(token), web.form(AnswerForm)
    side = _side(link)
    if sent.answer == "accept":
        proposal = use_cases.accept(context, *side)
        said = (
            N_("Thank you. You are a pair now; look into your inbox for the first steps.")
            if proposal.state == "agreed"
            else N_("Thank you. As soon as the other side says yes too, you are a pair.")
        )
    else:
        proposal = use_cases.decline(context, *side, sent.reason)
        said = (
            N_("Thank you for telling us. The mentee can ask somebody else now.")
            if proposal.origin == domain.REQUEST
            else N_("Thank you for telling us. We are looking for the next suggestion.")
        )
    return web.redirect(f"/proposals/answer/{token}", flash=said)
