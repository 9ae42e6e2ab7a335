"""The sweep: publishes what has waited for more than a minute (a lost stream record, an outage of the bus)."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.observability import access_line, seconds
from mentoring.settings import settings
from relay.publisher import Waiting, client, publish, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from relay.publisher import Bus

PATIENCE = timedelta(seconds=60)
SHARDS = 4
"""Partitions of the index by age; equal to `mentoring.tables.outbox.SHARDS` (a test compares them)."""


def sweep(bus: Bus, found: Iterator[Waiting], now: datetime, in_time: Callable[[], bool]) -> int:
    """Publish what is waiting, as far as time allows; raise if the bus refused any. The next run does the rest."""
    oldest = Oldest(found)
    try:
        published = publish(bus, takewhile(lambda _: in_time(), oldest))
    finally:
        seconds("relay", OutboxAge=(now - oldest.written_at).total_seconds() if oldest.written_at else 0)
    access_line("relay", "sweep", "done", published=published)
    return published


class Oldest:
    """Items and the age of the oldest one read so far; each shard's oldest come first."""

    def __init__(self, items: Iterator[Waiting]) -> None:
        self._items = items
        self.written_at: datetime | None = None

    def __iter__(self) -> Iterator[Waiting]:
        for item in self._items:
            written_at = clock.parse(item.written_at)
            self.written_at = min(written_at, self.written_at or written_at)
            yield item


def items(now: datetime) -> Iterator[Waiting]:
    """Yield what has waited too long, shard by shard, each with the oldest first."""
    before = clock.iso(now - PATIENCE)
    pages = client("dynamodb").get_paginator("query")
    for shard in range(SHARDS):
        for page in pages.paginate(
            TableName=settings().outbox_table,
            IndexName="by_age",
            KeyConditionExpression="#shard = :shard and written_at < :before",
            ExpressionAttributeNames={"#shard": "shard"},
            ExpressionAttributeValues={":shard": {"S": str(shard)}, ":before": {"S": before}},
        ):
            yield from map(waiting, page["Items"])
