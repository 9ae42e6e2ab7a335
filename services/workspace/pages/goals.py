"""The goals of a pair: write, change, agree, rate, conclude."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.agendas import is_overdue
from mentoring.errors import N_, Conflict, Invalid, NotFound, Stale
from mentoring.http.fields import DayText, Line
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import GOAL_ENDS, GoalState
from workspace import domain
from workspace.domain.chart import chart
from workspace.pages.base import GOAL_NAMES, PAGES, Html, VersionForm, refused
from workspace.pages.notes import of_pair
from workspace.use_cases import goals, rooms

if TYPE_CHECKING:
    from mentoring.errors import DomainError
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Goal

router = http.PageRouter()

WORDS = ("title", "why", "measure", "steps", "reason", "evidence", "word")
"""Fields whose words are shown again where their form is gone."""
MOST_STEPS, MOST_STEP = 20, 300
WITHDRAWN = N_("This goal was withdrawn while you were writing. What you typed is in the form for a new one.")


class GoalForm(http.Model):
    """A goal as typed: one step a line."""

    title: Line = Field(max_length=300)
    why: str = Field("", max_length=4000)
    measure: str = Field("", max_length=4000)
    start_level: int = Field(ge=0, le=10)
    target_level: int = Field(ge=0, le=10)
    due_on: DayText | None = None
    steps: str = Field("", max_length=MOST_STEPS * (MOST_STEP + 2))

    def told(self) -> dict[str, Any]:
        """Return the goal as it is kept; raises `Invalid` for too many steps, or too long ones."""
        steps = [line.strip() for line in self.steps.splitlines() if line.strip()]
        if len(steps) > MOST_STEPS or any(len(one) > MOST_STEP for one in steps):
            raise Invalid(fields={"/steps": N_("At most 20 steps, each on a line of at most 300 characters.")})
        return self.model_dump(exclude={"version"}) | {"steps": steps}


class ChangeForm(GoalForm, VersionForm):
    """A goal as it is to be."""


class ConclusionForm(VersionForm):
    """How a goal is to end."""

    state: Literal[GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED]
    reason: str = Field("", max_length=4000)
    evidence: str = Field("", max_length=4000)
    current_level: int | None = Field(None, ge=0, le=10)


class AnswerForm(VersionForm):
    """An answer to a proposed conclusion."""

    answer: Literal["yes", "not_yet"]


class LevelForm(VersionForm):
    """Where the two are now."""

    current_level: int = Field(ge=0, le=10)
    word: Line = Field("", max_length=domain.MOST_WORD)


class DueForm(VersionForm):
    """The date of a goal."""

    due_on: DayText | None = None


def _back(pair_id: str, flash: str, goal_id: str = "") -> Html:
    return web.redirect(f"/rooms/{pair_id}/goals{f'#goal-{goal_id}' if goal_id else ''}", flash=flash)


@router.get("/rooms/<pair_id>/goals")
def goals_page(pair_id: str) -> Html:
    """Show the goals, and a form for a new one; `goal` and `end` open the conclusion of one with an answer."""
    asked = http.request().query_string_parameters
    goal_id, end = asked.get("goal", ""), asked.get("end", "")
    if goal_id and end in GOAL_ENDS:
        form = f"conclusion-{goal_id}"
        return _goals(pair_id, opened=form, typed={f"{form}-state": end})
    return _goals(pair_id, opened=f"due-{goal_id}" if goal_id else "")


def shown(one: Opened[Goal], me: str, today: str) -> dict[str, Any]:
    """Return what a template shows of a goal besides itself: ratings, chart, and whom it waits for."""
    ratings, standing = goals.ratings(one), goals.standing(one)
    return {
        "ratings": ratings,
        "chart": chart(one.start_level, one.target_level, one.agreed_at or "", ratings) if one.agreed_at else None,
        "overdue": is_overdue(standing.state, one.due_on, today, ending=standing.end is not None),
        "waits": standing.waits_for(me),
        "end": None if standing.is_over else standing.end,
        "is_over": standing.is_over,
    }


def _goals(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    me, today = context.principal.person_id, day_in(context.clock(), context.zone)
    return PAGES.render(
        "goals.html",
        context,
        status,
        goals=found.goals,
        today=today,
        about={one.goal_id: shown(one, me, today) for one in found.goals},
        goal_names=GOAL_NAMES,
        ends=GOAL_ENDS,
        **of_pair(pair, me) | {"problem": "", "opened": "", "unsaved": None} | values,
    )


def _refused(pair_id: str, form: str, goal_id: str, error: DomainError) -> Html:
    """Show the goals again with the form of one open, and what was typed even where the form is gone."""
    typed = web.kept(error)["typed"]
    unsaved = {"goal_id": goal_id, "form": form, "words": [typed[name] for name in WORDS if typed.get(name)]}
    return _goals(pair_id, error.status, unsaved=unsaved, **refused(f"{form}-{goal_id}", error))


@router.post("/rooms/<pair_id>/goals")
def propose_goal(pair_id: str) -> Html:
    """Write a goal."""
    try:
        goals.propose_goal(http.context(), pair_id, web.form(GoalForm).told())
    except (Invalid, domain.TooManyGoals) as error:
        return _goals(pair_id, error.status, **refused("goal", error))
    return _back(pair_id, N_("The goal is written. Your partner is asked to agree."))


@router.post("/rooms/<pair_id>/goals/<goal_id>")
def change_goal(pair_id: str, goal_id: str) -> Html:
    """Change a goal that waits for agreement."""
    try:
        sent = web.form(ChangeForm)
        goals.change_goal(http.context(), pair_id, goal_id, sent.told(), sent.version)
    except NotFound as error:
        return _goals(pair_id, error.status, **refused("goal", error, WITHDRAWN))
    except (Invalid, Stale, Conflict) as error:
        return _refused(pair_id, "change", goal_id, error)
    return _back(pair_id, N_("The goal is changed. Your partner is asked to agree on it as it is now."), goal_id)


@router.post("/rooms/<pair_id>/goals/<goal_id>/agreement")
def agree_goal(pair_id: str, goal_id: str) -> Html:
    """Agree on a goal as it was read."""
    try:
        goals.agree_goal(http.context(), pair_id, goal_id, web.form(VersionForm).version)
    except (Stale, Conflict) as error:
        return _refused(pair_id, "agreement", goal_id, error)
    return _back(pair_id, N_("Agreed."), goal_id)


@router.post("/rooms/<pair_id>/goals/<goal_id>/level")
def rate_goal(pair_id: str, goal_id: str) -> Html:
    """Say where the two are now."""
    try:
        sent = web.form(LevelForm)
        goals.rate_goal(http.context(), pair_id, goal_id, sent.current_level, sent.version, sent.word)
    except (Invalid, Stale, Conflict) as error:
        return _refused(pair_id, "level", goal_id, error)
    return _back(pair_id, N_("Noted."), goal_id)


@router.post("/rooms/<pair_id>/goals/<goal_id>/due")
def move_due(pair_id: str, goal_id: str) -> Html:
    """Set another date of a goal."""
    try:
        sent = web.form(DueForm)
        goals.move_due(http.context(), pair_id, goal_id, sent.due_on, sent.version)
    except (Invalid, Stale, Conflict) as error:
        return _refused(pair_id, "due", goal_id, error)
    return _back(pair_id, N_("The date is moved."), goal_id)


@router.post("/rooms/<pair_id>/goals/<goal_id>/conclusion")
def propose_end(pair_id: str, goal_id: str) -> Html:
    """Propose to conclude a goal."""
    try:
        sent = web.form(ConclusionForm)
        end = goals.Conclusion(sent.state, sent.reason, sent.evidence, sent.current_level)
        goals.propose_end(http.context(), pair_id, goal_id, end, sent.version)
    except (Invalid, Stale, Conflict) as error:
        return _refused(pair_id, "conclusion", goal_id, error)
    return _back(pair_id, N_("Your partner is asked whether they see it the same way."), goal_id)


@router.post("/rooms/<pair_id>/goals/<goal_id>/conclusion/answer")
def answer_end(pair_id: str, goal_id: str) -> Html:
    """Consent to a proposed conclusion, or let the goal go on."""
    try:
        sent = web.form(AnswerForm)
        goals.answer_end(http.context(), pair_id, goal_id, sent.answer, sent.version)
    except (Invalid, Stale, Conflict) as error:
        return _refused(pair_id, "answer", goal_id, error)
    words = N_("The goal is concluded.") if sent.answer == "yes" else N_("The goal goes on.")
    return _back(pair_id, words, goal_id)


@router.post("/rooms/<pair_id>/goals/<goal_id>/withdrawal")
def withdraw_goal(pair_id: str, goal_id: str) -> Html:
    """Take a goal off the table, as it was read."""
    try:
        goals.withdraw_goal(http.context(), pair_id, goal_id, web.form(VersionForm).version)
    except (Stale, Conflict) as error:
        return _refused(pair_id, "withdrawal", goal_id, error)
    return _back(pair_id, N_("The goal is withdrawn."))
