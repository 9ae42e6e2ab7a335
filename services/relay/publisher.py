"""Publishes outbox items in batches that EventBridge accepts, checks every result, and deletes the published items."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from mentoring.aws import session
from mentoring.observability import count
from mentoring.settings import settings
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_ENTRIES = 10
"""Entries in one PutEvents (EventBridge API reference)."""
MOST_BYTES = 256 * 1024
"""Size of one PutEvents, all entries together."""

FIGURES = {
    "ApplicationSubmitted": "Applications",
    "PairAgreed": "Pairs",
    "MeetingHeld": "MeetingsHeld",
    "PairWentInactive": "Nudges",
    "OnboardingOverdue": "Nudges",
    "SurveyAnswered": "Answers",
}
"""Event → the metric that counts it, for the dashboard. Each metric costs money, hence only these five."""


@dataclass(frozen=True)
class Waiting:
    """An outbox item: its key, its EventBridge entry, and when it was written (RFC 3339)."""

    pk: str
    source: str
    detail_type: str
    detail: str
    written_at: str

    @property
    def size(self) -> int:
        """Return its size on the bus in bytes."""
        return len((self.source + self.detail_type + self.detail).encode())


class Bus(Protocol):
    """The two AWS calls of a publisher."""

    def put(self, batch: Sequence[Waiting]) -> list[bool]:
        """Publish; return for each item whether the bus accepted it."""
        ...

    def forget(self, item: Waiting) -> None:
        """Delete the outbox item."""
        ...


class NotPublished(Exception):
    """The bus refused some entries, which stay in the outbox."""


def publish(bus: Bus, items: Iterable[Waiting]) -> int:
    """Publish items and delete the accepted ones; return their number.

    Raises `NotPublished` at the end if any was refused: the stream retries, and the sweep finds the rest. Published
    events are always counted; one that is published again because deleting it failed counts twice.
    """
    published: Counter[str] = Counter()
    try:
        return _publish(bus, items, published)
    finally:
        figures = {metric: published[event] for event, metric in FIGURES.items()}
        count("relay", {"Events": published.total()} | figures)


def _publish(bus: Bus, items: Iterable[Waiting], published: Counter[str]) -> int:
    refused = 0
    for batch in batches(items):
        for item, taken in zip(batch, bus.put(batch), strict=True):
            if taken:
                published[item.detail_type] += 1
                bus.forget(item)
            else:
                refused += 1
    if refused:
        raise NotPublished(f"{refused} of {refused + published.total()} events were not taken by the bus")
    return published.total()


def batches(items: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    """Yield the items in order, in batches that fit into one PutEvents."""
    batch: list[Waiting] = []
    size = 0
    for item in items:
        if batch and (len(batch) == MOST_ENTRIES or size + item.size > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.size
    if batch:
        yield batch


class AwsBus:
    """`Bus` over EventBridge and DynamoDB."""

    def __init__(self) -> None:
        self._events = client("events")
        self._dynamodb = client("dynamodb")

    def put(self, batch: Sequence[Waiting]) -> list[bool]:
        """See `Bus.put`."""
        entries = [
            {
                "Source": item.source,
                "DetailType": item.detail_type,
                "Detail": item.detail,
                "EventBusName": settings().bus_name,
            }
            for item in batch
        ]
        return ["EventId" in result for result in self._events.put_events(Entries=entries)["Entries"]]

    def forget(self, item: Waiting) -> None:
        """See `Bus.forget`."""
        self._dynamodb.delete_item(TableName=settings().outbox_table, Key={"pk": {"S": item.pk}})


@cache
def client(service: str) -> Any:
    """Return the process's client of an AWS service."""
    return session().create_client(service, region_name=settings().region)


def waiting(image: dict[str, Any]) -> Waiting:
    """Return the outbox item of a DynamoDB image (`{"pk": {"S": …}, …}`)."""
    return Waiting(*(str(image[name]["S"]) for name in ("pk", "source", "detail_type", "detail", "written_at")))
