"""Whether workspace's events are still true: contract, goals, homework, summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import GOAL_ENDS, ContractState, GoalState, SummaryState, TaskState
from mentoring.tables.workspace import Contract, Erasure, Goal, Summary, Task
from notifications.truth.pairs import goes_on

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.workspace import (
        ContractProposed,
        ContractSignaturesVoided,
        ContractSigned,
        ContractSignedByOne,
        GoalEndProposed,
        GoalProposed,
        RoomErased,
        RoomErasureAsked,
        RoomErasureDropped,
        SummaryProposed,
        TaskAssigned,
    )

    AboutContract = ContractProposed | ContractSignedByOne | ContractSigned | ContractSignaturesVoided

WAITS = (ContractState.PROPOSED, ContractState.BY_ONE)
SUMMARY_WAITS = (SummaryState.PROPOSED, SummaryState.BY_ONE)


def contract_waits(context: Context, event: Event[ContractProposed]) -> bool:
    """The proposed text still waits for a signature."""
    one = _contract(context, event.data)
    if one is None or not goes_on(context, event.data.pair_id):
        return False
    return one.state in WAITS and one.proposed_by == event.data.by


def signature_waits(context: Context, event: Event[ContractSignedByOne]) -> bool:
    """The partner hasn't signed; the recipe leaves out those whom it isn't for."""
    one = _contract(context, event.data)
    if one is None or not goes_on(context, event.data.pair_id):
        return False
    return one.state == ContractState.BY_ONE and event.data.by in _signers(one)


def contract_signed(context: Context, event: Event[ContractSigned]) -> bool:
    """This text is signed and in force."""
    one = _contract(context, event.data)
    signed = one is not None and (one.state, one.sha256) == (ContractState.SIGNED, event.data.sha256)
    return goes_on(context, event.data.pair_id) and signed


def signature_void(context: Context, event: Event[ContractSignaturesVoided]) -> bool:
    """People who had signed haven't signed the new text; of the organizers' changes both hear while it waits."""
    one = _contract(context, event.data)
    if not event.data.by:
        return goes_on(context, event.data.pair_id) and one is not None and one.state in WAITS
    others = [who for who in event.data.signed_by if who != event.data.by]
    signed_again = one is not None and any(who in _signers(one) for who in others)
    return goes_on(context, event.data.pair_id) and not signed_again


def erasure_waits(context: Context, event: Event[RoomErasureAsked]) -> bool:
    """The partner can still answer."""
    one = context.store.get(Erasure, *Erasure.key(event.data.pair_id))
    return one is not None and not one.erased_at and one.asked_by == event.data.by


def erasure_dropped(context: Context, event: Event[RoomErasureDropped]) -> bool:
    """Nobody asked again since."""
    one = context.store.get(Erasure, *Erasure.key(event.data.pair_id))
    return one is not None and not one.erased_at and not one.asked_by


def erased(context: Context, event: Event[RoomErased]) -> bool:
    """What is erased stays erased."""
    one = context.store.get(Erasure, *Erasure.key(event.data.pair_id))
    return one is not None and bool(one.erased_at)


def goal_waits(context: Context, event: Event[GoalProposed]) -> bool:
    """It is neither agreed nor withdrawn, and has no newer text, which is asked about by itself."""
    one = context.store.get(Goal, *Goal.key(event.data.pair_id, event.data.goal_id))
    if one is None or not goes_on(context, event.data.pair_id):
        return False
    return (one.state, one.proposed_by, one.version) == (GoalState.DRAFT, event.data.by, event.meta.sequence)


def end_waits(context: Context, event: Event[GoalEndProposed]) -> bool:
    """The goal still waits for the other one's consent to this end."""
    one = context.store.get(Goal, *Goal.key(event.data.pair_id, event.data.goal_id))
    if one is None or one.state in GOAL_ENDS or not goes_on(context, event.data.pair_id):
        return False
    return (one.end_state, one.end_by) == (event.data.state, event.data.by)


def task_waits(context: Context, event: Event[TaskAssigned]) -> bool:
    """It isn't done."""
    one = context.store.get(Task, *Task.key(event.data.pair_id, event.data.task_id))
    return goes_on(context, event.data.pair_id) and one is not None and one.state == TaskState.OPEN


def summary_waits(context: Context, event: Event[SummaryProposed]) -> bool:
    """Neither this text nor a newer one has been approved by the person who is asked."""
    one = context.store.get(Summary, *Summary.key(event.data.pair_id))
    if one is None or not goes_on(context, event.data.pair_id):
        return False
    return one.state in SUMMARY_WAITS and list(one.approved_by) == [event.data.by]


def _contract(context: Context, about: AboutContract) -> Contract | None:
    return context.store.get(Contract, *Contract.key(about.pair_id, about.contract_version))


def _signers(one: Contract) -> list[str]:
    return [signature["person_id"] for signature in one.signatures]
