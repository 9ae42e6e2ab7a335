"""JSON of materials: links, files that are brought to the bucket and kept, who sees them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Line
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import SeenBy, SharedKind
from mentoring.tables.workspace import Material
from workspace.routes.notes import Widening
from workspace.use_cases import materials, rooms, uploads

router = http.Router()

Title = Annotated[Line, Field(min_length=1, max_length=materials.MOST_TITLE)]
First = Literal[SeenBy.AUTHOR, SeenBy.PAIR]


class MaterialEntry(http.View):
    """A link (`url`) or a file (`media_type`, `size` in bytes)."""

    material_id: str
    what: str
    title: str
    url: str
    media_type: str
    size: int | None
    author: str
    visibility: str
    created_at: str


class MaterialList(http.View):
    """The materials that the user may see, the newest first."""

    items: list[MaterialEntry]
    next: str | None = None


class MaterialView(http.Versioned):
    """A material; `file_url` downloads a file, for 5 minutes. `shared_id` names its copy in `/v1/shared`."""

    material_id: str
    what: str
    title: str
    url: str
    media_type: str
    size: int | None
    author: str
    visibility: str
    created_at: str
    shared_id: str | None
    file_url: str | None


class UploadView(http.View):
    """A form, `multipart/form-data`, that brings one file: these fields first, then the file as `file`."""

    upload_id: str
    url: str
    fields: dict[str, str]


class LinkWish(http.Model):
    """A link to keep."""

    title: Title
    url: Annotated[Line, Field(min_length=1, max_length=materials.MOST_URL)]
    visibility: First = SeenBy.AUTHOR


class FileWish(http.Model):
    """How a file that was brought is called."""

    title: Title
    visibility: First = SeenBy.AUTHOR


def _shown(material: Opened[Material]) -> MaterialView:
    is_file = material.what == SharedKind.FILE
    return MaterialView.of(material, file_url=materials.file_url(http.context(), material) if is_file else None)


@router.get("/v1/rooms/<pair_id>/materials")
def list_materials(pair_id: str) -> MaterialList:
    """Return the materials of a pair that the user may see."""
    _, found = rooms.room(http.context(), pair_id)
    return MaterialList(items=[MaterialEntry.of(one) for one in found.materials])


@router.post("/v1/rooms/<pair_id>/materials", status=201, location="/v1/rooms/{pair_id}/materials/{material_id}")
def keep_link(pair_id: str, body: LinkWish) -> MaterialView:
    """Keep a link."""
    named = materials.Named(body.title, body.visibility)
    return _shown(materials.link(http.context(), pair_id, named, body.url))


@router.post("/v1/rooms/<pair_id>/uploads")
def begin_upload(pair_id: str) -> UploadView:
    """Return the form that brings a file of at most 25 MB; it works for an hour."""
    upload_id, form = uploads.upload(http.context(), pair_id)
    return UploadView(upload_id=upload_id, url=form.url, fields=dict(form.fields))


@router.post(
    "/v1/rooms/<pair_id>/uploads/<upload_id>", status=201, location="/v1/rooms/{pair_id}/materials/{material_id}"
)
def keep_file(pair_id: str, upload_id: str, body: FileWish) -> MaterialView:
    """Keep a file that was brought; without this it is forgotten after a day."""
    named = materials.Named(body.title, body.visibility)
    return _shown(uploads.keep(http.context(), pair_id, upload_id, named))


@router.get("/v1/rooms/<pair_id>/materials/<material_id>")
def read_material(pair_id: str, material_id: str) -> MaterialView:
    """Return a material."""
    return _shown(materials.read(http.context(), pair_id, material_id)[1])


@router.post("/v1/rooms/<pair_id>/materials/<material_id>/widening", expects="required")
def widen_material(pair_id: str, material_id: str, body: Widening) -> MaterialEntry:
    """Let more people see a material."""
    found = materials.widen(http.context(), pair_id, material_id, body.visibility, http.expected())
    return MaterialEntry.of(found)


@router.post("/v1/rooms/<pair_id>/materials/<material_id>/withdrawal", expects="required")
def take_material_back(pair_id: str, material_id: str) -> MaterialEntry:
    """Let only the pair see a material again, also after their process has ended."""
    return MaterialEntry.of(materials.take_back(http.context(), pair_id, material_id, http.expected()))


@router.delete("/v1/rooms/<pair_id>/materials/<material_id>", expects="required")
def delete_material(pair_id: str, material_id: str) -> None:
    """Delete a material, for everybody who could see it."""
    materials.delete(http.context(), pair_id, material_id, http.expected())
