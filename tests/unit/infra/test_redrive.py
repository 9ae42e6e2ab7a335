"""Bringing back what failed: only what lay there, and nothing is deleted before it was brought back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.operate import redrive
from infra.operate.stack import Deployed

NOW = 1_700_000_000.0


class FakeQueue:
    """SQS with one dead-letter queue, whose messages come two at a time, and the queue they go back to."""

    def __init__(self, *sent_at: float, refuses: bool = False) -> None:
        self.left = [self._message(number, instant) for number, instant in enumerate(sent_at)]
        self.refuses = refuses
        self.brought: list[str] = []
        self.deleted: list[str] = []

    @staticmethod
    def _message(number: int, instant: float) -> dict[str, Any]:
        body = json.dumps({"id": str(number), "detail-type": "PairAgreed"})
        return {"Body": body, "ReceiptHandle": str(number), "Attributes": {"SentTimestamp": str(int(instant * 1000))}}

    def receive_message(self, **_: Any) -> dict[str, Any]:
        found, self.left = self.left[:2], self.left[2:]
        return {"Messages": found} if found else {}

    def get_queue_url(self, **_: Any) -> dict[str, str]:
        return {"QueueUrl": "back"}

    def send_message(self, **message: Any) -> None:
        if self.refuses:
            raise ConnectionError
        self.brought.append(json.loads(message["MessageBody"])["id"])

    def delete_message(self, **message: Any) -> None:
        self.deleted.append(message["ReceiptHandle"])


def _stack(queue: FakeQueue) -> Deployed:
    stack = Deployed("tandem", lambda _: queue)
    stack.__dict__["physical"] = {
        "MeetingsConsumerDead": "dead",
        "MeetingsConsumerQueue": "http://sqs/1/tandem-meetings",
    }
    return stack


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given: an instant at which it begins."""
    monkeypatch.setattr(redrive.time, "time", lambda: NOW)


def _silent(_: str) -> None:
    pass


def test_given_messages_that_failed_when_brought_back_then_each_goes_back_and_then_out() -> None:
    queue = FakeQueue(NOW - 60, NOW - 50, NOW - 40)
    assert redrive.redrive(_stack(queue), "MeetingsConsumerDead", _silent) == 3
    assert queue.brought == queue.deleted == ["0", "1", "2"]


def test_given_a_message_that_failed_again_meanwhile_when_brought_back_then_it_waits_for_the_next_time() -> None:
    queue = FakeQueue(NOW + 1, NOW - 60, NOW + 2, NOW + 3, NOW - 50)
    assert redrive.redrive(_stack(queue), "MeetingsConsumerDead", _silent) == 1
    assert queue.deleted == ["1"]


def test_given_a_queue_that_refuses_when_brought_back_then_nothing_is_lost() -> None:
    queue = FakeQueue(NOW - 60, refuses=True)
    with pytest.raises(ConnectionError):
        redrive.redrive(_stack(queue), "MeetingsConsumerDead", _silent)
    assert queue.deleted == []
