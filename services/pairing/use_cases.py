"""Rounds, proposals and pairs: what organizers and participants do, and what follows from events and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound, Stale
from mentoring.events.catalogue import (
    PairAgreed,
    PairClosed,
    PairingRequested,
    PairingRoundSent,
    PairPaused,
    PairStageChanged,
    ProposalAcceptedByOne,
    ProposalDeclined,
    ProposalExpired,
    ProposalReminded,
)
from mentoring.store import retrying
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide, Round
from mentoring.tables.recruitment import Participant, Programme
from pairing import domain, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork


CLOSED_TOGETHER = 50
"""Previews closed in the transaction that sends another one, the newest first."""


# Rounds --------------------------------------------------------------------------------------------------------------


def request_round(
    context: Context, programme_id: str, mode: str = "", weights: dict[str, float] | None = None
) -> Round:
    """Ask for a pairing run; the worker takes it up and a preview follows."""
    programme = access.organizer(context, programme_id)
    if programme.stage not in domain.FORMING:
        raise domain.NotTheStage
    chosen = weights if weights is not None else programme.weights
    domain.Weights.of(chosen)
    round_id = ids.new()
    wanted = Round(
        *Round.key(programme_id, round_id),
        round_id=round_id,
        programme_id=programme_id,
        state=domain.REQUESTED,
        mode=mode or programme.pairing_mode,
        weights=chosen,
        requested_by=context.principal.person_id,
        requested_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(wanted)
    uow.publish(PairingRequested(programme_id, round_id), aggregate=wanted)
    uow.commit()
    return wanted


def rounds(context: Context, programme_id: str) -> list[Round]:
    """Return the rounds of a programme, newest first."""
    access.organizer(context, programme_id)
    return _rounds(context, programme_id)


def _rounds(context: Context, programme_id: str) -> list[Round]:
    found = context.store.query(Round, f"PAIRING#{programme_id}", "ROUND#")
    return sorted(found, key=lambda one: (str(one.requested_at), str(one.round_id)), reverse=True)


@dataclass(frozen=True, slots=True)
class RoundRead:
    """A round, its result (empty until there is a preview) and the names of the people in it, by participant id."""

    round: Round
    pairs: list[dict[str, Any]]
    unmatched: list[dict[str, Any]]
    names: dict[str, str]


def read_round(context: Context, results: store.Results, programme_id: str, round_id: str) -> RoundRead:
    """Return a round with its result."""
    access.organizer(context, programme_id)
    found = store.round_of(context, programme_id, round_id)
    if found is None:
        raise NotFound
    if not found.result_key:
        return RoundRead(found, [], [], {})
    result = results.get(found.result_key)
    names = {str(one.participant_id): str(one.name) for one in store.participants(context, programme_id)}
    return RoundRead(found, result["pairs"], result["unmatched"], names)


@dataclass(frozen=True, slots=True)
class Bench:
    """What the workbench shows: the newest round with its result, everybody by participant id, all proposals."""

    programme: Programme
    round: Round | None
    pairs: list[dict[str, Any]]
    unmatched: list[dict[str, Any]]
    people: dict[str, Participant]
    proposals: list[Proposal]


def bench(context: Context, results: store.Results, programme_id: str) -> Bench:
    """Return the workbench of a programme, weakest pairs first."""
    programme = access.organizer(context, programme_id)
    newest = next(iter(_rounds(context, programme_id)), None)
    result = results.get(newest.result_key) if newest is not None and newest.result_key else {}
    proposals, _ = store.pairing_items(context, programme_id)
    return Bench(
        programme,
        newest,
        sorted(result.get("pairs", []), key=lambda one: (one["score"], one["mentee_id"])),
        result.get("unmatched", []),
        {str(one.participant_id): one for one in store.participants(context, programme_id)},
        sorted(proposals, key=lambda one: (str(one.sent_at), str(one.proposal_id)), reverse=True),
    )


@retrying
def send_round(context: Context, programme_id: str, round_id: str) -> Round:
    """Send the proposals of a preview to both sides; other previews close, for they counted on the same places."""
    known = {one.round_id: one for one in rounds(context, programme_id)}
    if round_id not in known:
        raise NotFound
    found = known.pop(round_id)
    if found.state != domain.PREVIEW:
        raise domain.RoundNotReady
    found.state = domain.ROUND_SENT
    uow = context.begin()
    uow.save(found)
    for other in [one for one in known.values() if one.state == domain.PREVIEW][:CLOSED_TOGETHER]:
        other.state = domain.ROUND_CLOSED
        uow.save(other)
    uow.publish(PairingRoundSent(programme_id, round_id), aggregate=found)
    uow.commit()
    return found


# Proposals -----------------------------------------------------------------------------------------------------------


def proposals(context: Context, programme_id: str) -> list[Proposal]:
    """Return a programme's proposals: all to its organizers, their own to participants."""
    try:
        access.organizer(context, programme_id, access.ORGANIZERS)
    except NotFound:
        return _own_proposals(context, programme_id)
    return context.store.query(Proposal, f"PAIRING#{programme_id}", "PROPOSAL#")


def _own_proposals(context: Context, programme_id: str) -> list[Proposal]:
    mine = context.store.listed(Participant, f"PERSON#{access.person(context)}", f"PARTICIPANT#{programme_id}#")
    if not mine:
        raise NotFound
    sides = [
        side
        for one in mine
        for side in context.store.query(ProposalSide, f"PAIRING#{programme_id}", f"SIDE#{one.participant_id}#")
    ]
    return context.store.get_many(Proposal, [Proposal.key(programme_id, side.proposal_id) for side in sides])


def read_proposal(context: Context, programme_id: str, proposal_id: str) -> tuple[Proposal, Participant, Participant]:
    """Return a proposal with its mentor and mentee."""
    proposal = context.store.get(Proposal, *Proposal.key(programme_id, proposal_id))
    if proposal is None:
        raise NotFound
    keys = [Participant.key(programme_id, one) for one in (proposal.mentor_id, proposal.mentee_id)]
    people = context.store.get_many(Participant, keys)
    if len(people) != 2:  # noqa: PLR2004 - a mentor and a mentee
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
    """Return as which participant who is signed in stands in a proposal."""
    person_id = access.person(context)
    _, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    for one in (mentor, mentee):
        if one.person_id == person_id:
            return str(one.participant_id)
    raise NotFound


@retrying
def accept(context: Context, programme_id: str, proposal_id: str, participant_id: str) -> Proposal:
    """Say yes for one side; with both, the pair exists.

    Raises `SeatTaken` or `AlreadyPaired` when a place went to somebody else meanwhile; the proposal is over then.
    """
    proposal, mentor, mentee = read_proposal(context, programme_id, proposal_id)
    _check_side(proposal, participant_id)
    before = domain.Answer(proposal.state, tuple(proposal.accepted_by))
    after = before.accept(participant_id)
    if after == before:
        return proposal
    proposal.state, proposal.accepted_by = after.state, list(after.accepted_by)
    uow = context.begin()
    uow.save(proposal)
    if after.state == domain.AGREED:
        proposal.set_due(None)
        try:
            _agree(context, uow, proposal, mentor, mentee)
        except (domain.SeatTaken, domain.AlreadyPaired):
            _expire(context, proposal)
            raise
    else:
        uow.publish(ProposalAcceptedByOne(programme_id, proposal_id, participant_id), aggregate=proposal)
    uow.commit()
    return proposal


def _check_side(proposal: Proposal, participant_id: str) -> None:
    if participant_id not in (proposal.mentor_id, proposal.mentee_id):
        raise NotFound


def _agree(context: Context, uow: UnitOfWork, proposal: Proposal, mentor: Participant, mentee: Participant) -> None:
    """Put into the transaction what an agreed pair is: a seat of each, the pair, its members, the event."""
    programme = context.store.get(Programme, *Programme.key(proposal.programme_id))
    if programme is None:
        raise NotFound
    if programme.stage not in domain.FORMING:
        raise domain.NotTheStage
    for one in (mentor, mentee):
        seats = store.seats(context, one)
        seats.taken = domain.take_seat(one.role, int(seats.capacity), int(seats.taken))
        uow.save(seats)
    pair_id = ids.derived("pair", proposal.proposal_id)
    pair = Pair(
        *Pair.key(pair_id),
        pair_id=pair_id,
        programme_id=proposal.programme_id,
        organization_id=programme.organization_id,
        mentor_id=mentor.participant_id,
        mentee_id=mentee.participant_id,
        mentor_person_id=mentor.person_id,
        mentee_person_id=mentee.person_id,
        mentor_name=mentor.name,
        mentee_name=mentee.name,
        score=proposal.score,
        agreed_at=clock.iso(context.clock()),
    )
    pair.list_pk, pair.list_sk = f"PROGRAMME#{proposal.programme_id}", f"PAIR#{pair_id}"
    uow.save(pair)
    for one, other in ((mentor, mentee), (mentee, mentor)):
        member = PairMember(
            *PairMember.key(pair_id, one.person_id),
            pair_id=pair_id,
            programme_id=proposal.programme_id,
            person_id=one.person_id,
            participant_id=one.participant_id,
            role=one.role,
            partner_name=other.name,
        )
        member.list_pk, member.list_sk = f"PERSON#{one.person_id}", f"PAIR#{pair_id}"
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
    """Say no for one side; only the organizers see the reason."""
    proposal, _, _ = read_proposal(context, programme_id, proposal_id)
    _check_side(proposal, participant_id)
    after = domain.Answer(proposal.state, tuple(proposal.accepted_by)).decline()
    proposal.state, proposal.declined_by, proposal.decline_reason = after.state, participant_id, reason
    proposal.set_due(None)
    uow = context.begin()
    uow.save(proposal)
    uow.publish(ProposalDeclined(programme_id, proposal_id, participant_id), aggregate=proposal)
    uow.commit()
    return proposal


def tick(context: Context) -> dict[str, int]:
    """Remind on day 3 and let expire on day 7 whatever is due; running it twice changes nothing."""
    counts = {"reminded": 0, "expired": 0}
    for proposal in context.store.due(Proposal, context.clock(), limit=500):
        try:
            counts[_advance(context, proposal)] += 1
        except Stale:
            continue
    return counts


def _advance(context: Context, proposal: Proposal) -> str:
    if proposal.reminded_at:
        _expire(context, proposal)
        return "expired"
    proposal.reminded_at = clock.iso(context.clock())
    proposal.set_due(domain.due(clock.parse(proposal.sent_at), reminded=True))
    waiting = [one for one in (proposal.mentor_id, proposal.mentee_id) if one not in proposal.accepted_by]
    uow = context.begin()
    uow.save(proposal)
    uow.publish(ProposalReminded(proposal.programme_id, proposal.proposal_id, waiting), aggregate=proposal)
    uow.commit()
    return "reminded"


def _expire(context: Context, proposal: Proposal) -> None:
    proposal.state = domain.EXPIRED
    proposal.set_due(None)
    uow = context.begin()
    uow.save(proposal)
    uow.publish(ProposalExpired(proposal.programme_id, proposal.proposal_id), aggregate=proposal)
    uow.commit()


# Pairs ---------------------------------------------------------------------------------------------------------------


def pairs(context: Context, programme_id: str) -> list[Pair]:
    """Return a programme's pairs to its organizers."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    return context.store.listed(Pair, f"PROGRAMME#{programme_id}", "PAIR#")


def read_pair(context: Context, pair_id: str) -> Pair:
    """Return a pair to its members and to the organizers."""
    person_id = access.person(context)
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    if person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        access.organizer(context, pair.programme_id, access.ORGANIZERS)
    return pair


def _own_or_organized(context: Context, pair_id: str) -> Pair:
    pair = read_pair(context, pair_id)
    if context.principal.person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        access.organizer(context, pair.programme_id)
    if pair.outcome:
        raise domain.PairEnded
    return pair


@retrying
def pause(context: Context, pair_id: str, until: datetime | None) -> Pair:
    """Let the process rest until an instant; None lets it go on."""
    pair = _own_or_organized(context, pair_id)
    wanted = None if until is None else clock.iso(until)
    if wanted == pair.paused_until:
        return pair
    pair.paused_until = wanted
    uow = context.begin()
    uow.save(pair)
    uow.publish(PairPaused(pair.programme_id, pair_id, pair.paused_until or ""), aggregate=pair)
    uow.commit()
    return pair


@retrying
def close_early(context: Context, pair_id: str, reason: str) -> Pair:
    """End a process without fault; the mentor's and the mentee's places are free again."""
    pair = _own_or_organized(context, pair_id)
    uow = context.begin()
    _close(context, uow, pair, "closed_early", context.principal.person_id, reason)
    for seats in store.seats_of(context, pair):
        seats.taken = int(seats.taken) - 1
        uow.save(seats)
    uow.commit()
    return pair


def _close(context: Context, uow: UnitOfWork, pair: Pair, outcome: str, by: str, reason: str = "") -> None:
    pair.closed_at, pair.closed_by, pair.close_reason = clock.iso(context.clock()), by, reason
    pair.outcome = outcome
    _restage(uow, pair)
    uow.save(pair)
    uow.publish(PairClosed(pair.programme_id, pair.pair_id, outcome, by), aggregate=pair)


def _restage(uow: UnitOfWork, pair: Pair) -> None:
    """Let the stage follow from the facts, and say so when it changed."""
    before, pair.stage = pair.stage, domain.stage_of(store.facts(pair))
    if pair.stage != before:
        uow.publish(PairStageChanged(pair.programme_id, pair.pair_id, before, pair.stage), aggregate=pair)


# Events in: facts about pairs ----------------------------------------------------------------------------------------


@retrying
def _note(context: Context, event: Event, note: Callable[[Pair, str], None]) -> None:
    """Write a fact on the pair of an event, and let its stage follow."""
    data: Any = event.data
    pair = _pair_of(context, data.pair_id)
    note(pair, clock.iso(event.meta.occurred_at))
    uow = context.begin()
    _restage(uow, pair)
    uow.save(pair)
    uow.commit()


def _pair_of(context: Context, pair_id: str) -> Pair:
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    return pair


def note_contract_proposed(context: Context, event: Event) -> None:
    """A contract is on the table."""

    def note(pair: Pair, at: str) -> None:
        pair.contract_proposed_at = pair.contract_proposed_at or at

    _note(context, event, note)


def note_contract_signed(context: Context, event: Event) -> None:
    """Both signed."""

    def note(pair: Pair, at: str) -> None:
        pair.contract_signed_at = pair.contract_signed_at or at

    _note(context, event, note)


def note_goal_agreed(context: Context, event: Event) -> None:
    """The first goal is agreed."""

    def note(pair: Pair, at: str) -> None:
        pair.goal_agreed_at = pair.goal_agreed_at or at

    _note(context, event, note)


def note_meeting(context: Context, event: Event) -> None:
    """A meeting took place, or turned out not to have: count what is held now, so that order doesn't matter."""

    def note(pair: Pair, _: str) -> None:
        held = store.held_meetings(context, pair.pair_id)
        pair.meetings_held, pair.last_held_at = len(held), max(held, default=None)

    _note(context, event, note)


@retrying
def complete(context: Context, event: Event) -> None:
    """Both approved the summary: the process is completed."""
    approved: Any = event.data
    pair = _pair_of(context, approved.pair_id)
    if pair.outcome:
        return
    uow = context.begin()
    _close(context, uow, pair, "completed", "system")
    uow.commit()


def follow_programme(context: Context, event: Event) -> None:
    """A programme that closes has pairs in closing, one that went back has none; pair by pair, each repeatable.

    The programme's stage is read, not taken from the event: a late event changes nothing.
    """
    changed: Any = event.data
    programme = context.store.get(Programme, *Programme.key(changed.programme_id))
    if programme is None:
        raise NotFound
    closing_at = clock.iso(event.meta.occurred_at) if programme.stage in domain.CLOSING else None
    for pair in context.store.listed(Pair, f"PROGRAMME#{changed.programme_id}", "PAIR#"):
        _set_closing(context, pair.pair_id, closing_at)


@retrying
def _set_closing(context: Context, pair_id: str, at: str | None) -> None:
    pair = _pair_of(context, pair_id)
    if pair.outcome or bool(pair.closing_at) == bool(at):
        return
    pair.closing_at = at
    uow = context.step()
    _restage(uow, pair)
    uow.save(pair)
    uow.commit()
