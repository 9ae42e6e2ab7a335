"""JSON of homework: note it, tick it off."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from mentoring import http
from mentoring.http.fields import DayText
from mentoring.tables.vocabulary import SeenBy
from workspace.use_cases import tasks

router = http.Router()


class TaskView(http.Versioned):
    """A task."""

    task_id: str
    author: str
    text: str
    due_on: str | None
    state: str
    visibility: str
    created_at: str


class TaskWish(http.Model):
    """New homework."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    due_on: DayText | None = None
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


@router.post("/v1/rooms/<pair_id>/tasks", status=201, location="/v1/rooms/{pair_id}")
def add_task(pair_id: str, body: TaskWish) -> TaskView:
    """Add homework."""
    return TaskView.of(tasks.add_task(http.context(), pair_id, body.text, body.due_on, body.visibility))


@router.post("/v1/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> TaskView:
    """Mark homework as done."""
    return TaskView.of(tasks.finish_task(http.context(), pair_id, task_id))
