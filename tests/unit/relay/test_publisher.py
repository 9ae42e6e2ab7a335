"""The relay: what the bus took is forgotten, what it refused stays and is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.tables import outbox
from relay import overdue, publisher
from relay.publisher import Waiting


class FakeBus:
    """`Bus` that refuses the items whose key it is told."""

    def __init__(self, refused: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        self.refused = refused
        self.taken: list[str] = []
        self.forgotten: list[str] = []
        self.calls = 0

    def put(self, batch: Sequence[Waiting]) -> list[bool]:
        self.calls += 1
        assert len(batch) <= publisher.MOST_ENTRIES
        good = [item.pk not in self.refused for item in batch]
        self.taken += [item.pk for item, took in zip(batch, good, strict=True) if took]
        return good

    def forget(self, item: Waiting) -> None:
        self.forgotten.append(item.pk)


def _items(count: int, size: int = 10) -> list[Waiting]:
    return [
        Waiting(f"test#{number}", "mentoring.test", "Happened", "x" * size, "2026-03-02T12:00:00Z")
        for number in range(count)
    ]


def test_given_waiting_events_when_published_then_each_is_taken_once_and_forgotten() -> None:
    bus = FakeBus()
    assert publisher.publish(bus, _items(25)) == 25
    assert bus.taken == bus.forgotten == [item.pk for item in _items(25)]
    assert bus.calls == 3


def test_given_an_entry_the_bus_refuses_when_published_then_the_others_go_and_it_stays() -> None:
    bus = FakeBus({"test#1"})
    with pytest.raises(publisher.NotPublished, match="1 of 3"):
        publisher.publish(bus, _items(3))
    assert bus.forgotten == ["test#0", "test#2"]


@given(st.lists(st.integers(1, 100_000), max_size=40))
def test_given_any_sizes_when_batched_then_every_batch_fits_and_the_order_is_kept(sizes: list[int]) -> None:
    items = [
        Waiting(f"test#{number}", "s", "t", "x" * size, "2026-03-02T12:00:00Z") for number, size in enumerate(sizes)
    ]
    batches = list(publisher.batches(items))
    assert [item for batch in batches for item in batch] == items
    assert all(len(batch) <= 10 for batch in batches)
    assert all(len(batch) == 1 or sum(item.size for item in batch) <= publisher.MOST_BYTES for batch in batches)


def test_given_the_table_and_the_sweep_when_compared_then_they_count_the_same_shards() -> None:
    assert overdue.SHARDS == outbox.SHARDS
