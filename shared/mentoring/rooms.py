"""The key of a pair's room, which lies in the room, and that of a programme: what is sealed opens with it alone."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from mentoring.errors import N_, Conflict, Erased
from mentoring.sealing import Key, Whose
from mentoring.tables.workspace import ProgrammeKey, RoomKey

if TYPE_CHECKING:
    from mentoring.context import Context


class KeyMissing(Conflict):
    """A room has no key: it isn't made yet, for a moment after the two agreed, or what was written is erased."""

    code = "room-key-missing"
    message = N_("This room is still being prepared, or what was written in it has been erased. Try again in a minute.")


class RoomWasErased(Erased):
    """The pair had what it wrote erased."""

    code = "room-erased"
    message = N_("What was written in this room was erased on %(day)s. Nobody can bring it back.")


def key(context: Context, pair_id: str) -> Key:
    """Return the key of a pair's room; the item is read unless it was read before."""
    return key_of(context, pair_id, context.store.get(RoomKey, *RoomKey.key(pair_id)))


def key_of(context: Context, pair_id: str, item: RoomKey | None) -> Key:
    """Return the key that an item holds. What is empty reads as empty, without a key too.

    Without one nothing opens: `KeyMissing`, or `RoomWasErased`.
    """
    if item is None:
        return Key(_missing)
    if item.erased_at:
        return Key(partial(_erased, item.erased_at))
    return context.keys.key(Whose.ROOM, pair_id, item.wrapped)


def for_facts(context: Context, pair_id: str) -> Key:
    """Return the key for a page of facts, such as when a pair meets: what can't be opened any more reads as empty."""
    item = context.store.get(RoomKey, *RoomKey.key(pair_id))
    found = key_of(context, pair_id, item)
    return found if item is not None and not item.erased_at else found.blank()


def new(context: Context, pair_id: str) -> tuple[RoomKey, Key]:
    """Return the item with a new key, to be saved, and the key."""
    wrapped, made = context.keys.new(Whose.ROOM, pair_id)
    return RoomKey(*RoomKey.key(pair_id), wrapped=wrapped), made


def programme_key(context: Context, programme_id: str) -> Key:
    """Return the key of what participants of a programme share; the item is read unless it was read before."""
    item = context.store.get(ProgrammeKey, *ProgrammeKey.key(programme_id))
    return Key(_missing) if item is None else context.keys.key(Whose.PROGRAMME, programme_id, item.wrapped)


def new_of_programme(context: Context, programme_id: str) -> ProgrammeKey:
    """Return the item with a new key of a programme, to be saved."""
    wrapped, _ = context.keys.new(Whose.PROGRAMME, programme_id)
    return ProgrammeKey(*ProgrammeKey.key(programme_id), wrapped=wrapped)


def _missing() -> NoReturn:
    raise KeyMissing


def _erased(at: str) -> NoReturn:
    raise RoomWasErased(day=date.fromisoformat(at[:10]))
