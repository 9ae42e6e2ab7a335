"""The port: what use cases may ask of the tables."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mentoring.tables.core import Counts, Item
    from mentoring.tables.once import OnceItem
    from mentoring.tables.outbox import OutboxItem

T = TypeVar("T", bound="Item")
Content = TypeVar("Content")

TRANSACTION_LIMIT = 100
"""Items in one TransactWriteItems (DynamoDB API reference)."""


@dataclass(frozen=True)
class Page(Generic[Content]):
    """Some items of a list that may be long, and where it goes on: opaque text, empty when this was the end.

    A page may hold fewer items than were asked for, even none, and still not be the last one.
    """

    items: list[Content]
    next: str = ""


@dataclass(frozen=True)
class Together:
    """What was read of both tables in one round trip, by its keys."""

    items: dict[tuple[str, str], Item]
    once: dict[str, OnceItem]

    def item(self, kind: type[T], key: tuple[str, str]) -> T | None:
        """Return the item of a kind under a key, or None."""
        found = self.items.get(key)
        return found if isinstance(found, kind) else None


@dataclass(frozen=True)
class Sum:
    """What is added to the numbers of a programme (`numbers`: name → how many more), which nobody reads for it."""

    item: Counts
    numbers: dict[str, int]


@dataclass
class Changes:
    """What one transaction writes. Saved and deleted items are guarded by the version they were read with."""

    saves: list[Item | OnceItem] = field(default_factory=list)
    deletes: list[Item | OnceItem] = field(default_factory=list)
    requires: list[Item] = field(default_factory=list)
    markers: list[OnceItem] = field(default_factory=list)
    events: list[OutboxItem] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of items in the transaction."""
        guarded = len(self.saves) + len(self.deletes) + len(self.requires)
        return guarded + len(self.markers) + len(self.events) + len(self.sums)


class Store(Protocol):
    """Reads are typed by the item's class; the one write is a transaction."""

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        """Return the item, read consistently, or None."""
        ...

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        """Return those of the items that exist, in the order of the keys, in as few round trips as can be."""
        ...

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        """Return the items of one partition whose sort key begins with `prefix`, in its order, read consistently."""
        ...

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        """Return the items listed under `list_pk` (index `by_list`), sorted by `list_sk`, eventually consistent."""
        ...

    def page(self, kind: type[T], pk: str, prefix: str = "", *, after: str = "", limit: int = 100) -> Page[T]:
        """Return at most `limit` of what `query` returns, from where the page before said `next`."""
        ...

    def listed_page(
        self, kind: type[T], list_pk: str, prefix: str = "", *, after: str = "", limit: int = 100
    ) -> Page[T]:
        """Return at most `limit` of what `listed` returns, from where the page before said `next`."""
        ...

    def due_page(self, kind: type[T], until: datetime, *, after: str = "", limit: int = 100) -> Page[T]:
        """Return about `limit` items of `kind.due_kind` with `due_at` not after `until`, oldest first within the page.

        Pages pass an item once, also when it stays due, unless its `due_at` is moved forward and still not after
        `until`.
        """
        ...

    def ranked_page(
        self,
        kind: type[T],
        due_pk: str,
        prefix: str = "",
        *,
        after: str = "",
        limit: int = 100,
        fits: Callable[[T], bool] = lambda _: True,
    ) -> Page[T]:
        """Return those that fit of the next `limit` items of a list that is kept in order on index `by_due`.

        For lists, not for what is due: `due_at` holds what they are ordered by, and begins with `prefix`.
        """
        ...

    def once(self, pk: str) -> OnceItem | None:
        """Return the marker or short-lived state under `pk`, read consistently, or None."""
        ...

    def together(self, keys: Iterable[tuple[str, str]], once: Iterable[str]) -> Together:
        """Return those items and that short-lived state that exist, read consistently in one round trip.

        100 of them at most (DynamoDB API reference, «BatchGetItem»).
        """
        ...

    def commit(self, changes: Changes) -> None:
        """Write everything or nothing.

        Raises `AlreadyDone` when a marker was there, `Stale` when an item changed since it was read (also when
        another transaction touches it at this moment).
        """
        ...
