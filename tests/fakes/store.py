"""`mentoring.store.Store` in memory: the same versions, markers and all-or-nothing commits, no server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import clock
from mentoring.errors import AlreadyDone, Stale
from mentoring.events import Event, from_detail
from mentoring.store import dynamo  # noqa: F401 - registers every kind of item
from mentoring.tables.core import Item
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.store import Changes
    from mentoring.tables.outbox import OutboxItem

T = TypeVar("T", bound=Item)
Raw = dict[str, Any]


class MemoryStore:
    """Keeps items serialized, as DynamoDB would, so that nobody shares an object with the store."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Raw] = {}
        self.markers: dict[str, Raw] = {}
        self.outbox: list[OutboxItem] = []
        self.commits = 0

    @property
    def events(self) -> list[Event]:
        """Return everything published so far, in order."""
        return [from_detail(item.detail_type, json.loads(item.detail)) for item in self.outbox]

    def put(self, *items: Item | OnceItem) -> None:
        """Given: these items exist (as new ones)."""
        for item in items:
            self._write(item)

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        raw = self.items.get((pk, sk))
        return None if raw is None else self._read(raw)

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        return [self._read(self.items[key]) for key in dict.fromkeys(keys) if key in self.items]

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        keys = sorted(key for key in self.items if key[0] == pk and key[1].startswith(prefix))
        return [item for item in (self._read(self.items[key]) for key in keys) if isinstance(item, kind)]

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        items = [item for item in self._all() if item.list_pk == list_pk and str(item.list_sk).startswith(prefix)]
        return [item for item in sorted(items, key=lambda item: str(item.list_sk)) if isinstance(item, kind)]

    def due(self, kind: type[T], until: datetime, limit: int = 100) -> list[T]:
        text = clock.iso(until)
        items = [
            item
            for item in self._all()
            if item.due_pk and str(item.due_pk).startswith(f"{kind.due_kind}#") and str(item.due_at) <= text
        ]
        ordered = sorted(items, key=lambda item: str(item.due_at))
        return [item for item in ordered if isinstance(item, kind)][:limit]

    def once(self, pk: str) -> OnceItem | None:
        raw = self.markers.get(pk)
        return None if raw is None else OnceItem.from_raw_data(raw)

    def commit(self, changes: Changes) -> None:
        if any(marker.pk in self.markers for marker in changes.markers):
            raise AlreadyDone
        guarded = [*changes.requires, *changes.deletes, *changes.saves]
        keys = [self._key(item) for item in [*guarded, *changes.markers]]
        if len(keys) != len(set(keys)):
            raise ValueError("DynamoDB refuses two operations on one item in a transaction")
        if any(self._version(item) != item.version for item in guarded):
            raise Stale
        for gone in changes.deletes:
            (self.markers.pop(gone.pk) if isinstance(gone, OnceItem) else self.items.pop((gone.pk, gone.sk)))
        for item in (*changes.saves, *changes.markers):
            self._write(item)
        self.outbox.extend(changes.events)
        self.commits += 1

    def _write(self, item: Item | OnceItem) -> None:
        version = (item.version or 0) + 1
        raw = item.serialize() | {"version": {"N": str(version)}}
        if isinstance(item, OnceItem):
            self.markers[item.pk] = raw
        else:
            self.items[item.pk, item.sk] = raw
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

    def _all(self) -> list[Item]:
        return [self._read(raw) for raw in self.items.values()]
