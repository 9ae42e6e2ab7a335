"""Materials of a pair: the list, what was brought, a material and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Conflict, Stale
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import SeenBy, SharedKind
from workspace.filetypes import FileRefused
from workspace.pages.base import PAGES, Html, VersionForm
from workspace.pages.notes import WideningForm, of_pair
from workspace.use_cases import materials, rooms, uploads

if TYPE_CHECKING:
    from mentoring.errors import DomainError

router = http.PageRouter()


class LinkForm(http.Model):
    """A link as typed."""

    title: Line = Field(max_length=materials.MOST_TITLE)
    url: Line = Field(max_length=materials.MOST_URL)
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


class FileForm(http.Model):
    """How a file that was brought is called."""

    title: Line = Field(max_length=materials.MOST_TITLE)
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


@router.get("/rooms/<pair_id>/materials")
def materials_page(pair_id: str) -> Html:
    """Show the materials, a form for a link and one that brings a file straight to the bucket."""
    return _materials(pair_id)


def _materials(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    _, form = uploads.form(context, pair_id)
    shown = of_pair(pair, context.principal.person_id) | {"problem": "", "opened": ""} | values
    page = PAGES.render(
        "materials.html",
        context,
        status,
        materials=found.materials,
        described=materials.described,
        form=form,
        most=uploads.LARGEST,
        **shown,
    )
    return web.sending_to(page, form.url)


@router.post("/rooms/<pair_id>/materials")
def keep_link(pair_id: str) -> Html:
    """Keep a link."""
    try:
        sent = web.form(LinkForm)
        made = materials.link(http.context(), pair_id, materials.Named(sent.title, sent.visibility), sent.url)
    except (web.FormInvalid, Conflict, materials.NoAddress) as error:
        problem = "" if error.fields else error.message
        return _materials(pair_id, error.status, opened="link", problem=problem, **web.kept(error))
    return web.redirect(f"/rooms/{pair_id}/materials/{made.material_id}", flash=N_("The link is kept."))


@router.get("/rooms/<pair_id>/uploads/<upload_id>")
def arrived_page(pair_id: str, upload_id: str) -> Html:
    """Say that a file was brought, and ask how to call it; nothing happens yet."""
    return _arrived(pair_id, upload_id)


def _arrived(pair_id: str, upload_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    try:
        found = uploads.arrived(context, pair_id, upload_id)
    except (FileRefused, uploads.FileTooLarge, uploads.UploadGone) as error:
        return _materials(pair_id, error.status, opened="file", problem=error.message)
    shown = of_pair(found.pair, context.principal.person_id) | {"problem": ""} | values
    return PAGES.render("brought.html", context, status, arrived=found, **shown)


@router.post("/rooms/<pair_id>/uploads/<upload_id>")
def keep_file(pair_id: str, upload_id: str) -> Html:
    """Keep a file that was brought."""
    try:
        sent = web.form(FileForm)
        made = uploads.keep(http.context(), pair_id, upload_id, materials.Named(sent.title, sent.visibility))
    except web.FormInvalid as error:
        return _arrived(pair_id, upload_id, error.status, **web.kept(error))
    except (FileRefused, uploads.FileTooLarge, uploads.UploadGone, Conflict) as error:
        return _materials(pair_id, error.status, opened="file", problem=error.message)
    return web.redirect(f"/rooms/{pair_id}/materials/{made.material_id}", flash=N_("The file is kept."))


@router.get("/rooms/<pair_id>/materials/<material_id>")
def material_page(pair_id: str, material_id: str) -> Html:
    """Show a material: open it, let more people see it, delete it."""
    return _material(pair_id, material_id)


def _material(pair_id: str, material_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, material = materials.read(context, pair_id, material_id)
    me = context.principal.person_id
    picture = materials.picture_url(context, material)
    sharing = materials.sharing(material)
    page = PAGES.render(
        "material.html",
        context,
        status,
        material=material,
        described=materials.described,
        picture=picture,
        wider=sharing.wider if me == material.author else (),
        takes_back=me == material.author and sharing.is_beyond,
        **of_pair(pair, me) | {"problem": "", "opened": ""} | values,
    )
    return web.showing_from(page, picture) if picture else page


@router.get("/rooms/<pair_id>/materials/<material_id>/file")
def material_file(pair_id: str, material_id: str) -> Html:
    """Send the browser to a file of the pair, which it downloads."""
    context = http.context()
    _, material = materials.read(context, pair_id, material_id)
    if material.what != SharedKind.FILE:
        return web.redirect(f"/rooms/{pair_id}/materials/{material_id}")
    return web.send_to(materials.file_url(context, material))


@router.get("/shared/<programme_id>/<shared_id>/file")
def shared_file(programme_id: str, shared_id: str) -> Html:
    """Send the browser to a file that somebody shared."""
    return web.send_to(materials.shared_url(http.context(), programme_id, shared_id))


@router.post("/rooms/<pair_id>/materials/<material_id>/widening")
def widen_material(pair_id: str, material_id: str) -> Html:
    """Let more people see a material."""
    try:
        sent = web.form(WideningForm)
        materials.widen(http.context(), pair_id, material_id, sent.visibility, sent.version)
    except (web.FormInvalid, Conflict, Stale) as error:
        return _refused(pair_id, material_id, error, "widening")
    return web.redirect(f"/rooms/{pair_id}/materials/{material_id}", flash=N_("More people can see it now."))


def _refused(pair_id: str, material_id: str, error: DomainError, opened: str) -> Html:
    problem = "" if error.fields else error.message
    return _material(
        pair_id, material_id, error.status, problem=problem, opened=opened, errors=web.kept(error)["errors"]
    )


@router.post("/rooms/<pair_id>/materials/<material_id>/withdrawal")
def take_material_back(pair_id: str, material_id: str) -> Html:
    """Let only the pair see a material again."""
    try:
        materials.take_back(http.context(), pair_id, material_id, web.form(VersionForm).version)
    except (Conflict, Stale) as error:
        return _refused(pair_id, material_id, error, "withdrawal")
    return web.redirect(f"/rooms/{pair_id}/materials/{material_id}", flash=N_("Only the two of you can see it now."))


@router.post("/rooms/<pair_id>/materials/<material_id>/deletion")
def delete_material(pair_id: str, material_id: str) -> Html:
    """Delete a material."""
    try:
        materials.delete(http.context(), pair_id, material_id, web.form(VersionForm).version)
    except (Conflict, Stale) as error:
        return _refused(pair_id, material_id, error, "deletion")
    return web.redirect(f"/rooms/{pair_id}/materials", flash=N_("It is deleted."))
