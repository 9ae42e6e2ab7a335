"""Rounds: an organizer requests one, cancels it, reads its preview, edits and compares it, sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import N_, NotFound
from mentoring.events.pairing import PairingCancelled, PairingPreviewEdited, PairingRequested, PairingRoundSent
from mentoring.i18n import LOCALES, translations
from mentoring.store import retrying
from mentoring.tables.pairing import Round
from mentoring.tables.vocabulary import FORMING, RoundState
from mentoring.values import dataclass
from mentoring.weights import Weights
from pairing import domain, store
from pairing.matching import editing
from pairing.matching.editing import Edits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.tables.pairing import Proposal
    from mentoring.tables.recruitment import Participant, Programme

CLOSED_TOGETHER = 50
"""How many rounds end in the transaction that sends another one, the newest first."""
ENDED_BY_SENDING = {RoundState.PREVIEW: RoundState.CLOSED} | dict.fromkeys(domain.RUNNING, RoundState.CANCELLED)
"""The new state of a round when another one is sent, by its state."""
RULED_OUT = N_("The pair was ruled out by hand; calculate again, or find somebody by hand.")
MOST_CHOICES = 25
"""How many other mentors are shown for a mentee."""


@dataclass(frozen=True)
class Wish:
    """The settings of a requested round; missing ones come from the preview it is based on, else from the programme."""

    mode: str = ""
    weights: Mapping[str, float] | None = None
    threshold: int | None = None
    must_cross: bool | None = None
    no_juniors: bool | None = None
    based_on: str = ""


def request_round(context: Context, programme_id: str, wish: Wish | None = None) -> Round:
    """Request a round; the worker solves it and a preview follows.

    Based on a preview, it keeps what was locked, moved and forbidden there, as edits that can be undone. Raises
    `NotTheStage`, `WeightsUseless`, `NotAPreview`.
    """
    wish = wish or Wish()
    based_on = [Round.key(programme_id, wish.based_on)] if wish.based_on else []
    programme = access.organizer(context, programme_id, also=based_on)
    if programme.stage not in FORMING:
        raise domain.NotTheStage
    base = _preview(context, programme_id, wish.based_on) if wish.based_on else None
    edits = Edits.of(base.edits).inherited() if base is not None else Edits()
    before: Round | Programme = base or programme
    weights = dict(before.weights if wish.weights is None else wish.weights)
    Weights.of(weights)
    round_id = ids.new()
    wanted = Round(
        *Round.key(programme_id, round_id),
        round_id=round_id,
        programme_id=programme_id,
        state=RoundState.REQUESTED,
        mode=wish.mode or (base.mode if base is not None else programme.pairing_mode),
        weights=weights,
        threshold=before.threshold if wish.threshold is None else wish.threshold,
        must_cross=before.must_cross if wish.must_cross is None else wish.must_cross,
        no_juniors=before.no_juniors if wish.no_juniors is None else wish.no_juniors,
        levels=programme.levels,
        based_on=base.round_id if base is not None else None,
        edits=edits.kept(),
        locked=[list(one) for one in sorted(edits.locked)],
        forbidden=[list(one) for one in sorted(edits.forbidden)],
        requested_by=context.principal.person_id,
        requested_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(wanted)
    uow.publish(PairingRequested(programme_id, round_id), aggregate=wanted)
    uow.commit()
    return wanted


def _preview(context: Context, programme_id: str, round_id: str) -> Round:
    """Return a preview of a programme the user organizes; raises `NotAPreview`."""
    found = _round(context, programme_id, round_id)
    if found.state != RoundState.PREVIEW:
        raise domain.NotAPreview
    return found


def _round(context: Context, programme_id: str, round_id: str) -> Round:
    found = store.round_of(context, programme_id, round_id)
    if found is None:
        raise NotFound
    return found


@retrying
def cancel_round(context: Context, programme_id: str, round_id: str) -> Round:
    """Cancel a round that is being solved; its worker notices at the next step. Raises `NotRunning`."""
    found = organized_round(context, programme_id, round_id)
    if found.state == RoundState.CANCELLED:
        return found
    if found.state not in domain.RUNNING:
        raise domain.NotRunning
    found.state, found.solving_until = RoundState.CANCELLED, None
    uow = context.begin()
    uow.save(found)
    uow.publish(PairingCancelled(programme_id, round_id), aggregate=found)
    uow.commit()
    return found


# Edits by hand -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """One edit of a preview: `action` and people as in `editing.edit`."""

    action: str
    mentee_id: str
    other_id: str = ""


@dataclass(frozen=True)
class Effect:
    """The effect of an edit on `matched`, `worst` and `total`; `round` is set if it wasn't only tried."""

    round: Round
    before: Mapping[str, int]
    after: Mapping[str, int]


def editable(context: Context, programme_id: str, round_id: str) -> Round:
    """Return a preview, for organizers who may edit it."""
    access.organizer(context, programme_id, also=[Round.key(programme_id, round_id)])
    return _preview(context, programme_id, round_id)


@retrying
def edit_round(
    context: Context,
    which: tuple[str, str],
    wanted: Wanted,
    expected: str,
    *,
    dry_run: bool = False,
) -> Effect:
    """Edit a preview in the expected version, or only return the effect.

    `which` is its programme's id and its own. Raises as `editing.edit` does.
    """
    found = editable(context, *which)
    found.expect(expected)
    preview = store.preview_of(store.Results(context.files), found.result_key)
    edits = Edits.of(found.edits)
    after = editing.edit(preview, edits, wanted.action, wanted.mentee_id, wanted.other_id)
    effect = Effect(found, *(preview.figures(preview.edited(one)) for one in (edits, after)))
    if dry_run or after == edits:
        return effect
    found.edits, found.edited = after.kept(), dict(effect.after)
    uow = context.begin()
    uow.save(found)
    uow.publish(PairingPreviewEdited(found.programme_id, found.round_id), aggregate=found)
    uow.commit()
    return effect


@dataclass(frozen=True)
class Alternatives:
    """A mentee of a preview: the current pair (None without one), and possible others."""

    bench: Bench
    mentee: Participant
    pair: dict[str, Any] | None
    figures: Mapping[str, int]
    choices: list[editing.Alternative]


def alternatives(context: Context, programme_id: str, round_id: str, mentee_id: str) -> Alternatives:
    """Return the other possible mentors of a mentee in a preview, each with its effect on the whole."""
    found = editable(context, programme_id, round_id)
    shown = bench(context, programme_id, round_id)
    preview = store.preview_of(store.Results(context.files), found.result_key)
    if mentee_id not in preview.scores.mentees or mentee_id not in shown.people:
        raise NotFound
    edits = Edits.of(found.edits)
    pair = next((one for one in shown.pairs if one["mentee_id"] == mentee_id), None)
    options = editing.choices(preview, edits, mentee_id, MOST_CHOICES)
    return Alternatives(shown, shown.people[mentee_id], pair, preview.figures(preview.edited(edits)), options)


@dataclass(frozen=True)
class Compared:
    """A comparison of two rounds, and the people in them."""

    programme: Programme
    first: Round
    second: Round
    comparison: editing.Comparison
    people: dict[str, Participant]
    numbers: dict[str, int]


def compare_rounds(context: Context, programme_id: str, first_id: str, second_id: str) -> Compared:
    """Return what two solved rounds have in common and what not; raises `NotFound`."""
    programme = access.organizer(context, programme_id)
    rounds = _rounds(context, programme_id)
    known = {one.round_id: one for one in rounds if one.figures}
    first, second = known.get(first_id), known.get(second_id)
    if first is None or second is None:
        raise NotFound
    results = store.Results(context.files)
    sides = [(store.preview_of(results, one.result_key), Edits.of(one.edits)) for one in (first, second)]
    (mine, ours), (others, theirs) = ((preview, preview.edited(edits)) for preview, edits in sides)
    people = {one.participant_id: one for one in store.participants(context, programme_id)}
    compared = editing.compare(mine, ours, others, theirs)
    return Compared(programme, first, second, compared, people, _numbers(rounds))


# What there is -------------------------------------------------------------------------------------------------------


def rounds(context: Context, programme_id: str) -> list[Round]:
    """Return the rounds of a programme, newest first."""
    access.organizer(context, programme_id)
    return _rounds(context, programme_id)


def _rounds(context: Context, programme_id: str) -> list[Round]:
    found = context.store.query(Round, *Round.of(programme_id))
    return sorted(found, key=lambda one: (one.requested_at, one.round_id), reverse=True)


def _numbers(rounds: Sequence[Round]) -> dict[str, int]:
    """Return the numbers of rounds, newest first: the first one of a programme is 1."""
    return {one.round_id: number for number, one in enumerate(reversed(rounds), 1)}


@dataclass(frozen=True)
class Bench:
    """What the workbench shows of a round, by default the newest.

    `pairs` are those of the result after the edits, weakest first, each with `by_hand` and `locked` added. `result` is
    empty until there is a preview; `rounds` are all, newest first; `waiting` is how many mentees have neither a pair
    nor an open proposal.
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
        return _numbers(self.rounds)


def bench(context: Context, programme_id: str, round_id: str = "") -> Bench:
    """Return the workbench of a programme."""
    programme = access.organizer(context, programme_id)
    found = _rounds(context, programme_id)
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


def organized_round(context: Context, programme_id: str, round_id: str) -> Round:
    """Return a round of a programme, for an organizer who may decide."""
    access.organizer(context, programme_id, also=[Round.key(programme_id, round_id)])
    return _round(context, programme_id, round_id)


@retrying
def send_round(context: Context, programme_id: str, round_id: str, expected: str) -> Round:
    """Send the proposals of a preview in the expected version; all other rounds end, because they used the same places.

    Raises `RoundNotReady`.
    """
    found = organized_round(context, programme_id, round_id)
    found.expect(expected)
    if found.state != RoundState.PREVIEW:
        raise domain.RoundNotReady
    others = [
        one for one in _rounds(context, programme_id) if one.round_id != round_id and one.state in ENDED_BY_SENDING
    ]
    found.state = RoundState.SENT
    uow = context.begin()
    uow.save(found)
    for other in others[:CLOSED_TOGETHER]:
        other.state, other.solving_until = ENDED_BY_SENDING[other.state], None
        uow.save(other)
    uow.publish(PairingRoundSent(programme_id, round_id), aggregate=found)
    uow.commit()
    return found
