"""Rounds: an organizer asks for one, cancels it, sends its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.pairing import PairingCancelled, PairingRequested, PairingRoundSent
from mentoring.store import retrying
from mentoring.tables.pairing import Round
from mentoring.tables.recruitment import FormPlan
from mentoring.tables.vocabulary import FORMING, RoundState
from mentoring.values import dataclass
from mentoring.weights import Weights
from pairing import domain, store
from pairing.matching.editing import Edits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme

CLOSED_TOGETHER = 50
"""How many rounds end in the transaction that sends another one, the newest first."""
ENDED_BY_SENDING = {RoundState.PREVIEW: RoundState.CLOSED} | dict.fromkeys(domain.RUNNING, RoundState.CANCELLED)
"""The new state of a round when another one is sent, by its state."""


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
    programme = access.organizer(context, programme_id, also=[FormPlan.key(programme_id), *based_on])
    if programme.stage not in FORMING:
        raise domain.NotTheStage
    base = previewed(context, programme_id, wish.based_on) if wish.based_on else None
    edits = Edits.of(base.edits).inherited() if base is not None else Edits()
    before: Round | Programme = base or programme
    weights = dict(before.weights if wish.weights is None else wish.weights)
    Weights.of(weights)
    round_id = ids.new()
    wanted = store.by_settings(
        context,
        programme,
        round_id,
        state=RoundState.REQUESTED,
        mode=wish.mode or (base.mode if base is not None else programme.pairing_mode),
        weights=weights,
        threshold=before.threshold if wish.threshold is None else wish.threshold,
        must_cross=before.must_cross if wish.must_cross is None else wish.must_cross,
        no_juniors=before.no_juniors if wish.no_juniors is None else wish.no_juniors,
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


def previewed(context: Context, programme_id: str, round_id: str) -> Round:
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
        one for one in newest_first(context, programme_id) if one.round_id != round_id and one.state in ENDED_BY_SENDING
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


def rounds(context: Context, programme_id: str) -> list[Round]:
    """Return the rounds of a programme, newest first."""
    access.organizer(context, programme_id)
    return newest_first(context, programme_id)


def newest_first(context: Context, programme_id: str) -> list[Round]:
    """Return the rounds of a programme, newest first."""
    found = context.store.query(Round, *Round.of(programme_id))
    return sorted(found, key=lambda one: (one.requested_at, one.round_id), reverse=True)


def numbers_of(rounds: Sequence[Round]) -> dict[str, int]:
    """Return the numbers of rounds, newest first: the first one of a programme is 1."""
    return {one.round_id: number for number, one in enumerate(reversed(rounds), 1)}
