"""The workbench of a programme: a round, its pairs as edited, and who is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock
from mentoring.errors import N_, NotFound
from mentoring.i18n import LOCALES, translations
from mentoring.rolling import WEEK
from mentoring.tables.pairing import WeeklyPairing
from mentoring.values import dataclass
from pairing import domain, store
from pairing.matching.editing import Edits
from pairing.use_cases.rounds import newest_first, numbers_of
from pairing.use_cases.weekly import waits_since

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.pairing import Proposal, Round, Seats
    from mentoring.tables.recruitment import Participant, Programme
    from pairing.matching import editing

RULED_OUT = N_("The pair was ruled out by hand; calculate again, or find somebody by hand.")


@dataclass(frozen=True)
class Bench:
    """What the workbench shows of a round, by default the newest.

    `pairs` are those of the result after the edits, weakest first, each with `by_hand` and `locked` added. `result` is
    empty until there is a preview; `rounds` are all, newest first; `waiting` is how many mentees have neither a pair
    nor an open proposal. `weekly_at` is when an ongoing programme pairs people next.
    """

    programme: Programme
    round: Round | None
    result: dict[str, Any]
    pairs: list[dict[str, Any]]
    figures: Mapping[str, int]
    edits: Edits
    people: dict[str, Participant]
    proposals: list[Proposal]
    rounds: list[Round]
    waiting: int
    seats: dict[str, Seats]
    weekly_at: str | None = None

    def weeks(self, participant_id: str, now: datetime) -> int:
        """Return for how many weeks a mentee has waited for a pair, 0 for who waits for less than one."""
        person = self.people[participant_id]
        return (now - clock.parse(waits_since(person, self.seats.get(participant_id)))) // WEEK

    @property
    def unmatched(self) -> list[dict[str, Any]]:
        """Return who is without a pair and why, according to the result, as far as edits left it true."""
        paired = {one[side] for one in self.pairs for side in ("mentee_id", "mentor_id")}
        told = [one for one in self.result.get("unmatched", []) if one["participant_id"] not in paired]
        lost = [one["mentee_id"] for one in self.result.get("pairs", []) if one["mentee_id"] not in paired]
        words = {locale: translations("pairing", locale).gettext(RULED_OUT) for locale in LOCALES}
        ruled_out = {"role": domain.MENTEE, "cause": "ruled_out", "helps": {}, "words": words}
        return [*(ruled_out | {"participant_id": one} for one in lost), *told]

    @property
    def gone(self) -> int:
        """Return how many pairs can't be proposed because one of the two has left the programme."""
        left = {one.participant_id for one in self.people.values() if one.withdrawn_at}
        return sum(bool({one["mentee_id"], one["mentor_id"]} & left) for one in self.pairs)

    @property
    def released(self) -> bool:
        """Return whether the round was solved with locks or bans that were undone since."""
        if self.round is None:
            return False
        given = (self.round.locked, self.edits.locked), (self.round.forbidden, self.edits.forbidden)
        return any({(one, other) for one, other in taken} - set(now) for taken, now in given)

    @property
    def numbers(self) -> dict[str, int]:
        """Return the number of each round."""
        return numbers_of(self.rounds)


def bench(context: Context, programme_id: str, round_id: str = "") -> Bench:
    """Return the workbench of a programme."""
    programme = access.organizer(context, programme_id, also=[WeeklyPairing.key(programme_id)])
    found = newest_first(context, programme_id)
    weekly = context.store.get(WeeklyPairing, *WeeklyPairing.key(programme_id))
    shown = next((one for one in found if round_id in ("", one.round_id)), None)
    if shown is None and round_id:
        raise NotFound
    proposals, seats = store.pairing_items(context, programme_id)
    people = store.participants(context, programme_id)
    left = store.places(people, proposals, seats)
    result, pairs, figures, edits = _shown(context, shown)
    return Bench(
        programme,
        shown,
        result,
        pairs,
        figures,
        edits,
        {one.participant_id: one for one in people},
        sorted(proposals, key=lambda one: (one.sent_at, one.proposal_id), reverse=True),
        found,
        sum(one.role == domain.MENTEE and left[one.participant_id] > 0 for one in people),
        seats,
        weekly.due_at if weekly is not None else None,
    )


def read_round(context: Context, programme_id: str, round_id: str) -> tuple[Round, Bench]:
    """Return a round, and what the workbench shows of it."""
    shown = bench(context, programme_id, round_id)
    if shown.round is None:
        raise NotFound
    return shown.round, shown


def _shown(
    context: Context, shown: Round | None
) -> tuple[dict[str, Any], list[dict[str, Any]], Mapping[str, int], Edits]:
    """Return the result of a round, its pairs as edited, their figures, and the edits."""
    if shown is None or not shown.figures or not shown.result_key:
        return {}, [], {}, Edits()
    result, edits = store.Results(context.files).get(shown.result_key), Edits.of(shown.edits)
    if edits == Edits():
        told, figures = result["pairs"], shown.figures
    else:
        preview = store.preview_of(store.Results(context.files), shown.result_key)
        edited = preview.edited(edits)
        told, figures = _edited(result["pairs"], edited, preview), preview.figures(edited)
    marked = [
        one
        | {
            "locked": (one["mentee_id"], one["mentor_id"]) in edits.locked,
            "by_hand": one["mentee_id"] in edits.moved,
        }
        for one in told
    ]
    return result, sorted(marked, key=lambda one: (one["score"], one["mentee_id"])), figures, edits


def _edited(
    told: Sequence[dict[str, Any]], edited: Mapping[str, str], preview: editing.Preview
) -> list[dict[str, Any]]:
    """Return the pairs after the edits: the result's own unchanged, and those made by hand with their score."""
    known = {(one["mentee_id"], one["mentor_id"]): one for one in told}
    return [
        known.get(pair)
        or {
            "mentee_id": pair[0],
            "mentor_id": pair[1],
            "score": preview.scores.score(*pair) or 0,
            "parts": {},
            "reasons": {locale: [] for locale in LOCALES},
            "reserve_id": None,
        }
        for pair in edited.items()
    ]
