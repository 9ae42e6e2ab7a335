"""The pairing worker: solves requested rounds and makes the proposals of sent ones. Only it loads numpy and scipy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, consumers, ids
from mentoring.errors import N_, NotFound
from mentoring.events.catalogue import PairingPreviewed, PairingRequested, PairingRoundSent, PairProposed
from mentoring.observability import logger
from mentoring.tables.pairing import Proposal
from mentoring.tables.recruitment import Programme
from pairing import domain, explain, store
from pairing.domain import MENTEE, MENTOR, Person, Weights

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.tables.pairing import Round
    from mentoring.tables.recruitment import Participant

TOGETHER = 20
"""Proposals made in one transaction: four items each."""
SEASON = timedelta(days=270)
"""How long a programme without dates is taken to last."""
UNREADABLE = N_("What somebody told can't be read; the log has the details under the number of this round.")

RESULTS: store.Results = store.BucketResults()


def solve(context: Context, event: Event) -> None:
    """Solve a requested round and keep its preview; run again, it gives the same."""
    asked: Any = event.data
    wanted = store.round_of(context, asked.programme_id, asked.round_id)
    programme = context.store.get(Programme, *Programme.key(asked.programme_id))
    if wanted is None or programme is None:
        raise NotFound
    if wanted.state != domain.REQUESTED:
        return
    given = input_of(context, programme, wanted)
    uow = context.begin()
    uow.save(wanted)
    try:
        result = explain.pair_up(given).result
    except (ValueError, LookupError):  # the same input fails the same way: trying again can't help
        logger("pairing").exception("round failed", extra={"round_id": asked.round_id})
        wanted.state, wanted.problem = domain.FAILED, UNREADABLE
        uow.commit()
        return
    wanted.result_key = f"rounds/{asked.programme_id}/{asked.round_id}.json"
    RESULTS.put(wanted.result_key, result)
    figures = result["figures"]
    wanted.state, wanted.figures, wanted.input_hash = domain.PREVIEW, figures, result["input_hash"]
    uow.publish(
        PairingPreviewed(asked.programme_id, asked.round_id, figures["matched"], figures["unmatched"]),
        aggregate=wanted,
    )
    uow.commit()


def input_of(context: Context, programme: Programme, wanted: Round) -> explain.Input:
    """Return everybody who can still be paired, with the places they have left; no pair is proposed twice."""
    people = store.participants(context, programme.programme_id)
    proposals, taken = store.pairing_items(context, programme.programme_id)
    left = store.places(people, proposals, taken)
    start = _day(programme, "kick_off") or context.clock().date()
    return explain.Input(
        mentees=tuple(_person(one, 1) for one in people if one.role == MENTEE and left[one.participant_id] > 0),
        mentors=tuple(_person(one, max(left[one.participant_id], 0)) for one in people if one.role == MENTOR),
        weights=Weights.of(wanted.weights),
        mode=wanted.mode,
        start=start,
        end=_day(programme, "closing") or start + SEASON,
        forbidden=tuple((one.mentee_id, one.mentor_id) for one in proposals),
    )


def _day(programme: Programme, name: str) -> date | None:
    text = programme.dates.get(name)
    return date.fromisoformat(text) if text else None


def _person(one: Participant, left: int) -> Person:
    return Person(one.participant_id, one.email, left, one.profile, one.person_id)


def propose(context: Context, event: Event) -> None:
    """Make the proposals of a sent round, in parts; each has the id its round and mentee give.

    Places that went to somebody else since the preview are respected: such a pair is left out.
    """
    sent: Any = event.data
    wanted = store.round_of(context, sent.programme_id, sent.round_id)
    if wanted is None or not wanted.result_key:
        raise NotFound
    people = store.participants(context, sent.programme_id)
    proposals, taken = store.pairing_items(context, sent.programme_id)
    left = store.places(people, proposals, taken)
    made = {one.proposal_id for one in proposals}
    todo = [_proposal(context, wanted, pair) for pair in RESULTS.get(wanted.result_key)["pairs"]]
    fresh = [one for one in todo if one.proposal_id not in made and _take(left, one)]
    for start in range(0, len(fresh), TOGETHER):
        _keep(context, fresh[start : start + TOGETHER])


def _take(left: dict[str, int], proposal: Proposal) -> bool:
    """Take a place of both, if both have one left."""
    both = (proposal.mentor_id, proposal.mentee_id)
    if any(left.get(one, 0) < 1 for one in both):
        return False
    for one in both:
        left[one] -= 1
    return True


def _proposal(context: Context, wanted: Round, pair: dict[str, Any]) -> Proposal:
    proposal_id = ids.derived("proposal", wanted.round_id, pair["mentee_id"])
    now = context.clock()
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
    return proposal


def _keep(context: Context, proposals: list[Proposal]) -> None:
    uow = context.step()
    for one in proposals:
        uow.save(one)
        uow.save(store.side(one, one.mentor_id))
        uow.save(store.side(one, one.mentee_id))
        uow.publish(
            PairProposed(one.programme_id, one.round_id, one.proposal_id, one.mentor_id, one.mentee_id), aggregate=one
        )
    uow.commit()


handler = consumers.handler("pairing", {PairingRequested: solve, PairingRoundSent: propose}, name="pairing-worker")
