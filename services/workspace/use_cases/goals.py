"""The goals of a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import GoalAgreed, GoalConcluded, GoalProposed
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.core import ANY
from mentoring.tables.vocabulary import GoalState
from mentoring.tables.workspace import Goal, RoomHead, RoomKey
from mentoring.values import dataclass
from workspace import domain, store
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


@retrying
def propose_goal(context: Context, pair_id: str, told: dict[str, Any]) -> Opened[Goal]:
    """Write a goal; the other one is asked to agree.

    Goals are counted on the head of the room, which is saved: two goals at once can't both be the third.
    """
    pair = open_pair(context, pair_id, also=[RoomHead.key(pair_id), RoomKey.key(pair_id)])
    head = store.head(context, pair_id)
    domain.check_goals(store.counted(head))
    goal_id = ids.new()
    item = Goal(
        *Goal.key(pair_id, goal_id),
        goal_id=goal_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        state=GoalState.DRAFT,
        proposed_by=context.principal.person_id,
    )
    goal = Opened(item, rooms.key(context, pair_id))
    goal.set(**told)
    uow = context.begin()
    uow.save(store.note(head, item))
    uow.save(item)
    uow.publish(GoalProposed(pair.programme_id, pair_id, goal_id, context.principal.person_id), aggregate=item)
    uow.commit()
    return goal


def read_goal(context: Context, pair_id: str, goal_id: str) -> Opened[Goal]:
    """Return a goal of a pair, for its members."""
    access.pair_member(context, pair_id, also=[Goal.key(pair_id, goal_id), RoomKey.key(pair_id)])
    goal = context.store.get(Goal, *Goal.key(pair_id, goal_id))
    if goal is None:
        raise NotFound
    return Opened(goal, rooms.key(context, pair_id))


def _open_goal(context: Context, pair_id: str, goal_id: str) -> Opened[Goal]:
    open_pair(context, pair_id, also=[Goal.key(pair_id, goal_id), RoomHead.key(pair_id), RoomKey.key(pair_id)])
    return read_goal(context, pair_id, goal_id)


def _save(context: Context, uow: UnitOfWork, goal: Opened[Goal]) -> None:
    """Add a goal whose state changed, and the item that counts goals, to the transaction."""
    uow.save(store.note(store.head(context, goal.pair_id), goal.item))
    uow.save(goal.item)


@retrying
def agree_goal(context: Context, pair_id: str, goal_id: str) -> Opened[Goal]:
    """Agree on a goal the partner wrote."""
    goal = _open_goal(context, pair_id, goal_id)
    if goal.agreed_at and goal.proposed_by != context.principal.person_id:
        return goal
    goal.set(state=store.goal(goal).agree(context.principal.person_id).state, agreed_at=clock.iso(context.clock()))
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalAgreed(goal.programme_id, pair_id, goal_id), aggregate=goal.item)
    uow.commit()
    return goal


@retrying
def move_goal(context: Context, pair_id: str, goal_id: str, level: int, expected: str) -> Opened[Goal]:
    """Set the current level, 0–10, of a goal in the expected version."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    if store.goal(goal).is_over:
        raise domain.GoalEnded
    goal.set(current_level=level)
    uow = context.begin()
    uow.save(goal.item)
    uow.commit()
    return goal


@dataclass(frozen=True)
class Conclusion:
    """How a goal ended: its outcome, the evidence and, if told, the level reached."""

    state: GoalState
    evidence: str = ""
    level: int | None = None


@retrying
def conclude_goal(context: Context, pair_id: str, goal_id: str, end: Conclusion, expected: str = ANY) -> Opened[Goal]:
    """End a goal in the expected version."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    goal.set(state=store.goal(goal).conclude(end.state).state, evidence=end.evidence)
    if end.level is not None:
        goal.set(current_level=end.level)
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, end.state), aggregate=goal.item)
    uow.commit()
    return goal


@retrying
def withdraw_goal(context: Context, pair_id: str, goal_id: str) -> Opened[Goal]:
    """Withdraw a goal that isn't agreed: one's own, or the partner's."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.set(state=store.goal(goal).withdraw().state)
    uow = context.begin()
    _save(context, uow, goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, goal.state), aggregate=goal.item)
    uow.commit()
    return goal
