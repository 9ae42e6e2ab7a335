"""The whole product in this process: requests, the outbox's stream, the bus, queues and schedules call real handlers.

Whatever fails is tried again as AWS, or the person, would: a message of a queue comes back when it is visible again, a
schedule is started again, a stream record repeats, somebody presses the button once more.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections import Counter
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import StringIO
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from mentoring import clock, runtime
from mentoring.files import INBOUND
from mentoring.store import retry
from tests.faults import deployment
from tests.faults.injector import Killed
from tests.integration.lambdas import LAMBDA

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from tests.faults.aws import Aws

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning, at a full hour."""
FOLLOWING = 100
"""Records of the stream in one batch (template.yaml)."""


@dataclass(frozen=True, slots=True)
class Work:
    """One invocation: `run` returns whether it is done, and with what; else it is tried again after a pause."""

    label: str
    run: Callable[[], tuple[bool, Any]]
    pause: timedelta
    most: int


class World:
    """The product over an account of AWS, at an instant that only moves when it is told to."""

    def __init__(self, aws: Aws, now: datetime) -> None:
        self.aws = aws
        self.now = now
        self.waiting: list[Work] = []
        self.dead: list[str] = []
        self.delivered: Counter[str] = Counter()
        self.copies = 1
        self._streamed = self._routed = 0

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Let the product read this world's instant, and wait for nothing."""
        before = logging.root.manager.disable
        logging.disable(logging.CRITICAL)  # not the attribute: each logger keeps whether it is enabled
        try:
            with patch.object(clock, "now", lambda: self.now), patch.object(retry, "sleep", lambda _: None):
                yield
        finally:
            logging.disable(before)

    def perform(self, work: Work) -> Any:
        """Run an invocation until it is done and return what came of it; None when it was given up."""
        for _ in range(work.most):
            try:
                with redirect_stdout(StringIO()):  # access lines and metrics
                    done, value = work.run()
            except (Killed, Exception):  # noqa: BLE001 - the process is gone, or said so: in both cases it is tried again
                done, value = False, None
            if done:
                return value
            self.now += work.pause
        self.dead.append(work.label)
        return None

    def next(self, order: random.Random | None = None) -> Work | None:
        """Return what AWS would invoke next: without an order, whatever waits longest."""
        fresh = self.aws.stream[self._streamed :][:FOLLOWING]
        if fresh:
            self._streamed += len(fresh)
            self.waiting.append(self._relay(fresh))
        for entry in self.aws.taken[self._routed :]:
            self.waiting += [one for one in self._deliveries(entry) for _ in range(self.copies)]
        self._routed = len(self.aws.taken)
        if not self.waiting:
            return None
        return self.waiting.pop(order.randrange(len(self.waiting)) if order else 0)

    def drain(self, order: random.Random | None = None) -> None:
        """Let everything that follows happen."""
        while (work := self.next(order)) is not None:
            self.perform(work)

    def request(self, event: dict[str, Any], label: str) -> Work:
        """Return the work of one request; whoever gets no answer, or that of a fault, sends it again."""

        def run() -> tuple[bool, Any]:
            allowed = deployment.handler("IdentityAuthorizer")(event | {"methodArn": "arn/live/GET"}, LAMBDA)
            event["requestContext"]["authorizer"] = allowed["context"]
            answer = deployment.handler(deployment.api_of(event["path"]))(event, LAMBDA)
            return answer["statusCode"] < HTTPStatus.INTERNAL_SERVER_ERROR, answer

        return Work(label, run, timedelta(seconds=10), 3)

    def schedule(self, function: str, instant: str) -> Work:
        """Return the work of a scheduled function; Lambda starts it again twice."""
        return Work(
            function,
            lambda: (True, deployment.handler(function)({"time": instant}, LAMBDA)),
            timedelta(minutes=1),
            3,
        )

    def arrives(self, raw: bytes, sender: str, to: str) -> Work:
        """Return the work of a mail that SES has put into the bucket; Lambda starts the function again twice."""
        mail_id = uuid.uuid4().hex
        runtime.ports().files.put(f"{INBOUND}{mail_id}", raw, "message/rfc822")
        passed = {f"{name}Verdict": {"status": "PASS"} for name in ("spam", "virus", "spf", "dkim", "dmarc")}
        at = {"timestamp": clock.iso(self.now)}
        told = {
            "mail": at | {"messageId": mail_id, "source": sender, "destination": [to]},
            "receipt": at | passed | {"recipients": [to]},
        }
        run = deployment.handler("NotificationsInbound")
        return Work(
            "arrivals ← SES", lambda: (True, run({"Records": [{"ses": told}]}, LAMBDA)), timedelta(minutes=1), 3
        )

    def told_by_ses(self, detail: dict[str, Any]) -> Work:
        """Return the work of what SES tells of a mail."""
        body = {"id": "told", "detail": detail}
        return self._message("NotificationsBounces", "bounces ← SES", body, timedelta(minutes=2), 5)

    def again(self) -> list[Work]:
        """Return the delivery of everything that ever was on the bus."""
        return [one for entry in self.aws.taken[: self._routed] for one in self._deliveries(entry)]

    def _relay(self, images: list[dict[str, Any]]) -> Work:
        records = [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]
        run = deployment.handler("RelayStream")
        return Work("relay ← outbox", lambda: (True, run({"Records": records}, LAMBDA)), timedelta(seconds=1), 5)

    def _deliveries(self, entry: dict[str, Any]) -> list[Work]:
        kind = entry["DetailType"]
        body = {"detail-type": kind, "detail": json.loads(entry["Detail"])}
        return [
            self._message(queue.function, f"{queue.name} ← {kind}", body, queue.hidden, queue.most)
            for queue in deployment.queues()
            if kind in queue.events
        ]

    def _message(self, function: str, label: str, body: dict[str, Any], hidden: timedelta, most: int) -> Work:
        batch = {"Records": [{"messageId": "m", "body": json.dumps(body)}]}

        def run() -> tuple[bool, Any]:
            self.delivered[label.split(" ", maxsplit=1)[0]] += 1
            return not deployment.handler(function)(batch, LAMBDA)["batchItemFailures"], None

        return Work(label, run, hidden, most)
