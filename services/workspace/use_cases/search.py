"""Search in a room: everything that one of the pair may see of it is opened, and words are looked for in memory."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mentoring import rooms as keys
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import Message, NoteText
from workspace import finding
from workspace.use_cases import rooms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.context import Context
    from mentoring.tables.pairing import Pair
    from workspace import store
    from workspace.finding import Excerpt

MOST_FOUND = 50
"""Things of a search that are shown."""


class What(StrEnum):
    """What was found."""

    NOTE = "note"
    MATERIAL = "material"
    GOAL = "goal"
    TASK = "task"
    TAKEAWAY = "takeaway"
    MESSAGE = "message"


class Found(NamedTuple):
    """Something in which all words stand: `path` leads to it from the room, `title` is empty where it has none."""

    what: What
    path: str
    title: str
    excerpt: Excerpt


class Text(NamedTuple):
    """What is looked through: the title first, then the rest."""

    what: What
    path: str
    title: str
    rest: list[str]


def search(context: Context, pair_id: str, asked: str) -> tuple[Pair, list[Found]]:
    """Return what the user may see and has all the words: notes first, messages last, the newest of each."""
    pair, room = rooms.room(context, pair_id)
    wanted = finding.words(asked)
    if not wanted:
        return pair, []
    hits = ((text, finding.found([text.title, *text.rest], wanted)) for text in _texts(context, pair_id, room))
    found = [Found(text.what, text.path, text.title, hit) for text, hit in hits if hit is not None]
    return pair, found[:MOST_FOUND]


def _texts(context: Context, pair_id: str, room: store.Room) -> Iterator[Text]:
    """Yield all that the user may see in a room."""
    key = keys.key(context, pair_id)
    versions = {(one.note_id, one.number): one for one in context.store.query(NoteText, *NoteText.of(pair_id))}
    for note in room.notes:
        newest = versions.get((note.note_id, note.number))
        rest = [Opened(newest, key).text] if newest is not None else []
        yield Text(What.NOTE, f"/notes/{note.note_id}", note.title, rest)
    for material in room.materials:
        yield Text(What.MATERIAL, f"/materials/{material.material_id}", material.title, [material.url])
    for goal in room.goals:
        words = [one["word"] for one in goal.ratings]
        rest = [goal.why, goal.measure, goal.reason, goal.evidence, *goal.steps, *words]
        yield Text(What.GOAL, f"/goals#goal-{goal.goal_id}", goal.title, rest)
    for task in reversed(room.tasks):
        yield Text(What.TASK, f"/tasks#task-{task.task_id}", "", [task.text])
    for takeaway in reversed(room.takeaways):
        yield Text(What.TAKEAWAY, "/takeaways", "", [takeaway.text])
    for line in reversed(context.store.query(Message, *Message.of(pair_id))):
        yield Text(What.MESSAGE, f"/messages#line-{line.number}", "", [Opened(line, key).text])
