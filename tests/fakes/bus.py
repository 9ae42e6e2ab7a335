"""A bus between a memory store's outbox and consumers, at its worst: any order, twice, cut off."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from mentoring import clock, consumers, workload
from mentoring.events import from_detail
from mentoring.runtime import Ports, calls
from tests.fakes.context import NOON, context_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.events import Event
    from mentoring.events.base import EventData
    from mentoring.tables.outbox import OutboxItem
    from tests.fakes.store import MemoryStore

MOST_DELIVERIES = 5
"""Deliveries before an event is a dead letter (`maxReceiveCount` in template.yaml)."""


class Bus:
    """Delivers what waits in the outbox to the named consumers, until nothing waits.

    `seed` determines the order; with `twice`, every event is delivered again at a random moment; `cut` is called before
    each delivery with the event and its number, and may raise, or let the store raise, like a function that is killed.
    """

    def __init__(
        self,
        store: MemoryStore,
        *names: str,
        seed: int = 0,
        twice: bool = False,
        now: datetime = NOON,
        cut: Callable[[Event, int], None] = lambda _event, _number: None,
    ) -> None:
        self.store = store
        self.ports = Ports(store, store.files, store.keys, calls())
        self.dead: list[Event] = []
        self.delivered = 0
        self._inboxes = [consumers.INBOXES[name] for name in names]
        self._random = random.Random(seed)  # noqa: S311 - an order, no secret
        self._copies = 2 if twice else 1
        self._now = clock.fixed(now)
        self._cut = cut
        self._taken = 0
        self._without = ""
        self._waiting: list[tuple[str, Event, int]] = []

    def publish(self, data: EventData, sequence: int = 1) -> Event:
        """Given: another service has published this."""
        from dataclasses import replace

        from tests.fakes.people import event

        made: Event = event(data, self.store)
        made = replace(made, meta=replace(made.meta, sequence=sequence))
        self._add(made)
        return made

    def run(self, without: str = "") -> None:
        """Deliver everything, and what follows from it, except events called `without`."""
        self._without = without
        self._collect()
        while self._waiting:
            name, event, tried = self._waiting.pop(self._random.randrange(len(self._waiting)))
            self.delivered += 1
            try:
                self._cut(event, tried + 1)
                consumers.INBOXES[name].take(self.ports, self._now, event)
            except Exception:  # noqa: BLE001 - whatever it is, the queue brings the event again
                if tried + 1 < MOST_DELIVERIES:
                    self._waiting.append((name, event, tried + 1))
                else:
                    self.dead.append(event)
            self._collect()

    def _collect(self) -> None:
        fresh: list[OutboxItem] = self.store.outbox[self._taken :]
        self._taken += len(fresh)
        for item in fresh:
            self._add(from_detail(item.detail_type, json.loads(item.detail)))

    def _add(self, event: Event) -> None:
        for inbox in self._inboxes:
            if event.name in consumers.CONSUMED[inbox.name] - {self._without}:
                self._waiting += [(inbox.name, event, 0)] * self._copies


def assert_bounded(store: MemoryStore) -> None:
    """Then: no transaction and no page was larger than allowed."""
    assert max(store.sizes) <= 100
    assert max(store.pages, default=0) <= 100


class Killed(Exception):
    """The function was cut off."""


def cutting(store: MemoryStore, every: int) -> Callable[[Event, int], None]:
    """Given: the first delivery of each event is killed at its n-th transaction, n from 0 to `every` in turn."""
    whole, left, turn = store.commit, [-1], [0]

    def commit(changes: Any) -> None:
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        whole(changes)

    def cut(_event: Event, number: int) -> None:
        turn[0] += 1
        left[0] = turn[0] % (every + 1) if number == 1 else -1

    store.commit = commit  # type: ignore[method-assign]
    return cut


def run(store: MemoryStore, name: str, continued: type[Any], schedule: str, now: Any, **bad: Any) -> Bus:
    """When: a schedule runs at an instant, and continues over the bus."""
    bus = Bus(store, name, now=now, **bad)
    inbox = consumers.INBOXES[name]
    context = context_at(now, store=store, service=inbox.service, work=workload.of_schedule(continued, schedule, now))
    inbox.schedules[schedule](context)
    bus.run()
    assert bus.dead == []
    return bus
