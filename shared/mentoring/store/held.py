"""A store that holds its last transaction back, so that more can be put into it once the outcome is known."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from mentoring.store.port import TRANSACTION_LIMIT, Changes
from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mentoring.store.port import Page, Store
    from mentoring.tables.once import OnceItem

T = TypeVar("T", bound=Item)


class HeldStore:
    """`Store` over another one; a commit waits until something is read, the next commit, or `settle`.

    Whoever reads sees what was written before, so nothing changes for a use case but the moment at which a clash of
    its last transaction is told: at `settle`, or at `flush`. `check` is called before any other transaction is written,
    and may raise.
    """

    def __init__(self, store: Store, check: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._check = check
        self._held: Changes | None = None

    @property
    def holds(self) -> bool:
        """Return whether a transaction waits."""
        return self._held is not None

    def settle(self, marker: OnceItem) -> None:
        """Write the transaction that waits and the marker (new, or read before) as one."""
        changes, self._held = self._held or Changes(), None
        if len(changes) >= TRANSACTION_LIMIT:
            self._check()
            self._store.commit(changes)
            changes = Changes()
        if marker.is_new:
            changes.markers.append(marker)
        else:
            changes.saves.append(marker)
        self._store.commit(changes)

    def flush(self) -> None:
        """Write the transaction that waits as it is."""
        if self._held is not None:
            self._check()
            changes, self._held = self._held, None
            self._store.commit(changes)

    def drop(self) -> None:
        """Forget the transaction that waits."""
        self._held = None

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        """See `Store.get`."""
        self.flush()
        return self._store.get(kind, pk, sk)

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        """See `Store.get_many`."""
        self.flush()
        return self._store.get_many(kind, keys)

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        """See `Store.query`."""
        self.flush()
        return self._store.query(kind, pk, prefix)

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        """See `Store.listed`."""
        self.flush()
        return self._store.listed(kind, list_pk, prefix)

    def page(self, kind: type[T], pk: str, prefix: str = "", *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.page`."""
        self.flush()
        return self._store.page(kind, pk, prefix, after=after, limit=limit)

    def listed_page(
        self, kind: type[T], list_pk: str, prefix: str = "", *, after: str = "", limit: int = 100
    ) -> Page[T]:
        """See `Store.listed_page`."""
        self.flush()
        return self._store.listed_page(kind, list_pk, prefix, after=after, limit=limit)

    def due_page(self, kind: type[T], until: datetime, *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.due_page`."""
        self.flush()
        return self._store.due_page(kind, until, after=after, limit=limit)

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
        """See `Store.ranked_page`."""
        self.flush()
        return self._store.ranked_page(kind, due_pk, prefix, after=after, limit=limit, fits=fits)

    def once(self, pk: str) -> OnceItem | None:
        """See `Store.once`."""
        self.flush()
        return self._store.once(pk)

    def commit(self, changes: Changes) -> None:
        """See `Store.commit`: the transaction before is written, this one waits as it is now."""
        self.flush()
        self._held = replace(changes, saves=[copy.deepcopy(item) for item in changes.saves])
        for item in changes.saves:  # as after a commit: what is shown carries the coming version
            item.version = (item.version or 0) + 1
