"""Materials of a pair: links and files, who sees them, how files are fetched; how they come is in `uploads`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mentoring import access, clock, ids, letters, rooms
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.workspace import MaterialAdded, MaterialDeleted, MaterialTakenBack, MaterialWidened
from mentoring.files import ROOMS
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
    from mentoring.tables.pairing import Pair

MOST_TITLE = 200
MOST_URL = 2_000
LINK_LIFETIME = timedelta(minutes=5)


class NoAddress(Invalid):
    """A link leads nowhere, or elsewhere than to a page of the web."""

    code = "no-address"
    message = N_("This must be the address of a web page, beginning with https:// or http://.")


@dataclass(frozen=True)
class Named:
    """How a material is called, and who sees it at first: its author or the pair."""

    title: str
    visibility: SeenBy = SeenBy.AUTHOR


def sharing(material: Opened[Material]) -> Sharing:
    """Return who sees a material, as a domain object."""
    return Sharing(material.author, material.visibility)


def described(material: Opened[Material]) -> str:
    """Return what a material is, in short: the host of a link, what people call such a file."""
    return host(material.url) if material.what == SharedKind.LINK else filetypes.NAMED[material.media_type].name


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
    return pair, seen(context, pair_id, material_id)


def seen(context: Context, pair_id: str, material_id: str) -> Opened[Material]:
    """Return a material of the user's pair; what they may not see does not exist."""
    item = context.store.get(Material, *Material.key(pair_id, material_id))
    if item is None or item.gone:
        raise NotFound
    material = Opened(item, rooms.key(context, pair_id))
    if not sharing(material).is_seen_by(access.person(context)):
        raise NotFound
    return material


def _open(context: Context, pair_id: str, material_id: str) -> tuple[Pair, Opened[Material]]:
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id), Material.key(pair_id, material_id)])
    return pair, seen(context, pair_id, material_id)


# Links and files come ------------------------------------------------------------------------------------------------


def link(context: Context, pair_id: str, named: Named, url: str) -> Opened[Material]:
    """Keep a link."""
    host(url)
    pair = open_pair(context, pair_id, also=[RoomKey.key(pair_id)])
    item = item_of(context, pair, ids.new(), named, SharedKind.LINK)
    material = Opened(item, rooms.key(context, pair_id))
    material.set(title=named.title, url=url)
    return add(context, material)


def item_of(context: Context, pair: Pair, material_id: str, named: Named, what: SharedKind) -> Material:
    """Return a new material without its words, which are to be sealed into it."""
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


def add(context: Context, material: Opened[Material], *, again: bool = False) -> Opened[Material]:
    """Save a new material; `again`: in a step of its own, that a consumer may repeat."""
    uow = context.step() if again else context.begin()
    uow.save(material.item)
    told = MaterialAdded(material.programme_id, material.pair_id, material.material_id, material.author, material.what)
    uow.publish(told, aggregate=material.item)
    uow.commit()
    return material


def kept(pair_id: str, material_id: str) -> str:
    """Return where the file of a material lies."""
    return f"{ROOMS}{pair_id}/{material_id}"


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
    return context.files.link(kept(pair_id, material_id), name, media_type, LINK_LIFETIME)


def picture_url(context: Context, material: Opened[Material]) -> str:
    """Return a short-lived address at which a browser shows a picture; empty for anything else."""
    if material.media_type not in filetypes.PICTURES:
        return ""
    return context.files.view(kept(material.pair_id, material.material_id), material.media_type, LINK_LIFETIME)


# More people see it, or nobody ---------------------------------------------------------------------------------------


@retrying
def widen(context: Context, pair_id: str, material_id: str, to: SeenBy, expected: str) -> Opened[Material]:
    """Let more people see a material, in the expected version; the author's to decide."""
    pair, material = _open(context, pair_id, material_id)
    after = sharing(material).widen(context.principal.person_id, to)
    material.item.expect(expected)
    if after == sharing(material):
        return material
    uow = context.begin()
    copied = shared.Copied(material_id, material.what, to, material.title, material.url)
    shared.widen(
        context, uow, pair, material, after, lambda: copied, media_type=material.media_type, size=material.size
    )
    uow.publish(MaterialWidened(material.programme_id, pair_id, material_id, to), aggregate=material.item)
    uow.commit()
    return material


@retrying
def take_back(context: Context, pair_id: str, material_id: str, expected: str) -> Opened[Material]:
    """Let the pair alone see a material again, in the expected version; the author may after the end, too."""
    also = [RoomKey.key(pair_id), Material.key(pair_id, material_id)]
    pair = access.pair_member(context, pair_id, also=also)
    material = seen(context, pair_id, material_id)
    kept = sharing(material).take_back(context.principal.person_id) == sharing(material)
    material.item.expect(expected)
    if kept:
        return material
    uow = context.begin()
    shared.take_back(context, uow, pair, material)
    uow.publish(MaterialTakenBack(material.programme_id, pair_id, material_id), aggregate=material.item)
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
