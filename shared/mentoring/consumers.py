"""Entries of functions that are not asked by people: consumers of events (rule → SQS → Lambda) and schedules.

A consumer's effect and its inbox marker `inbox#<consumer>#<event id>` are one transaction, so an event delivered
again changes nothing. A record that fails is reported alone (partial batch response) and ends in the queue's DLQ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.context import Context, Marker
from mentoring.errors import AlreadyDone
from mentoring.events import Event, from_detail
from mentoring.observability import access_line, logger
from mentoring.store.dynamo import DynamoStore

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.events.catalogue import EventData

Consumer = Callable[[Context, Event], object]
Scheduled = Callable[[Context], Mapping[str, object]]
Handler = Callable[[dict[str, Any], object], dict[str, Any]]

CONSUMED: dict[str, frozenset[str]] = {}
"""Consumer's name → the events it takes, as its module declares them; the template's rules must say the same."""


def handler(service: str, consumers: Mapping[type[EventData], Consumer], *, name: str = "") -> Handler:
    """Return the Lambda handler of a queue: `name` is the consumer's name in its markers, the service's by default."""
    consumer = name or service
    by_name = {kind.__name__: function for kind, function in consumers.items()}
    CONSUMED[consumer] = frozenset(by_name)

    def handle(batch: dict[str, Any], _: object = None) -> dict[str, Any]:
        failures = [
            {"itemIdentifier": record["messageId"]}
            for record in batch["Records"]
            if not _consume(service, consumer, by_name, record)
        ]
        return {"batchItemFailures": failures}

    return handle


def _consume(service: str, consumer: str, by_name: Mapping[str, Consumer], record: dict[str, Any]) -> bool:
    """Handle one record; return whether it is done."""
    try:
        envelope = json.loads(record["body"])
        event = from_detail(envelope["detail-type"], envelope["detail"])
        outcome = consume(_context(service, consumer, event), by_name[event.name], event)
    except Exception:  # noqa: BLE001 - whatever it is, only this record goes back to the queue
        logger(service).exception("record failed", extra={"consumer": consumer, "message_id": record["messageId"]})
        return False
    access_line(service, event.name, outcome, consumer=consumer, event_id=event.meta.id)
    return True


def consume(context: Context, function: Consumer, event: Event) -> str:
    """Run one consumer function and make sure its marker is written; return `done` or `done before`."""
    try:
        function(context, event)
        if context.marker is not None and not context.marker.written:
            context.begin().commit()
    except AlreadyDone:
        return "done before"
    return "done"


def _context(service: str, consumer: str, event: Event) -> Context:
    return Context(
        store=DynamoStore(),
        clock=clock.now,
        service=service,
        correlation_id=event.meta.correlation_id,
        causation_id=event.meta.id,
        marker=Marker(f"inbox#{consumer}#{event.meta.id}"),
    )


def scheduled(service: str, function: Scheduled) -> Handler:
    """Return the Lambda handler of a schedule: the context's clock stands at the scheduled time.

    The schedule passes `{"time": "<aws.scheduler.scheduled-time>"}`; text that is no instant (the placeholder itself,
    where nobody filled it in) means now.
    """

    def handle(event: dict[str, Any], lambda_context: object = None) -> dict[str, Any]:
        context = Context(
            store=DynamoStore(),
            clock=clock.fixed(_instant(event.get("time", ""))),
            service=service,
            correlation_id=str(getattr(lambda_context, "aws_request_id", "schedule")),
        )
        counts = dict(function(context))
        access_line(service, "schedule", "done", time=clock.iso(context.clock()), **counts)
        return counts

    return handle


def _instant(text: str) -> datetime:
    try:
        return clock.parse(text)
    except ValueError:
        return clock.now()
