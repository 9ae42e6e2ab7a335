"""Tables and bucket ↔ domain of pairing."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from mentoring import ids
from mentoring.files import FileGone
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair, Proposal, ProposalSide, Round, Seats
from mentoring.tables.recruitment import FormPlan, Participant
from mentoring.tables.vocabulary import OPEN_PROPOSALS, MeetingState, PairOutcome, ProposalOrigin
from pairing.domain import MENTOR, Facts
from pairing.matching.editing import Preview
from pairing.matching.score_table import ScoreTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentoring.context import Context
    from mentoring.files import Files
    from mentoring.tables.recruitment import Programme


class ResultGone(LookupError):
    """The bucket has no result where a round says that it is."""


class Results:
    """Results of rounds as files in the bucket: the outcome and, beside it, all scores."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def put(self, key: str, result: dict[str, Any]) -> None:
        """Store a result under a key; storing the same again does no harm."""
        self._files.put(key, json.dumps(result, ensure_ascii=False).encode(), "application/json")

    def get(self, key: str) -> dict[str, Any]:
        """Return the result under a key; raises `ResultGone`."""
        result: dict[str, Any] = json.loads(self._read(key))
        return result

    def find(self, key: str) -> dict[str, Any] | None:
        """Return the result under a key, or None."""
        try:
            return self.get(key)
        except ResultGone:
            return None

    def put_scores(self, key: str, scores: ScoreTable) -> None:
        """Store the scores of a round beside its result, under the same key; again does no harm."""
        self._files.put(_scores_key(key), scores.dump(), "application/octet-stream")

    def scores(self, key: str) -> ScoreTable:
        """Return the scores of the round whose result is under a key; raises `ResultGone`."""
        return ScoreTable.load(self._read(_scores_key(key)))

    def _read(self, key: str) -> bytes:
        try:
            return self._files.get(key)
        except FileGone as error:
            raise ResultGone(key) from error


def _scores_key(key: str) -> str:
    return key.removesuffix(".json") + ".scores"


def participant(context: Context, programme_id: str, participant_id: str) -> Participant | None:
    """Return a person accepted into a programme, even if they have left it."""
    return context.store.get(Participant, *Participant.key(programme_id, participant_id))


def participants(context: Context, programme_id: str) -> list[Participant]:
    """Return everybody accepted into a programme."""
    return context.store.query(Participant, *Participant.of(programme_id))


def pairing_items(context: Context, programme_id: str) -> tuple[list[Proposal], dict[str, Seats]]:
    """Return a programme's proposals and seats; the seats are read first."""
    seats = context.store.query(Seats, *Seats.of(programme_id))
    return context.store.query(Proposal, *Proposal.of(programme_id)), {one.participant_id: one for one in seats}


def capacity(one: Participant) -> int:
    """Return how many pairs a participant can have: what a mentor offers, one for a mentee.

    None after leaving, and none for a mentor who wants nobody new: those who are agreed stay.
    """
    if one.withdrawn_at or one.profile.get("paused"):
        return 0
    return int(one.profile["capacity"]) if one.role == MENTOR else 1


def seats(context: Context, one: Participant) -> Seats:
    """Return a participant's seats, new ones if there are none yet."""
    return all_seats(context, [one])[one.participant_id]


def all_seats(context: Context, people: list[Participant]) -> dict[str, Seats]:
    """Return everybody's seats by participant id, with the current capacity."""
    keys = [Seats.key(one.programme_id, one.participant_id) for one in people]
    known = {found.participant_id: found for found in context.store.get_many(Seats, keys)} if keys else {}
    return {one.participant_id: seats_among(known, one) for one in people}


def seats_among(known: dict[str, Seats], one: Participant) -> Seats:
    """Return a participant's seats, those that were read or new ones, with the current capacity."""
    key = Seats.key(one.programme_id, one.participant_id)
    found = known.get(one.participant_id) or Seats(
        *key, participant_id=one.participant_id, programme_id=one.programme_id
    )
    found.capacity = capacity(one)
    return found


def proposals_of(
    context: Context, programme_id: str, participant_id: str, *, also: Iterable[tuple[str, str]] = ()
) -> list[Proposal]:
    """Return all proposals of a participant, whatever became of them; `also` is read along, for later."""
    sides = context.store.query(ProposalSide, *ProposalSide.of(programme_id, participant_id))
    keys = [*(Proposal.key(programme_id, one.proposal_id) for one in sides), *also]
    return [one for one in (context.store.get_many(Item, keys) if keys else []) if isinstance(one, Proposal)]


def paged_proposals(context: Context, programme_id: str, participant_id: str) -> Callable[[str, int], Page[Proposal]]:
    """Return a function that reads a participant's proposals page by page, for `mentoring.work`."""

    def read(after: str, limit: int) -> Page[Proposal]:
        sides = context.store.page(
            ProposalSide, *ProposalSide.of(programme_id, participant_id), after=after, limit=limit
        )
        keys = [Proposal.key(programme_id, one.proposal_id) for one in sides.items]
        return Page(context.store.get_many(Proposal, keys) if keys else [], sides.next)

    return read


def seats_of(context: Context, pair: Pair) -> list[Seats]:
    """Return the seats of a pair's mentor and mentee."""
    keys = [Seats.key(pair.programme_id, one) for one in (pair.mentor_id, pair.mentee_id)]
    return context.store.get_many(Seats, keys)


def pair_id_of(proposal: Proposal) -> str:
    """Return the id of the pair a proposal becomes."""
    return ids.derived("pair", proposal.proposal_id)


def held_meetings(context: Context, pair_id: str) -> list[str]:
    """Return the starts of a pair's held meetings."""
    found = context.store.query(Meeting, *Meeting.of(pair_id))
    return [one.starts_at for one in found if one.state == MeetingState.HELD]


def places(people: list[Participant], proposals: list[Proposal], taken: dict[str, Seats]) -> dict[str, int]:
    """Return how many more pairs everybody can have, without those agreed and those held for open proposals.

    A mentee's request doesn't hold a place of the mentor, who chooses among those who ask.
    """
    waiting = [one for one in proposals if one.state in OPEN_PROPOSALS]
    held = Counter(one.mentee_id for one in waiting)
    held.update(one.mentor_id for one in waiting if one.origin != ProposalOrigin.REQUEST)
    agreed = {one: seats.taken for one, seats in taken.items()}
    return {
        one.participant_id: capacity(one) - held[one.participant_id] - agreed.get(one.participant_id, 0)
        for one in people
    }


def has_place(context: Context, programme_id: str, participant_id: str) -> bool:
    """Return whether a participant is there and can have one more pair, beside open proposals."""
    keys = [Participant.key(programme_id, participant_id), Seats.key(programme_id, participant_id)]
    read = context.store.get_many(Item, keys)
    people = [one for one in read if isinstance(one, Participant)]
    taken = {one.participant_id: one for one in read if isinstance(one, Seats)}
    free = places(people, proposals_of(context, programme_id, participant_id), taken)
    return free.get(participant_id, 0) > 0


def facts(pair: Pair) -> Facts:
    """Return the facts about a pair's process from its item."""
    return Facts(
        contract_proposed=pair.contract_proposed_at is not None,
        contract_signed=pair.contract_signed_at is not None,
        goal_agreed=pair.goal_agreed_at is not None,
        closing=pair.closing_at is not None,
        completed=pair.outcome == PairOutcome.COMPLETED,
        closed_early=pair.outcome == PairOutcome.CLOSED_EARLY,
    )


def questions(context: Context, programme_id: str) -> list[dict[str, Any]]:
    """Return the organizers' own questions that count for a pairing now, as a round keeps them."""
    plan = context.store.get(FormPlan, *FormPlan.key(programme_id))
    told = plan.questions if plan is not None else []
    return [one for one in told if not one.get("removed") and (one.get("weight") or one.get("rule"))]


SETTINGS = ("weights", "threshold", "must_cross", "no_juniors", "levels")
"""What a programme and a round call alike: how pairs are scored, and what rules them out."""


def by_settings(context: Context, programme: Programme, round_id: str, **changes: Any) -> Round:
    """Return a new round by the settings of its programme and the questions that count now, except for `changes`."""
    programme_id = programme.programme_id
    told: dict[str, Any] = {"round_id": round_id, "programme_id": programme_id, "mode": programme.pairing_mode}
    told |= {name: getattr(programme, name) for name in SETTINGS}
    told |= {"questions": questions(context, programme_id)}
    return Round(*Round.key(programme_id, round_id), **(told | changes))


def round_of(context: Context, programme_id: str, round_id: str) -> Round | None:
    """Return a round."""
    return context.store.get(Round, *Round.key(programme_id, round_id))


def side(proposal: Proposal, participant_id: str) -> ProposalSide:
    """Return the item with which one side finds a proposal."""
    return ProposalSide(
        *ProposalSide.key(proposal.programme_id, participant_id, proposal.proposal_id),
        participant_id=participant_id,
        proposal_id=proposal.proposal_id,
        programme_id=proposal.programme_id,
    )


def preview_of(results: Results, key: str) -> Preview:
    """Return a solved preview, for edits."""
    result = results.get(key)
    pairs = {one["mentee_id"]: one["mentor_id"] for one in result["pairs"]}
    return Preview(pairs, result["places"], results.scores(key))
