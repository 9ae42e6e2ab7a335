"""A store on top of another one, to which it passes on what it doesn't do itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mentoring.store.port import Page, Part, Store, Together
    from mentoring.tables.once import OnceItem

T = TypeVar("T", bound=Item)


class StoreOver:
    """The reads of `Store`, passed on to the store beneath; `_ready` is called before each."""

    def __init__(self, beneath: Store) -> None:
        self.beneath = beneath

    def _ready(self) -> Store:
        """Return the store beneath, ready to be read."""
        return self.beneath

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        """See `Store.get`."""
        return self._ready().get(kind, pk, sk)

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        """See `Store.get_many`."""
        return self._ready().get_many(kind, keys)

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        """See `Store.query`."""
        return self._ready().query(kind, pk, prefix)

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        """See `Store.listed`."""
        return self._ready().listed(kind, list_pk, prefix)

    def page(self, kind: type[T], pk: str, part: Part = "", *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.page`."""
        return self._ready().page(kind, pk, part, after=after, limit=limit)

    def listed_page(
        self, kind: type[T], list_pk: str, part: Part = "", *, after: str = "", limit: int = 100
    ) -> Page[T]:
        """See `Store.listed_page`."""
        return self._ready().listed_page(kind, list_pk, part, after=after, limit=limit)

    def due_page(self, kind: type[T], until: datetime, *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.due_page`."""
        return self._ready().due_page(kind, until, after=after, limit=limit)

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
        """See `Store.ranked_page`."""
        return self._ready().ranked_page(kind, due_pk, part, after=after, limit=limit, fits=fits)

    def once(self, pk: str) -> OnceItem | None:
        """See `Store.once`."""
        return self._ready().once(pk)

    def together(self, keys: Iterable[tuple[str, str]], once: Iterable[str]) -> Together:
        """See `Store.together`."""
        return self._ready().together(keys, once)
