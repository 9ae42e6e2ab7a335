"""Rounds: an organizer asks for one, looks at its preview, sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.catalogue import PairingRequested, PairingRoundSent
from mentoring.store import retrying
from mentoring.tables.pairing import Round
from pairing import domain, store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.pairing import Proposal
    from mentoring.tables.recruitment import Participant, Programme

CLOSED_TOGETHER = 50
"""Previews closed in the transaction that sends another one, the newest first."""


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
