"""The pairing worker: solves requested rounds and makes the proposals of sent ones. Only it loads numpy and scipy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, consumers, ids
from mentoring.errors import NotFound
from mentoring.events.catalogue import PairingPreviewed, PairingRequested, PairingRoundSent, PairProposed
from mentoring.tables.pairing import Proposal
from mentoring.tables.recruitment import Programme
from pairing import domain, explain, store
from pairing.scoring import Person, Weights

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.tables.pairing import Round
    from mentoring.tables.recruitment import Participant

TOGETHER = 20
"""Proposals made in one transaction: four items each."""
SEASON = timedelta(days=270)
"""How long a programme without dates is taken to last."""

RESULTS: store.Results = store.BucketResults()


def solve(context: Context, event: Event) -> None:
    """Solve a requested round and keep its preview; run again, it gives the same."""
    asked = event.data
    assert isinstance(asked, PairingRequested)  # noqa: S101 - the consumer's table says so
    wanted = store.round_of(context, asked.programme_id, asked.round_id)
    programme = context.store.get(Programme, *Programme.key(asked.programme_id))
    if wanted is None or programme is None:
        raise NotFound
    if wanted.state != "requested":
        return
    uow = context.begin()
    uow.save(wanted)
    try:
        given = input_of(context, programme, wanted)
    except ValueError as error:
        wanted.state, wanted.problem = "failed", str(error)
        uow.commit()
        return
    result = explain.pair_up(given)
    wanted.result_key = f"rounds/{asked.programme_id}/{asked.round_id}.json"
    RESULTS.put(wanted.result_key, result)
    wanted.state, wanted.figures, wanted.input_hash = "preview", result["figures"], result["input_hash"]
    figures = result["figures"]
    uow.publish(
        PairingPreviewed(asked.programme_id, asked.round_id, figures["matched"], figures["unmatched"]),
        aggregate=wanted,
    )
    uow.commit()


def input_of(context: Context, programme: Programme, wanted: Round) -> explain.Input:
    """Return everybody who can still be paired, with the places they have left."""
    proposals, seats = store.pairing_items(context, programme.programme_id)
    held = [person for one in store.reserved(proposals) for person in (one.mentor_id, one.mentee_id)]

    def left(one: Participant) -> int:
        capacity = one.profile["capacity"] if one.role == domain.MENTOR else 1
        taken = int(seats[one.participant_id].taken) if one.participant_id in seats else 0
        return int(capacity) - taken - held.count(one.participant_id)

    people = [(one, left(one)) for one in store.participants(context, programme.programme_id)]
    start = _day(programme, "kick_off") or context.clock().date()
    return explain.Input(
        mentees=tuple(_person(one, free) for one, free in people if one.role == domain.MENTEE and free > 0),
        mentors=tuple(_person(one, max(free, 0)) for one, free in people if one.role == domain.MENTOR),
        weights=Weights.of(wanted.weights),
        mode=wanted.mode,
        start=start,
        end=_day(programme, "closing") or start + SEASON,
    )


def _day(programme: Programme, name: str) -> date | None:
    text = programme.dates.get(name)
    return date.fromisoformat(text) if text else None


def _person(one: Participant, free: int) -> Person:
    return Person(one.participant_id, one.email, free, one.profile)


def propose(context: Context, event: Event) -> None:
    """Make the proposals of a sent round, in parts; each has the id its round and mentee give."""
    sent = event.data
    assert isinstance(sent, PairingRoundSent)  # noqa: S101 - the consumer's table says so
    wanted = store.round_of(context, sent.programme_id, sent.round_id)
    if wanted is None or not wanted.result_key:
        raise NotFound
    pairs = RESULTS.get(wanted.result_key)["pairs"]
    for start in range(0, len(pairs), TOGETHER):
        _propose(context, wanted, pairs[start : start + TOGETHER])


def _propose(context: Context, wanted: Round, pairs: list[dict[str, Any]]) -> None:
    now = context.clock()
    made = {ids.derived("proposal", wanted.round_id, pair["mentee_id"]): pair for pair in pairs}
    keys = [Proposal.key(wanted.programme_id, one) for one in made]
    known = {one.proposal_id for one in context.store.get_many(Proposal, keys)}
    uow = context.step()
    for proposal_id, pair in made.items():
        if proposal_id in known:
            continue
        proposal = Proposal(
            *Proposal.key(wanted.programme_id, proposal_id),
            proposal_id=proposal_id,
            programme_id=wanted.programme_id,
            round_id=wanted.round_id,
            mentor_id=pair["mentor_id"],
            mentee_id=pair["mentee_id"],
            score=pair["score"],
            reasons=pair["reasons"],
            state=domain.SENT,
            sent_at=clock.iso(now),
        )
        proposal.set_due(domain.due(now, reminded=False))
        uow.save(proposal)
        for participant_id in (proposal.mentor_id, proposal.mentee_id):
            uow.save(store.side(proposal, participant_id))
        uow.publish(
            PairProposed(wanted.programme_id, wanted.round_id, proposal_id, proposal.mentor_id, proposal.mentee_id),
            aggregate=proposal,
        )
    uow.commit()


handler = consumers.handler("pairing", {PairingRequested: solve, PairingRoundSent: propose}, name="pairing-worker")
