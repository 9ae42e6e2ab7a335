"""Proposals that wait for somebody, at home: which are theirs, and where they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import access, links
from mentoring.tables.pairing import Proposal, ProposalSide

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant

ANSWERED_WITHIN = timedelta(days=1)
"""So long a page of home leads to a proposal: each look at home makes a new link."""


def keys(context: Context, one: Participant) -> list[access.Key]:
    """Return the keys of a participant's proposals."""
    sides = context.store.query(ProposalSide, *ProposalSide.of(one.programme_id, one.participant_id))
    return [Proposal.key(one.programme_id, side.proposal_id) for side in sides]


def answer_at(context: Context, present: Participant, one: Proposal) -> str:
    """Return the path where a participant answers a proposal: that of the link in its mail."""
    claims = {"programme_id": one.programme_id, "participant_id": present.participant_id}
    expires_at = context.clock() + ANSWERED_WITHIN
    token = links.sign("proposal", one.proposal_id, person_id=present.person_id, expires_at=expires_at, **claims)
    return f"/proposals/answer/{token}"
