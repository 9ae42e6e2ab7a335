"""Which events the bus took: each counted once by its id, however often it was published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

RECENT_SECONDS = 25 * 24 * 3600
"""Ids are kept a little less long than consumers keep their inbox markers (30 days), with which they are compared.

A marker says by the stack's clock until when it is kept, and the engine goes by the machine's. So an event has the
stack's second, and is compared with the machine's: what a stack does in the past has no markers for long.
"""


@dataclass(slots=True)
class Ledger:
    """`totals`: detail-type → number of events.

    `recent`: event id → (detail-type, epoch second by the stack's clock at which it was first taken).
    """

    totals: Counter[str] = field(default_factory=Counter)
    recent: dict[str, tuple[str, float]] = field(default_factory=dict)

    def note(self, event_id: str, detail_type: str, second: float) -> None:
        """Count an event unless it was counted before."""
        if event_id not in self.recent:
            self.recent[event_id] = (detail_type, second)
            self.totals[detail_type] += 1

    def as_json(self, now: float) -> dict[str, Any]:
        """Return what is saved and shown at `now`, by the machine's clock: ids that are recent then."""
        recent = {
            event_id: (kind, second)
            for event_id, (kind, second) in self.recent.items()
            if second > now - RECENT_SECONDS
        }
        return {"totals": dict(sorted(self.totals.items())), "recent": recent}


def restored(saved: dict[str, Any], now: float) -> Ledger:
    """Return the ledger of a snapshot, without ids that are no longer recent."""
    recent = {event_id: (kind, second) for event_id, (kind, second) in saved["recent"].items()}
    return Ledger(Counter(saved["totals"]), Ledger(recent=recent).as_json(now)["recent"])
