"""Somebody leaves the programme: their open proposals and pairs end, and their mentees are matched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import work
from mentoring.store import retrying
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.vocabulary import OPEN_PROPOSALS, ExpiredFor, ProposalOrigin, ProposalState
from pairing import domain, store
from pairing.use_cases.expiry import end, look_further
from pairing.use_cases.pairs import end_early

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationWithdrawn
    from mentoring.tables.recruitment import Participant


def leave(context: Context, event: Event[ApplicationWithdrawn]) -> None:
    """End everything with somebody who withdrew, step by step, each repeatable; match their mentees again.

    The mentees are read from everything that has ended, not only from what ended just now, so a second delivery after a
    crash finds the same ones.
    """
    withdrawn = event.data
    gone = store.participant(context, withdrawn.programme_id, withdrawn.application_id)
    if gone is None or not gone.withdrawn_at:
        return
    if not work.cursor(context):
        _shut(context, gone)
    alone: set[str] = set()

    def end_all(known: list[Proposal]) -> None:
        alone.update(one.mentee_id for one in known if _end(context, gone, one) and gone.role == domain.MENTOR)

    after = work.part(context, store.paged_proposals(context, gone.programme_id, gone.participant_id), end_all)
    uow = context.begin()
    if alone:
        look_further(uow, gone.programme_id, event.meta.id + work.cursor(context), sorted(alone))
    work.go_on(context, uow, after)
    uow.commit()


@retrying
def _shut(context: Context, gone: Participant) -> None:
    """Save the seats, now none: no proposal that is being made at this moment can use them."""
    uow = context.step()
    uow.save(store.seats(context, gone))
    uow.commit()


@retrying
def _end(context: Context, gone: Participant, known: Proposal) -> bool:
    """End a proposal, or the pair it has become; return whether its mentee is to be matched again."""
    proposal = context.store.get(Proposal, *Proposal.key(known.programme_id, known.proposal_id))
    if proposal is None:
        return False
    uow = context.step()
    if proposal.state in OPEN_PROPOSALS:
        end(uow, proposal, ExpiredFor.LEFT)
    pair = (
        context.store.get(Pair, *Pair.key(store.pair_id_of(proposal)))
        if proposal.state == ProposalState.AGREED
        else None
    )
    chosen = proposal.origin == ProposalOrigin.REQUEST
    if pair is not None and not pair.outcome:
        pair.left_by, pair.rematch = gone.participant_id, gone.role == domain.MENTOR and not chosen
        end_early(context, uow, pair, gone.person_id, domain.WITHDRAWN)
    elif pair is not None and gone.role == domain.MENTEE and not pair.is_undone:
        pair.superseded = True
        uow.save(pair)
    uow.commit()
    ended = proposal.why == ExpiredFor.LEFT or (pair is not None and pair.left_by == gone.participant_id)
    return ended and not chosen
