"""Homework: note it, change it, tick it off, take that back, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, ids, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import TaskAssigned, TaskDeleted, TaskDone, TaskReopened
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import Doer, SeenBy, TaskState
from mentoring.tables.workspace import RoomKey, Task
from mentoring.values import dataclass
from workspace.sharing import Sharing
from workspace.use_cases.rooms import may_see, open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Pair

MOST_TEXT = 2_000
"""Characters of homework."""


@dataclass(frozen=True)
class Written:
    """What somebody wrote: the homework, its date (YYYY-MM-DD), whether the partner sees it, and who does it."""

    text: str
    due_on: str | None
    visibility: SeenBy
    doer: Doer = Doer.BOTH

    def whose(self, pair: Pair, me: str, visibility: SeenBy) -> str:
        """Return the person id of who does it, empty for both; what only its author sees is theirs."""
        if visibility == SeenBy.AUTHOR or self.doer == Doer.ME:
            return me
        return access.partner(pair, me) if self.doer == Doer.PARTNER else ""


def doer(task: Opened[Task], person_id: str) -> Doer:
    """Return who does homework, as one of the two sees it."""
    if not task.whose:
        return Doer.BOTH
    return Doer.ME if task.whose == person_id else Doer.PARTNER


def add_task(
    context: Context,
    pair_id: str,
    text: str,
    due_on: str | None,
    visibility: SeenBy,
    doer: Doer = Doer.BOTH,
) -> Opened[Task]:
    """Add homework; seen by the pair, or by its author only."""
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id)])
    uow = context.begin()
    task = assign(context, uow, pair, ids.new(), Written(text, due_on, visibility, doer))
    uow.commit()
    return task


def assign(context: Context, uow: UnitOfWork, pair: Pair, task_id: str, written: Written) -> Opened[Task]:
    """Add new homework of the user's to the transaction; the pair is theirs and goes on."""
    item = Task(
        *Task.key(pair.pair_id, task_id),
        task_id=task_id,
        pair_id=pair.pair_id,
        programme_id=pair.programme_id,
        author=context.principal.person_id,
        whose=written.whose(pair, context.principal.person_id, written.visibility),
        due_on=written.due_on,
        visibility=written.visibility,
        created_at=clock.iso(context.clock()),
    )
    task = Opened(item, rooms.key(context, pair.pair_id))
    task.set(text=written.text)
    uow.save(item)
    uow.publish(TaskAssigned(pair.programme_id, pair.pair_id, task_id, item.author), aggregate=item)
    return task


def read_task(context: Context, pair_id: str, task_id: str) -> Opened[Task]:
    """Return homework, for a member of the pair who may see it."""
    access.pair_member(context, pair_id, also=[Task.key(pair_id, task_id), RoomKey.key(pair_id)])
    return _seen(context, pair_id, task_id)


def _seen(context: Context, pair_id: str, task_id: str) -> Opened[Task]:
    item = context.store.get(Task, *Task.key(pair_id, task_id))
    if item is None or not may_see(item, access.person(context)):
        raise NotFound
    return Opened(item, rooms.key(context, pair_id))


def _open(context: Context, pair_id: str, task_id: str) -> tuple[Pair, Opened[Task]]:
    pair = open_pair(context, pair_id, also=[Task.key(pair_id, task_id), RoomKey.key(pair_id)])
    return pair, _seen(context, pair_id, task_id)


def sharing(task: Opened[Task]) -> Sharing:
    """Return who sees homework, as a domain object."""
    return Sharing(task.author, task.visibility)


@retrying
def change_task(context: Context, pair_id: str, task_id: str, written: Written, expected: str) -> Opened[Task]:
    """Change homework in the expected version, for who wrote it; they can let the partner see it, but not the reverse.

    A partner who sees it for the first time is told.
    """
    pair, task = _open(context, pair_id, task_id)
    task.expect(expected)
    before, me = sharing(task), context.principal.person_id
    after = before.widen(me, written.visibility)
    whose = written.whose(pair, me, after.visibility)
    task.set(text=written.text, due_on=written.due_on, visibility=after.visibility, whose=whose)
    uow = context.begin()
    uow.save(task.item)
    if after != before:
        uow.publish(TaskAssigned(task.programme_id, pair_id, task_id, me), aggregate=task.item)
    uow.commit()
    return task


@retrying
def finish_task(context: Context, pair_id: str, task_id: str) -> Opened[Task]:
    """Mark homework as done."""
    _, task = _open(context, pair_id, task_id)
    if task.state == TaskState.DONE:
        return task
    task.set(state=TaskState.DONE)
    uow = context.begin()
    uow.save(task.item)
    uow.publish(TaskDone(task.programme_id, pair_id, task_id), aggregate=task.item)
    uow.commit()
    return task


@retrying
def reopen_task(context: Context, pair_id: str, task_id: str) -> Opened[Task]:
    """Mark homework as not done after all."""
    _, task = _open(context, pair_id, task_id)
    if task.state == TaskState.OPEN:
        return task
    task.set(state=TaskState.OPEN)
    uow = context.begin()
    uow.save(task.item)
    uow.publish(TaskReopened(task.programme_id, pair_id, task_id), aggregate=task.item)
    uow.commit()
    return task


@retrying
def delete_task(context: Context, pair_id: str, task_id: str, expected: str) -> None:
    """Delete homework in the expected version, for who wrote it."""
    _, task = _open(context, pair_id, task_id)
    sharing(task).own(context.principal.person_id)
    task.expect(expected)
    uow = context.begin()
    uow.delete(task.item)
    uow.publish(TaskDeleted(task.programme_id, pair_id, task_id), aggregate=task.item)
    uow.commit()
