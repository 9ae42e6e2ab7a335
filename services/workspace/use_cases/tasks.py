"""Homework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, ids, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import TaskAssigned, TaskDone
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import SeenBy, TaskState
from mentoring.tables.workspace import RoomKey, Task
from workspace.use_cases.rooms import may_see, open_pair

if TYPE_CHECKING:
    from mentoring.context import Context


def add_task(context: Context, pair_id: str, text: str, due_on: str | None, visibility: SeenBy) -> Opened[Task]:
    """Add homework; seen by the pair, or by its author only."""
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id)])
    task_id = ids.new()
    item = Task(
        *Task.key(pair_id, task_id),
        task_id=task_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        author=context.principal.person_id,
        due_on=due_on,
        visibility=visibility,
        created_at=clock.iso(context.clock()),
    )
    task = Opened(item, rooms.key(context, pair_id))
    task.set(text=text)
    uow = context.begin()
    uow.save(item)
    uow.publish(TaskAssigned(pair.programme_id, pair_id, task_id, context.principal.person_id), aggregate=item)
    uow.commit()
    return task


@retrying
def finish_task(context: Context, pair_id: str, task_id: str) -> Opened[Task]:
    """Mark a task as done."""
    open_pair(context, pair_id, also=[Task.key(pair_id, task_id), RoomKey.key(pair_id)])
    item = context.store.get(Task, *Task.key(pair_id, task_id))
    if item is None or not may_see(item, context.principal.person_id):
        raise NotFound
    task = Opened(item, rooms.key(context, pair_id))
    if item.state == TaskState.DONE:
        return task
    item.state = TaskState.DONE
    uow = context.begin()
    uow.save(item)
    uow.publish(TaskDone(task.programme_id, pair_id, task_id), aggregate=item)
    uow.commit()
    return task
