"""What template.yaml says of functions: which answers a path, which takes an event, when it is tried again."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from infra.template import functions, resources

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Queue:
    """A consumer's queue: its function, the events its rule lets in, after how long a failed message comes again."""

    name: str
    function: str
    events: frozenset[str]
    hidden: timedelta
    most: int


@cache
def handler(function: str) -> Handler:
    """Return the handler of a function by its logical id."""
    module, _, name = functions()[function]["Handler"].rpartition(".")
    found: Handler = getattr(importlib.import_module(module), name)
    return found


@cache
def app_of(function: str) -> Any:
    """Return the app of a function that answers requests."""
    return importlib.import_module(functions()[function]["Handler"].rpartition(".")[0]).app


@cache
def api_of(path: str) -> str:
    """Return the function that answers a path: the longest route that fits."""
    routes = [
        (event["Properties"]["Path"].removesuffix("/{proxy+}"), name)
        for name, properties in functions().items()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "Api"
    ]
    return max((route, name) for route, name in routes if f"{path}/".startswith(f"{route.rstrip('/')}/"))[1]


@cache
def queues() -> tuple[Queue, ...]:
    """Return the queues behind the rules of the product's bus."""
    rules = {
        rule["Targets"][0]["Arn"]["Fn::GetAtt"][0]: frozenset(rule["EventPattern"]["detail-type"])
        for rule in resources("AWS::Events::Rule").values()
        if "EventBusName" in rule
    }
    readers = {
        event["Properties"]["Queue"]["Fn::GetAtt"][0]: name
        for name, properties in functions().items()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "SQS"
    }
    return tuple(_queue(name, readers[name], events) for name, events in rules.items())


def _queue(name: str, function: str, events: frozenset[str]) -> Queue:
    queue = resources("AWS::SQS::Queue")[name]
    hidden = timedelta(seconds=queue["VisibilityTimeout"])
    return Queue(
        queue["QueueName"]["Fn::Sub"].split("-", 1)[1],
        function,
        events,
        hidden,
        queue["RedrivePolicy"]["maxReceiveCount"],
    )
