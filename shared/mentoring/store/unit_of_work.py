"""One change of state: entities, guards, markers and events, written in one transaction or not at all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from mentoring import clock as clocks
from mentoring import ids
from mentoring.events import Event, Meta, to_detail
from mentoring.events.base import EventData
from mentoring.store.port import TRANSACTION_LIMIT, Changes, Sum
from mentoring.tables.core import COUNT_SHARDS, Counted, Placed
from mentoring.tables.once import OnceItem
from mentoring.tables.outbox import SHARDS, OutboxItem

if TYPE_CHECKING:
    from mentoring.clock import Clock
    from mentoring.store.port import Store
    from mentoring.tables.core import Counts, Item, Tally

Told = TypeVar("Told", bound=EventData)

Organizer = Callable[["str | None"], "str | None"]
"""Programme → the organizer of it who does this, if one does."""

MARKER_TTL = timedelta(days=30)
"""Longer than the retention of any queue (14 days) and of an archive replay by an operator."""


class UnitOfWork:
    """Collects changes and commits them once.

    Usage: `uow.save(item)`, `uow.publish(Event(...), aggregate=item)`, `uow.commit()`.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        service: str,
        correlation_id: str,
        causation_id: str | None = None,
        organizer: Organizer = lambda _: None,
    ) -> None:
        self._store = store
        self._now = clock()
        self._service = service
        self._correlation_id = correlation_id
        self._causation_id = causation_id
        self._organizer = organizer
        self._changes = Changes()

    def save(self, item: Item | OnceItem) -> None:
        """Create a new item, or update one that was read."""
        self._changes.saves.append(item)

    def delete(self, item: Item | OnceItem) -> None:
        """Delete an item that was read."""
        self._changes.deletes.append(item)

    def require(self, item: Item) -> None:
        """Let the transaction fail if this item, which was read, has changed or is gone."""
        self._changes.requires.append(item)

    def add(self, item: Tally, **numbers: int) -> None:
        """Add to numbers of an item without reading it; its `version` is 0.

        If one would grow over its limit (`Tally.most`), the commit raises `Stale`: who reads again sees that.
        """
        self._changes.sums.append(Sum(item, numbers))

    def once(self, key: str, ttl: timedelta = MARKER_TTL) -> None:
        """Allow this work only once: a second commit with the same key raises `AlreadyDone` and writes nothing."""
        self._changes.markers.append(OnceItem(key, expires_at=int((self._now + ttl).timestamp())))

    def publish(
        self,
        data: Told,
        *,
        aggregate: Item | None = None,
        programme_id: str | None = None,
        event_id: str = "",
    ) -> Event[Told]:
        """Put an event into the outbox in this transaction and return it.

        `aggregate` is the item the event is about: its next version is the event's `sequence`. The aggregate's id is
        the field of `data` called `<aggregate>_id`; the programme's id comes from `data` if it has one. With a derived
        `event_id` publishing is repeatable where no state tells that it was done: consumers recognize it.
        """
        event_id = event_id or ids.new()
        programme_id = programme_id or getattr(data, "programme_id", None)
        meta = Meta(
            id=event_id,
            version=data.version,
            occurred_at=self._now,
            aggregate=data.aggregate,
            aggregate_id=str(getattr(data, data.aggregate_id_field)),
            sequence=(aggregate.version or 0) + 1 if aggregate is not None else 1,
            programme_id=programme_id,
            correlation_id=self._correlation_id,
            causation_id=self._causation_id,
            organizer=self._organizer(programme_id),
        )
        event = Event(meta, data)
        self._changes.events.append(
            OutboxItem(
                OutboxItem.key(self._service, event_id),
                source=f"mentoring.{data.source}",
                detail_type=event.name,
                detail=json.dumps(to_detail(event), ensure_ascii=False, separators=(",", ":")),
                shard=str(zlib.crc32(event_id.encode()) % SHARDS),
                written_at=clocks.iso(self._now),
            )
        )
        return event

    def __len__(self) -> int:
        """Return how many items the transaction holds so far (at most 100 may be committed)."""
        return len(self._changes)

    def commit(self) -> None:
        """Write everything in one transaction; raises what `Store.commit` raises."""
        if not self._changes:
            return
        self._changes.sums += settle(self._changes)
        if len(self._changes) > TRANSACTION_LIMIT:
            raise ValueError(f"{len(self._changes)} items don't fit into one transaction")
        changes, self._changes = self._changes, Changes()
        self._store.commit(changes)


def settle(changes: Changes) -> list[Sum]:
    """Put saved items on their lists, and return what the saved and deleted ones add to programmes' counters.

    A transaction updates one item of a programme's counters, chosen by the first item that changes them.
    """
    found: dict[tuple[type[Counts], str], Sum] = {}
    saved = [(one, one.counts_as) for one in changes.saves if isinstance(one, Counted)]
    for item in changes.saves:
        if isinstance(item, Placed):
            item.place()
    gone = [(one, "") for one in changes.deletes if isinstance(one, Counted)]
    for one, now in saved + gone:
        before, one.counted = one.counted, now
        if before == now:
            continue
        place = one.counts, one.programme_id
        if place not in found:
            key = one.counts.key(place[1], zlib.crc32(f"{one.pk}|{one.sk}".encode()) % COUNT_SHARDS)
            found[place] = Sum(one.counts(*key, programme_id=place[1], version=0), {})
        numbers = found[place].numbers
        for names, more in ((before, -1), (now, 1)):
            for name in names.split():
                numbers[name] = numbers.get(name, 0) + more
    return [one for one in found.values() if any(one.numbers.values())]
