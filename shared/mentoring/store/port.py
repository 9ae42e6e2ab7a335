"""The port for reading and writing the tables."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mentoring.tables.core import Item, Tally
    from mentoring.tables.once import OnceItem
    from mentoring.tables.outbox import OutboxItem

T = TypeVar("T", bound="Item")
Content = TypeVar("Content")
Part = str | tuple[str, str]
"""Which part of a list is read: what its sort keys begin with, or the first and the last of them, both included."""

TRANSACTION_LIMIT = 100
"""Items in one TransactWriteItems (DynamoDB API reference)."""


@dataclass(frozen=True)
class Page(Generic[Content]):
    """Some items of a long list, and where it continues: opaque text, empty at the end.

    A page may have fewer items than were asked for, even none, without being the last one.
    """

    items: list[Content]
    next: str = ""


@dataclass(frozen=True)
class Together:
    """Items of both tables read in one round trip, by their keys."""

    items: dict[tuple[str, str], Item]
    once: dict[str, OnceItem]

    def item(self, kind: type[T], key: tuple[str, str]) -> T | None:
        """Return the item of a kind under a key, or None."""
        found = self.items.get(key)
        return found if isinstance(found, kind) else None


@dataclass(frozen=True)
class Sum:
    """What is added to an item's numbers (`numbers`: name → how many more), without reading them.

    What would grow over its limit (`Tally.most`), or over one that has changed, makes the transaction fail.
    """

    item: Tally
    numbers: dict[str, int]


@dataclass
class Changes:
    """The content of one transaction. Saved and deleted items are guarded by the version that was read."""

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
    """Reads are typed by the item's class; the only write is a transaction."""

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        """Return the item, read consistently, or None."""
        ...

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        """Return the existing ones of these items in the order of the keys, in as few round trips as possible."""
        ...

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        """Return the items of one partition whose sort key begins with `prefix`, in its order, read consistently."""
        ...

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        """Return the items listed under `list_pk` (index `by_list`), sorted by `list_sk`, eventually consistent."""
        ...

    def page(self, kind: type[T], pk: str, part: Part = "", *, after: str = "", limit: int = 100) -> Page[T]:
        """Return at most `limit` items of a part of a partition, as `query`, from the previous page's `next` on."""
        ...

    def listed_page(
        self, kind: type[T], list_pk: str, part: Part = "", *, after: str = "", limit: int = 100
    ) -> Page[T]:
        """Return at most `limit` items of a part of a list, as `listed`, from the previous page's `next` on."""
        ...

    def due_page(self, kind: type[T], until: datetime, *, after: str = "", limit: int = 100) -> Page[T]:
        """Return about `limit` items of `kind.due_kind` with `due_at` not after `until`, oldest first within the page.

        The pages contain each item once, even if it stays due, unless its `due_at` is moved forward but not past
        `until`.
        """
        ...

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
        """Return the matching ones of the next `limit` items of a list in an order of its own (index `by_due`).

        For lists, not for due items: `due_at` contains the value they are ordered by.
        """
        ...

    def once(self, pk: str) -> OnceItem | None:
        """Return the marker or short-lived state under `pk`, read consistently, or None."""
        ...

    def together(self, keys: Iterable[tuple[str, str]], once: Iterable[str]) -> Together:
        """Return the existing ones of these items and short-lived states, read consistently in one round trip.

        At most 100 (DynamoDB API reference, «BatchGetItem»).
        """
        ...

    def commit(self, changes: Changes) -> None:
        """Write everything or nothing.

        Raises `AlreadyDone` if a marker existed, `Stale` if an item has changed since it was read, if another
        transaction is just changing it, or if a number would grow over its limit.
        """
        ...
