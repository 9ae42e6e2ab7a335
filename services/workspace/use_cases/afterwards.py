"""What somebody notes right after a meeting, in one go: what they take away, and homework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, ids, rooms
from mentoring.errors import Stale
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import MeetingState
from mentoring.tables.workspace import Task
from mentoring.values import dataclass
from workspace.use_cases import takeaways, tasks
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.vocabulary import SeenBy


@dataclass(frozen=True)
class Afterwards:
    """What was typed, each part empty where somebody left it out; who sees the takeaway, and the homework."""

    takeaway: str
    takeaway_for: SeenBy
    homework: tasks.Written | None


@retrying
def note(context: Context, pair_id: str, meeting_id: str, typed: Afterwards) -> None:
    """Note what the user takes away from a meeting that was held, and homework, in one transaction.

    The same words again change nothing: whoever follows the link of a mail isn't signed in, so a second click is known
    by what it says. Other words than those that were noted before raise `Stale`.
    """
    homework, me = typed.homework, access.person(context)
    task_id = ids.derived("homework", pair_id, meeting_id, me, homework.text) if homework else ""
    keys = takeaways.keys(context, pair_id, meeting_id)
    pair = open_pair(context, pair_id, also=[*keys, Task.key(pair_id, task_id)] if task_id else keys)
    if takeaways.met(context, pair_id, meeting_id).state != MeetingState.HELD:
        raise takeaways.NotHeld
    uow, text = context.begin(), typed.takeaway
    if text and not _is_noted(context, pair_id, meeting_id, text):
        mine = takeaways.draft(context, pair, meeting_id)
        takeaways.keep(context, uow, takeaways.write(context, mine, text, typed.takeaway_for))
    if homework and context.store.get(Task, *Task.key(pair_id, task_id)) is None:
        tasks.assign(context, uow, pair, task_id, homework)
    uow.commit()


def _is_noted(context: Context, pair_id: str, meeting_id: str, text: str) -> bool:
    """Return whether the user noted these words; raises `Stale` if they noted others."""
    found = takeaways.mine_of(context, pair_id, meeting_id)
    if found is not None and Opened(found, rooms.key(context, pair_id)).text != text:
        raise Stale
    return found is not None
