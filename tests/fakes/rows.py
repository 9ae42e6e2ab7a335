"""The rows of applications that a test puts into a store by itself (`recruitment.rows`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.recruitment import Rows
from recruitment import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.tables.recruitment import Application


def rows_of(applications: Iterable[Application]) -> list[Rows]:
    """Return the items with the rows of these applications, and of no others."""
    items: dict[tuple[str, str], Rows] = {}
    some: dict[tuple[str, str], list[Application]] = {}
    for one in applications:
        key = rows.key_of(one.programme_id, one.application_id)
        items.setdefault(key, Rows(*key, programme_id=one.programme_id))
        some.setdefault(key, []).append(one)
    for key, item in items.items():
        rows.put(item, some[key])
    return list(items.values())
