"""What a pair writes in its room: contract, goals, homework, summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import links, rooms
from mentoring.errors import NotFound
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
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import Doer, SeenBy
from mentoring.tables.workspace import Contract, Erasure, Goal, Task
from notifications import people
from notifications.recipes.base import make, sign, tells
from notifications.truth import workspace as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail, Recipient
    from notifications.people import PairToTell


def contract_proposed(context: Context, data: ContractProposed) -> list[Mail]:
    """Ask the partner to sign."""
    found = people.of_pair(context, data.pair_id)
    return _contract(context, data, found.other(data.by), found)


def contract_signed_by_one(context: Context, data: ContractSignedByOne) -> list[Mail]:
    """Ask the author of the text to sign too; the partner was asked when it was proposed."""
    found = people.of_pair(context, data.pair_id)
    one = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version))
    if one is None or data.by == one.proposed_by:
        return []
    return _contract(context, data, found.other(data.by), found)


def contract_signed(context: Context, data: ContractSigned) -> list[Mail]:
    """Tell both that the contract is signed."""
    found = people.of_pair(context, data.pair_id)
    link = links.url(f"/rooms/{data.pair_id}")
    values = {"sha256": data.sha256}
    return [
        make("contract_signed", to, found.programme, link, other=found.other(to.key).name, **values)
        for to in found.both
    ]


def contract_changed(context: Context, data: ContractSignaturesVoided) -> list[Mail]:
    """Tell people whose signature became void because their partner changed or dropped the text.

    If the organizers changed the programme's clauses, whoever hasn't signed the new text hears of it.
    """
    found = people.of_pair(context, data.pair_id)
    if not data.by:
        return _clauses_changed(context, data, found)
    to = found.other(data.by)
    if to.key not in data.signed_by:
        return []
    dropped = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version)) is None
    link = links.url(f"/rooms/{data.pair_id}/contract")
    return [make("contract_changed", to, found.programme, link, other=found.one(data.by).name, dropped=dropped)]


def _clauses_changed(context: Context, data: ContractSignaturesVoided, found: PairToTell) -> list[Mail]:
    one = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version))
    signed = [signature["person_id"] for signature in one.signatures] if one is not None else []
    link = links.url(f"/rooms/{data.pair_id}/contract")
    return [
        make(
            "clauses_changed",
            to,
            found.programme,
            link,
            other=found.other(to.key).name,
            signed=to.key in data.signed_by,
        )
        for to in found.both
        if to.key not in signed
    ]


def goal_to_agree(context: Context, data: GoalProposed) -> list[Mail]:
    """Ask the partner to agree."""
    found = people.of_pair(context, data.pair_id)
    goal = context.store.get(Goal, *Goal.key(data.pair_id, data.goal_id))
    if goal is None:
        raise NotFound
    to = found.other(data.by)
    link = links.url("/rooms/answer", sign(context, "goal", data.goal_id, to, pair_id=data.pair_id))
    title = Opened(goal, rooms.key(context, data.pair_id)).title
    return [make("goal_to_agree", to, found.programme, link, other=found.one(data.by).name, title=title)]


def goal_to_conclude(context: Context, data: GoalEndProposed) -> list[Mail]:
    """Ask the partner to consent to the end of a goal."""
    found = people.of_pair(context, data.pair_id)
    item = context.store.get(Goal, *Goal.key(data.pair_id, data.goal_id))
    if item is None:
        raise NotFound
    goal, to = Opened(item, rooms.key(context, data.pair_id)), found.other(data.by)
    link = links.url("/rooms/answer", sign(context, "goal_end", data.goal_id, to, pair_id=data.pair_id))
    words = {"title": goal.title, "reason": goal.reason, "evidence": goal.evidence}
    return [make("goal_to_conclude", to, found.programme, link, other=found.one(data.by).name, end=data.state, **words)]


def task_assigned(context: Context, data: TaskAssigned) -> list[Mail]:
    """Tell the partner of shared homework; private homework is told to nobody."""
    task = context.store.get(Task, *Task.key(data.pair_id, data.task_id))
    if task is None or task.visibility == SeenBy.AUTHOR:
        return []
    found = people.of_pair(context, data.pair_id)
    to, link = found.other(data.by), links.url(f"/rooms/{data.pair_id}/tasks")
    return [
        make(
            "task_assigned",
            to,
            found.programme,
            link,
            other=found.one(data.by).name,
            text=Opened(task, rooms.key(context, data.pair_id)).text,
            due_on=task.due_on or "",
            doer=(Doer.ME if task.whose == to.key else Doer.PARTNER) if task.whose else Doer.BOTH,
        )
    ]


def summary_to_approve(context: Context, data: SummaryProposed) -> list[Mail]:
    """Ask the partner to approve."""
    found = people.of_pair(context, data.pair_id)
    to = found.other(data.by)
    link = links.url("/rooms/answer", sign(context, "summary", data.pair_id, to))
    return [make("summary_to_approve", to, found.programme, link, other=found.one(data.by).name)]


def erasure_asked(context: Context, data: RoomErasureAsked) -> list[Mail]:
    """Ask the partner whether what both wrote may be erased."""
    found, wish = people.of_pair(context, data.pair_id), context.store.get(Erasure, *Erasure.key(data.pair_id))
    if wish is None or not wish.until:
        return []
    link = links.url(f"/rooms/{data.pair_id}/erasure")
    other = found.one(data.by).name
    return [make("erasure_asked", found.other(data.by), found.programme, link, other=other, until=wish.until)]


def erasure_dropped(context: Context, data: RoomErasureDropped) -> list[Mail]:
    """Tell the one who didn't decide it that everything stays."""
    found = people.of_pair(context, data.pair_id)
    values = {"other": found.one(data.by).name, "refused": data.by != data.asked_by}
    return [
        make("erasure_dropped", found.other(data.by), found.programme, links.url(f"/rooms/{data.pair_id}"), **values)
    ]


def room_erased(context: Context, data: RoomErased) -> list[Mail]:
    """Tell both that what they wrote is erased."""
    found, link = people.of_pair(context, data.pair_id), links.url(f"/rooms/{data.pair_id}")
    return [
        make("room_erased", to, found.programme, link, other=found.other(to.key).name, agreed=data.agreed)
        for to in found.both
    ]


def _contract(
    context: Context, data: ContractProposed | ContractSignedByOne, to: Recipient, found: PairToTell
) -> list[Mail]:
    one = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version))
    if one is None or to.key in [signature["person_id"] for signature in one.signatures]:
        return []
    token = sign(context, "contract", data.pair_id, to, number=str(data.contract_version))
    link = links.url("/rooms/answer", token)
    return [make("contract_to_sign", to, found.programme, link, other=found.other(to.key).name)]


TOLD = (
    tells(ContractProposed, holds.contract_waits, contract_proposed),
    tells(ContractSignedByOne, holds.signature_waits, contract_signed_by_one),
    tells(ContractSigned, holds.contract_signed, contract_signed),
    tells(ContractSignaturesVoided, holds.signature_void, contract_changed),
    tells(GoalProposed, holds.goal_waits, goal_to_agree, opens=True),
    tells(GoalEndProposed, holds.end_waits, goal_to_conclude, opens=True),
    tells(TaskAssigned, holds.task_waits, task_assigned, opens=True),
    tells(SummaryProposed, holds.summary_waits, summary_to_approve),
    tells(RoomErasureAsked, holds.erasure_waits, erasure_asked),
    tells(RoomErasureDropped, holds.erasure_dropped, erasure_dropped),
    tells(RoomErased, holds.erased, room_erased),
)
