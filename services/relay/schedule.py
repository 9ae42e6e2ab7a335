"""The sweep: publish what has waited for more than a minute (a lost stream record, an outage of the bus)."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.observability import access_line, seconds
from mentoring.settings import settings
from relay.publisher import AwsBus, Waiting, client, publish, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

PATIENCE = timedelta(seconds=60)
LAST_BATCH = 10_000
"""Milliseconds kept free at the end: what a batch takes."""
SHARDS = 4
"""Partitions of the index by age; the same number as `mentoring.tables.outbox.SHARDS` (a test compares them)."""


def handler(_event: dict[str, Any], lambda_context: object = None) -> dict[str, int]:
    """Publish what waits, as much as there is time for; raise when the bus refused any. The next run does the rest."""
    remaining = getattr(lambda_context, "get_remaining_time_in_millis", None)
    now = clock.now()
    oldest = Oldest(_waiting(clock.iso(now - PATIENCE)))
    in_time = takewhile(lambda _: remaining is None or remaining() > LAST_BATCH, oldest)
    try:
        published = publish(AwsBus(), in_time)
    finally:
        seconds("relay", OutboxAge=(now - oldest.written_at).total_seconds() if oldest.written_at else 0)
    access_line("relay", "sweep", "done", published=published)
    return {"published": published}


class Oldest:
    """Items as they are read, and when the oldest read so far was written; a shard's oldest come first."""

    def __init__(self, items: Iterator[Waiting]) -> None:
        self._items = items
        self.written_at: datetime | None = None

    def __iter__(self) -> Iterator[Waiting]:
        for item in self._items:
            written_at = clock.parse(item.written_at)
            self.written_at = min(written_at, self.written_at or written_at)
            yield item


def _waiting(before: str) -> Iterator[Waiting]:
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
