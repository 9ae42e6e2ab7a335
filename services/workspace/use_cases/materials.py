"""Materials of a pair: links, and files that a browser brings straight to the bucket or that came with a mail.

A file that is brought lies among the uploads, where it is forgotten after a day. Kept is a copy that nobody can write
to: it is made, marked as unconfirmed, before the material is saved, and the mark is taken off by the event. So whatever
dies in between leaves nothing for good. A deleted file is gone with the event, too; until then its item stays, empty.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from mentoring import access, clock, ids, letters, rooms
from mentoring.errors import N_, Conflict, Invalid, NotFound
from mentoring.events.workspace import MaterialAdded, MaterialDeleted, MaterialWidened
from mentoring.files import ROOMS, UPLOADS, FileGone
from mentoring.settings import settings
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import SeenBy, SharedKind
from mentoring.tables.workspace import Material, RoomKey, SharedItem
from mentoring.values import dataclass
from workspace import filetypes
from workspace.sharing import Sharing
from workspace.use_cases import shared
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.files import Upload
    from mentoring.sealing import Key
    from mentoring.tables.pairing import Pair
    from workspace.filetypes import FileType

LARGEST = 25_000_000
"""Bytes of a file."""
MOST_TITLE = 200
MOST_URL = 2_000
UPLOAD_LIFETIME = timedelta(hours=1)
LINK_LIFETIME = timedelta(minutes=5)


class UploadGone(NotFound):
    """The file wasn't brought, or longer ago than a day."""

    code = "upload-gone"
    message = N_("The file is no longer there. Bring it once more.")


class NoAddress(Invalid):
    """A link leads nowhere, or elsewhere than to a page of the web."""

    code = "no-address"
    message = N_("This must be the address of a web page, beginning with https:// or http://.")


class BeingDeleted(Conflict):
    """The same file was deleted a moment ago."""

    code = "being-deleted"
    message = N_("This file is just being deleted.")


@dataclass(frozen=True)
class Named:
    """How a material is called, and who sees it at first: its author or the pair."""

    title: str
    visibility: SeenBy = SeenBy.AUTHOR


class Described(NamedTuple):
    """What a material is: the host of a link, how the name of a file ends."""

    host: str = ""
    ending: str = ""


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


def sharing(material: Opened[Material]) -> Sharing:
    """Return who sees a material, as a domain object."""
    return Sharing(material.author, material.visibility)


def described(material: Opened[Material]) -> Described:
    """Return what a material is, in short."""
    if material.what == SharedKind.LINK:
        return Described(host=host(material.url))
    return Described(ending=filetypes.NAMED[material.media_type].ending)


def host(url: str) -> str:
    """Return the host of an address of ours to show; raises `Invalid` unless it is http or https with a host."""
    try:
        parts = urlsplit(url)
        known = parts.hostname or ""
    except ValueError:
        known = ""
    fits = known and parts.scheme in ("http", "https") and not parts.username and "." in known
    if not fits or letters.line(url) != url or any(one.isspace() for one in url) or len(url) > MOST_URL:
        raise NoAddress(fields={"/url": NoAddress.message})
    return known


def read(context: Context, pair_id: str, material_id: str) -> tuple[Pair, Opened[Material]]:
    """Return a material, for a member of the pair who may see it."""
    also = [RoomKey.key(pair_id), Material.key(pair_id, material_id)]
    pair = access.pair_member(context, pair_id, also=also)
    return pair, _seen(context, pair_id, material_id)


def _seen(context: Context, pair_id: str, material_id: str) -> Opened[Material]:
    item = context.store.get(Material, *Material.key(pair_id, material_id))
    if item is None or item.gone:
        raise NotFound
    material = Opened(item, rooms.key(context, pair_id))
    if not sharing(material).is_seen_by(access.person(context)):
        raise NotFound
    return material


def _open(context: Context, pair_id: str, material_id: str) -> tuple[Pair, Opened[Material]]:
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id), Material.key(pair_id, material_id)])
    return pair, _seen(context, pair_id, material_id)


# Links and files come ------------------------------------------------------------------------------------------------


def link(context: Context, pair_id: str, named: Named, url: str) -> Opened[Material]:
    """Keep a link."""
    host(url)
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id)])
    item = _item(context, pair, ids.new(), named, SharedKind.LINK)
    material = Opened(item, rooms.key(context, pair_id))
    material.set(title=named.title, url=url)
    return _add(context, material)


def _item(context: Context, pair: Pair, material_id: str, named: Named, what: SharedKind) -> Material:
    return Material(
        *Material.key(pair.pair_id, material_id),
        material_id=material_id,
        pair_id=pair.pair_id,
        programme_id=pair.programme_id,
        author=context.principal.person_id,
        what=what,
        visibility=named.visibility,
        created_at=clock.iso(context.clock()),
    )


def _add(context: Context, material: Opened[Material], *, again: bool = False) -> Opened[Material]:
    """Save a new material; `again`: in a step of its own, that a consumer may repeat."""
    uow = context.step() if again else context.begin()
    uow.save(material.item)
    told = MaterialAdded(
        material.programme_id, material.pair_id, material.material_id, material.author, str(material.what)
    )
    uow.publish(told, aggregate=material.item)
    uow.commit()
    return material


def upload(context: Context, pair_id: str) -> tuple[str, Upload]:
    """Return an id and the form that brings a file under it, and then leads to `arrived`."""
    open_pair(context, pair_id)
    return form(context, pair_id)


def form(context: Context, pair_id: str) -> tuple[str, Upload]:
    """Return the same, for a member who is known already."""
    upload_id = ids.new()
    then = f"{settings().public_url}/rooms/{pair_id}/uploads/{upload_id}"
    return upload_id, context.files.upload(_brought(pair_id, upload_id), LARGEST, UPLOAD_LIFETIME, then)


def _brought(pair_id: str, upload_id: str) -> str:
    return f"{UPLOADS}{pair_id}/{upload_id}"


def _kept(pair_id: str, material_id: str) -> str:
    return f"{ROOMS}{pair_id}/{material_id}"


def arrived(context: Context, pair_id: str, upload_id: str) -> Arrived:
    """Return what was brought; nothing happens yet. Raises `UploadGone`, `FileRefused`."""
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
        return _seen(context, pair_id, upload_id)
    size, kind, mark = _looked_at(context, pair_id, upload_id)
    try:
        context.files.copy(_brought(pair_id, upload_id), _kept(pair_id, upload_id), mark)
    except FileGone as error:  # another file came under the same form since it was looked at
        raise UploadGone from error
    key = rooms.key(context, pair_id)
    return _add(context, _file(context, pair, key, upload_id, named, Stored(size, kind)))


def _file(context: Context, pair: Pair, key: Key, material_id: str, named: Named, stored: Stored) -> Opened[Material]:
    material = Opened(_item(context, pair, material_id, named, SharedKind.FILE), key)
    material.set(title=named.title, media_type=stored.kind.media, size=stored.size)
    return material


@retrying
def take(
    context: Context, pair_id: str, person_id: str, name: str, media_type: str, content: bytes
) -> Opened[Material]:
    """Keep a file that came with somebody's mail, for the pair; the same file again is the same material.

    What the mail says it is (`media_type`) counts for nothing. Raises `FileRefused`, `ProcessEnded`.
    """
    del media_type
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
    here.files.put(_kept(pair_id, material_id), content, kind.media)
    title = letters.line(name).rpartition(".")[0][:MOST_TITLE] or letters.line(name)[:MOST_TITLE] or kind.ending[1:]
    named = Named(title, SeenBy.PAIR)
    return _add(here, _file(here, pair, key, material_id, named, Stored(len(content), kind)), again=True)


# Files are fetched ---------------------------------------------------------------------------------------------------


def file_url(context: Context, material: Opened[Material]) -> str:
    """Return a short-lived address that downloads a file; whoever asks was allowed to see the material."""
    return _url(context, material.pair_id, material.material_id, material.title, material.media_type)


def shared_url(context: Context, programme_id: str, shared_id: str) -> str:
    """Return the same for a file that was shared with the user as a participant of a programme."""
    _, one = shared.read(context, programme_id, shared_id)
    if one.what != SharedKind.FILE:
        raise NotFound
    return url_of_shared(context, one)


def url_of_shared(context: Context, one: Opened[SharedItem]) -> str:
    """Return the same for a shared file that was read; whoever asks was allowed to see it."""
    return _url(context, one.pair_id, one.item_id, one.title, one.media_type)


def _url(context: Context, pair_id: str, material_id: str, title: str, media_type: str) -> str:
    kind = filetypes.NAMED[media_type]
    name = title if title.lower().endswith(kind.ending) else f"{title}{kind.ending}"
    return context.files.link(_kept(pair_id, material_id), name, media_type, LINK_LIFETIME)


def picture_url(context: Context, material: Opened[Material]) -> str:
    """Return a short-lived address at which a browser shows a picture; empty for anything else."""
    if material.media_type not in filetypes.PICTURES:
        return ""
    return context.files.view(_kept(material.pair_id, material.material_id), material.media_type, LINK_LIFETIME)


# More people see it, or nobody ---------------------------------------------------------------------------------------


@retrying
def widen(context: Context, pair_id: str, material_id: str, to: SeenBy, expected: str) -> Opened[Material]:
    """Let more people see a material, in the expected version; the author's to decide."""
    pair, material = _open(context, pair_id, material_id)
    after = sharing(material).widen(context.principal.person_id, to)
    if after == sharing(material):
        return material
    material.item.expect(expected)
    uow = context.begin()
    if material.shared_id:
        uow.save(shared.changed(context, pair, material.shared_id, visibility=to))
    elif after.is_beyond:
        copied = shared.Copied(material_id, material.what, to, material.title, material.url)
        copy = shared.copy(context, pair, copied, media_type=material.media_type, size=material.size)
        material.set(shared_id=copy.shared_id)
        uow.save(copy)
    material.set(visibility=to)
    uow.save(material.item)
    uow.publish(MaterialWidened(material.programme_id, pair_id, material_id, to), aggregate=material.item)
    uow.commit()
    return material


@retrying
def delete(context: Context, pair_id: str, material_id: str, expected: str) -> None:
    """Delete a material in the expected version, for everybody who could see it; its file goes with the event."""
    pair, material = _open(context, pair_id, material_id)
    sharing(material).own(context.principal.person_id)
    material.item.expect(expected)
    uow = context.begin()
    if material.shared_id:
        uow.delete(shared.found(context, pair, material.shared_id))
    if material.what == SharedKind.FILE:
        material.set(gone=True, title="", shared_id=None)
        uow.save(material.item)
    else:
        uow.delete(material.item)
    uow.publish(MaterialDeleted(material.programme_id, pair_id, material_id), aggregate=material.item)
    uow.commit()


# Events in -----------------------------------------------------------------------------------------------------------


def settle(context: Context, event: Event[MaterialAdded]) -> None:
    """Let a file that is kept stay for good; of one that is deleted by now nothing is left to keep."""
    added = event.data
    item = context.store.get(Material, *Material.key(added.pair_id, added.material_id))
    if item is not None and item.what == SharedKind.FILE and not item.gone:
        context.files.settle(_kept(added.pair_id, added.material_id))
        context.files.remove(_brought(added.pair_id, added.material_id))


def remove(context: Context, event: Event[MaterialDeleted]) -> None:
    """Delete the file of a material that was deleted, and then what is left of its item."""
    gone = event.data
    item = context.store.get(Material, *Material.key(gone.pair_id, gone.material_id))
    if item is None or not item.gone:
        return
    context.files.remove(_kept(gone.pair_id, gone.material_id))
    context.files.remove(_brought(gone.pair_id, gone.material_id))
    uow = context.begin()
    uow.delete(item)
    uow.commit()
