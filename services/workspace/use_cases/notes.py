"""Notes of a pair: written, changed, opened to more people, deleted. Each text that was saved is kept as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, ids, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import NoteDeleted, NoteTakenBack, NoteWidened, NoteWritten
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import SeenBy, SharedKind
from mentoring.tables.workspace import MOST_VERSIONS, Note, NoteText, RoomKey
from mentoring.values import dataclass
from workspace.sharing import AuthorOnly, Sharing
from workspace.use_cases import shared
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Key
    from mentoring.tables.pairing import Pair

MOST_TITLE = 200
MOST_TEXT = 20_000
"""Characters of a title and of a text."""


@dataclass(frozen=True)
class Written:
    """What somebody wrote: title and text (Markdown)."""

    title: str
    text: str


@dataclass(frozen=True)
class Read:
    """A note as one of the pair reads it: the version that is asked for, the newest one by itself."""

    pair: Pair
    note: Opened[Note]
    version: Opened[NoteText]


def sharing(note: Opened[Note]) -> Sharing:
    """Return who sees a note, as a domain object."""
    return Sharing(note.author, note.visibility)


def read(context: Context, pair_id: str, note_id: str) -> Read:
    """Return a note with its newest text, for a member of the pair who may see it."""
    also = [RoomKey.key(pair_id), Note.key(pair_id, note_id)]
    pair = access.pair_member(context, pair_id, also=also)
    note, key = _seen(context, pair_id, note_id)
    return Read(pair, note, _text(context, key, note))


def versions(context: Context, pair_id: str, note_id: str) -> tuple[Read, list[Opened[NoteText]]]:
    """Return a note with all its versions that are kept, the newest first."""
    also = [RoomKey.key(pair_id), Note.key(pair_id, note_id)]
    pair = access.pair_member(context, pair_id, also=also)
    note, key = _seen(context, pair_id, note_id)
    kept = [Opened(one, key) for one in context.store.query(NoteText, *NoteText.of(pair_id, note_id))]
    newest_first = [one for one in reversed(kept) if one.number <= note.number]
    if not newest_first:
        raise NotFound
    return Read(pair, note, newest_first[0]), newest_first


def _seen(context: Context, pair_id: str, note_id: str) -> tuple[Opened[Note], Key]:
    """Return a note and the room's key; what the user may not see does not exist."""
    item = context.store.get(Note, *Note.key(pair_id, note_id))
    key = rooms.key(context, pair_id)
    if item is None or not sharing(note := Opened(item, key)).is_seen_by(access.person(context)):
        raise NotFound
    return note, key


def _text(context: Context, key: Key, note: Opened[Note]) -> Opened[NoteText]:
    found = context.store.get(NoteText, *NoteText.key(note.pair_id, note.note_id, note.number))
    if found is None:  # changed or deleted since the note was read
        raise NotFound
    return Opened(found, key)


def _open(context: Context, pair_id: str, note_id: str) -> tuple[Pair, Opened[Note], Key]:
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id), Note.key(pair_id, note_id)])
    return pair, *_seen(context, pair_id, note_id)


def write(context: Context, pair_id: str, written: Written, visibility: SeenBy = SeenBy.AUTHOR) -> Opened[Note]:
    """Write a note, for oneself or for the pair; others of the programme see it after `widen`."""
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id)])
    note_id, now, me = ids.new(), clock.iso(context.clock()), context.principal.person_id
    key = rooms.key(context, pair_id)
    item = Note(
        *Note.key(pair_id, note_id),
        note_id=note_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        author=me,
        number=0,
        visibility=visibility,
        created_at=now,
        changed_at=now,
        changed_by=me,
    )
    note = Opened(item, key)
    uow = context.begin()
    uow.save(_next(context, note, key, written).item)
    uow.save(item)
    uow.publish(NoteWritten(pair.programme_id, pair_id, note_id, me, item.number), aggregate=item)
    uow.commit()
    return note


def _next(context: Context, note: Opened[Note], key: Key, written: Written) -> Opened[NoteText]:
    """Return the next version of a note, which shows it from now on."""
    me, now = context.principal.person_id, clock.iso(context.clock())
    number = note.number + 1
    version = Opened(
        NoteText(*NoteText.key(note.pair_id, note.note_id, number), note_id=note.note_id, number=number, by=me, at=now),
        key,
    )
    version.set(title=written.title, text=written.text)
    note.set(title=written.title, number=number, changed_at=now, changed_by=me)
    return version


@retrying
def change(context: Context, pair_id: str, note_id: str, written: Written, expected: str) -> Opened[Note]:
    """Change a note in the expected version; the text of before stays as a version."""
    pair, note, key = _open(context, pair_id, note_id)
    note.item.expect(expected)
    if not sharing(note).is_changed_by(context.principal.person_id):
        raise AuthorOnly
    uow = context.begin()
    uow.save(_next(context, note, key, written).item)
    if note.number > MOST_VERSIONS:
        uow.delete(NoteText.written(pair_id, note_id, note.number - MOST_VERSIONS))
    if note.shared_id:
        uow.save(shared.changed(context, pair, note.shared_id, title=written.title, text=written.text))
    uow.save(note.item)
    by = context.principal.person_id
    uow.publish(NoteWritten(note.programme_id, pair_id, note_id, by, note.number), aggregate=note.item)
    uow.commit()
    return note


@retrying
def widen(context: Context, pair_id: str, note_id: str, to: SeenBy, expected: str) -> Opened[Note]:
    """Let more people see a note as it was read, in the expected version; the author's to decide."""
    pair, note, key = _open(context, pair_id, note_id)
    after = sharing(note).widen(context.principal.person_id, to)
    note.item.expect(expected)
    if after == sharing(note):
        return note
    uow = context.begin()

    def copied() -> shared.Copied:
        text = _text(context, key, note)
        return shared.Copied(note_id, SharedKind.NOTE, to, text.title, text.text)

    shared.widen(context, uow, pair, note, after, copied)
    uow.publish(NoteWidened(note.programme_id, pair_id, note_id, to), aggregate=note.item)
    uow.commit()
    return note


@retrying
def take_back(context: Context, pair_id: str, note_id: str, expected: str) -> Opened[Note]:
    """Let the pair alone see a note again, in the expected version; the author may after the end, too."""
    also = [RoomKey.key(pair_id), Note.key(pair_id, note_id)]
    pair = access.pair_member(context, pair_id, also=also)
    note, _ = _seen(context, pair_id, note_id)
    kept = sharing(note).take_back(context.principal.person_id) == sharing(note)
    note.item.expect(expected)
    if kept:
        return note
    uow = context.begin()
    shared.take_back(context, uow, pair, note)
    uow.publish(NoteTakenBack(note.programme_id, pair_id, note_id), aggregate=note.item)
    uow.commit()
    return note


@retrying
def delete(context: Context, pair_id: str, note_id: str, expected: str) -> None:
    """Delete a note with all its versions, in the expected version, for everybody who could see it."""
    pair, note, _ = _open(context, pair_id, note_id)
    sharing(note).own(context.principal.person_id)
    note.item.expect(expected)
    uow = context.begin()
    for number in range(max(1, note.number - MOST_VERSIONS + 1), note.number + 1):
        uow.delete(NoteText.written(pair_id, note_id, number))
    if note.shared_id:
        uow.delete(shared.found(context, pair, note.shared_id))
    uow.delete(note.item)
    uow.publish(NoteDeleted(note.programme_id, pair_id, note_id), aggregate=note.item)
    uow.commit()
