"""Homework of a pair: note it, change it, tick it off, take that back, delete it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Conflict, NotFound, Stale
from mentoring.http.fields import DayText
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import Doer, SeenBy, TaskState
from workspace.pages.base import PAGES, Html, VersionForm, refused
from workspace.pages.notes import of_pair
from workspace.use_cases import rooms, tasks

router = http.PageRouter()

DELETED = N_("This homework was deleted while you were writing. What you typed is in the form for a new one.")


class TaskForm(http.Model):
    """Homework as typed."""

    text: str = Field(max_length=tasks.MOST_TEXT)
    due_on: DayText | None = None
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR
    doer: Doer = Doer.BOTH


class ChangeForm(TaskForm, VersionForm):
    """Homework as it is to be."""


def _back(pair_id: str, flash: str) -> Html:
    return web.redirect(f"/rooms/{pair_id}/tasks", flash=flash)


@router.get("/rooms/<pair_id>/tasks")
def tasks_page(pair_id: str) -> Html:
    """Show the homework, what is open first, and a form for more."""
    return _tasks(pair_id)


def _tasks(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    return PAGES.render(
        "tasks.html",
        context,
        status,
        undone=[one for one in found.tasks if one.state == TaskState.OPEN],
        done=[one for one in reversed(found.tasks) if one.state == TaskState.DONE],
        today=day_in(context.clock(), context.zone),
        **of_pair(pair, context.principal.person_id) | {"problem": "", "opened": ""} | values,
    )


@router.post("/rooms/<pair_id>/tasks")
def add_task(pair_id: str) -> Html:
    """Add homework."""
    try:
        sent = web.form(TaskForm)
        tasks.add_task(http.context(), pair_id, sent.text, sent.due_on, sent.visibility, sent.doer)
    except (web.FormInvalid, Conflict) as error:
        return _tasks(pair_id, error.status, **refused("task", error))
    return _back(pair_id, N_("Noted."))


@router.post("/rooms/<pair_id>/tasks/<task_id>")
def change_task(pair_id: str, task_id: str) -> Html:
    """Change homework."""
    try:
        sent = web.form(ChangeForm)
        written = tasks.Written(sent.text, sent.due_on, sent.visibility, sent.doer)
        tasks.change_task(http.context(), pair_id, task_id, written, sent.version)
    except NotFound as error:
        return _tasks(pair_id, error.status, **refused("task", error, DELETED))
    except (web.FormInvalid, Stale, Conflict) as error:
        return _tasks(pair_id, error.status, **refused(f"change-{task_id}", error))
    return _back(pair_id, N_("The homework is changed."))


@router.post("/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> Html:
    """Mark homework as done."""
    tasks.finish_task(http.context(), pair_id, task_id)
    return _back(pair_id, N_("Done."))


@router.post("/rooms/<pair_id>/tasks/<task_id>/reopening")
def reopen_task(pair_id: str, task_id: str) -> Html:
    """Mark homework as not done after all."""
    tasks.reopen_task(http.context(), pair_id, task_id)
    return _back(pair_id, N_("It is open again."))


@router.post("/rooms/<pair_id>/tasks/<task_id>/deletion")
def delete_task(pair_id: str, task_id: str) -> Html:
    """Delete homework."""
    try:
        tasks.delete_task(http.context(), pair_id, task_id, web.form(VersionForm).version)
    except (Stale, Conflict) as error:
        return _tasks(pair_id, error.status, **refused(f"change-{task_id}", error))
    return _back(pair_id, N_("The homework is deleted."))
