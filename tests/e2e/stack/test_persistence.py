"""What a stack still knows after each way to end: asked, terminal closed, killed, power cut."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from infra.local import Stack, lock
from infra.template import ROOT

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack

Seen = Callable[[Stack], "RunningStack"]

OLD_ENOUGH = 5.0
"""Seconds after which a change must survive everything: the promise under test, so it has to be waited for."""


def _write(stack: RunningStack, text: str) -> str:
    """Write an entity as a use case does: with its event, in one transaction; return the event's id."""
    event_id = uuid.uuid4().hex
    stack.aws("dynamodb").transact_write_items(
        TransactItems=[
            {"Put": {"TableName": stack.outputs["CoreTableName"], "Item": {"pk": {"S": text}, "sk": {"S": "TEST"}}}},
            {"Put": {"TableName": stack.outputs["OutboxTableName"], "Item": _outbox_item(event_id)}},
        ]
    )
    return event_id


def _outbox_item(event_id: str) -> dict[str, Any]:
    values = {
        "pk": f"test#{event_id}",
        "shard": "0",
        "written_at": "2026-01-01T00:00:00Z",
        "source": "mentoring.test",
        "detail_type": "TestHappened",
        "detail": f'{{"meta": {{"id": "{event_id}"}}, "data": {{}}}}',
    }
    return {name: {"S": value} for name, value in values.items()}


def _is_there(stack: RunningStack, text: str) -> bool:
    table = stack.outputs["CoreTableName"]
    return "Item" in stack.aws("dynamodb").get_item(TableName=table, Key={"pk": {"S": text}, "sk": {"S": "TEST"}})


def _mail(stack: RunningStack, to: str) -> None:
    stack.aws("sesv2").send_email(
        FromEmailAddress="tandem@tandem.example",
        Destination={"ToAddresses": [to]},
        Content={"Raw": {"Data": b"Subject: test\r\n\r\ntext"}},
    )


def _published(stack: RunningStack) -> int:
    return int(stack.figures()["events_published"].get("TestHappened", 0))


def _await_published(stack: RunningStack, count: int) -> None:
    deadline = time.monotonic() + 60
    while _published(stack) < count:
        assert time.monotonic() < deadline, f"{_published(stack)} of {count} published"
        time.sleep(0.05)


def _await_empty_outbox(stack: RunningStack) -> None:
    deadline = time.monotonic() + 60
    while stack.figures()["outbox"]:
        assert time.monotonic() < deadline, "the relay leaves events in the outbox"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_given_a_change_this_moment_when_the_stack_is_asked_to_end_then_it_is_kept(
    own: Stack, seen: Seen, number: signal.Signals
) -> None:
    before = seen(own)
    _write(before, number.name)
    _mail(before, f"{number.name}@firma.example")
    before.aws("s3").put_object(Bucket=before.outputs["BucketName"], Key=number.name, Body=b"\0report")
    assert own.process is not None
    os.kill(own.process.pid, number)
    assert own.process.wait(20) == 0
    after = seen(own.start())
    assert _is_there(after, number.name)
    assert [mail["to"] for mail in after.mails(to=f"{number.name}@firma.example")] == [f"{number.name}@firma.example"]
    stored = after.aws("s3").get_object(Bucket=after.outputs["BucketName"], Key=number.name)
    assert stored["Body"].read() == b"\0report"


def test_given_a_restart_when_something_is_written_then_the_relay_hears_of_it_at_once(own: Stack, seen: Seen) -> None:
    before = seen(own)
    for number in range(3):
        _write(before, f"before-{number}")
    _await_published(before, _published(before))
    own.stop()
    after = seen(own.start())
    count = _published(after)
    _write(after, "after")
    _await_published(after, count + 1)


def test_given_an_event_the_stream_lost_over_a_restart_when_the_sweep_runs_then_it_is_published(
    own: Stack, seen: Seen
) -> None:
    _write(seen(own), "cut short")
    own.stop()
    after = seen(own.start())
    after.run("RelaySweep", after.clock()["now"])
    _await_empty_outbox(after)


def test_given_a_change_five_seconds_ago_when_everything_is_killed_then_it_is_kept(own: Stack, seen: Seen) -> None:
    before = seen(own)
    _write(before, "settled")
    _mail(before, "settled@firma.example")
    count = _published(before)
    time.sleep(OLD_ENOUGH)
    own.kill()
    after = seen(own.start())
    assert _is_there(after, "settled")
    assert len(after.mails(to="settled@firma.example")) == 1
    assert _published(after) >= count
    assert "unchanged" in own.log.read_text("utf-8")


def test_given_a_key_when_the_stack_starts_twice_more_then_it_still_opens_what_it_wrapped(
    own: Stack, seen: Seen
) -> None:
    """Between the two nobody asks for keys: a snapshot of what is loaded alone would lose them."""
    before = seen(own)
    key, told = before.physical["RoomKey"], {"room": "kept"}
    wrapped = before.aws("kms").generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=told)
    time.sleep(OLD_ENOUGH)
    own.kill()
    _write(seen(own.start()), "in between")
    time.sleep(OLD_ENOUGH)
    own.kill()
    after = seen(own.start())
    opened = after.aws("kms").decrypt(CiphertextBlob=wrapped["CiphertextBlob"], EncryptionContext=told)
    assert opened["Plaintext"] == wrapped["Plaintext"]


def test_given_a_mail_of_a_moment_the_state_lost_when_killed_then_the_mail_is_undone_too(
    own: Stack, seen: Seen
) -> None:
    before = seen(own)
    time.sleep(OLD_ENOUGH)  # nothing is left to save, so what comes now can't be saved yet
    _mail(before, "lost@firma.example")
    own.kill()
    after = seen(own.start())
    assert after.mails(to="lost@firma.example") == []


def test_given_an_event_published_twice_when_counted_then_it_counts_once(own: Stack, seen: Seen) -> None:
    stack = seen(own)
    stack.run("RelaySweep", stack.clock()["now"])  # what other tests cut short
    _await_empty_outbox(stack)
    count = _published(stack)
    event_id = _write(stack, "twice")
    _await_published(stack, count + 1)
    _await_empty_outbox(stack)
    own.stop()
    again = seen(own.start())
    again.aws("dynamodb").put_item(TableName=again.outputs["OutboxTableName"], Item=_outbox_item(event_id))
    _await_empty_outbox(again)
    assert _published(again) == count + 1


def test_given_only_the_stack_killed_when_it_starts_at_once_then_the_engine_had_saved(own: Stack, seen: Seen) -> None:
    _write(seen(own), "orphan")
    assert own.process is not None
    own.process.kill()
    own.process.wait()
    assert _is_there(seen(own.start()), "orphan")


def test_given_a_terminal_when_it_is_closed_then_the_stack_saves_and_ends(own: Stack, seen: Seen) -> None:
    own.stop()
    terminal, its_end = pty.openpty()
    in_it = subprocess.Popen(
        [sys.executable, "-m", "infra.local", "up", "--bare"],
        cwd=ROOT, stdin=its_end, stdout=its_end, stderr=its_end, start_new_session=True,
        env=os.environ | {
            "TANDEM_DATA": str(own.layout.data),
            "TANDEM_PORT": str(own.layout.port),
            "TANDEM_MAILBOX_PORT": str(own.layout.mailbox_port),
            "TANDEM_SMTP_PORT": str(own.layout.smtp_port),
        },
    )  # fmt: skip
    os.close(its_end)
    deadline = time.monotonic() + 60
    while (facts := lock.announced(own.layout)) is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert facts["pid"] == in_it.pid
    os.close(terminal)
    os.kill(in_it.pid, signal.SIGHUP)
    assert in_it.wait(20) == 0
    assert _is_there(seen(own.start()), "orphan")


def test_given_nothing_changed_when_the_stack_starts_again_then_it_is_ready_soon(own: Stack) -> None:
    own.stop()
    started = time.monotonic()
    own.start()
    assert time.monotonic() - started < 10
    assert "unchanged" in own.log.read_text("utf-8")


def test_given_a_restart_when_an_event_is_published_then_its_consumers_get_it(own: Stack, seen: Seen) -> None:
    own.stop()
    own.start()
    stack = seen(own)
    answer = stack.http.post("/v1/sessions/requests", json={"email": "po.restarcie@firma.example"})
    assert answer.status_code == 202
    stack.settle()
    assert [mail["kind"] for mail in stack.mails(to="po.restarcie@firma.example")] == ["sign_in"]
