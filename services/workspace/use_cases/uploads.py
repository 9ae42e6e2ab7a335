"""Files come into a room: a browser brings them straight to the bucket, or a mail does.

A file that is brought lies among the uploads, where it is forgotten after a day. Kept is a copy that nobody can write
to: it is made, marked as unsettled, before the material is saved, and the mark is taken off by the event. So whatever
dies in between leaves nothing for good. A deleted file is gone with the event, too; until then its item stays, empty.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import ids, letters, rooms
from mentoring.errors import N_, Conflict, Invalid, NotFound
from mentoring.files import UPLOADS, FileGone
from mentoring.settings import settings
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import SeenBy, SharedKind
from mentoring.tables.workspace import Material, RoomKey
from mentoring.values import dataclass
from workspace import filetypes
from workspace.use_cases import materials
from workspace.use_cases.materials import MOST_TITLE, Named
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.workspace import MaterialAdded, MaterialDeleted
    from mentoring.files import Upload
    from mentoring.sealing import Key
    from mentoring.tables.pairing import Pair
    from workspace.filetypes import FileType

LARGEST = 25_000_000
"""Bytes of a file."""
TAKEN = 4 * LARGEST
"""Bytes that the form of a page may bring: of a file that is too large we say so, where S3 would show XML."""
UPLOAD_LIFETIME = timedelta(hours=1)


class UploadGone(NotFound):
    """The file wasn't brought, or longer ago than a day."""

    code = "upload-gone"
    message = N_("The file is no longer there. Bring it once more.")


class FileTooLarge(Invalid):
    """The file has more than `LARGEST` bytes."""

    code = "file-too-large"
    message = N_("This file is too large: at most 25 MB are taken. Make it smaller, or keep a link to it.")


class BeingDeleted(Conflict):
    """The same file was deleted a moment ago."""

    code = "being-deleted"
    message = N_("This file is just being deleted.")


@dataclass(frozen=True)
class Arrived:
    """A file that lies among the uploads."""

    pair: Pair
    upload_id: str
    size: int
    kind: FileType


@dataclass(frozen=True)
class Stored:
    """What is known of a file of a room by itself."""

    size: int
    kind: FileType


def upload(context: Context, pair_id: str) -> tuple[str, Upload]:
    """Return an id and the form that brings a file under it, and then leads to `arrived`."""
    open_pair(context, pair_id)
    return form(context, pair_id, LARGEST)


def form(context: Context, pair_id: str, most: int = TAKEN) -> tuple[str, Upload]:
    """Return the same for a page, and a member who is known already; `most` bytes reach the bucket."""
    upload_id = ids.new()
    then = f"{settings().public_url}/rooms/{pair_id}/uploads/{upload_id}"
    return upload_id, context.files.upload(_brought(pair_id, upload_id), most, UPLOAD_LIFETIME, then)


def _brought(pair_id: str, upload_id: str) -> str:
    return f"{UPLOADS}{pair_id}/{upload_id}"


def arrived(context: Context, pair_id: str, upload_id: str) -> Arrived:
    """Return what was brought; nothing happens yet. Raises `UploadGone`, `FileRefused`, `FileTooLarge`."""
    pair = open_pair(context, pair_id)
    size, kind, _ = _looked_at(context, pair_id, upload_id)
    return Arrived(pair, upload_id, size, kind)


def _looked_at(context: Context, pair_id: str, upload_id: str) -> tuple[int, FileType, str]:
    """Return size, type and mark of the content of a file that was brought."""
    if not _is_id(upload_id):
        raise UploadGone
    key = _brought(pair_id, upload_id)
    try:
        start = context.files.start(key, filetypes.HEAD)
        if start.size > LARGEST:
            raise FileTooLarge
        kind = filetypes.recognized(start.content, lambda: context.files.get(key))
    except FileGone as error:
        raise UploadGone from error
    return start.size, kind, start.mark


def _is_id(text: str) -> bool:
    return len(text) == len(ids.new()) and text.isalnum() and text.isascii()


@retrying
def keep(context: Context, pair_id: str, upload_id: str, named: Named) -> Opened[Material]:
    """Keep a file that was brought; a second time it is the same material."""
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id), Material.key(pair_id, upload_id)])
    there = context.store.get(Material, *Material.key(pair_id, upload_id))
    if there is not None:
        return materials.seen(context, pair_id, upload_id)
    size, kind, mark = _looked_at(context, pair_id, upload_id)
    try:
        context.files.copy(_brought(pair_id, upload_id), materials.kept(pair_id, upload_id), mark)
    except FileGone as error:  # another file came under the same form since it was looked at
        raise UploadGone from error
    key = rooms.key(context, pair_id)
    return materials.add(context, _file(context, pair, key, upload_id, named, Stored(size, kind)))


def _file(context: Context, pair: Pair, key: Key, material_id: str, named: Named, stored: Stored) -> Opened[Material]:
    material = Opened(materials.item_of(context, pair, material_id, named, SharedKind.FILE), key)
    material.set(title=named.title, media_type=stored.kind.media, size=stored.size)
    return material


@retrying
def take(context: Context, pair_id: str, person_id: str, name: str, content: bytes) -> Opened[Material]:
    """Keep a file that came with somebody's mail, for the pair; the same file again is the same material.

    What the mail says it is counts for nothing. Raises `FileRefused`, `ProcessEnded`.
    """
    here = context.acting_as(person_id)
    if len(content) > LARGEST or not content:
        raise filetypes.FileRefused
    kind = filetypes.recognized(content[: filetypes.HEAD], lambda: content)
    material_id = ids.derived("mail-file", pair_id, person_id, hashlib.sha256(content).hexdigest())
    pair = open_pair(here, pair_id, also=[RoomKey.key(pair_id), Material.key(pair_id, material_id)])
    there = here.store.get(Material, *Material.key(pair_id, material_id))
    if there is not None and there.gone:
        raise BeingDeleted
    key = rooms.key(here, pair_id)
    if there is not None:
        return Opened(there, key)
    here.files.put(materials.kept(pair_id, material_id), content, kind.media)
    title = letters.line(name).rpartition(".")[0][:MOST_TITLE] or letters.line(name)[:MOST_TITLE] or kind.ending[1:]
    named = Named(title, SeenBy.PAIR)
    return materials.add(here, _file(here, pair, key, material_id, named, Stored(len(content), kind)), again=True)


def settle(context: Context, event: Event[MaterialAdded]) -> None:
    """Let a file that is kept stay for good; of one that is deleted by now nothing is left to keep."""
    added = event.data
    item = context.store.get(Material, *Material.key(added.pair_id, added.material_id))
    if item is not None and item.what == SharedKind.FILE and not item.gone:
        context.files.settle(materials.kept(added.pair_id, added.material_id))
        context.files.remove(_brought(added.pair_id, added.material_id))


def remove(context: Context, event: Event[MaterialDeleted]) -> None:
    """Delete the file of a material that was deleted, and then what is left of its item."""
    gone = event.data
    item = context.store.get(Material, *Material.key(gone.pair_id, gone.material_id))
    if item is None or not item.gone:
        return
    context.files.remove(materials.kept(gone.pair_id, gone.material_id))
    context.files.remove(_brought(gone.pair_id, gone.material_id))
    uow = context.begin()
    uow.delete(item)
    uow.commit()
