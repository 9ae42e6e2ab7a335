"""Notes of a pair: the list, a note, its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Conflict, DomainError, Stale
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import SeenBy
from workspace import comparing
from workspace.pages.base import PAGES, SEEN_BY, Html, VersionForm
from workspace.use_cases import notes, rooms

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair

router = http.PageRouter()


class NoteForm(http.Model):
    """A note as typed."""

    title: Line = Field(max_length=notes.MOST_TITLE)
    text: str = Field(max_length=notes.MOST_TEXT)
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


class ChangeForm(VersionForm):
    """A note as it is to be."""

    title: Line = Field(max_length=notes.MOST_TITLE)
    text: str = Field(max_length=notes.MOST_TEXT)


class WideningForm(VersionForm):
    """Who is to see it as well."""

    visibility: Literal[SeenBy.PAIR, SeenBy.MENTORS, SeenBy.MENTEES, SeenBy.PROGRAMME]


def of_pair(pair: Pair, me: str) -> dict[str, Any]:
    """Return what every page about something of a pair shows: whose it is, and who sees what."""
    names = {pair.mentor_person_id: pair.mentor_name, pair.mentee_person_id: pair.mentee_name}
    partner = next(name for who, name in names.items() if who != me)
    return {"pair": pair, "me": me, "names": names, "partner": partner, "seen_by": SEEN_BY}


@router.get("/rooms/<pair_id>/notes")
def notes_page(pair_id: str) -> Html:
    """Show the notes, and a form for a new one."""
    return _notes(pair_id)


def _notes(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    shown = of_pair(pair, context.principal.person_id) | {"problem": "", "opened": ""} | values
    return PAGES.render("notes.html", context, status, notes=found.notes, **shown)


@router.post("/rooms/<pair_id>/notes")
def write_note(pair_id: str) -> Html:
    """Write a note."""
    try:
        sent = web.form(NoteForm)
        note = notes.write(http.context(), pair_id, notes.Written(sent.title, sent.text), sent.visibility)
    except (web.FormInvalid, Conflict) as error:
        problem = "" if error.fields else error.message
        return _notes(pair_id, error.status, opened="note", problem=problem, **web.kept(error))
    return web.redirect(f"/rooms/{pair_id}/notes/{note.note_id}", flash=N_("The note is saved."))


@router.get("/rooms/<pair_id>/notes/<note_id>")
def note_page(pair_id: str, note_id: str) -> Html:
    """Show a note: read it, change it, open it to more people, delete it."""
    return _note(pair_id, note_id)


def _note(pair_id: str, note_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    found = notes.read(context, pair_id, note_id)
    me = context.principal.person_id
    sharing = notes.sharing(found.note)
    return PAGES.render(
        "note.html",
        context,
        status,
        note=found.note,
        version=found.version,
        wider=sharing.wider if me == found.note.author else (),
        takes_back=me == found.note.author and sharing.is_beyond,
        may_change=sharing.is_changed_by(me),
        **of_pair(found.pair, me) | {"problem": "", "opened": "", "overtaken": None} | values,
    )


@router.post("/rooms/<pair_id>/notes/<note_id>")
def change_note(pair_id: str, note_id: str) -> Html:
    """Change a note. Who was overtaken sees both texts side by side, and goes on with their own."""
    sent = None
    try:
        sent = web.form(ChangeForm)
        notes.change(http.context(), pair_id, note_id, notes.Written(sent.title, sent.text), sent.version)
    except Stale as error:
        return _note(pair_id, note_id, error.status, opened="change", overtaken=sent, **web.kept(error))
    except (web.FormInvalid, Conflict) as error:
        return _refused(pair_id, note_id, error, opened="change", **web.kept(error))
    return web.redirect(f"/rooms/{pair_id}/notes/{note_id}", flash=N_("The note is saved."))


def _refused(pair_id: str, note_id: str, error: DomainError, **values: object) -> Html:
    return _note(pair_id, note_id, error.status, problem="" if error.fields else error.message, **values)


@router.post("/rooms/<pair_id>/notes/<note_id>/widening")
def widen_note(pair_id: str, note_id: str) -> Html:
    """Let more people see a note."""
    try:
        sent = web.form(WideningForm)
        notes.widen(http.context(), pair_id, note_id, sent.visibility, sent.version)
    except (web.FormInvalid, Conflict, Stale) as error:
        return _refused(pair_id, note_id, error, opened="widening", errors=web.kept(error)["errors"])
    return web.redirect(f"/rooms/{pair_id}/notes/{note_id}", flash=N_("More people can see the note now."))


@router.post("/rooms/<pair_id>/notes/<note_id>/withdrawal")
def take_note_back(pair_id: str, note_id: str) -> Html:
    """Let only the pair see a note again."""
    try:
        notes.take_back(http.context(), pair_id, note_id, web.form(VersionForm).version)
    except (Conflict, Stale) as error:
        return _refused(pair_id, note_id, error, opened="withdrawal")
    return web.redirect(f"/rooms/{pair_id}/notes/{note_id}", flash=N_("Only the two of you can see the note now."))


@router.post("/rooms/<pair_id>/notes/<note_id>/deletion")
def delete_note(pair_id: str, note_id: str) -> Html:
    """Delete a note."""
    try:
        notes.delete(http.context(), pair_id, note_id, web.form(VersionForm).version)
    except (Conflict, Stale) as error:
        return _refused(pair_id, note_id, error, opened="deletion")
    return web.redirect(f"/rooms/{pair_id}/notes", flash=N_("The note is deleted."))


@router.get("/rooms/<pair_id>/notes/<note_id>/versions")
def versions_page(pair_id: str, note_id: str) -> Html:
    """Show the versions of a note, each with what it changed."""
    context = http.context()
    found, versions = notes.versions(context, pair_id, note_id)
    before = [*versions[1:], None]
    shown = [
        (one, comparing.compared(_whole(former), _whole(one)) if former is not None else [])
        for one, former in zip(versions, before, strict=True)
    ]
    return PAGES.render(
        "versions.html", context, note=found.note, versions=shown, **of_pair(found.pair, context.principal.person_id)
    )


def _whole(version: Any) -> str:
    """Return title and text of a version."""
    return f"{version.title}\n\n{version.text}"
