"""Homework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, ids
from mentoring.errors import NotFound
from mentoring.events.workspace import TaskAssigned, TaskDone
from mentoring.store import retrying
from mentoring.tables.vocabulary import SeenBy, TaskState
from mentoring.tables.workspace import Task
from workspace.use_cases.rooms import may_see, open_pair

if TYPE_CHECKING:
    from mentoring.context import Context


def add_task(context: Context, pair_id: str, text: str, due_on: str | None, visibility: SeenBy) -> Task:
    """Add homework; seen by the pair, or by its author only."""
    pair = open_pair(context, pair_id)
    task_id = ids.new()
    task = Task(
        *Task.key(pair_id, task_id),
        task_id=task_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        author=context.principal.person_id,
        text=text,
        due_on=due_on,
        visibility=visibility,
        created_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(task)
    uow.publish(TaskAssigned(pair.programme_id, pair_id, task_id, context.principal.person_id), aggregate=task)
    uow.commit()
    return task


@retrying
def finish_task(context: Context, pair_id: str, task_id: str) -> Task:
    """Mark a task as done."""
    open_pair(context, pair_id, also=[Task.key(pair_id, task_id)])
    task = context.store.get(Task, *Task.key(pair_id, task_id))
    if task is None or not may_see(task, context.principal.person_id):
        raise NotFound
    if task.state == TaskState.DONE:
        return task
    task.state = TaskState.DONE
    uow = context.begin()
    uow.save(task)
    uow.publish(TaskDone(task.programme_id, pair_id, task_id), aggregate=task)
    uow.commit()
    return task
