"""Answers to proposals: with two yeses there is a pair, with one no there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.pairing import PairAgreed, ProposalAcceptedByOne, ProposalDeclined
from mentoring.people import names
from mentoring.rolling import Rolling, is_ongoing
from mentoring.store import retrying
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember, Proposal
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import FORMING, OPEN_PROPOSALS, ExpiredFor, ProposalOrigin, ProposalState
from pairing import domain, store
from pairing.use_cases.expiry import end, expire, look_further
from pairing.use_cases.proposals import check_side, read_proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork


@retrying
def accept(context: Context, programme_id: str, proposal_id: str, participant_id: str) -> Proposal:
    """Accept for one side; once both have, the pair exists.

    Raises `SeatTaken` or `AlreadyPaired` if a place was taken meanwhile; the proposal then ends, and another suggestion
    follows.
    """
    proposal, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    check_side(proposal, participant_id)
    role = domain.MENTOR if participant_id == proposal.mentor_id else domain.MENTEE
    if proposal.state == ProposalState.EXPIRED:
        raise domain.too_late(proposal.why, proposal.origin, role)
    if mentor.withdrawn_at or mentee.withdrawn_at:
        raise domain.ProposalAnswered
    before = domain.Answer(proposal.state, tuple(proposal.accepted_by))
    after = before.accept(participant_id)
    if after == before:
        return proposal
    proposal.state, proposal.accepted_by = after.state, list(after.accepted_by)
    uow = context.begin()
    uow.save(proposal)
    if after.state == ProposalState.AGREED:
        proposal.set_due(None)
        try:
            _agree(context, uow, proposal, mentor, mentee)
        except (domain.SeatTaken, domain.AlreadyPaired) as taken:
            why = ExpiredFor.FULL if isinstance(taken, domain.SeatTaken) else ExpiredFor.PAIRED
            expire(context, proposal, why)
            raise domain.too_late(why, proposal.origin, role) from taken
    else:
        uow.publish(ProposalAcceptedByOne(programme_id, proposal_id, participant_id), aggregate=proposal)
    uow.commit()
    return proposal


def _agree(context: Context, uow: UnitOfWork, proposal: Proposal, mentor: Participant, mentee: Participant) -> None:
    """Add an agreed pair to the transaction: a seat of each, the pair, its members, the event.

    All other open proposals of the mentee end with it.
    """
    programme = context.store.get(Programme, *Programme.key(proposal.programme_id))
    if programme is None:
        raise NotFound
    if programme.stage not in FORMING:
        raise domain.NotTheStage
    seats = store.all_seats(context, [mentor, mentee])
    for one in (mentor, mentee):
        own = seats[one.participant_id]
        own.taken = domain.Seats(one.role, own.capacity, own.taken).take().taken
        uow.save(own)
    accounts = [Person.key(one.person_id) for one in (mentor, mentee)]
    known = store.proposals_of(context, proposal.programme_id, mentee.participant_id, also=accounts)
    others = [one for one in known if one.proposal_id != proposal.proposal_id]
    for open_too in others:
        if open_too.state in OPEN_PROPOSALS:
            end(uow, open_too, ExpiredFor.PAIRED)
    _supersede(context, uow, others)
    pair_id = store.pair_id_of(proposal)
    called = dict(zip((mentor.participant_id, mentee.participant_id), names(context, mentor, mentee), strict=True))
    pair = Pair(
        *Pair.key(pair_id),
        pair_id=pair_id,
        programme_id=proposal.programme_id,
        organization_id=programme.organization_id,
        mentor_id=mentor.participant_id,
        mentee_id=mentee.participant_id,
        mentor_person_id=mentor.person_id,
        mentee_person_id=mentee.person_id,
        mentor_name=called[mentor.participant_id],
        mentee_name=called[mentee.participant_id],
        score=proposal.score,
        agreed_at=clock.iso(context.clock()),
        ends_at=_own_end(context, programme),
    )
    pair.list_pk, pair.list_sk = Pair.list_key(proposal.programme_id, pair_id)
    pair.set_due(context.clock() + domain.SEEN_AGAIN)
    uow.save(pair)
    for one, other in ((mentor, mentee), (mentee, mentor)):
        member = PairMember(
            *PairMember.key(pair_id, one.person_id),
            pair_id=pair_id,
            programme_id=proposal.programme_id,
            person_id=one.person_id,
            participant_id=one.participant_id,
            role=one.role,
            partner_name=called[other.participant_id],
        )
        member.list_pk, member.list_sk = PairMember.list_key(one.person_id, pair_id)
        uow.save(member)
    uow.publish(
        PairAgreed(
            proposal.programme_id,
            pair_id,
            proposal.proposal_id,
            mentor.participant_id,
            mentee.participant_id,
            mentor.person_id,
            mentee.person_id,
        ),
        aggregate=pair,
    )


def _supersede(context: Context, uow: UnitOfWork, others: Sequence[Proposal]) -> None:
    """Add to the transaction that the earlier pairs of a mentee, by their proposals, count no more beside a new one."""
    keys = [Pair.key(store.pair_id_of(one)) for one in others if one.state == ProposalState.AGREED]
    for earlier in context.store.get_many(Pair, keys) if keys else []:
        if not earlier.is_undone:
            earlier.superseded = True
            uow.save(earlier)


def _own_end(context: Context, programme: Programme) -> str | None:
    """Return when a pair that is agreed now comes to its own end, in an ongoing programme."""
    if not is_ongoing(programme):
        return None
    end = Rolling.of(programme).end(context.clock(), programme.zone)
    return clock.iso(end) if end is not None else None


@retrying
def decline(context: Context, programme_id: str, proposal_id: str, participant_id: str, reason: str = "") -> Proposal:
    """Decline for one side; only the organizers see the reason. Another suggestion for the mentee follows."""
    proposal, _, _ = read_proposal(context, programme_id, proposal_id)
    check_side(proposal, participant_id)
    after = domain.Answer(proposal.state, tuple(proposal.accepted_by)).decline()
    proposal.state, proposal.declined_by, proposal.decline_reason = after.state, participant_id, reason
    proposal.set_due(None)
    uow = context.begin()
    uow.save(proposal)
    uow.publish(ProposalDeclined(programme_id, proposal_id, participant_id), aggregate=proposal)
    if proposal.origin != ProposalOrigin.REQUEST:
        look_further(uow, programme_id, proposal_id, [proposal.mentee_id])
    uow.commit()
    return proposal
