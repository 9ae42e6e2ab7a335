"""JSON of goals: write one, agree, say how far it is, conclude or withdraw it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mentoring import http
from mentoring.http.fields import DayText, Line, Text
from mentoring.tables.vocabulary import GoalState
from workspace.use_cases import goals

router = http.Router()

Level = Annotated[int, Field(ge=0, le=10)]


class GoalView(http.Versioned):
    """A goal."""

    goal_id: str
    title: str
    why: str
    measure: str
    start_level: int
    target_level: int
    current_level: int | None
    due_on: str | None
    steps: list[str]
    state: str
    proposed_by: str
    agreed_at: str | None
    evidence: str


class GoalWish(http.Model):
    """A new goal."""

    title: Annotated[Line, Field(min_length=1, max_length=300)]
    why: Text = ""
    measure: Text = ""
    start_level: Level
    target_level: Level
    due_on: DayText | None = None
    steps: list[Line] = Field(default_factory=list, max_length=20)


class GoalMove(http.Model):
    """The current level of a goal."""

    current_level: Level


class Conclusion(http.Model):
    """How a goal ended."""

    state: Literal[GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED]
    evidence: Text = ""
    current_level: Level | None = None


@router.post("/v1/rooms/<pair_id>/goals", status=201, location="/v1/rooms/{pair_id}/goals/{goal_id}")
def propose_goal(pair_id: str, body: GoalWish) -> GoalView:
    """Write a goal."""
    return GoalView.of(goals.propose_goal(http.context(), pair_id, body.model_dump()))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/agreement")
def agree_goal(pair_id: str, goal_id: str) -> GoalView:
    """Agree on a goal."""
    return GoalView.of(goals.agree_goal(http.context(), pair_id, goal_id))


@router.patch("/v1/rooms/<pair_id>/goals/<goal_id>")
def move_goal(pair_id: str, goal_id: str, body: GoalMove) -> GoalView:
    """Set the current level of a goal."""
    return GoalView.of(goals.move_goal(http.context(), pair_id, goal_id, body.current_level, http.expected()))


@router.get("/v1/rooms/<pair_id>/goals/<goal_id>")
def read_goal(pair_id: str, goal_id: str) -> GoalView:
    """Return a goal."""
    return GoalView.of(goals.read_goal(http.context(), pair_id, goal_id))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/conclusion", expects="optional")
def conclude_goal(pair_id: str, goal_id: str, body: Conclusion) -> GoalView:
    """End a goal."""
    end = goals.Conclusion(body.state, body.evidence, body.current_level)
    return GoalView.of(goals.conclude_goal(http.context(), pair_id, goal_id, end, http.expected(optional=True)))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/withdrawal")
def withdraw_goal(pair_id: str, goal_id: str) -> GoalView:
    """Withdraw a goal that isn't agreed."""
    return GoalView.of(goals.withdraw_goal(http.context(), pair_id, goal_id))
