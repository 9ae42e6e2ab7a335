"""The goals of a pair: proposed by one, agreed by the other, rated by both, concluded with the consent of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, rooms
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.workspace import (
    GoalAgreed,
    GoalConcluded,
    GoalEndProposed,
    GoalEndRefused,
    GoalProposed,
    GoalWithdrawn,
)
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
    from mentoring.events.base import EventData


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
        proposed_at=clock.iso(context.clock()),
    )
    goal = Opened(item, rooms.key(context, pair_id))
    goal.set(**told)
    _commit(context, goal, GoalProposed(pair.programme_id, pair_id, goal_id, context.principal.person_id))
    return goal


def read_goal(context: Context, pair_id: str, goal_id: str) -> Opened[Goal]:
    """Return a goal of a pair, for its members."""
    access.pair_member(context, pair_id, also=[Goal.key(pair_id, goal_id), RoomKey.key(pair_id)])
    goal = context.store.get(Goal, *Goal.key(pair_id, goal_id))
    if goal is None:
        raise NotFound
    return Opened(goal, rooms.key(context, pair_id))


def ratings(goal: Opened[Goal]) -> list[domain.Rating]:
    """Return where the two saw a goal, the oldest first."""
    return store.ratings(goal)


def standing(goal: Opened[Goal]) -> domain.Goal:
    """Return how a goal stands, as a domain object."""
    return store.goal(goal)


def _open_goal(context: Context, pair_id: str, goal_id: str) -> Opened[Goal]:
    open_pair(context, pair_id, also=[Goal.key(pair_id, goal_id), RoomHead.key(pair_id), RoomKey.key(pair_id)])
    return read_goal(context, pair_id, goal_id)


def _commit(context: Context, goal: Opened[Goal], told: EventData | None = None) -> None:
    """Save a goal and the item that counts goals, with what is told of it."""
    uow = context.begin()
    uow.save(store.note(store.head(context, goal.pair_id), goal.item))
    uow.save(goal.item)
    if told is not None:
        uow.publish(told, aggregate=goal.item)
    uow.commit()


@retrying
def change_goal(context: Context, pair_id: str, goal_id: str, told: dict[str, Any], expected: str) -> Opened[Goal]:
    """Change the text of a goal in the expected version, while it waits; the other one is asked anew."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    store.goal(goal).edit(context.principal.person_id)
    if all(getattr(goal, name) == value for name, value in told.items()):
        return goal
    goal.set(**told, proposed_at=clock.iso(context.clock()))
    _commit(context, goal, GoalProposed(goal.programme_id, pair_id, goal_id, context.principal.person_id))
    return goal


@retrying
def agree_goal(context: Context, pair_id: str, goal_id: str, expected: str) -> Opened[Goal]:
    """Agree on a goal the partner wrote, as it was read; to do so again changes nothing."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    if _has_agreed(context, goal):
        return goal
    now = clock.iso(context.clock())
    goal.set(state=store.goal(goal).agree(context.principal.person_id).state, agreed_at=now)
    _commit(context, goal, GoalAgreed(goal.programme_id, pair_id, goal_id))
    return goal


def has_agreed(context: Context, pair_id: str, goal_id: str) -> bool:
    """Return whether the user has agreed on a goal already: a second click on an old page asks for nothing more."""
    return _has_agreed(context, _open_goal(context, pair_id, goal_id))


def _has_agreed(context: Context, goal: Opened[Goal]) -> bool:
    return bool(goal.agreed_at) and goal.proposed_by != context.principal.person_id


@retrying
def withdraw_goal(context: Context, pair_id: str, goal_id: str, expected: str = ANY) -> None:
    """Take a goal off the table that isn't agreed: one's own, or the partner's. Nothing of it is kept."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    store.goal(goal).withdraw()
    uow = context.begin()
    uow.save(store.forget(store.head(context, pair_id), goal_id))
    uow.delete(goal.item)
    by = context.principal.person_id
    uow.publish(GoalWithdrawn(goal.programme_id, pair_id, goal_id, by), aggregate=goal.item)
    uow.commit()


@retrying
def rate_goal(context: Context, pair_id: str, goal_id: str, level: int, expected: str, word: str = "") -> Opened[Goal]:
    """Say where the two are, 0–10, with a word about it, on a goal in the expected version."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    goal.set(state=store.goal(goal).rate().state)
    _rate(context, goal, level, word)
    _commit(context, goal)
    return goal


def _rate(context: Context, goal: Opened[Goal], level: int, word: str = "") -> None:
    now = clock.iso(context.clock())
    store.rate(goal, domain.Rating(level, context.principal.person_id, now, word.strip()))


@retrying
def move_due(context: Context, pair_id: str, goal_id: str, due_on: str | None, expected: str) -> Opened[Goal]:
    """Set another date, or none, of a goal that both agreed on, in the expected version."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    store.goal(goal).go_on()
    goal.set(due_on=due_on)
    _commit(context, goal)
    return goal


@dataclass(frozen=True)
class Conclusion:
    """How a goal is to end: its outcome, why, what shows it and, if told, the level reached."""

    state: GoalState
    reason: str = ""
    evidence: str = ""
    level: int | None = None


@retrying
def propose_end(context: Context, pair_id: str, goal_id: str, end: Conclusion, expected: str) -> Opened[Goal]:
    """Propose to conclude a goal in the expected version; the other one is asked to consent.

    Another proposal takes the place of one that waits, whoever made it.
    """
    goal = _open_goal(context, pair_id, goal_id)
    goal.expect(expected)
    me = context.principal.person_id
    after = store.goal(goal).propose_end(end.state, me, end.reason)
    if end.level is not None and end.level != goal.current_level:
        after = after.rate()
        _rate(context, goal, end.level)
    store.keep_goal(goal, after, clock.iso(context.clock()))
    goal.set(reason=end.reason, evidence=end.evidence)
    _commit(context, goal, GoalEndProposed(goal.programme_id, pair_id, goal_id, end.state, me))
    return goal


@retrying
def confirm_end(context: Context, pair_id: str, goal_id: str, expected: str) -> Opened[Goal]:
    """Conclude a goal as the partner proposed, in the version that was read; to do so again changes nothing."""
    goal = _open_goal(context, pair_id, goal_id)
    before, me = store.goal(goal), context.principal.person_id
    if before.is_over and before.end is not None and before.end.by != me:
        return goal
    goal.expect(expected)
    now = clock.iso(context.clock())
    store.keep_goal(goal, before.confirm_end(me), now)
    goal.set(concluded_at=now)
    _commit(context, goal, GoalConcluded(goal.programme_id, pair_id, goal_id, goal.state))
    return goal


@retrying
def refuse_end(context: Context, pair_id: str, goal_id: str, expected: str) -> Opened[Goal]:
    """Let a goal go on: say «not yet», or take one's own proposal back. What was written stays for the next time."""
    goal = _open_goal(context, pair_id, goal_id)
    before = store.goal(goal)
    if before.end is None and not before.is_over:
        return goal
    goal.expect(expected)
    store.keep_goal(goal, before.refuse_end(), clock.iso(context.clock()))
    told = GoalEndRefused(goal.programme_id, pair_id, goal_id, context.principal.person_id)
    _commit(context, goal, told)
    return goal


def answer_end(context: Context, pair_id: str, goal_id: str, answer: str, expected: str) -> Opened[Goal]:
    """Answer a proposal to conclude a goal: `yes`, or `not_yet`."""
    if answer not in ("yes", "not_yet"):
        raise Invalid(fields={"/answer": N_("Choose one of the answers.")})
    return (confirm_end if answer == "yes" else refuse_end)(context, pair_id, goal_id, expected)
