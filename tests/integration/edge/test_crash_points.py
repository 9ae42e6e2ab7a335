"""A slice of `make faults`, so that it can't rot; and the proof that it sees what is lost and what is doubled."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mentoring import clock, consumers, ids
from mentoring.events import to_detail
from mentoring.events.catalogue import PairClosed
from mentoring.tables.recruitment import Organization
from tests.fakes.people import event
from tests.fakes.store import MemoryStore
from tests.faults.aws import real_enough
from tests.faults.explorer import Explorer
from tests.faults.plot import play
from tests.faults.stage import Theatre
from tests.faults.tables import Tables
from tests.faults.world import BEGINNING, Work, World
from tests.integration.lambdas import LAMBDA

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events import Event

SLICE = ("POST /v1/organizations", "relay ← outbox", "identity ← ApplicationAccepted", "notifications ← ApplicantAdded")
"""A request with a key, the relay, a consumer of one transaction, and one that sends mails."""


def explored(cut: Callable[[str], bool], scenes: int, *, beside_moto: bool = False) -> Explorer:
    with real_enough(beside_moto=beside_moto) as aws:
        world = World(aws, BEGINNING)
        with world.clock():
            explorer = Explorer(world, cut)
            play(explorer, Theatre(explorer), lambda _: None, scenes)
    return explorer


def test_given_a_season_that_begins_when_some_steps_are_cut_at_every_call_then_nothing_is_lost_or_doubled() -> None:
    explorer = explored(SLICE.__contains__, 2)
    assert set(explorer.points) == set(SLICE)
    assert sum(row.tried for row in explorer.points.values()) > 40
    assert [one for row in explorer.points.values() for one in row.found] == []
    assert explorer.points["notifications ← ApplicantAdded"].windows > 0  # the one that can't be closed is counted
    assert explorer.disorder["all consumers"].steps > 20
    assert explorer.disorder["all consumers"].found == []


def test_given_a_season_that_begins_when_its_calls_are_made_to_moto_too_then_the_answers_are_the_same() -> None:
    assert explored(lambda _: False, 2, beside_moto=True).steps > 40


def _effect(context: Context, _: Event) -> None:
    """Do something of which there should be one, in a transaction of its own."""
    one = ids.new()
    uow = context.step()
    uow.save(Organization(*Organization.key(one), organization_id=one, name="Firma"))
    uow.commit()


def _marker(context: Context, _: Event) -> None:
    context.begin().commit()


@pytest.mark.parametrize(("order", "lost"), [((_effect, _marker), False), ((_marker, _effect), True)])
def test_given_a_consumer_whose_effect_and_marker_are_two_transactions_when_it_is_cut_then_it_is_seen(
    order: tuple[consumers.Consumer, ...],
    lost: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumers, "INBOXES", dict(consumers.INBOXES))
    monkeypatch.setattr(consumers, "CONSUMED", dict(consumers.CONSUMED))

    def broken(context: Context, happened: Event) -> None:
        for part in order:
            part(context, happened)

    handler = consumers.handler("reporting", consumers.on(PairClosed, broken), name="broken")
    happened = to_detail(event(PairClosed("p", "pair", "completed", ""), MemoryStore()))
    batch = {"Records": [{"messageId": "m", "body": json.dumps({"detail-type": "PairClosed", "detail": happened})}]}

    def run() -> tuple[bool, Any]:
        return not handler(batch, LAMBDA)["batchItemFailures"], None

    with real_enough() as aws:
        world = World(aws, clock.parse("2026-03-02T09:00:00Z"))
        with world.clock():
            explorer = Explorer(world)
            explorer.act(Work("broken ← PairClosed", run, timedelta(minutes=3), 5))
    row = explorer.points["broken ← PairClosed"]
    assert (row.lost > 0, row.doubled > 0) == (lost, not lost)


@pytest.mark.parametrize("key", ["", "k" * 2049, "ą" * 1025], ids=["empty", "long", "long in bytes"])
def test_given_a_key_that_dynamodb_refuses_when_read_listed_or_saved_then_the_tables_in_memory_refuse_it_too(
    key: str,
) -> None:
    raw = {"pk": {"S": key}, "sk": {"S": "META"}}
    query = {"KeyConditionExpression": "#0 = :0", "ExpressionAttributeNames": {"#0": "pk"}}
    listed = query | {"ExpressionAttributeValues": {":0": {"S": key}}, "TableName": "core"}
    put = {"Put": {"TableName": "core", "Item": raw}}
    for operation, asked in (
        ("GetItem", {"TableName": "core", "Key": raw}),
        ("Query", listed),
        ("TransactWriteItems", {"TransactItems": [put]}),
    ):
        with pytest.raises(ClientError, match="bytes of a key"):
            Tables().answer(operation, asked)


def test_given_items_of_a_partition_when_one_changes_then_only_who_read_there_sees_something_new() -> None:
    tables = Tables()

    def put(pk: str, list_pk: str) -> None:
        item = {"pk": {"S": pk}, "sk": {"S": "META"}, "list_pk": {"S": list_pk}, "list_sk": {"S": pk}}
        tables.answer("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "core", "Item": item}}]})

    put("a", "one")
    put("b", "one")
    before = tables.changes
    put("a", "two")
    seen = {name: tables.are_as(before, [name]) for name in ("a", "b", "one", "two", "three")}
    assert seen == {"a": False, "b": True, "one": False, "two": False, "three": True}
    tables.read.clear()
    asked = {"ExpressionAttributeNames": {"#0": "list_pk"}, "ExpressionAttributeValues": {":0": {"S": "one"}}}
    index = {"TableName": "core", "IndexName": "by_list", "KeyConditionExpression": "#0 = :0"}
    [left] = tables.answer("Query", asked | index)["Items"]
    assert (left["pk"]["S"], tables.read) == ("b", {"one"})
