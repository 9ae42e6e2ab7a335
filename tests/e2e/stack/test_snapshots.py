"""Snapshots on disk: a complete one counts after any crash, a half one never; and what the gate takes for a change."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from infra.local import clock
from infra.local.engine import snapshots
from infra.local.engine.gate import Gate
from infra.local.engine.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.asgi import Receive, Scope, Send


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Given: an older saved state."""
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "dynamodb.json").write_text('"old"')
    (folder / "sqs.json").write_text('"old"')
    return folder


def test_given_a_crash_while_writing_when_recovered_then_the_older_state_stays(state: Path) -> None:
    half = state.with_name("state.new")
    half.mkdir()
    (half / "dynamodb.json").write_text('"ne')
    snapshots.recover(state)
    assert (state / "dynamodb.json").read_text() == '"old"'
    assert not half.exists()


def test_given_a_crash_while_putting_in_place_when_recovered_then_all_of_the_snapshot_counts(state: Path) -> None:
    ready = state.with_name("state.ready")
    ready.mkdir()
    (state / "dynamodb.json").write_text('"new"')  # moved before the crash
    (ready / "sqs.json").write_text('"new"')
    snapshots.recover(state)
    assert [(state / name).read_text() for name in ("dynamodb.json", "sqs.json")] == ['"new"', '"new"']
    assert not ready.exists()


def test_given_stream_positions_when_recovered_then_they_are_forgotten_and_the_rest_stays(state: Path) -> None:
    payload = {"functions": {"f": 1}, "dynamodb_stream_positions": {"m": 7}}
    (state / "lambda.json").write_text(json.dumps({"__ministack_format__": 2, "payload": payload}))
    snapshots.recover(state)
    assert json.loads((state / "lambda.json").read_text()) == {
        "__ministack_format__": 2,
        "payload": {"functions": {"f": 1}},
    }


def test_given_no_state_yet_when_recovered_then_there_is_an_empty_one_with_an_empty_ledger(tmp_path: Path) -> None:
    snapshots.recover(tmp_path / "state")
    assert snapshots.saved_ledger(tmp_path / "state") == {"totals": {}, "recent": {}, "until": 0}


def test_given_a_ledger_when_written_then_the_same_comes_back(state: Path) -> None:
    gate = Gate(_engine, state, Ledger(), set())
    now = time.time()
    gate.ledger.note("e1", "PairAgreed", now)
    gate.ledger.note("long ago", "PairAgreed", 5.0)
    snapshots.write_ledger(state, gate)
    saved = snapshots.saved_ledger(state)
    assert saved["totals"] == {"PairAgreed": 2}
    assert saved["recent"] == {"e1": ["PairAgreed", now]}
    assert saved["until"] > 0


async def _engine(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'{"Entries": [{"EventId": "b1"}, {"ErrorCode": "x"}]}'})


def _ask(gate: Gate, method: str, headers: dict[str, str], body: bytes = b"{}") -> int:
    statuses: list[int] = []
    sent = {"host": "127.0.0.1:1"} | headers
    scope: dict[str, Any] = {
        "type": "http", "method": method, "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    asyncio.run(gate(scope, receive, send))
    return statuses[0]


@pytest.mark.parametrize(
    ("method", "target", "changes"),
    [
        ("POST", "DynamoDB_20120810.TransactWriteItems", True),
        ("POST", "DynamoDB_20120810.GetItem", False),
        ("POST", "DynamoDB_20120810.Scan", False),
        ("POST", "AmazonSQS.ReceiveMessage", True),
        ("POST", "AmazonSQS.GetQueueAttributes", False),
        ("PUT", "", True),
        ("GET", "", False),
    ],
)
def test_given_a_request_when_it_passes_then_only_a_change_makes_a_snapshot_due(
    tmp_path: Path, method: str, target: str, *, changes: bool
) -> None:
    gate = Gate(_engine, tmp_path, Ledger(), {"127.0.0.1:1"})
    assert _ask(gate, method, {"x-amz-target": target}) == 200
    assert (gate.changed_at > float("-inf")) is changes


def test_given_events_when_published_then_only_those_the_bus_took_are_noted_by_their_own_id(tmp_path: Path) -> None:
    gate = Gate(_engine, tmp_path, Ledger(), {"127.0.0.1:1"})
    entries = [{"DetailType": "PairAgreed", "Detail": json.dumps({"meta": {"id": name}})} for name in ("e1", "e2")]
    for _ in range(2):
        _ask(gate, "POST", {"x-amz-target": "AWSEvents.PutEvents"}, json.dumps({"Entries": entries}).encode())
    assert gate.ledger.totals == {"PairAgreed": 1}
    assert set(gate.ledger.recent) == {"e1"}


def test_given_a_stack_in_the_past_when_an_event_is_published_then_it_is_noted_when_it_happened_there(
    tmp_path: Path,
) -> None:
    file, long = tmp_path / "clock", timedelta(days=100)
    clock.start_behind(file, long)
    gate = Gate(_engine, tmp_path, Ledger(), {"127.0.0.1:1"}, clock=file)
    entry = {"DetailType": "PairAgreed", "Detail": json.dumps({"meta": {"id": "e1"}})}
    _ask(gate, "POST", {"x-amz-target": "AWSEvents.PutEvents"}, json.dumps({"Entries": [entry, entry]}).encode())
    _, second = gate.ledger.recent["e1"]
    assert time.time() - second == pytest.approx(long.total_seconds(), abs=60)


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "http://127.0.0.1:1"}], ids=str)
def test_given_a_foreign_caller_when_it_asks_then_the_engine_never_hears_of_it(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    gate = Gate(_engine, tmp_path, Ledger(), {"127.0.0.1:1"})
    assert _ask(gate, "POST", {"x-amz-target": "DynamoDB_20120810.PutItem"} | headers) == 403
    assert gate.changed_at == float("-inf")


def test_given_a_past_that_is_being_made_when_asked_then_the_gate_is_behind_until_it_has_caught_up(
    tmp_path: Path,
) -> None:
    file = tmp_path / "clock"
    gate = Gate(_engine, tmp_path, Ledger(), set(), clock=file)
    assert not gate.is_behind
    clock.start_behind(file, timedelta(days=100))
    assert gate.is_behind
    clock.catch_up(file)
    assert not gate.is_behind
