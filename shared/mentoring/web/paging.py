"""Pages of long lists, by page numbers in the URL; the rest of the URL is kept.

JSON lists use cursors (mentoring.http.page_of), which programs follow; people want to know where they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlencode

from mentoring.http.current import request
from mentoring.numbers import whole
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

SIZE = 40
"""Items per page."""
MOST_PAGES = 1_000_000


@dataclass(frozen=True)
class Paged(Generic[T]):
    """A page of a list: `number` of `last`, `total` items in all; `name` is the query parameter."""

    items: Sequence[T]
    number: int
    last: int
    total: int
    name: str

    def address(self, number: int) -> str:
        """Return the query of another page of this list, with everything else of the current URL."""
        asked = {name: value for name, value in request().query_string_parameters.items() if value}
        return "?" + urlencode(asked | {self.name: str(number)})


def paged(items: Sequence[T], name: str = "page", size: int = SIZE) -> Paged[T]:
    """Return the page of a list that the URL asks for, or the nearest one if there is no such page."""
    return paged_from(lambda start: items[start : start + size], len(items), name, size)


def paged_from(read: Callable[[int], Sequence[T]], total: int, name: str = "page", size: int = SIZE) -> Paged[T]:
    """Return the page, as `paged` does, of a list that `read` returns in parts from a position on."""
    last = max(1, -(-total // size))
    asked = request().query_string_parameters.get(name, "")
    number = min(whole(asked, 1, MOST_PAGES) or 1, last)
    return Paged(read((number - 1) * size), number, last, total, name)
