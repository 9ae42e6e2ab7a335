"""What happens in rooms and meetings, as facts about pairs from which their stage follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import PairOutcome
from pairing import store
from pairing.use_cases.pairs import close, give_back, restage

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.meetings import MeetingHeld, MeetingNotHeld
    from mentoring.events.workspace import ContractProposed, ContractSigned, GoalAgreed, SummaryApproved

    PairFact = ContractProposed | ContractSigned | GoalAgreed | MeetingHeld | MeetingNotHeld

FIGURES = ("interval_days", "planned_meetings", "meeting_minutes")
"""What organizers see of a signed contract."""


@retrying
def _note(context: Context, event: Event[PairFact], note: Callable[[Pair, str], None]) -> None:
    """Record a fact on the pair of an event, and update its stage."""
    data = event.data
    pair = pair_of(context, data.pair_id)
    note(pair, clock.iso(event.meta.occurred_at))
    uow = context.begin()
    restage(uow, pair)
    uow.save(pair)
    uow.commit()


def pair_of(context: Context, pair_id: str) -> Pair:
    """Return the pair of an event; raise `NotFound`."""
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    return pair


def note_contract_proposed(context: Context, event: Event[ContractProposed]) -> None:
    """A contract was proposed."""

    def note(pair: Pair, at: str) -> None:
        pair.contract_proposed_at = pair.contract_proposed_at or at

    _note(context, event, note)


def note_contract_signed(context: Context, event: Event[ContractSigned]) -> None:
    """Both signed; what they agreed on in figures holds from now on, as of the newest version."""
    signed = event.data

    def note(pair: Pair, at: str) -> None:
        pair.contract_signed_at = pair.contract_signed_at or at
        if signed.contract_version > pair.contract_version:
            pair.contract_version = signed.contract_version
            for name in FIGURES:
                setattr(pair, name, getattr(signed, name))

    _note(context, event, note)


def note_goal_agreed(context: Context, event: Event[GoalAgreed]) -> None:
    """The first goal is agreed."""

    def note(pair: Pair, at: str) -> None:
        pair.goal_agreed_at = pair.goal_agreed_at or at

    _note(context, event, note)


def note_meeting(context: Context, event: Event[MeetingHeld | MeetingNotHeld]) -> None:
    """A meeting took place, or turned out not to have: the held ones are counted anew, whatever the order."""

    def note(pair: Pair, _: str) -> None:
        held = store.held_meetings(context, pair.pair_id)
        pair.meetings_held, pair.last_held_at = len(held), max(held, default=None)

    _note(context, event, note)


@retrying
def complete(context: Context, event: Event[SummaryApproved]) -> None:
    """Both approved the summary: complete the process."""
    approved = event.data
    pair = pair_of(context, approved.pair_id)
    if pair.outcome:
        return
    uow = context.begin()
    close(context, uow, pair, PairOutcome.COMPLETED, "system")
    give_back(context, uow, pair, context.store.get(Programme, *Programme.key(pair.programme_id)))
    uow.commit()
