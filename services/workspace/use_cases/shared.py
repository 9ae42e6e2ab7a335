"""What pairs share beyond themselves: copies under the programme's key, which participants with the right role read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, rooms
from mentoring.errors import NotFound
from mentoring.store import Page
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import SeenBy
from mentoring.tables.workspace import ProgrammeKey, SharedItem
from mentoring.values import dataclass
from workspace.sharing import Sharing

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Pair
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import SharedKind
    from mentoring.tables.workspace import Material, Note


@dataclass(frozen=True)
class Copied:
    """What is copied of a note or material: `text` is a note's Markdown, a link's address, nothing for a file."""

    item_id: str
    what: SharedKind
    visibility: SeenBy
    title: str
    text: str


@dataclass(frozen=True)
class Shelf:
    """What somebody may see of what was shared in a programme, a page of it."""

    programme: Programme
    items: Page[Opened[SharedItem]]


def copy(context: Context, pair: Pair, copied: Copied, **facts: Any) -> SharedItem:
    """Return what its author shares, sealed for the programme and to be saved; `facts` of a file are its attributes."""
    now, me = context.clock(), context.principal.person_id
    shared_id = SharedItem.id_at(now, copied.item_id)
    item = SharedItem(
        *SharedItem.key(pair.programme_id, shared_id),
        shared_id=shared_id,
        programme_id=pair.programme_id,
        pair_id=pair.pair_id,
        item_id=copied.item_id,
        what=copied.what,
        visibility=copied.visibility,
        author=me,
        shared_at=clock.iso(now),
        changed_at=clock.iso(now),
        **facts,
    )
    name = pair.mentor_name if me == pair.mentor_person_id else pair.mentee_name
    one = Opened(item, rooms.programme_key(context, pair.programme_id))
    one.set(name=name, title=copied.title, text=copied.text)
    return item


def found(context: Context, pair: Pair, shared_id: str) -> SharedItem:
    """Return the copy of something of a pair."""
    keys = [SharedItem.key(pair.programme_id, shared_id), ProgrammeKey.key(pair.programme_id)]
    read = context.store.get_many(Item, keys)
    item = next((one for one in read if isinstance(one, SharedItem)), None)
    if item is None:
        raise NotFound
    return item


def changed(context: Context, pair: Pair, shared_id: str, **values: Any) -> SharedItem:
    """Return the copy with other values, to be saved."""
    one = Opened(found(context, pair, shared_id), rooms.programme_key(context, pair.programme_id))
    one.set(changed_at=clock.iso(context.clock()), **values)
    return one.item


def widen(
    context: Context,
    uow: UnitOfWork,
    pair: Pair,
    thing: Opened[Note] | Opened[Material],
    after: Sharing,
    copied: Callable[[], Copied],
    **facts: Any,
) -> None:
    """Let more people see a note or material: save it, and its copy if others than the pair see it.

    What is `copied` is asked for the first time that others see it; `facts` as of `copy`.
    """
    if thing.shared_id:
        uow.save(changed(context, pair, thing.shared_id, visibility=after.visibility))
    elif after.is_beyond:
        new = copy(context, pair, copied(), **facts)
        thing.set(shared_id=new.shared_id)
        uow.save(new)
    thing.set(visibility=after.visibility)
    uow.save(thing.item)


def take_back(context: Context, uow: UnitOfWork, pair: Pair, thing: Opened[Note] | Opened[Material]) -> None:
    """Let the pair alone see a note or material again: save it, and delete its copy."""
    uow.delete(found(context, pair, thing.shared_id))
    thing.set(shared_id=None, visibility=SeenBy.PAIR)
    uow.save(thing.item)


def shelf(context: Context, programme_id: str, after: str, limit: int) -> Shelf:
    """Return a page of what was shared with the user as a participant of a programme, the newest first."""
    reader = _reader(context, programme_id)
    page = context.store.page(SharedItem, *SharedItem.of(programme_id), after=after, limit=limit)
    key = rooms.programme_key(context, programme_id)
    seen = [Opened(one, key) for one in page.items if Sharing(one.author, one.visibility).is_seen_as(reader.roles)]
    return Shelf(reader.programme, Page(seen, page.next))


def read(context: Context, programme_id: str, shared_id: str) -> tuple[Programme, Opened[SharedItem]]:
    """Return one thing that was shared with the user as a participant of a programme."""
    reader = _reader(context, programme_id, SharedItem.key(programme_id, shared_id))
    item = context.store.get(SharedItem, *SharedItem.key(programme_id, shared_id))
    if item is None or not Sharing(item.author, item.visibility).is_seen_as(reader.roles):
        raise NotFound
    return reader.programme, Opened(item, rooms.programme_key(context, programme_id))


def _reader(context: Context, programme_id: str, *also: access.Key) -> access.TakesPart:
    me = access.person(context)
    mine = context.store.listed(Participant, *Participant.listed(me, programme_id))
    return access.taking_part(context, programme_id, mine, ProgrammeKey.key(programme_id), *also)
