"""A store that reads an item only once within a request."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mentoring.store.over import StoreOver
from mentoring.store.port import Page, Together
from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import timedelta

    from mentoring.files import Files, Start, Upload
    from mentoring.store.port import Changes, Part, Store

T = TypeVar("T", bound=Item)
Key = tuple[str, str]

MOST = 100
"""Longest list that is remembered, in items (one BatchGetItem); longer ones are never read twice."""


class RememberingStore(StoreOver):
    """`Store` over another one, for one request; pages and `once` are always read anew.

    Every caller gets a copy. Written items are remembered as written; a failed transaction clears the memory, so that a
    retry reads again.
    """

    def __init__(self, beneath: Store) -> None:
        super().__init__(beneath)
        self._known: dict[Key, Item | None] = {}
        self._lists: dict[tuple[str, type[Item], str, str], list[Any]] = {}

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        """See `Store.get`."""
        key = (pk, sk)
        if key not in self._known:
            self._lists.clear()
            self._remember(key, self.beneath.get(kind, pk, sk))
        return cast("T | None", copy.deepcopy(self._known[key]))

    def get_many(self, kind: type[T], keys: Iterable[Key]) -> list[T]:
        """See `Store.get_many`."""
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if key not in self._known]
        read: dict[Key, T] = {}
        if missing:
            self._lists.clear()
            read = {(one.pk, one.sk): one for one in self.beneath.get_many(kind, missing)}
        if len(missing) <= MOST:
            for key in missing:
                self._remember(key, read.get(key))
        found = (read[key] if key in read else copy.deepcopy(self._known.get(key)) for key in wanted)
        return [cast("T", one) for one in found if one is not None]

    def remembered(self, kind: type[T], pk: str, sk: str) -> T | None:
        """Return an item if it was read or written before; it reads nothing."""
        one = self._known.get((pk, sk))
        return copy.deepcopy(one) if isinstance(one, kind) else None

    def all_remembered(self, kind: type[T]) -> list[T]:
        """Return all items of a kind that were read or written before; it reads nothing."""
        return [copy.deepcopy(one) for one in self._known.values() if isinstance(one, kind)]

    def named(self, attribute: str) -> set[str]:
        """Return what all items that were read or written before say there; it reads nothing."""
        return {one for item in self._known.values() if (one := getattr(item, attribute, ""))}

    def together(self, keys: Iterable[Key], once: Iterable[str]) -> Together:
        """See `Store.together`; known items aren't read again."""
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if key not in self._known]
        read = self.beneath.together(missing, once)
        if missing:
            self._lists.clear()
        for key in missing:
            self._remember(key, read.items.get(key))
        found = {key: copy.deepcopy(one) for key in wanted if (one := self._known.get(key)) is not None}
        return Together(found, read.once)

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        """See `Store.query`."""
        return self._list(("", kind, pk, prefix), lambda: self._noted(self.beneath.query(kind, pk, prefix)))

    def page(self, kind: type[T], pk: str, part: Part = "", *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.page`: read anew, but who asks for one of its items has it."""
        found = self.beneath.page(kind, pk, part, after=after, limit=limit)
        return Page(copy.deepcopy(self._noted(found.items)), found.next)

    def _noted(self, found: list[T]) -> list[T]:
        """Remember items of a consistent list, unless it is long or they are known already."""
        if len(found) <= MOST:
            for one in found:
                self._known.setdefault((one.pk, one.sk), one)
        return found

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        """See `Store.listed`."""
        return self._list(("by_list", kind, list_pk, prefix), lambda: self.beneath.listed(kind, list_pk, prefix))

    def _list(self, asked: tuple[str, type[T], str, str], read: Callable[[], list[T]]) -> list[T]:
        """Return a list as it was read before, unless it is long.

        It is forgotten when an item is read: a use case that counts first reads the counting item, then the list.
        """
        if asked not in self._lists:
            found = read()
            if len(found) > MOST:
                return found
            self._lists[asked] = found
        return cast("list[T]", copy.deepcopy(self._lists[asked]))

    def commit(self, changes: Changes) -> None:
        """See `Store.commit`; lists are forgotten, because they may have changed."""
        self._lists.clear()
        try:
            self.beneath.commit(changes)
        except Exception:
            self._known.clear()
            raise
        for one in changes.sums:
            self._known.pop((one.item.pk, one.item.sk), None)
        for gone in changes.deletes:
            if isinstance(gone, Item):
                self._known[gone.pk, gone.sk] = None
        for saved in changes.saves:
            if isinstance(saved, Item):
                self._remember((saved.pk, saved.sk), saved)

    def _remember(self, key: Key, item: Item | None) -> None:
        self._known[key] = copy.deepcopy(item)


class RememberingFiles:
    """`Files` over others, for one request: a file is read only once."""

    def __init__(self, beneath: Files) -> None:
        self._beneath = beneath
        self._known: dict[str, bytes] = {}

    def get(self, key: str) -> bytes:
        """See `Files.get`."""
        if key not in self._known:
            self._known[key] = self._beneath.get(key)
        return self._known[key]

    def put(self, key: str, content: bytes, kind: str) -> None:
        """See `Files.put`."""
        self._known.pop(key, None)
        self._beneath.put(key, content, kind)

    def start(self, key: str, most: int) -> Start:
        """See `Files.start`."""
        return self._beneath.start(key, most)

    def copy(self, key: str, to: str, mark: str) -> None:
        """See `Files.copy`."""
        self._known.pop(to, None)
        self._beneath.copy(key, to, mark)

    def settle(self, key: str) -> None:
        """See `Files.settle`."""
        self._beneath.settle(key)

    def view(self, key: str, kind: str, lifetime: timedelta) -> str:
        """See `Files.view`."""
        return self._beneath.view(key, kind, lifetime)

    def size(self, key: str) -> int | None:
        """See `Files.size`."""
        return self._beneath.size(key)

    def remove(self, key: str) -> None:
        """See `Files.remove`."""
        self._known.pop(key, None)
        self._beneath.remove(key)

    def upload(self, key: str, most: int, lifetime: timedelta, then: str) -> Upload:
        """See `Files.upload`."""
        return self._beneath.upload(key, most, lifetime, then)

    def link(self, key: str, name: str, kind: str, lifetime: timedelta) -> str:
        """See `Files.link`."""
        return self._beneath.link(key, name, kind, lifetime)
