"""The room of a pair: goals, tasks and the joint summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Stale
from mentoring.http.fields import DayText, Line, Version
from mentoring.tables.vocabulary import GoalState, SeenBy
from workspace import domain
from workspace.pages.base import CONTRACT_NAMES, PAGES, SEEN_SHORT, STAGE_NAMES, Html, ReadForm, VersionForm
from workspace.use_cases import contracts, goals, messages, rooms, summaries, tasks

if TYPE_CHECKING:
    from mentoring.errors import DomainError
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Summary

router = http.PageRouter()

GOAL_NAMES = {
    GoalState.DRAFT: N_("waits for the other one"),
    GoalState.AGREED: N_("agreed"),
    GoalState.IN_PROGRESS: N_("in progress"),
    GoalState.ACHIEVED: N_("achieved"),
    GoalState.PARTLY: N_("partly achieved"),
    GoalState.CHANGED: N_("changed"),
    GoalState.DROPPED: N_("dropped"),
}
WRITTEN_MEANWHILE = N_("Your partner saved another text while you were writing. Put the two together and save again.")


class GoalForm(http.Model):
    """A goal as typed."""

    title: Line = Field(max_length=300)
    why: str = Field("", max_length=4000)
    measure: str = Field("", max_length=4000)
    start_level: int = Field(ge=0, le=10)
    target_level: int = Field(ge=0, le=10)
    due_on: DayText | None = None


class TaskForm(http.Model):
    """Homework as typed."""

    text: str = Field(max_length=2000)
    due_on: DayText | None = None
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


class SummaryForm(http.Model):
    """The joint summary as typed: one takeaway or step per line."""

    takeaways: str = Field(max_length=4000)
    helped: str = Field("", max_length=4000)
    hindered: str = Field("", max_length=4000)
    next_steps: str = Field("", max_length=4000)
    thanks: str = Field("", max_length=4000)
    version: Version = ""


class ConclusionForm(VersionForm):
    """How a goal ended."""

    state: Literal[GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED]
    evidence: str = Field("", max_length=4000)
    current_level: int | None = Field(None, ge=0, le=10)


class LevelForm(VersionForm):
    """The current level of a goal."""

    current_level: int = Field(ge=0, le=10)


@router.get("/rooms/<pair_id>")
def room(pair_id: str) -> Html:
    """Show the pair's room."""
    return _room(pair_id)


def _room(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id, with_partner=True)
    programme = rooms.programme_of(context, pair)
    planned = programme.planned_meetings if programme else 0
    me = context.principal.person_id
    return PAGES.render(
        "room.html",
        context,
        status,
        pair=pair,
        room=found,
        me=me,
        partner=pair.mentee_name if me == pair.mentor_person_id else pair.mentor_name,
        contact=rooms.contact(context, pair),
        unread=messages.unread(context, pair_id),
        contract=contracts.text_of(found.contract) if found.contract else None,
        summary_hash=summaries.hash_of(found.summary) if found.summary else "",
        written=_written(found.summary),
        stage_names=STAGE_NAMES,
        goal_names=GOAL_NAMES,
        contract_names=CONTRACT_NAMES,
        seen_short=SEEN_SHORT,
        may_close=domain.may_close(pair.stage, pair.meetings_held, planned) and not pair.outcome,
        planned=planned,
        accent=programme.accent if programme else "forest",
        **{"problem": "", "opened": ""} | values,
    )


def _refused(pair_id: str, form: str, error: DomainError, words: str = "") -> Html:
    """Show the room again with one of its forms open: the mistakes or the reason, and what was typed."""
    marked = {
        what: {f"{form}-{name}": value for name, value in found.items()} for what, found in web.kept(error).items()
    }
    problem = "" if error.fields else words or error.message
    return _room(pair_id, error.status, opened=form, problem=problem, **marked)


def _written(summary: Opened[Summary] | None) -> dict[str, str]:
    """Return a summary as it is typed: one takeaway or step per line."""
    parts = {name: getattr(summary, name, "") for name in domain.SUMMARY_PARTS}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in parts.items()}


@router.post("/rooms/<pair_id>/goals")
def propose_goal(pair_id: str) -> Html:
    """Write a goal."""
    try:
        goals.propose_goal(http.context(), pair_id, web.form(GoalForm).model_dump())
    except (web.FormInvalid, domain.TooManyGoals) as error:
        return _refused(pair_id, "goal", error)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("The goal is written. Your partner is asked to agree."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/agreement")
def agree_goal(pair_id: str, goal_id: str) -> Html:
    """Agree on a goal."""
    goals.agree_goal(http.context(), pair_id, goal_id)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("Agreed."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/level")
def move_goal(pair_id: str, goal_id: str) -> Html:
    """Set the current level of a goal."""
    try:
        sent = web.form(LevelForm)
        goals.move_goal(http.context(), pair_id, goal_id, sent.current_level, sent.version)
    except (web.FormInvalid, Stale) as error:
        return _refused(pair_id, f"level-{goal_id}", error)
    return web.redirect(f"/rooms/{pair_id}#goals", flash=N_("Noted."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/conclusion")
def conclude_goal(pair_id: str, goal_id: str) -> Html:
    """End a goal."""
    try:
        sent = web.form(ConclusionForm)
        end = goals.Conclusion(sent.state, sent.evidence, sent.current_level)
        goals.conclude_goal(http.context(), pair_id, goal_id, end, sent.version)
    except (web.FormInvalid, Stale) as error:
        return _refused(pair_id, f"conclusion-{goal_id}", error)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("The goal is concluded."))


@router.post("/rooms/<pair_id>/goals/<goal_id>/withdrawal")
def withdraw_goal(pair_id: str, goal_id: str) -> Html:
    """Withdraw a goal."""
    goals.withdraw_goal(http.context(), pair_id, goal_id)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("The goal is withdrawn."))


@router.post("/rooms/<pair_id>/tasks")
def add_task(pair_id: str) -> Html:
    """Add homework."""
    try:
        sent = web.form(TaskForm)
    except web.FormInvalid as error:
        return _refused(pair_id, "task", error)
    tasks.add_task(http.context(), pair_id, sent.text, sent.due_on, sent.visibility)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("Noted."))


@router.post("/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> Html:
    """Mark homework as done."""
    tasks.finish_task(http.context(), pair_id, task_id)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("Done."))


@router.post("/rooms/<pair_id>/summary")
def propose_summary(pair_id: str) -> Html:
    """Write the joint summary."""
    try:
        sent = web.form(SummaryForm)
        lines = {name: _lines(getattr(sent, name)) for name in ("takeaways", "next_steps")}
        told = sent.model_dump(exclude={"version"}) | lines
        summaries.propose_summary(http.context(), pair_id, told, sent.version)
    except web.FormInvalid as error:
        return _refused(pair_id, "summary", error)
    except Stale as error:
        return _refused(pair_id, "summary", error, WRITTEN_MEANWHILE)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("The summary is written. Your partner is asked to approve it."))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@router.post("/rooms/<pair_id>/summary/approval")
def approve_summary(pair_id: str) -> Html:
    """Approve the joint summary."""
    try:
        summaries.approve_summary(http.context(), pair_id, web.form(ReadForm).sha256)
    except domain.TextChanged as error:
        return _room(pair_id, error.status, problem=error.message)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("Approved. Congratulations on finishing."))
