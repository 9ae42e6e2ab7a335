"""JSON of homework: note it, change it, tick it off, take that back, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import StringConstraints

from mentoring import http
from mentoring.http.fields import DayText
from mentoring.tables.vocabulary import Doer, SeenBy
from workspace.use_cases import tasks

if TYPE_CHECKING:
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Task

router = http.Router()


class TaskView(http.Versioned):
    """Homework; `doer` is who does it, from where the reader stands."""

    task_id: str
    author: str
    text: str
    due_on: str | None
    state: str
    visibility: str
    doer: Doer
    created_at: str


def shown(one: Opened[Task]) -> TaskView:
    """Return homework as the user sees it."""
    return TaskView.of(one, doer=tasks.doer(one, http.context().principal.person_id))


class TaskWish(http.Model):
    """Homework as it is to be; once the partner sees it, it stays so."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=tasks.MOST_TEXT)]
    due_on: DayText | None = None
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR
    doer: Doer = Doer.BOTH


@router.post("/v1/rooms/<pair_id>/tasks", status=201, location="/v1/rooms/{pair_id}/tasks/{task_id}")
def add_task(pair_id: str, body: TaskWish) -> TaskView:
    """Add homework."""
    return shown(tasks.add_task(http.context(), pair_id, body.text, body.due_on, body.visibility, body.doer))


@router.get("/v1/rooms/<pair_id>/tasks/<task_id>")
def read_task(pair_id: str, task_id: str) -> TaskView:
    """Return homework."""
    return shown(tasks.read_task(http.context(), pair_id, task_id))


@router.put("/v1/rooms/<pair_id>/tasks/<task_id>")
def change_task(pair_id: str, task_id: str, body: TaskWish) -> TaskView:
    """Change homework, for who wrote it."""
    written = tasks.Written(body.text, body.due_on, body.visibility, body.doer)
    return shown(tasks.change_task(http.context(), pair_id, task_id, written, http.expected()))


@router.post("/v1/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> TaskView:
    """Mark homework as done."""
    return shown(tasks.finish_task(http.context(), pair_id, task_id))


@router.post("/v1/rooms/<pair_id>/tasks/<task_id>/reopening")
def reopen_task(pair_id: str, task_id: str) -> TaskView:
    """Mark homework as not done after all."""
    return shown(tasks.reopen_task(http.context(), pair_id, task_id))


@router.delete("/v1/rooms/<pair_id>/tasks/<task_id>", expects="required")
def delete_task(pair_id: str, task_id: str) -> None:
    """Delete homework, for who wrote it."""
    tasks.delete_task(http.context(), pair_id, task_id, http.expected())
