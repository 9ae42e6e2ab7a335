"""JSON of proposals: list them, answer one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http
from pairing import use_cases

router = http.Router()


class ProposalView(http.Versioned):
    """A proposal; `origin` is `round`, `reserve` (the next suggestion) or `request` (the mentee's own choice)."""

    proposal_id: str
    programme_id: str
    origin: str
    mentor_id: str
    mentee_id: str
    score: int
    reasons: dict[str, list[str]]
    state: str
    sent_at: str
    accepted_by: list[str]


class ProposalList(http.View):
    """A page of proposals."""

    items: list[ProposalView]
    next: str | None


class ProposalAnswer(http.Model):
    """An answer to a proposal."""

    answer: Literal["accept", "decline"]
    reason: str = Field("", max_length=2000)


@router.get("/v1/pairing/<programme_id>/proposals", paged=True)
def list_proposals(programme_id: str) -> ProposalList:
    """Return proposals: all to organizers, their own to participants."""
    page, following = http.part_of(lambda after, limit: use_cases.proposals(http.context(), programme_id, after, limit))
    return ProposalList(items=[ProposalView.of(one) for one in page], next=following)


@router.post("/v1/pairing/<programme_id>/proposals/<proposal_id>/answers")
def answer(programme_id: str, proposal_id: str, body: ProposalAnswer) -> ProposalView:
    """Answer a proposal."""
    context = http.context()
    side = use_cases.own_side(context, programme_id, proposal_id)
    if body.answer == "accept":
        return ProposalView.of(use_cases.accept(context, programme_id, proposal_id, side))
    return ProposalView.of(use_cases.decline(context, programme_id, proposal_id, side, body.reason))
