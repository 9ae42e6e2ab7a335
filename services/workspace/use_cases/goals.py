"""The goals of a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.workspace import GoalAgreed, GoalConcluded, GoalProposed
from mentoring.store import retrying
from mentoring.tables.core import ANY
from mentoring.tables.vocabulary import GoalState
from mentoring.tables.workspace import Goal, RoomHead
from mentoring.values import dataclass
from workspace import domain, store
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


@retrying
def propose_goal(context: Context, pair_id: str, told: dict[str, Any]) -> Goal:
    """Write a goal; the other one is asked to agree.

    They are counted on the head of the room, which is saved: two goals at once can't both be the third.
    """
    pair = open_pair(context, pair_id, also=[RoomHead.key(pair_id)])
    head = store.head(context, pair_id)
    domain.check_goals(store.counted(head))
    goal_id = ids.new()
    goal = Goal(
        *Goal.key(pair_id, goal_id),
        goal_id=goal_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        state=GoalState.DRAFT,
        proposed_by=context.principal.person_id,
        **told,
    )
    uow = context.begin()
    uow.save(store.note(head, goal))
    uow.save(goal)
    uow.publish(GoalProposed(pair.programme_id, pair_id, goal_id, context.principal.person_id), aggregate=goal)
    uow.commit()
    return goal


def read_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Return a goal of a pair to its members."""
    access.pair_member(context, pair_id, also=[Goal.key(pair_id, goal_id)])
    goal = context.store.get(Goal, *Goal.key(pair_id, goal_id))
    if goal is None:
        raise NotFound
    return goal


def _open_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    open_pair(context, pair_id, also=[Goal.key(pair_id, goal_id), RoomHead.key(pair_id)])
    return read_goal(context, pair_id, goal_id)


def _save(context: Context, uow: UnitOfWork, goal: Goal) -> None:
    """Put a goal whose state changed into the transaction, and what the goals are counted on."""
    uow.save(store.note(store.head(context, goal.pair_id), goal))
    uow.save(goal)


@retrying
def agree_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Agree on a goal the other one wrote."""
    goal = _open_goal(context, pair_id, goal_id)
    if goal.agreed_at and goal.proposed_by != context.principal.person_id:
        return goal
    goal.state = store.goal(goal).agree(context.principal.person_id).state
    goal.agreed_at = clock.iso(context.clock())
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalAgreed(goal.programme_id, pair_id, goal_id), aggregate=goal)
    uow.commit()
    return goal


@retrying
def move_goal(context: Context, pair_id: str, goal_id: str, level: int, expected: str) -> Goal:
    """Say how far the expected version of a goal is, 0–10."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    if store.goal(goal).is_over:
        raise domain.GoalEnded
    goal.current_level = level
    uow = context.begin()
    uow.save(goal)
    uow.commit()
    return goal


@dataclass(frozen=True)
class Conclusion:
    """How a goal ended: its outcome, what shows it and, when told, how far it got."""

    state: GoalState
    evidence: str = ""
    level: int | None = None


@retrying
def conclude_goal(context: Context, pair_id: str, goal_id: str, end: Conclusion, expected: str = ANY) -> Goal:
    """End the expected version of a goal."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    goal.state, goal.evidence = store.goal(goal).conclude(end.state).state, end.evidence
    if end.level is not None:
        goal.current_level = end.level
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, end.state), aggregate=goal)
    uow.commit()
    return goal


@retrying
def withdraw_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Take a goal off the table that isn't agreed on: one's own, or the other one's."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.state = store.goal(goal).withdraw().state
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, goal.state), aggregate=goal)
    uow.commit()
    return goal
