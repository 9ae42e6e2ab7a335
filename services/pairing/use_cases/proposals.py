"""Proposals: who may read which, and how a new one is put forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import NotFound
from mentoring.events.pairing import PairProposed
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.pairing import Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Participant, Programme
from pairing import store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


def proposals(context: Context, programme_id: str, after: str = "", limit: int = 50) -> Page[Proposal]:
    """Return a programme's proposals by id: a page for its organizers, their own for participants."""
    try:
        access.organizer(context, programme_id, access.ORGANIZERS)
    except NotFound:
        return Page(sorted(_own_proposals(context, programme_id), key=lambda one: one.proposal_id))
    return context.store.page(Proposal, *Proposal.of(programme_id), after=after, limit=limit)


def _own_proposals(context: Context, programme_id: str) -> list[Proposal]:
    mine = context.store.listed(Participant, *Participant.listed(access.person(context), programme_id))
    if not mine:
        raise NotFound
    sides = [
        side
        for one in mine
        for side in context.store.query(ProposalSide, *ProposalSide.of(programme_id, one.participant_id))
    ]
    return context.store.get_many(Proposal, [Proposal.key(programme_id, side.proposal_id) for side in sides])


def read_proposal(context: Context, programme_id: str, proposal_id: str) -> tuple[Proposal, Participant, Participant]:
    """Return a proposal with its mentor and mentee; within a request its programme and both seats are read along."""
    read = context.store.get_many(Item, [Proposal.key(programme_id, proposal_id), Programme.key(programme_id)])
    proposal = next((one for one in read if isinstance(one, Proposal)), None)
    if proposal is None:
        raise NotFound
    sides = (proposal.mentor_id, proposal.mentee_id)
    keys = [kind.key(programme_id, one) for kind in (Participant, Seats) for one in sides]
    people = [one for one in context.store.get_many(Item, keys) if isinstance(one, Participant)]
    if len(people) != len(sides):
        raise NotFound
    return proposal, people[0], people[1]


def read_side(
    context: Context, programme_id: str, proposal_id: str, participant_id: str
) -> tuple[Proposal, Participant, Participant]:
    """Return a proposal as one of its sides sees it: with that participant, then the other."""
    proposal, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    check_side(proposal, participant_id)
    return (proposal, mentor, mentee) if participant_id == mentor.participant_id else (proposal, mentee, mentor)


def own_side(context: Context, programme_id: str, proposal_id: str) -> str:
    """Return the user's participant in a proposal."""
    person_id = access.person(context)
    _, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    for one in (mentor, mentee):
        if one.person_id == person_id:
            return one.participant_id
    raise NotFound


def check_side(proposal: Proposal, participant_id: str) -> None:
    """Raise `NotFound` for a participant on neither side of a proposal."""
    if participant_id not in (proposal.mentor_id, proposal.mentee_id):
        raise NotFound


def put_forward(uow: UnitOfWork, proposal: Proposal) -> None:
    """Add a new proposal to the transaction: the item, one for each side to find it, and the event."""
    uow.save(proposal)
    uow.save(store.side(proposal, proposal.mentor_id))
    uow.save(store.side(proposal, proposal.mentee_id))
    uow.publish(
        PairProposed(
            proposal.programme_id, proposal.round_id, proposal.proposal_id, proposal.mentor_id, proposal.mentee_id
        ),
        aggregate=proposal,
    )
