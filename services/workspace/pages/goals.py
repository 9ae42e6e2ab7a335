"""The goals of a pair: write, agree, rate, conclude."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Stale
from mentoring.http.fields import DayText, Line
from mentoring.tables.vocabulary import GoalState
from workspace import domain
from workspace.pages.base import GOAL_NAMES, PAGES, Html, VersionForm, refused
from workspace.pages.notes import of_pair
from workspace.use_cases import goals, rooms

if TYPE_CHECKING:
    from mentoring.errors import DomainError

router = http.PageRouter()


class GoalForm(http.Model):
    """A goal as typed."""

    title: Line = Field(max_length=300)
    why: str = Field("", max_length=4000)
    measure: str = Field("", max_length=4000)
    start_level: int = Field(ge=0, le=10)
    target_level: int = Field(ge=0, le=10)
    due_on: DayText | None = None


class ConclusionForm(VersionForm):
    """How a goal ended."""

    state: Literal[GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED]
    evidence: str = Field("", max_length=4000)
    current_level: int | None = Field(None, ge=0, le=10)


class LevelForm(VersionForm):
    """The current level of a goal."""

    current_level: int = Field(ge=0, le=10)


def _back(pair_id: str, flash: str) -> Html:
    return web.redirect(f"/rooms/{pair_id}/goals", flash=flash)


@router.get("/rooms/<pair_id>/goals")
def goals_page(pair_id: str) -> Html:
    """Show the goals, and a form for a new one."""
    return _goals(pair_id)


def _goals(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    shown = of_pair(pair, context.principal.person_id) | {"problem": "", "opened": ""} | values
    return PAGES.render("goals.html", context, status, goals=found.goals, goal_names=GOAL_NAMES, **shown)


def _refused(pair_id: str, form: str, error: DomainError) -> Html:
    """Show the goals again with one of their forms open."""
    return _goals(pair_id, error.status, **refused(form, error))


@router.post("/rooms/<pair_id>/goals")
def propose_goal(pair_id: str) -> Html:
    """Write a goal."""
    try:
        goals.propose_goal(http.context(), pair_id, web.form(GoalForm).model_dump())
    except (web.FormInvalid, domain.TooManyGoals) as error:
        return _refused(pair_id, "goal", error)
    return _back(pair_id, N_("The goal is written. Your partner is asked to agree."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/agreement")
def agree_goal(pair_id: str, goal_id: str) -> Html:
    """Agree on a goal."""
    goals.agree_goal(http.context(), pair_id, goal_id)
    return _back(pair_id, N_("Agreed."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/level")
def move_goal(pair_id: str, goal_id: str) -> Html:
    """Set the current level of a goal."""
    try:
        sent = web.form(LevelForm)
        goals.move_goal(http.context(), pair_id, goal_id, sent.current_level, sent.version)
    except (web.FormInvalid, Stale) as error:
        return _refused(pair_id, f"level-{goal_id}", error)
    return _back(pair_id, N_("Noted."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/conclusion")
def conclude_goal(pair_id: str, goal_id: str) -> Html:
    """End a goal."""
    try:
        sent = web.form(ConclusionForm)
        end = goals.Conclusion(sent.state, sent.evidence, sent.current_level)
        goals.conclude_goal(http.context(), pair_id, goal_id, end, sent.version)
    except (web.FormInvalid, Stale) as error:
        return _refused(pair_id, f"conclusion-{goal_id}", error)
    return _back(pair_id, N_("The goal is concluded."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/withdrawal")
def withdraw_goal(pair_id: str, goal_id: str) -> Html:
    """Withdraw a goal."""
    goals.withdraw_goal(http.context(), pair_id, goal_id)
    return _back(pair_id, N_("The goal is withdrawn."))
