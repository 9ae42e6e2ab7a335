"""Proposals: both sides answer, time reminds and expires, and with two acceptances there is a pair."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentoring import access, clock, ids, work
from mentoring.errors import NotFound, Stale
from mentoring.events.pairing import (
    PairAgreed,
    PairProposed,
    ProposalAcceptedByOne,
    ProposalDeclined,
    ProposalExpired,
    ProposalReminded,
    RematchRequested,
)
from mentoring.people import names
from mentoring.store import Page, retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import FORMING, OPEN_PROPOSALS, ExpiredFor, ProposalOrigin, ProposalState
from pairing import domain, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.events import Event
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
    _check_side(proposal, participant_id)
    return (proposal, mentor, mentee) if participant_id == mentor.participant_id else (proposal, mentee, mentor)


def own_side(context: Context, programme_id: str, proposal_id: str) -> str:
    """Return the user's participant in a proposal."""
    person_id = access.person(context)
    _, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    for one in (mentor, mentee):
        if one.person_id == person_id:
            return one.participant_id
    raise NotFound


@retrying
def accept(context: Context, programme_id: str, proposal_id: str, participant_id: str) -> Proposal:
    """Accept for one side; once both have, the pair exists.

    Raises `SeatTaken` or `AlreadyPaired` if a place was taken meanwhile; the proposal then ends, and another suggestion
    follows.
    """
    proposal, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    _check_side(proposal, participant_id)
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
            _expire(context, proposal, why)
            raise domain.too_late(why, proposal.origin, role) from taken
    else:
        uow.publish(ProposalAcceptedByOne(programme_id, proposal_id, participant_id), aggregate=proposal)
    uow.commit()
    return proposal


def _check_side(proposal: Proposal, participant_id: str) -> None:
    if participant_id not in (proposal.mentor_id, proposal.mentee_id):
        raise NotFound


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
    for open_too in store.proposals_of(context, proposal.programme_id, mentee.participant_id, also=accounts):
        if open_too.state in OPEN_PROPOSALS and open_too.proposal_id != proposal.proposal_id:
            end(uow, open_too, ExpiredFor.PAIRED)
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


@retrying
def decline(context: Context, programme_id: str, proposal_id: str, participant_id: str, reason: str = "") -> Proposal:
    """Decline for one side; only the organizers see the reason. Another suggestion for the mentee follows."""
    proposal, _, _ = read_proposal(context, programme_id, proposal_id)
    _check_side(proposal, participant_id)
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


def remind_and_expire(context: Context) -> dict[str, int]:
    """Remind of proposals on day 3 and let them expire on day 7; return how many this part did.

    Running it twice changes nothing. Nobody is reminded of a proposal that can't become a pair now, because its
    programme doesn't form any.
    """
    counts = {"reminded": 0, "expired": 0, "moved_on": 0}

    def advance(due: list[Proposal]) -> None:
        keys = [Programme.key(one) for one in sorted({one.programme_id for one in due})]
        programmes = context.store.get_many(Programme, keys) if keys else []
        forming = {one.programme_id for one in programmes if one.stage in FORMING}
        for proposal in due:
            with suppress(Stale):
                counts[_advance(context, proposal, remind=proposal.programme_id in forming)] += 1

    now = context.clock()
    work.in_parts(
        context, lambda after, limit: context.store.due_page(Proposal, now, after=after, limit=limit), advance
    )
    return counts


def _advance(context: Context, proposal: Proposal, *, remind: bool) -> str:
    if proposal.reminded_at:
        _expire(context, proposal, ExpiredFor.SILENCE)
        return "expired"
    proposal.reminded_at = clock.iso(context.clock())
    proposal.set_due(domain.due(clock.parse(proposal.sent_at), reminded=True))
    waiting = [one for one in (proposal.mentor_id, proposal.mentee_id) if one not in proposal.accepted_by]
    uow = context.step()
    uow.save(proposal)
    if remind:
        uow.publish(ProposalReminded(proposal.programme_id, proposal.proposal_id, waiting), aggregate=proposal)
    uow.commit()
    return "reminded" if remind else "moved_on"


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


def _expire(context: Context, proposal: Proposal, why: ExpiredFor) -> None:
    uow = context.step()
    end(uow, proposal, why)
    uow.commit()


def end(uow: UnitOfWork, proposal: Proposal, why: ExpiredFor) -> None:
    """Add to the transaction that a proposal is over, and that another one is looked for if one follows."""
    proposal.state, proposal.why = ProposalState.EXPIRED, why
    proposal.set_due(None)
    uow.save(proposal)
    uow.publish(ProposalExpired(proposal.programme_id, proposal.proposal_id, why), aggregate=proposal)
    if domain.looks_further(proposal.origin, why):
        look_further(uow, proposal.programme_id, proposal.proposal_id, [proposal.mentee_id])


def look_further(uow: UnitOfWork, programme_id: str, because_of: str, mentee_ids: Sequence[str]) -> None:
    """Add to the transaction that mentees are matched again, together; `because_of` is the id of what ended."""
    uow.publish(RematchRequested(programme_id, ids.derived("rematch", because_of), list(mentee_ids)))


def end_hopeless(context: Context, event: Event[PairAgreed]) -> None:
    """End the other open proposals of a mentor whose last place was taken, one by one, each repeatable."""
    agreed = event.data
    mentor = store.participant(context, agreed.programme_id, agreed.mentor_id)
    if mentor is None:
        raise NotFound
    seats = store.seats(context, mentor)
    if seats.taken < seats.capacity:
        return

    def end_all(known: list[Proposal]) -> None:
        for one in known:
            if one.state in OPEN_PROPOSALS:
                _end_open(context, one, ExpiredFor.FULL)

    work.in_parts(context, store.paged_proposals(context, agreed.programme_id, agreed.mentor_id), end_all)


@retrying
def _end_open(context: Context, known: Proposal, why: ExpiredFor) -> None:
    proposal = context.store.get(Proposal, *Proposal.key(known.programme_id, known.proposal_id))
    if proposal is None or proposal.state not in OPEN_PROPOSALS:
        return
    uow = context.step()
    end(uow, proposal, why)
    uow.commit()
