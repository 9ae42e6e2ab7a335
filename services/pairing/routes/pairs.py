"""JSON of pairs: list and read them, let their process rest, go on, end early."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from mentoring.http.fields import Instant
from pairing import use_cases

router = http.Router()


class PairView(http.Versioned):
    """A pair and the facts of its process."""

    pair_id: str
    programme_id: str
    mentor_id: str
    mentee_id: str
    mentor_person_id: str
    mentee_person_id: str
    mentor_name: str
    mentee_name: str
    stage: str
    agreed_at: str
    paused_until: str | None
    contract_signed_at: str | None
    goal_agreed_at: str | None
    meetings_held: int
    last_held_at: str | None
    closed_at: str | None


class PairList(http.View):
    """A page of pairs."""

    items: list[PairView]
    next: str | None


class PauseWish(http.Model):
    """Until when a process rests."""

    until: Instant


class CloseWish(http.Model):
    """Why a process ends early; with `rematch`, an organizer's to decide, the mentee is matched again at once."""

    reason: str = Field("", max_length=2000)
    rematch: bool = False


@router.get("/v1/pairs", paged=True)
def list_pairs(programme_id: Annotated[str, Query()]) -> PairList:
    """Return a programme's pairs."""
    page, following = http.part_of(lambda after, limit: use_cases.pairs(http.context(), programme_id, after, limit))
    return PairList(items=[PairView.of(one) for one in page], next=following)


@router.get("/v1/pairs/<pair_id>")
def read_pair(pair_id: str) -> PairView:
    """Return a pair."""
    return PairView.of(use_cases.read_pair(http.context(), pair_id))


@router.post("/v1/pairs/<pair_id>/pause", expects="optional")
def pause(pair_id: str, body: PauseWish) -> PairView:
    """Let the process rest."""
    return PairView.of(use_cases.pause(http.context(), pair_id, body.until, http.expected(optional=True)))


@router.post("/v1/pairs/<pair_id>/resume", expects="optional")
def resume(pair_id: str) -> PairView:
    """Let the process go on; where it doesn't rest, nothing happens."""
    return PairView.of(use_cases.pause(http.context(), pair_id, None, http.expected(optional=True)))


@router.post("/v1/pairs/<pair_id>/rematch", expects="optional")
def match_again(pair_id: str) -> PairView:
    """Have the mentee of a process that ended early matched again."""
    return PairView.of(use_cases.match_again(http.context(), pair_id, http.expected(optional=True)))


@router.post("/v1/pairs/<pair_id>/close", expects="optional")
def close(pair_id: str, body: CloseWish) -> PairView:
    """End the process early."""
    seen = http.expected(optional=True)
    return PairView.of(use_cases.close_early(http.context(), pair_id, body.reason, seen, rematch=body.rematch))
