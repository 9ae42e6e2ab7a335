"""Conditions about pairs for mails of several publishers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.pairing import Pair

if TYPE_CHECKING:
    from mentoring.context import Context


def pair(context: Context, pair_id: str) -> Pair | None:
    """Return a pair, or None."""
    return context.store.get(Pair, *Pair.key(pair_id))


def goes_on(context: Context, pair_id: str) -> bool:
    """Return whether a process hasn't ended."""
    one = pair(context, pair_id)
    return one is None or not one.outcome
