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
    """Write a goal; the partner is asked to agree.

    Goals are counted on the head of the room, which is saved: two goals at once can't both be the third.
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
    """Return a goal of a pair, for its members."""
    access.pair_member(context, pair_id, also=[Goal.key(pair_id, goal_id)])
    goal = context.store.get(Goal, *Goal.key(pair_id, goal_id))
    if goal is None:
        raise NotFound
    return goal


def _open_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    open_pair(context, pair_id, also=[Goal.key(pair_id, goal_id), RoomHead.key(pair_id)])
    return read_goal(context, pair_id, goal_id)


def _save(context: Context, uow: UnitOfWork, goal: Goal) -> None:
    """Add a goal whose state changed, and the item that counts goals, to the transaction."""
    uow.save(store.note(store.head(context, goal.pair_id), goal))
    uow.save(goal)


@retrying
def agree_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Agree on a goal the partner wrote."""
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
    """Set the current level, 0–10, of a goal in the expected version."""
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
    """How a goal ended: its outcome, the evidence and, if told, the level reached."""

    state: GoalState
    evidence: str = ""
    level: int | None = None


@retrying
def conclude_goal(context: Context, pair_id: str, goal_id: str, end: Conclusion, expected: str = ANY) -> Goal:
    """End a goal in the expected version."""
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
    """Withdraw a goal that isn't agreed: one's own, or the partner's."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.state = store.goal(goal).withdraw().state
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, goal.state), aggregate=goal)
    uow.commit()
    return goal
