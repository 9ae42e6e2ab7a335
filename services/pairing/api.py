"""JSON routes of pairing and its handler."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from mentoring.http.fields import Instant, Weight
from mentoring.tables.pairing import Round
from mentoring.tables.vocabulary import PairingMode
from mentoring.weights import FULL, Part
from pairing import pages, use_cases
from pairing.matching import editing
from pairing.pages import base

app = http.create_app("pairing", base.PAGES)
for router in pages.ROUTERS:
    app.include_router(router)

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


class EditWish(http.Model):
    """A change of a preview by hand; `other_id` is a mentor to `move` to or to `allow`, a mentee to `swap` with."""

    action: Literal["lock", "unlock", "forbid", "allow", "move", "swap", "undo"]
    mentee_id: str = Field(max_length=64)
    other_id: str = Field("", max_length=64)
    dry_run: bool = False

    def wanted(self) -> use_cases.Wanted:
        """Return the edit as the use case takes it."""
        return use_cases.Wanted(self.action, self.mentee_id, self.other_id)


class EffectView(http.View):
    """What an edit does to the whole."""

    before: Figures
    after: Figures


class ComparedPair(http.View):
    """A pair of one or both of two rounds, with its score in each; None where it isn't a pair."""

    mentee_id: str
    mentor_id: str
    first: int | None
    second: int | None


class ComparisonView(http.View):
    """Two rounds beside each other."""

    first: Figures
    second: Figures
    pairs: list[ComparedPair]

    @classmethod
    def show(cls, one: editing.Comparison) -> ComparisonView:
        """Show a comparison."""
        first = dict(one.only_first) | {pair: score for pair, score, _ in one.both}
        second = dict(one.only_second) | {pair: score for pair, _, score in one.both}
        pairs = [
            ComparedPair(mentee_id=pair[0], mentor_id=pair[1], first=first.get(pair), second=second.get(pair))
            for pair in sorted({*first, *second})
        ]
        return cls(first=Figures(**one.first), second=Figures(**one.second), pairs=pairs)


class ProposalView(http.Versioned):
    """A proposal; `origin` is `round`, `reserve` (the next suggestion) or `request` (the mentee's own choice)."""

    proposal_id: str
    programme_id: str
    origin: str
    mentor_id: str
    mentee_id: str
    score: int
    reasons: dict[str, list[str]]
    state: str
    sent_at: str
    accepted_by: list[str]


class ProposalList(http.View):
    """A page of proposals."""

    items: list[ProposalView]
    next: str | None


class ProposalAnswer(http.Model):
    """An answer to a proposal."""

    answer: Literal["accept", "decline"]
    reason: str = Field("", max_length=2000)


class SuitableMentor(http.View):
    """A mentor who suits a mentee: `score` 0–10 000, `reasons` in words by language, `free` places.

    `state` is that of the proposal between the two, empty when there was none. How to reach them is told once they
    agree.
    """

    mentor_id: str
    name: str
    department: str
    city: str
    experience: str
    topics: list[str]
    score: int
    reasons: dict[str, list[str]]
    free: int
    state: str

    @classmethod
    def show(cls, one: use_cases.Suitable) -> SuitableMentor:
        """Show a mentor."""
        told = {name: one.mentor.profile[name] for name in ("department", "city", "experience", "topics")}
        return cls.of(one, mentor_id=one.mentor.participant_id, name=one.mentor.name, **told)


class SuitableMentors(http.View):
    """What a mentee chooses from, best first; `left` is how many more mentors may be asked now."""

    opened: bool
    left: int
    items: list[SuitableMentor]
    next: str | None = None


class RequestWish(http.Model):
    """Whom a mentee asks."""

    mentor_id: str


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


@app.post("/v1/pairing/<programme_id>/rounds", status=202, location=ROUND)
def request_round(programme_id: str, body: RoundWish) -> RoundView:
    """Ask for a round."""
    weights = None if body.weights is None else {str(part): points for part, points in body.weights.items()}
    wish = use_cases.Wish(body.mode or "", weights, body.threshold, body.must_cross, body.no_juniors, body.based_on)
    return RoundView.show(use_cases.request_round(http.context(), programme_id, wish))


@app.get("/v1/pairing/<programme_id>/rounds/<round_id>")
def read_round(programme_id: str, round_id: str) -> RoundView:
    """Return a round with its result."""
    return RoundView.read(*use_cases.read_round(http.context(), programme_id, round_id))


@app.post("/v1/pairing/<programme_id>/rounds/<round_id>/cancel")
def cancel_round(programme_id: str, round_id: str) -> RoundView:
    """Stop a round that is being calculated."""
    return RoundView.show(use_cases.cancel_round(http.context(), programme_id, round_id))


@app.post("/v1/pairing/<programme_id>/rounds/<round_id>/edits", expects="required")
def edit_round(programme_id: str, round_id: str, body: EditWish) -> EffectView:
    """Change a preview by hand, or only tell what the change would do (`dry_run`); a change needs If-Match."""
    expected = http.expected(optional=body.dry_run)
    which = (programme_id, round_id)
    effect = use_cases.edit_round(http.context(), which, body.wanted(), expected, dry_run=body.dry_run)
    return EffectView(before=Figures(**effect.before), after=Figures(**effect.after))


@app.get("/v1/pairing/<programme_id>/comparison")
def compare_rounds(
    programme_id: str, first: Annotated[str, Query(max_length=64)], second: Annotated[str, Query(max_length=64)]
) -> ComparisonView:
    """Return what two rounds have in common and what not."""
    found = use_cases.compare_rounds(http.context(), programme_id, first, second)
    return ComparisonView.show(found.comparison)


@app.post("/v1/pairing/<programme_id>/rounds/<round_id>/send", status=202, location=ROUND, expects="required")
def send_round(programme_id: str, round_id: str) -> RoundView:
    """Send the proposals of a preview; it needs If-Match, so that nothing is sent that wasn't looked at."""
    return RoundView.show(use_cases.send_round(http.context(), programme_id, round_id, http.expected()))


@app.get("/v1/pairing/<programme_id>/proposals", paged=True)
def list_proposals(programme_id: str) -> ProposalList:
    """Return proposals: all to organizers, their own to participants."""
    page, following = http.part_of(lambda after, limit: use_cases.proposals(http.context(), programme_id, after, limit))
    return ProposalList(items=[ProposalView.of(one) for one in page], next=following)


@app.post("/v1/pairing/<programme_id>/proposals/<proposal_id>/answers")
def answer(programme_id: str, proposal_id: str, body: ProposalAnswer) -> ProposalView:
    """Answer a proposal."""
    context = http.context()
    side = use_cases.own_side(context, programme_id, proposal_id)
    if body.answer == "accept":
        return ProposalView.of(use_cases.accept(context, programme_id, proposal_id, side))
    return ProposalView.of(use_cases.decline(context, programme_id, proposal_id, side, body.reason))


@app.get("/v1/pairing/<programme_id>/mentors")
def list_mentors(programme_id: str) -> SuitableMentors:
    """Return the mentors who suit the mentee who is signed in."""
    found = use_cases.choice(http.context(), programme_id)
    shown = [SuitableMentor.show(one) for one in found.mentors]
    return SuitableMentors(opened=found.opened, left=found.left, items=shown)


@app.post("/v1/pairing/<programme_id>/requests", status=201, location="/v1/pairing/{programme_id}/proposals")
def ask_mentor(programme_id: str, body: RequestWish) -> ProposalView:
    """Ask a mentor."""
    return ProposalView.of(use_cases.ask_mentor(http.context(), programme_id, body.mentor_id))


@app.get("/v1/pairs", paged=True)
def list_pairs(programme_id: Annotated[str, Query()]) -> PairList:
    """Return a programme's pairs."""
    page, following = http.part_of(lambda after, limit: use_cases.pairs(http.context(), programme_id, after, limit))
    return PairList(items=[PairView.of(one) for one in page], next=following)


@app.get("/v1/pairs/<pair_id>")
def read_pair(pair_id: str) -> PairView:
    """Return a pair."""
    return PairView.of(use_cases.read_pair(http.context(), pair_id))


@app.post("/v1/pairs/<pair_id>/pause")
def pause(pair_id: str, body: PauseWish) -> PairView:
    """Let the process rest."""
    return PairView.of(use_cases.pause(http.context(), pair_id, body.until))


@app.post("/v1/pairs/<pair_id>/resume")
def resume(pair_id: str) -> PairView:
    """Let the process go on."""
    return PairView.of(use_cases.pause(http.context(), pair_id, None))


@app.post("/v1/pairs/<pair_id>/close")
def close(pair_id: str, body: CloseWish) -> PairView:
    """End the process early."""
    return PairView.of(use_cases.close_early(http.context(), pair_id, body.reason, rematch=body.rematch))


handler = http.handler(app)
