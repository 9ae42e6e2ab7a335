"""The stream of the outbox: publishes what was just written."""

from __future__ import annotations

from typing import Any

from mentoring.observability import access_line
from relay.publisher import AwsBus, Bus, publish, waiting


def handler(batch: dict[str, Any], _: object = None) -> dict[str, int]:
    """See `take`."""
    return {"published": take(AwsBus(), batch)}


def take(bus: Bus, batch: dict[str, Any]) -> int:
    """Publish the inserted items; raise if the bus refused any, so that the stream delivers them again."""
    items = [waiting(record["dynamodb"]["NewImage"]) for record in batch["Records"] if record["eventName"] == "INSERT"]
    published = publish(bus, items)
    access_line("relay", "stream", "done", published=published)
    return published
