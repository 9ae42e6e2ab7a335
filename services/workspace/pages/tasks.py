"""Homework of a pair: note it, tick it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_
from mentoring.http.fields import DayText
from mentoring.tables.vocabulary import SeenBy
from workspace.pages.base import PAGES, Html, refused
from workspace.pages.notes import of_pair
from workspace.use_cases import rooms, tasks

if TYPE_CHECKING:
    from mentoring.errors import DomainError

router = http.PageRouter()


class TaskForm(http.Model):
    """Homework as typed."""

    text: str = Field(max_length=2000)
    due_on: DayText | None = None
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


def _back(pair_id: str, flash: str) -> Html:
    return web.redirect(f"/rooms/{pair_id}/tasks", flash=flash)


@router.get("/rooms/<pair_id>/tasks")
def tasks_page(pair_id: str) -> Html:
    """Show the homework, and a form for more."""
    return _tasks(pair_id)


def _tasks(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    shown = of_pair(pair, context.principal.person_id) | {"problem": "", "opened": ""} | values
    return PAGES.render("tasks.html", context, status, tasks=found.tasks, **shown)


def _refused(pair_id: str, form: str, error: DomainError) -> Html:
    """Show the homework again with one of its forms open."""
    return _tasks(pair_id, error.status, **refused(form, error))


@router.post("/rooms/<pair_id>/tasks")
def add_task(pair_id: str) -> Html:
    """Add homework."""
    try:
        sent = web.form(TaskForm)
    except web.FormInvalid as error:
        return _refused(pair_id, "task", error)
    tasks.add_task(http.context(), pair_id, sent.text, sent.due_on, sent.visibility)
    return _back(pair_id, N_("Noted."))


@router.post("/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> Html:
    """Mark homework as done."""
    tasks.finish_task(http.context(), pair_id, task_id)
    return _back(pair_id, N_("Done."))
