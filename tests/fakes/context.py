"""A context at a chosen instant, over a memory store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from mentoring import clock, runtime
from mentoring.context import ANONYMOUS, Context, Principal
from tests.fakes.files import MemoryFiles
from tests.fakes.keys import MemoryKeys
from tests.fakes.store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def context_at(
    instant: datetime = NOON,
    *,
    store: Any = None,
    files: Any = None,
    keys: Any = None,
    person_id: str = "",
    service: str = "test",
    **values: Any,
) -> Context:
    """Return a context whose clock is fixed at `instant`; signed in if `person_id` is given."""
    store = store if store is not None else MemoryStore()
    principal = Principal(person_id, f"{person_id}@firma.example") if person_id else ANONYMOUS
    return Context(
        store=store,
        files=files or getattr(store, "files", None) or MemoryFiles(),
        keys=keys or getattr(store, "keys", None) or MemoryKeys(),
        calls=values.pop("calls", runtime.calls()),
        clock=clock.fixed(instant),
        service=service,
        correlation_id="test",
        principal=principal,
        **values,
    )


def ticking(instant: datetime) -> clock.Clock:
    """Return a clock that is a second later whenever it is asked."""
    seconds = count()
    return lambda: instant + timedelta(seconds=next(seconds))
