"""Work that grows, through the real handler and DynamoDB's pages: a delivery that is short of time goes on in others."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

from mentoring.events import to_detail
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from pairing import consumer
from tests.fakes import MemoryStore
from tests.fakes.people import PROGRAMME, event, pair, programme
from tests.integration.lambdas import keep, published

if TYPE_CHECKING:
    from mentoring.events import Event
    from mentoring.store.dynamo import DynamoStore

HURRIED = SimpleNamespace(get_remaining_time_in_millis=lambda: 8_001)
"""An invocation with time for one page."""


def bring(one: Event) -> None:
    """When: SQS brings an event to an invocation that has little time; nothing fails."""
    record = {"messageId": "1", "body": json.dumps({"detail-type": one.name, "detail": to_detail(one)})}
    assert consumer.handler({"Records": [record]}, HURRIED) == {"batchItemFailures": []}


def test_given_a_hundred_pairs_when_the_programme_closes_then_hurried_deliveries_reach_each_of_them_once(
    store: DynamoStore,
) -> None:
    keep(store, programme(stage="closing", stage_version=1))
    for one in range(100):
        made = pair()
        made.pair_id = f"pair-{one:03}"
        made.pk, made.list_sk = f"PAIR#{made.pair_id}", f"PAIR#{made.pair_id}"
        keep(store, made)
    begun = event(ProgrammeStageChanged(PROGRAMME, "running", "closing"), MemoryStore())
    for _ in range(2):
        bring(begun)
    brought: set[str] = set()
    while waiting := [one for one in published("PairingWorkContinued") if one.meta.id not in brought]:
        (part,) = waiting  # delivered twice, a part is followed by one next part
        brought.add(part.meta.id)
        for _ in range(2):
            bring(part)
    assert len(brought) == 3
    assert len(published("PairStageChanged")) == 100
    found = store.listed(Pair, f"PROGRAMME#{PROGRAMME}", "PAIR#")
    assert {(one.stage, int(one.version)) for one in found} == {("closing", 2)}
    assert store.get(Programme, *Programme.key(PROGRAMME)).version == 1  # type: ignore[union-attr]
