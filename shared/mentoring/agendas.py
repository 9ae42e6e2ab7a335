"""What is carried into a pair's next meeting: homework that is still open, and goals whose date has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentoring.tables.vocabulary import GoalState, SeenBy, TaskState
from mentoring.tables.workspace import Goal, Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.tables.core import Item

GOING_ON = (GoalState.AGREED, GoalState.IN_PROGRESS)
LATEST = "9999-12-31"


class Carried(NamedTuple):
    """What one of the two is shown: homework of both and their own, what is due first before the rest; and goals."""

    tasks: list[Task]
    goals: list[Goal]


def is_overdue(state: GoalState, due_on: str | None, today: str, *, ending: bool) -> bool:
    """Return whether the date of a goal has passed and nobody has said yet how it ended; dates are YYYY-MM-DD.

    `ending`: one of the two proposed to conclude it, so it is asked about anyway.
    """
    return state in GOING_ON and not ending and bool(due_on) and (due_on or LATEST) < today


def carried(items: Iterable[Item], person_id: str, today: str) -> Carried:
    """Return what of the items of a room one of the two is shown before a meeting."""
    known = list(items)
    tasks = [one for one in known if isinstance(one, Task) and _is_open(one, person_id)]
    goals = [one for one in known if isinstance(one, Goal)]
    return Carried(
        sorted(tasks, key=lambda one: (one.due_on or LATEST, one.created_at)),
        [one for one in goals if is_overdue(one.state, one.due_on, today, ending=bool(one.end_state))],
    )


def _is_open(one: Task, person_id: str) -> bool:
    return one.state == TaskState.OPEN and (one.visibility != SeenBy.AUTHOR or one.author == person_id)
