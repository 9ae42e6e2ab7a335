"""Every minute: publishes what a lost stream record, or an outage of the bus, left in the outbox."""

from __future__ import annotations

from typing import Any

from mentoring import clock
from relay import overdue
from relay.publisher import AwsBus

LAST_BATCH = 10_000
"""Milliseconds kept free at the end: the time of one batch."""


def handler(_event: dict[str, Any], lambda_context: object = None) -> dict[str, int]:
    """See `overdue.sweep`."""
    remaining = getattr(lambda_context, "get_remaining_time_in_millis", lambda: LAST_BATCH + 1)
    now = clock.now()
    return {"published": overdue.sweep(AwsBus(), overdue.items(now), now, lambda: remaining() > LAST_BATCH)}
