"""A store that holds its last transaction back, so that more can be added once the outcome is known."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.errors import EarlierLost, Stale
from mentoring.store.over import StoreOver
from mentoring.store.port import TRANSACTION_LIMIT, Changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.store.port import Store
    from mentoring.tables.once import OnceItem


class HeldStore(StoreOver):
    """`Store` over another one; a commit waits until the next read, the next commit, or `settle`.

    Reads see everything written before, so the only change for a use case is when a conflict of its last transaction is
    raised: at `settle` or `flush`. `check` is called before any other transaction is written, and may raise. Where more
    follows, a conflict raises `EarlierLost`: who does something with many, one after another, and repeats one of them
    after a conflict, mustn't take the one before for done.
    """

    def __init__(self, store: Store, check: Callable[[], None] = lambda: None) -> None:
        super().__init__(store)
        self._check = check
        self._held: Changes | None = None

    @property
    def holds(self) -> bool:
        """Return whether a transaction is waiting."""
        return self._held is not None

    def settle(self, marker: OnceItem) -> None:
        """Write the waiting transaction and the marker (new, or read before) as one."""
        changes, self._held = self._held or Changes(), None
        if len(changes) >= TRANSACTION_LIMIT:
            self._check()
            self.beneath.commit(changes)
            changes = Changes()
        if marker.is_new:
            changes.markers.append(marker)
        else:
            changes.saves.append(marker)
        self.beneath.commit(changes)

    def flush(self) -> None:
        """Write the waiting transaction as it is."""
        if self._held is not None:
            self._check()
            changes, self._held = self._held, None
            self.beneath.commit(changes)

    def drop(self) -> None:
        """Drop the waiting transaction."""
        self._held = None

    def _ready(self) -> Store:
        """Return the store beneath, once the waiting transaction is written."""
        self._flush_earlier()
        return self.beneath

    def _flush_earlier(self) -> None:
        try:
            self.flush()
        except Stale as error:
            raise EarlierLost from error

    def commit(self, changes: Changes) -> None:
        """See `Store.commit`: the previous transaction is written, this one waits."""
        self._flush_earlier()
        self._held = replace(changes, saves=[copy.deepcopy(item) for item in changes.saves])
        for item in changes.saves:  # as after a commit: what is shown has the next version
            item.version = (item.version or 0) + 1
