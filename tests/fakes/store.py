"""`mentoring.store.Store` in memory: the same versions, markers and all-or-nothing commits, no server."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import clock
from mentoring.errors import AlreadyDone, Stale
from mentoring.events import Event, from_detail
from mentoring.store import Changes, Page, dynamo  # noqa: F401 - registers every kind of item
from mentoring.store.port import Together
from mentoring.store.unit_of_work import settle
from mentoring.tables.core import Item
from mentoring.tables.once import OnceItem
from tests.fakes.files import MemoryFiles
from tests.fakes.keys import MemoryKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mentoring.store.port import Part, Sum
    from mentoring.tables.outbox import OutboxItem

T = TypeVar("T", bound=Item)
Raw = dict[str, Any]
Place = tuple[str, ...]
"""An item's position in a partition or an index."""

LARGEST_ITEM, LARGEST_TRANSACTION = 400 * 1024, 4 * 1024 * 1024
"""Bytes (DynamoDB Developer Guide, «Service, account, and table quotas»)."""


class MemoryStore:
    """Stores items serialized, as DynamoDB would, so that nobody shares an object with the store."""

    def __init__(self) -> None:
        self.files = MemoryFiles()
        """The stack's bucket."""
        self.keys = MemoryKeys()
        """Its keys of KMS."""
        self._items: dict[tuple[str, str], Raw] = {}
        self.markers: dict[str, Raw] = {}
        self.outbox: list[OutboxItem] = []
        self.commits = 0
        self.sizes: list[int] = []
        """How many items each transaction had."""
        self.pages: list[int] = []
        """How many items each page read."""
        self._places: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)

    @property
    def items(self) -> dict[tuple[str, str], Raw]:
        """Given: only these items exist."""
        return self._items

    @items.setter
    def items(self, given: dict[tuple[str, str], Raw]) -> None:
        """Given: these items are all there are."""
        self._items = given
        self._places.clear()
        for key, raw in given.items():
            self._file(key, None, raw)

    @property
    def events(self) -> list[Event]:
        """Return everything published so far, in order."""
        return [from_detail(item.detail_type, json.loads(item.detail)) for item in self.outbox]

    def put(self, *items: Item | OnceItem) -> None:
        """Given: these items exist (as new ones), on their lists and counted."""
        sums = settle(Changes(saves=list(items)))
        for item in items:
            self._write(item, item.serialize())
        self._add(sums)

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        raw = self.items.get((pk, sk))
        return None if raw is None else self._read(raw)

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        return [self._read(self.items[key]) for key in dict.fromkeys(keys) if key in self.items]

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        return self._all(kind, ("pk", pk), prefix)

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        return self._all(kind, ("list_pk", list_pk), prefix)

    def page(self, kind: type[T], pk: str, part: Part = "", *, after: str = "", limit: int = 100) -> Page[T]:
        return self._page(kind, ("pk", pk), after, limit, *_within(part))

    def listed_page(
        self, kind: type[T], list_pk: str, part: Part = "", *, after: str = "", limit: int = 100
    ) -> Page[T]:
        return self._page(kind, ("list_pk", list_pk), after, limit, *_within(part))

    def due_page(self, kind: type[T], until: datetime, *, after: str = "", limit: int = 100) -> Page[T]:
        text = clock.iso(until)
        return self._page(kind, ("due_pk", kind.due_kind), after, limit, lambda place: place[0] <= text)

    def ranked_page(
        self,
        kind: type[T],
        due_pk: str,
        part: Part = "",
        *,
        after: str = "",
        limit: int = 100,
        fits: Callable[[T], bool] = lambda _: True,
    ) -> Page[T]:
        page = self._page(kind, ("due_pk", due_pk), after, limit, *_within(part))
        return Page([one for one in page.items if fits(one)], page.next)

    def _all(self, kind: type[T], where: tuple[str, str], prefix: str) -> list[T]:
        places = self._places[where]
        found = (place for place in places[bisect_left(places, (prefix,)) :] if place[1:] in self.items)
        raws = (self.items[place[1:]] for place in takewhile(lambda place: place[0].startswith(prefix), found))
        return [self._read(raw) for raw in raws if self._is(raw, kind)]

    def _page(
        self,
        kind: type[T],
        where: tuple[str, str],
        after: str,
        limit: int,
        fits: Callable[[Place], bool],
        first: str = "",
    ) -> Page[T]:
        """Return a page as DynamoDB would: `after` is the position of the last item read, of whatever kind."""
        places = self._places[where]
        begin = bisect_right(places, tuple(json.loads(after))) if after else bisect_left(places, (first,))
        read = list(takewhile(fits, places[begin : begin + limit + 1]))
        part, more = read[:limit], len(read) > limit
        self.pages.append(len(part))
        raws = (self.items[place[1:]] for place in part if place[1:] in self.items)
        return Page([self._read(raw) for raw in raws if self._is(raw, kind)], json.dumps(part[-1]) if more else "")

    def _file(self, key: Place, old: Raw | None, new: Raw | None) -> None:
        """Update the partitions and indexes after a write; sharded keys count as one."""
        for name, sort in (("pk", "sk"), ("list_pk", "list_sk"), ("due_pk", "due_at")):
            before, now = (_place(raw, name, sort, key) for raw in (old, new))
            if before == now:
                continue
            if before is not None:
                where, place = before
                del self._places[where][bisect_left(self._places[where], place)]
            if now is not None:
                where, place = now
                found = bisect_left(self._places[where], place)
                if self._places[where][found : found + 1] != [place]:
                    self._places[where].insert(found, place)

    @staticmethod
    def _is(raw: Raw, kind: type[Item]) -> bool:
        return kind is Item or raw["kind"]["S"] == Item.kind.get_discriminator(kind)

    def once(self, pk: str) -> OnceItem | None:
        raw = self.markers.get(pk)
        return None if raw is None else OnceItem.from_raw_data(raw)

    def together(self, keys: Iterable[tuple[str, str]], once: Iterable[str]) -> Together:
        items = {(one.pk, one.sk): one for one in self.get_many(Item, keys)}
        return Together(items, {pk: found for pk in once if (found := self.once(pk)) is not None})

    def commit(self, changes: Changes) -> None:
        if any(marker.pk in self.markers for marker in changes.markers):
            raise AlreadyDone
        guarded = [*changes.requires, *changes.deletes, *changes.saves]
        keys = [self._key(item) for item in [*guarded, *changes.markers]]
        if len(keys) != len(set(keys)):
            raise ValueError("DynamoDB refuses two operations on one item in a transaction")
        if any(self._version(item) != item.version for item in guarded):
            raise Stale
        if not all(self._fits(one) for one in changes.sums):
            raise Stale
        raws = [(item, item.serialize()) for item in (*changes.saves, *changes.markers)]
        written = [*(len(str(raw)) for _, raw in raws), *(len(event.detail) for event in changes.events)]
        if max(written, default=0) > LARGEST_ITEM or sum(written) > LARGEST_TRANSACTION or len(changes) > 100:
            raise ValueError(f"DynamoDB refuses {len(changes)} items of {sum(written)} bytes in a transaction")
        for gone in changes.deletes:
            if isinstance(gone, OnceItem):
                self.markers.pop(gone.pk)
            else:
                self._file((gone.pk, gone.sk), self.items.pop((gone.pk, gone.sk)), None)
        for item, raw in raws:
            self._write(item, raw)
        self._add(changes.sums)
        self.outbox.extend(changes.events)
        self.commits += 1
        self.sizes.append(len(changes))

    def _fits(self, one: Sum) -> bool:
        """Return whether numbers that grow stay within their limits, as they are now."""
        raw = self.items.get((one.item.pk, one.item.sk))
        now = one.item if raw is None else self._read(raw)
        limits = {name: getattr(now, limit) for name, limit in one.item.most.items() if one.numbers.get(name, 0) > 0}
        return all(limit is None or getattr(now, name) < limit for name, limit in limits.items())

    def _add(self, sums: list[Sum]) -> None:
        for one in sums:
            raw = self.items.get((one.item.pk, one.item.sk))
            old = one.item if raw is None else self._read(raw)
            for name, number in one.numbers.items():
                setattr(old, name, int(getattr(old, name)) + number)
            self._write(old, old.serialize())

    def _write(self, item: Item | OnceItem, raw: Raw) -> None:
        version = (item.version or 0) + 1
        raw = raw | {"version": {"N": str(version)}}
        if isinstance(item, OnceItem):
            self.markers[item.pk] = raw
        else:
            key = (item.pk, item.sk)
            self._file(key, self.items.get(key), raw)
            self.items[key] = raw
        item.version = version

    def _version(self, item: Item | OnceItem) -> int | None:
        raw = self.markers.get(item.pk) if isinstance(item, OnceItem) else self.items.get((item.pk, item.sk))
        return None if raw is None else int(raw["version"]["N"])

    @staticmethod
    def _key(item: Item | OnceItem) -> tuple[str, ...]:
        return (item.pk,) if isinstance(item, OnceItem) else (item.pk, item.sk)

    @staticmethod
    def _read(raw: Raw) -> Any:
        return Item.from_raw_data(dict(raw))


def _within(part: Part) -> tuple[Callable[[Place], bool], str]:
    """Return whether a place is in a part of a list, and where that begins."""
    if isinstance(part, str):
        return lambda place: place[0].startswith(part), part
    first, last = part
    return lambda place: place[0] <= last, first


def _place(raw: Raw | None, name: str, sort: str, key: Place) -> tuple[tuple[str, str], Place] | None:
    """Return an item's position: its partition in an index, and its sort key there."""
    if raw is None or "S" not in raw.get(name, {}):
        return None
    value = raw[name]["S"]
    sharded = name == "due_pk" and value.rpartition("#")[2].isdigit()
    return (name, value.rpartition("#")[0] if sharded else value), (raw[sort]["S"], *key)
