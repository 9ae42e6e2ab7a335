"""JSON of goals: write, change, agree, rate, conclude, withdraw."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mentoring import http
from mentoring.http.fields import DayText, Line, Text
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import GoalState
from mentoring.tables.workspace import Goal
from workspace.domain import MOST_WORD
from workspace.use_cases import goals

router = http.Router()

Level = Annotated[int, Field(ge=0, le=10)]


class RatingView(http.View):
    """Where one of the two, `by`, saw the goal."""

    level: int
    by: str
    at: str
    word: str


class GoalView(http.Versioned):
    """A goal. `end_state` is how one of the two, `end_by`, proposed to conclude it; with both it is the `state`."""

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
    proposed_at: str | None
    agreed_at: str | None
    ratings: list[RatingView]
    end_state: str | None
    end_by: str | None
    end_at: str | None
    reason: str
    evidence: str
    concluded_at: str | None

    @classmethod
    def show(cls, one: Opened[Goal]) -> GoalView:
        """Return the view of a goal."""
        return cls.of(one, ratings=[RatingView.of(each) for each in goals.ratings(one)])


class GoalWish(http.Model):
    """A goal as it is to be."""

    title: Annotated[Line, Field(min_length=1, max_length=300)]
    why: Text = ""
    measure: Text = ""
    start_level: Level
    target_level: Level
    due_on: DayText | None = None
    steps: list[Annotated[Line, Field(max_length=300)]] = Field(default_factory=list, max_length=20)


class GoalMove(http.Model):
    """Where the two are now, and a word about it."""

    current_level: Level
    word: Annotated[Line, Field(max_length=MOST_WORD)] = ""


class DueWish(http.Model):
    """The date of a goal, or none."""

    due_on: DayText | None


class Conclusion(http.Model):
    """How a goal is to end; a reason is needed where it was changed or given up."""

    state: Literal[GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED]
    reason: Text = ""
    evidence: Text = ""
    current_level: Level | None = None


class ConclusionAnswer(http.Model):
    """What the other one says to a proposed conclusion."""

    answer: Literal["yes", "not_yet"]


@router.post("/v1/rooms/<pair_id>/goals", status=201, location="/v1/rooms/{pair_id}/goals/{goal_id}")
def propose_goal(pair_id: str, body: GoalWish) -> GoalView:
    """Write a goal; the other one is asked to agree."""
    return GoalView.show(goals.propose_goal(http.context(), pair_id, body.model_dump()))


@router.get("/v1/rooms/<pair_id>/goals/<goal_id>")
def read_goal(pair_id: str, goal_id: str) -> GoalView:
    """Return a goal."""
    return GoalView.show(goals.read_goal(http.context(), pair_id, goal_id))


@router.put("/v1/rooms/<pair_id>/goals/<goal_id>")
def change_goal(pair_id: str, goal_id: str, body: GoalWish) -> GoalView:
    """Change a goal that waits for agreement; the other one is asked anew."""
    return GoalView.show(goals.change_goal(http.context(), pair_id, goal_id, body.model_dump(), http.expected()))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/agreement", expects="required")
def agree_goal(pair_id: str, goal_id: str) -> GoalView:
    """Agree on a goal as it was read."""
    return GoalView.show(goals.agree_goal(http.context(), pair_id, goal_id, http.expected()))


@router.patch("/v1/rooms/<pair_id>/goals/<goal_id>")
def rate_goal(pair_id: str, goal_id: str, body: GoalMove) -> GoalView:
    """Say where the two are now; every rating is kept."""
    context = http.context()
    return GoalView.show(goals.rate_goal(context, pair_id, goal_id, body.current_level, http.expected(), body.word))


@router.put("/v1/rooms/<pair_id>/goals/<goal_id>/due")
def move_due(pair_id: str, goal_id: str, body: DueWish) -> GoalView:
    """Set another date of an agreed goal."""
    return GoalView.show(goals.move_due(http.context(), pair_id, goal_id, body.due_on, http.expected()))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/conclusion", expects="required")
def propose_end(pair_id: str, goal_id: str, body: Conclusion) -> GoalView:
    """Propose to conclude a goal; the other one is asked to consent."""
    end = goals.Conclusion(body.state, body.reason, body.evidence, body.current_level)
    return GoalView.show(goals.propose_end(http.context(), pair_id, goal_id, end, http.expected()))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/conclusion/answer", expects="required")
def answer_end(pair_id: str, goal_id: str, body: ConclusionAnswer) -> GoalView:
    """Consent to the proposed conclusion, or say «not yet»: the goal goes on. Who proposed it may take it back."""
    return GoalView.show(goals.answer_end(http.context(), pair_id, goal_id, body.answer, http.expected()))


@router.post("/v1/rooms/<pair_id>/goals/<goal_id>/withdrawal", expects="optional")
def withdraw_goal(pair_id: str, goal_id: str) -> None:
    """Take a goal off the table that isn't agreed; it is deleted."""
    goals.withdraw_goal(http.context(), pair_id, goal_id, http.expected(optional=True))
