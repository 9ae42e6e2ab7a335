"""JSON of rounds: ask for one, read its preview, stop it, send it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Weight
from mentoring.tables.pairing import Round
from mentoring.tables.vocabulary import PairingMode
from mentoring.weights import FULL, Part
from pairing import use_cases

router = http.Router()

ROUND = "/v1/pairing/{programme_id}/rounds/{round_id}"


class RoundWish(http.Model):
    """A wish for a round; what is missing comes from the preview it is based on, else from the programme."""

    mode: PairingMode | None = None
    weights: dict[Part, Weight] | None = None
    threshold: Annotated[int, Field(ge=0, le=FULL)] | None = None
    must_cross: bool | None = None
    no_juniors: bool | None = None
    based_on: str = Field("", max_length=64)


class SuggestedPair(http.View):
    """A pair of a round: `score` 0–10 000 is the sum of `parts`; `reasons` are words by language, weightiest first.

    A pair made `by_hand` gets its parts and reasons when the round is sent or solved again.
    """

    mentee_id: str
    mentee_name: str
    mentor_id: str
    mentor_name: str
    score: int
    parts: dict[str, int]
    reasons: dict[str, list[str]]
    reserve_id: str | None
    reserve_name: str | None
    locked: bool
    by_hand: bool


class Unmatched(http.View):
    """Somebody without a pair: `cause` is a code, `helps` the smallest change, `words` say both by language."""

    participant_id: str
    name: str
    role: str
    cause: str
    helps: dict[str, Any]
    words: dict[str, str]


class TopicDemand(http.View):
    """Supply and demand of a topic, and what one more mentor who offers it would add: pairs, and points in all."""

    topic: str
    wanted: int
    offered: int
    unmet: int
    gain_matched: int
    gain_total: int


class Figures(http.View):
    """Pairs, the lowest score among them (0 without a pair), the sum of scores."""

    matched: int
    worst: int
    total: int


class RoundView(http.Versioned):
    """A round; pairs, as edited by hand, and everything else found are there from the preview on."""

    round_id: str
    programme_id: str
    state: str
    step: str
    percent: int
    mode: str
    weights: dict[str, float]
    threshold: int
    must_cross: bool
    no_juniors: bool
    levels: dict[str, int]
    based_on: str | None
    weekly: bool = Field(description="Whether an ongoing programme asked for it by itself.")
    requested_at: str
    figures: dict[str, Any]
    input_hash: str | None
    problem: str
    edits: dict[str, Any]
    edited: Figures | None = None
    pairs: list[SuggestedPair] = Field([])
    unmatched: list[Unmatched] = Field([])
    topics: list[TopicDemand] = Field([])

    @classmethod
    def show(cls, one: Round) -> RoundView:
        """Show a round without its result."""
        return cls.of(one, edited=None, pairs=[], unmatched=[], topics=[])

    @classmethod
    def read(cls, found: Round, bench: use_cases.Bench) -> RoundView:
        """Show a round with its result."""
        view = cls.show(found)

        def name(participant_id: str | None) -> str:
            one = bench.people.get(participant_id or "")
            return "" if one is None else one.name

        view.edited = Figures(**bench.figures) if bench.figures else None
        view.pairs = [
            SuggestedPair(
                **one,
                mentee_name=name(one["mentee_id"]),
                mentor_name=name(one["mentor_id"]),
                reserve_name=name(one["reserve_id"]) or None,
            )
            for one in bench.pairs
        ]
        view.unmatched = [Unmatched(**one, name=name(one["participant_id"])) for one in bench.unmatched]
        view.topics = [TopicDemand(**one) for one in bench.result.get("topics", [])]
        return view


@router.post("/v1/pairing/<programme_id>/rounds", status=202, location=ROUND)
def request_round(programme_id: str, body: RoundWish) -> RoundView:
    """Ask for a round."""
    weights = None if body.weights is None else {str(part): points for part, points in body.weights.items()}
    wish = use_cases.Wish(body.mode or "", weights, body.threshold, body.must_cross, body.no_juniors, body.based_on)
    return RoundView.show(use_cases.request_round(http.context(), programme_id, wish))


@router.get("/v1/pairing/<programme_id>/rounds/<round_id>")
def read_round(programme_id: str, round_id: str) -> RoundView:
    """Return a round with its result."""
    return RoundView.read(*use_cases.read_round(http.context(), programme_id, round_id))


@router.post("/v1/pairing/<programme_id>/rounds/<round_id>/cancel")
def cancel_round(programme_id: str, round_id: str) -> RoundView:
    """Stop a round that is being calculated."""
    return RoundView.show(use_cases.cancel_round(http.context(), programme_id, round_id))


@router.post("/v1/pairing/<programme_id>/rounds/<round_id>/send", status=202, location=ROUND, expects="required")
def send_round(programme_id: str, round_id: str) -> RoundView:
    """Send the proposals of a preview; it needs If-Match, so that nothing is sent that wasn't looked at."""
    return RoundView.show(use_cases.send_round(http.context(), programme_id, round_id, http.expected()))
