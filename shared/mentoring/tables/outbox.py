"""The `outbox` table: events on their way to the bus, written in the transaction of their change."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from mentoring.settings import settings

SHARDS = 4
"""Partitions of the index by age."""


class ByAge(GlobalSecondaryIndex["OutboxItem"]):
    """The oldest events first, for the sweep."""

    class Meta:
        index_name = "by_age"
        projection = AllProjection()

    shard = UnicodeAttribute(hash_key=True)
    written_at = UnicodeAttribute(range_key=True)


class OutboxItem(Model):
    """`pk` = `<service>#<event id>`. Deleted once published."""

    class Meta:
        table_name = settings().outbox_table
        region = settings().region

    pk = UnicodeAttribute(hash_key=True)
    source = UnicodeAttribute()
    detail_type = UnicodeAttribute()
    detail = UnicodeAttribute()  # JSON text of {meta, data}
    shard = UnicodeAttribute()  # 0 to SHARDS - 1
    written_at = UnicodeAttribute()  # the writer's clock, for the sweep
    by_age = ByAge()

    @staticmethod
    def key(service: str, event_id: str) -> str:
        """Return pk."""
        return f"{service}#{event_id}"
