"""How proposals end without an answer: time reminds and lets expire, a last place goes to somebody else."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentoring import clock, ids, work
from mentoring.errors import NotFound, Stale
from mentoring.events.pairing import PairAgreed, ProposalExpired, ProposalReminded, RematchRequested
from mentoring.store import retrying
from mentoring.tables.pairing import Proposal
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import FORMING, OPEN_PROPOSALS, ExpiredFor, ProposalState
from pairing import domain, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork


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
        expire(context, proposal, ExpiredFor.SILENCE)
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


def expire(context: Context, proposal: Proposal, why: ExpiredFor) -> None:
    """End a proposal in a transaction of its own."""
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


def look_further(
    uow: UnitOfWork, programme_id: str, because_of: str, mentee_ids: Sequence[str], *, pair_id: str = ""
) -> None:
    """Add to the transaction that mentees are matched again, together; `because_of` is the id of what ended.

    `pair_id` if that is a process, after which an organizer decides so.
    """
    uow.publish(RematchRequested(programme_id, ids.derived("rematch", because_of), list(mentee_ids), pair_id))


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
