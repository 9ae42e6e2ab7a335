"""JSON of notes: write, read, change, open to more people, delete; their versions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mentoring import http
from mentoring.http.fields import Line
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import SeenBy
from mentoring.tables.workspace import Note
from workspace.use_cases import notes, rooms

router = http.Router()

Title = Annotated[Line, Field(min_length=1, max_length=notes.MOST_TITLE)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=notes.MOST_TEXT)]


class NoteEntry(http.View):
    """A note in a list: `number` is that of its newest version."""

    note_id: str
    title: str
    author: str
    visibility: str
    number: int
    created_at: str
    changed_at: str
    changed_by: str


class NoteList(http.View):
    """The notes that the user may see, the last changed first."""

    items: list[NoteEntry]
    next: str | None = None


class NoteView(http.Versioned):
    """A note; `text` is Markdown, `shared_id` names its copy in `/v1/shared` once others of the programme see it."""

    note_id: str
    title: str
    text: str
    author: str
    visibility: str
    number: int
    created_at: str
    changed_at: str
    changed_by: str
    shared_id: str | None


class VersionView(http.View):
    """A version of a note: what was saved, by whom (a person id) and when."""

    number: int
    title: str
    text: str
    by: str
    at: str


class VersionList(http.View):
    """The versions that are kept, the newest first."""

    items: list[VersionView]
    next: str | None = None


class NoteWish(http.Model):
    """A new note; text in Markdown."""

    title: Title
    text: Body
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


class NoteChange(http.Model):
    """A note as it is to be."""

    title: Title
    text: Body


class Widening(http.Model):
    """Who is to see it as well."""

    visibility: Literal[SeenBy.PAIR, SeenBy.MENTORS, SeenBy.MENTEES, SeenBy.PROGRAMME]


def entry(note: Opened[Note]) -> NoteEntry:
    """Return a note for a list."""
    return NoteEntry.of(note)


@router.get("/v1/rooms/<pair_id>/notes")
def list_notes(pair_id: str) -> NoteList:
    """Return the notes of a pair that the user may see."""
    _, found = rooms.room(http.context(), pair_id)
    return NoteList(items=[entry(one) for one in found.notes])


@router.post("/v1/rooms/<pair_id>/notes", status=201, location="/v1/rooms/{pair_id}/notes/{note_id}")
def write_note(pair_id: str, body: NoteWish) -> NoteView:
    """Write a note."""
    written = notes.Written(body.title, body.text)
    return NoteView.of(notes.write(http.context(), pair_id, written, body.visibility), text=body.text)


@router.get("/v1/rooms/<pair_id>/notes/<note_id>")
def read_note(pair_id: str, note_id: str) -> NoteView:
    """Return a note with its text."""
    return _shown(notes.read(http.context(), pair_id, note_id))


def _shown(found: notes.Read) -> NoteView:
    return NoteView.of(found.note, text=found.version.text)


@router.put("/v1/rooms/<pair_id>/notes/<note_id>")
def change_note(pair_id: str, note_id: str, body: NoteChange) -> NoteView:
    """Change a note; the text of before stays as a version."""
    written = notes.Written(body.title, body.text)
    return NoteView.of(notes.change(http.context(), pair_id, note_id, written, http.expected()), text=body.text)


@router.post("/v1/rooms/<pair_id>/notes/<note_id>/widening", expects="required")
def widen_note(pair_id: str, note_id: str, body: Widening) -> NoteEntry:
    """Let more people see a note, as it was read."""
    return entry(notes.widen(http.context(), pair_id, note_id, body.visibility, http.expected()))


@router.post("/v1/rooms/<pair_id>/notes/<note_id>/withdrawal", expects="required")
def take_note_back(pair_id: str, note_id: str) -> NoteEntry:
    """Let only the pair see a note again, also after their process has ended."""
    return NoteEntry.of(notes.take_back(http.context(), pair_id, note_id, http.expected()))


@router.delete("/v1/rooms/<pair_id>/notes/<note_id>", expects="required")
def delete_note(pair_id: str, note_id: str) -> None:
    """Delete a note with its versions, for everybody who could see it."""
    notes.delete(http.context(), pair_id, note_id, http.expected())


@router.get("/v1/rooms/<pair_id>/notes/<note_id>/versions")
def note_versions(pair_id: str, note_id: str) -> VersionList:
    """Return the versions of a note."""
    _, found = notes.versions(http.context(), pair_id, note_id)
    return VersionList(items=[VersionView.of(one) for one in found])
