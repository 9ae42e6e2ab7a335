"""Tables and bucket ↔ domain of pairing."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import boto3

from mentoring.settings import settings
from mentoring.tables.pairing import Pair, Proposal, ProposalSide, Round, Seats
from mentoring.tables.recruitment import Participant
from pairing.domain import OPEN, Facts

if TYPE_CHECKING:
    from mentoring.context import Context


class Results(Protocol):
    """Where results of rounds lie."""

    def put(self, key: str, result: dict[str, Any]) -> None:
        """Keep a result under a key; the same again is harmless."""
        ...

    def get(self, key: str) -> dict[str, Any]:
        """Return the result under a key."""
        ...


class BucketResults:
    """`Results` in the bucket."""

    def put(self, key: str, result: dict[str, Any]) -> None:
        """See `Results.put`."""
        body = json.dumps(result, ensure_ascii=False).encode()
        _s3().put_object(Bucket=settings().bucket, Key=key, Body=body, ContentType="application/json")

    def get(self, key: str) -> dict[str, Any]:
        """See `Results.get`."""
        result: dict[str, Any] = json.loads(_s3().get_object(Bucket=settings().bucket, Key=key)["Body"].read())
        return result


@cache
def _s3() -> Any:
    return boto3.client("s3", region_name=settings().region)


def participants(context: Context, programme_id: str) -> list[Participant]:
    """Return everybody accepted into a programme."""
    return context.store.query(Participant, f"PROGRAMME#{programme_id}", "PARTICIPANT#")


def pairing_items(context: Context, programme_id: str) -> tuple[list[Proposal], dict[str, Seats]]:
    """Return proposals and seats of a programme."""
    partition = f"PAIRING#{programme_id}"
    seats = context.store.query(Seats, partition, "SEATS#")
    return context.store.query(Proposal, partition, "PROPOSAL#"), {one.participant_id: one for one in seats}


def reserved(proposals: list[Proposal]) -> list[Proposal]:
    """Return the proposals that hold a place: open ones."""
    return [one for one in proposals if one.state in OPEN]


def seats(context: Context, programme_id: str, participant_id: str, capacity: int) -> Seats:
    """Return a participant's seats; new ones when nobody asked before."""
    key = Seats.key(programme_id, participant_id)
    found = context.store.get(Seats, *key)
    return found or Seats(*key, participant_id=participant_id, programme_id=programme_id, capacity=capacity)


def facts(pair: Pair) -> Facts:
    """Return what a pair's item says of its process."""
    return Facts(
        contract_proposed=pair.contract_proposed_at is not None,
        contract_signed=pair.contract_signed_at is not None,
        goal_agreed=pair.goal_agreed_at is not None,
        closing=pair.closing_at is not None,
        completed=pair.outcome == "completed",
        closed_early=pair.outcome == "closed_early",
    )


def round_of(context: Context, programme_id: str, round_id: str) -> Round | None:
    """Return a round."""
    return context.store.get(Round, *Round.key(programme_id, round_id))


def side(proposal: Proposal, participant_id: str) -> ProposalSide:
    """Return the item that finds a proposal for one of its sides."""
    return ProposalSide(
        *ProposalSide.key(proposal.programme_id, participant_id, proposal.proposal_id),
        participant_id=participant_id,
        proposal_id=proposal.proposal_id,
        programme_id=proposal.programme_id,
    )
