"""Given: rooms with a key, and what somebody wrote in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import rooms
from mentoring.sealing import Whose
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import RoomKey
from tests.fakes.keys import MemoryKeys

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Keys
    from mentoring.tables.core import Item

T = TypeVar("T", bound="Item")


class Room:
    """The room of a pair; `item` is its key, to be kept beside what was written."""

    def __init__(self, pair_id: str, keys: Keys | None = None) -> None:
        wrapped, self.key = (keys or MemoryKeys()).new(Whose.ROOM, pair_id)
        self.item = RoomKey(*RoomKey.key(pair_id), wrapped=wrapped)

    @classmethod
    def there(cls, context: Context, pair_id: str) -> Room:
        """Return the room that a pair has already."""
        room = cls.__new__(cls)
        room.key = rooms.key(context, pair_id)
        return room

    @classmethod
    def of_programme(cls, context: Context, programme_id: str) -> Room:
        """Return what seals with the key that a programme has already."""
        room = cls.__new__(cls)
        room.key = rooms.programme_key(context, programme_id)
        return room

    def written(self, item: T, **words: Any) -> T:
        """Return the item with these words in it."""
        Opened(item, self.key).set(**words)
        return item
