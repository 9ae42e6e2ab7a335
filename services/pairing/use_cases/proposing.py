"""Turns sent rounds into proposals, as far as there are places now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import clock, ids, work
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.pairing import Proposal, Round, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import ProposalOrigin, ProposalState, RoundState
from pairing import domain, store
from pairing.matching import editing
from pairing.matching.reasons import described
from pairing.use_cases.attempts import attempt
from pairing.use_cases.expiry import look_further
from pairing.use_cases.inputs import input_of
from pairing.use_cases.proposals import put_forward

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairingRoundSent
    from mentoring.store import UnitOfWork

TOGETHER = 16
"""Proposals per transaction: six items each at most."""


def propose(context: Context, event: Event[PairingRoundSent]) -> None:
    """Make the proposals of a sent round, in parts; the id of each is derived from its round and mentee.

    Places that were taken since the preview are respected: such a pair is left out, and its mentee, if still without
    one, is matched again.
    """
    sent = event.data
    wanted = store.round_of(context, sent.programme_id, sent.round_id)
    if wanted is not None and wanted.state == RoundState.FAILED:
        return
    if wanted is None or not wanted.result_key:
        raise NotFound
    attempt(context, wanted, lambda: _propose(context, wanted))


def _propose(context: Context, wanted: Round) -> None:
    """Make the proposals of one part, by mentee; its mentees who got none are matched again together."""
    pairs = sorted(_pairs_to_send(context, wanted), key=_mentee_id)
    alone: list[str] = []
    after = work.part(
        context,
        work.pages_of(pairs, _mentee_id),
        lambda page: alone.extend(_keep(context, wanted, page)),
        together=TOGETHER,
    )
    uow = context.begin()
    if alone:
        because_of = wanted.round_id + work.cursor(context)
        look_further(uow, wanted.programme_id, because_of, alone)
    go_on(context, uow, wanted, after)
    uow.commit()


def _mentee_id(pair: dict[str, Any]) -> str:
    return str(pair["mentee_id"])


def go_on(context: Context, uow: UnitOfWork, wanted: Round, after: str) -> None:
    """Continue the work on a round; tries are counted anew for each part."""
    if after and context.work is not None:
        wanted.attempts = 0
        uow.save(wanted)
    work.go_on(context, uow, after)


def _pairs_to_send(context: Context, wanted: Round) -> list[dict[str, Any]]:
    """Return the preview's pairs after the edits; those made by hand get their reasons now.

    If there are edits, the pairs are stored in the bucket: every part, and every delivery, proposes from the same list.
    """
    key = wanted.result_key
    pairs, edits = store.Results(context.files).get(key)["pairs"], editing.Edits.of(wanted.edits)
    if edits == editing.Edits():
        return list(pairs)
    sent_key = key.removesuffix(".json") + ".sent.json"
    if (found := store.Results(context.files).find(sent_key)) is not None:
        return list(found["pairs"])
    edited = store.preview_of(store.Results(context.files), key).edited(edits)
    kept = [one for one in pairs if edited.get(one["mentee_id"]) == one["mentor_id"]]
    by_hand = set(edited.items()) - {(one["mentee_id"], one["mentor_id"]) for one in kept}
    programme = context.store.get(Programme, *Programme.key(wanted.programme_id))
    if programme is None:
        raise NotFound
    pairs = kept + described(input_of(context, programme, wanted), by_hand)
    store.Results(context.files).put(sent_key, {"pairs": pairs})
    return pairs


@retrying
def _keep(context: Context, wanted: Round, pairs: Sequence[dict[str, Any]]) -> list[str]:
    """Make those proposals that don't exist yet and for which there are places, in one transaction.

    Return the mentees (participant ids) for whom there was no place and who can still be paired.
    """
    uow = context.step()
    wished = [
        proposal_of(context, wanted, one, because_of=wanted.round_id, origin=ProposalOrigin.ROUND) for one in pairs
    ]
    now = Now.of(
        context, wanted.programme_id, [one for pair in pairs for one in (pair["mentor_id"], pair["mentee_id"])]
    )
    now.offer(uow, wished)
    uow.commit()
    return [str(one["mentee_id"]) for one in pairs if now.left.get(one["mentee_id"], 0) > 0]


class Now:
    """Everybody's current places. Seats are read first, so that saving them proves that all of this still holds."""

    def __init__(self, seats: dict[str, Seats], proposals: list[Proposal], people: list[Participant]) -> None:
        self.proposals, self._seats = proposals, seats
        self._people = {one.participant_id: one for one in people}
        self.left = store.places(people, proposals, seats)
        self._made = {one.proposal_id for one in proposals}
        self._met = {(one.mentee_id, one.mentor_id) for one in proposals}

    @classmethod
    def of_all(cls, context: Context, programme_id: str) -> Now:
        """Return the places of everybody in a programme."""
        proposals, seats = store.pairing_items(context, programme_id)
        return cls(seats, proposals, store.participants(context, programme_id))

    @classmethod
    def of(cls, context: Context, programme_id: str, participant_ids: Sequence[str]) -> Now:
        """Return the places of some participants; what is read grows with them, not with the programme."""
        keys = list(dict.fromkeys(participant_ids))
        seats = context.store.get_many(Seats, [Seats.key(programme_id, one) for one in keys])
        met = {one.proposal_id: one for each in keys for one in store.proposals_of(context, programme_id, each)}
        people = context.store.get_many(Participant, [Participant.key(programme_id, one) for one in keys])
        return cls({one.participant_id: one for one in seats}, list(met.values()), people)

    def offer(self, uow: UnitOfWork, wished: Sequence[Proposal]) -> None:
        """Add to the transaction those proposals that are new and for which both have a place."""
        fresh = [one for one in wished if self._new(one) and self._take(one)]
        for one in dict.fromkeys(side for each in fresh for side in (each.mentor_id, each.mentee_id)):
            uow.save(store.seats_among(self._seats, self._people[one]))
        for proposal in fresh:
            put_forward(uow, proposal)

    def _new(self, one: Proposal) -> bool:
        return one.proposal_id not in self._made and (one.mentee_id, one.mentor_id) not in self._met

    def _take(self, one: Proposal) -> bool:
        """Take a place of both, if both have one left."""
        both = (one.mentor_id, one.mentee_id)
        if any(self.left.get(side, 0) < 1 for side in both):
            return False
        for side in both:
            self.left[side] -= 1
        return True


def proposal_of(context: Context, wanted: Round, pair: dict[str, Any], *, because_of: str, origin: str) -> Proposal:
    """Return a proposal with a round's settings; the same cause and mentee give the same id."""
    proposal_id = ids.derived("proposal", because_of, pair["mentee_id"])
    now = context.clock()
    proposal = Proposal(
        *Proposal.key(wanted.programme_id, proposal_id),
        proposal_id=proposal_id,
        programme_id=wanted.programme_id,
        round_id=wanted.round_id,
        origin=origin,
        mentor_id=pair["mentor_id"],
        mentee_id=pair["mentee_id"],
        reserve_id=pair.get("reserve_id"),
        score=pair["score"],
        reasons=pair["reasons"],
        state=ProposalState.SENT,
        sent_at=clock.iso(now),
    )
    proposal.set_due(domain.due(now, reminded=False))
    return proposal
