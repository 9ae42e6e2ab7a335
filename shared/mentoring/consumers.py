"""Entry points of functions that no person calls: consumers of events (rule → SQS → Lambda) and schedules.

A consumer's effect and its inbox marker `inbox#<consumer>#<event id>` are written in one transaction, so an event
delivered again changes nothing. A record that fails is reported alone (partial batch response) and ends in the queue's
DLQ. Long work continues with events of its own: see `mentoring.work`.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import clock, runtime, workload
from mentoring.context import Context, Marker
from mentoring.errors import AlreadyDone, Erased
from mentoring.events import Event, from_detail
from mentoring.events.base import EventData
from mentoring.observability import access_line, logger
from mentoring.tables.once import OnceItem
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.clock import Clock
    from mentoring.events.base import Continued
    from mentoring.runtime import Ports

Told = TypeVar("Told", bound=EventData)

Consumer = Callable[[Context, Event[Any]], object]
"""A function that handles events of one class; `on` is the only place where classes and functions are brought
together."""
Scheduled = Callable[[Context], Mapping[str, object]]
Handler = Callable[[dict[str, Any], object], dict[str, Any]]

CONSUMED: dict[str, frozenset[str]] = {}
"""Consumer's name → the events it takes, as its module declares them; must match the rules of the template."""

LONGEST_PAGE = 8.0
"""Seconds kept free at the end of an invocation: how long a page begun at the last moment may take, with its
retries."""


@dataclass(frozen=True)
class On:
    """An event class and the function that handles it."""

    kind: type[EventData]
    function: Consumer


def on(kind: type[Told], function: Callable[[Context, Event[Told]], object]) -> On:
    """Declare the function that handles an event class; the types ensure that it accepts this class or a base of it."""
    return On(kind, function)


@dataclass(frozen=True)
class Inbox:
    """Which events a consumer handles with which functions, and how its long work continues.

    `continued` is the event that continues the work, None if there is no long work; `schedules` are the scheduled
    functions that continue here, by name.
    """

    service: str
    name: str
    consumers: Mapping[str, Consumer]
    continued: type[Continued] | None = None
    schedules: Mapping[str, Scheduled] = field(default_factory=dict)

    def take(self, ports: Ports, now: Clock, event: Event[EventData], stops_at: float = math.inf) -> str:
        """Handle one event; return how it ended (`Done`)."""
        context = Context(
            store=ports.store,
            files=ports.files,
            keys=ports.keys,
            calls=ports.calls,
            clock=now,
            service=self.service,
            correlation_id=event.meta.correlation_id,
            causation_id=event.meta.id,
            marker=Marker(OnceItem.inbox(self.name, event.meta.id)),
        )
        if self.continued is None:
            return consume(context, self.consumers[event.name], event)
        doing = workload.of_event(self.continued, event, stops_at)
        context = replace(context, work=doing)
        if doing.name in self.schedules:
            run = self.schedules[doing.name]
            context = replace(context, clock=clock.fixed(doing.run_at()))
            return consume(context, lambda its, _: run(its), event)
        return consume(context, self.consumers[doing.name], doing.event())


INBOXES: dict[str, Inbox] = {}
"""Consumer's name → its inbox, as its module declares it."""


@dataclass(frozen=True)
class Done:
    """A finished record as its access line shows it: what it was and how it ended (`done`, `done before`, `erased`)."""

    what: str
    outcome: str
    event_id: str


def handler(
    service: str,
    *taken: On,
    name: str = "",
    continued: type[Continued] | None = None,
    schedules: Mapping[str, Scheduled] | None = None,
) -> Handler:
    """Return the Lambda handler of a queue: `name` is the consumer's name in its markers, the service's by default."""
    functions = {one.kind.__name__: one.function for one in taken}
    inbox = Inbox(service, name or service, functions, continued, schedules or {})
    INBOXES[inbox.name] = inbox
    CONSUMED[inbox.name] = frozenset(functions) | ({continued.__name__} if continued is not None else frozenset())

    def take(envelope: dict[str, Any], stops_at: float) -> Done:
        event = from_detail(envelope["detail-type"], envelope["detail"])
        return Done(event.name, inbox.take(runtime.ports(), clock.now, event, stops_at), event.meta.id)

    return queue(service, inbox.name, take)


def queue(service: str, name: str, take: Callable[[dict[str, Any], float], Done]) -> Handler:
    """Return the Lambda handler of a queue of EventBridge envelopes; all queues are read by this loop.

    `take` handles one envelope within its share of the invocation: `stops_at` is in seconds of the monotonic clock. If
    it raises anything, only its record goes back to the queue.
    """

    def handle(batch: dict[str, Any], lambda_context: object = None) -> dict[str, Any]:
        ends_at, records = _ends_at(lambda_context), batch["Records"]
        failures = []
        for number, record in enumerate(records):
            begun = time.monotonic()
            share = (ends_at - LONGEST_PAGE - begun) / (len(records) - number)
            try:
                done = take(json.loads(record["body"]), begun + share)
            except Exception:  # noqa: BLE001 - whatever it is, only this record goes back to the queue
                extra = {"consumer": name, "message_id": record["messageId"]}
                logger(service).exception("record failed", extra=extra)
                failures.append({"itemIdentifier": record["messageId"]})
            else:
                access_line(service, done.what, done.outcome, consumer=name, event_id=done.event_id)
        return {"batchItemFailures": failures}

    return handle


def _ends_at(lambda_context: object) -> float:
    """Return when this invocation will be cut off, in seconds of the monotonic clock."""
    remaining = getattr(lambda_context, "get_remaining_time_in_millis", None)
    return time.monotonic() + remaining() / 1000 if remaining is not None else math.inf


def consume(context: Context, function: Consumer, event: Event[EventData]) -> str:
    """Run a consumer's function and make sure that its marker is written; return `done`, `done before` or `erased`.

    An event about what has been erased since has nothing left to do, however often it would come.
    """
    try:
        try:
            function(context, event)
        except Erased:
            _mark(context)
            return "erased"
        _mark(context)
    except AlreadyDone:
        return "done before"
    return "done"


def _mark(context: Context) -> None:
    """Write the marker of the event in hand, unless it went with what was done."""
    if context.marker is not None and not context.marker.written:
        context.begin().commit()


def scheduled(
    service: str, functions: Scheduled | Mapping[str, Scheduled], *, continued: type[Continued] | None = None
) -> Handler:
    """Return the Lambda handler of a schedule, whose context has a clock fixed at the scheduled time.

    The schedule passes `{"time": "<aws.scheduler.scheduled-time>"}`; a text that is no instant (the unreplaced
    placeholder) means now. Functions given by name are long work: each does the part its share of time allows and
    continues in the consumer that takes `continued`.
    """
    named = functions if isinstance(functions, Mapping) else {"schedule": functions}

    def handle(event: dict[str, Any], lambda_context: object = None) -> dict[str, Any]:
        at, ends_at = _instant(event.get("time", "")), _ends_at(lambda_context)
        counts: dict[str, Any] = {}
        ports = runtime.ports()
        for number, (name, function) in enumerate(named.items()):
            begun = time.monotonic()
            stops_at = begun + (ends_at - LONGEST_PAGE - begun) / (len(named) - number)
            context = Context(
                store=ports.store,
                files=ports.files,
                keys=ports.keys,
                calls=ports.calls,
                clock=clock.fixed(at),
                service=service,
                correlation_id=str(getattr(lambda_context, "aws_request_id", "schedule")),
                work=workload.of_schedule(continued, name, at, stops_at) if continued is not None else None,
            )
            counts |= function(context)
        access_line(service, "schedule", "done", time=clock.iso(at), **counts)
        return counts

    return handle


def _instant(text: str) -> datetime:
    try:
        return clock.parse(text)
    except ValueError:
        return clock.now()
