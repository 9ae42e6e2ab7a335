"""What went through a stack: events published and consumed, dead letters, what is still on its way."""

from __future__ import annotations

import json
import time
import urllib.request
from functools import cached_property
from typing import TYPE_CHECKING, Any

from infra.local.deploy import STACK, client, outputs
from infra.local.engine.gate import LYING_PATH
from infra.template import functions, resources

if TYPE_CHECKING:
    from infra.local.layout import Layout

CONSUMER_NAMES = {
    "PairingWorker": "pairing-worker",
    "WorkspaceInbound": "workspace-inbound",
    "MeetingsInbound": "meetings-inbound",
    "NotificationsRoomConsumer": "notifications-room",
    "ReportingPairConsumer": "reporting-pair",
}
"""Function → the name in its inbox markers, where it isn't its service's."""

POLL_SECONDS = 0.1

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"


class Figures:
    """Counts over the deployed stack; asks the engine with its root key, which nobody but the stack has."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._sqs = client(layout, "sqs")
        self._lambda = client(layout, "lambda")
        self._logs = client(layout, "logs")
        self._events = client(layout, "events")

    @cached_property
    def physical(self) -> dict[str, str]:
        """Return logical id → physical id of everything deployed."""
        pages = client(self._layout, "cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
        return {
            summary["LogicalResourceId"]: summary["PhysicalResourceId"]
            for page in pages
            for summary in page["StackResourceSummaries"]
        }

    @cached_property
    def _outputs(self) -> dict[str, str]:
        return outputs(self._layout)

    @cached_property
    def _dead(self) -> set[str]:
        """Return the queues that nobody reads: dead letters of some kind."""
        read = {f"{name}Queue" for name in functions()}
        return {name for name in resources("AWS::SQS::Queue") if name not in read}

    def all(self) -> dict[str, Any]:
        """Return everything `GET /api/figures` shows."""
        return self._figures(self._lying(0))

    def settle(self, patience: float) -> dict[str, Any]:
        """Wait until nothing is on its way and every consumer has had its events; return the figures either way."""
        deadline = time.monotonic() + patience
        while True:
            figures = self._figures(self._lying(max(0.0, deadline - time.monotonic())))
            if settled(figures) or time.monotonic() >= deadline:
                return figures
            time.sleep(POLL_SECONDS)

    def _figures(self, lying: dict[str, Any]) -> dict[str, Any]:
        depths = {queue: lying["queues"].get(name, 0) for queue, name in self._queues.items()}
        ledger = lying["ledger"]
        published = {event_id: kind for event_id, (kind, _) in ledger["recent"].items()}
        return {
            "events_published": ledger["totals"],
            "consumers": self._consumers(published, lying["inbox"]),
            "dead_letters": {name: depths[name] for name in sorted(self._dead)},
            "outbox": lying["outbox"],
            "in_flight": sum(depth for name, depth in depths.items() if name not in self._dead),
        }

    def run(self, schedule: str, instant: str) -> dict[str, Any]:
        """Invoke a scheduled function as the scheduler would at `instant`; return what it returned."""
        (source,) = (event for event in functions()[schedule]["Events"].values() if "Schedule" in event["Type"])
        payload = source["Properties"].get("Input", "{}").replace(SCHEDULED_TIME, instant)
        reply = self._lambda.invoke(FunctionName=self.physical[schedule], Payload=payload.encode())
        return {"result": json.loads(reply["Payload"].read() or b"null"), "failed": "FunctionError" in reply}

    def tell(self, event: dict[str, Any]) -> None:
        """Bring an event of SES to the queue of its rule, if the rule as deployed matches it.

        Nobody but AWS may put an event of its own source on a bus; the engine keeps to that.
        """
        pattern = self._events.describe_rule(Name=self.physical["NotificationsBouncesRule"])["EventPattern"]
        if not self._events.test_event_pattern(EventPattern=pattern, Event=json.dumps(event))["Result"]:
            raise ValueError("no rule takes this event")
        self._sqs.send_message(QueueUrl=self.physical["NotificationsBouncesQueue"], MessageBody=json.dumps(event))

    def errors(self, most: int = 5) -> list[str]:
        """Return the last errors of functions: those that could not even start, then what they wrote to their logs.

        Newest first; a line of a log as «service: message: cause».
        """
        log = self._layout.log.read_text("utf-8", "replace").splitlines()
        never_started = list(dict.fromkeys(line.partition(" ERROR ")[2] for line in reversed(log) if " ERROR " in line))
        return [*never_started[:most], *self._logged()[:most]]

    def _logged(self) -> list[str]:
        found = []
        for group in resources("AWS::Logs::LogGroup"):
            wanted = {"logGroupName": self.physical[group], "filterPattern": "ERROR"}
            for page in self._logs.get_paginator("filter_log_events").paginate(**wanted):
                found += [(event["timestamp"], _told(event["message"])) for event in page["events"]]
        return [text for _, text in sorted(found, reverse=True)]

    @cached_property
    def _queues(self) -> dict[str, str]:
        """Return queue → its name in the engine, the last part of its address."""
        return {queue: self.physical[queue].rpartition("/")[2] for queue in resources("AWS::SQS::Queue")}

    def _lying(self, seconds: float) -> dict[str, Any]:
        """Return what lies in the engine, once nothing does or the seconds are over (`engine.lying`)."""
        asked = {
            "outbox": self._outputs["OutboxTableName"],
            "once": self._outputs["OnceTableName"],
            "awaited": [name for queue, name in self._queues.items() if queue not in self._dead],
            "seconds": seconds,
        }
        return self._asked(asked, seconds)

    def due(self) -> dict[str, str]:
        """Return the kinds of things that become due → when the first of each does (RFC 3339)."""
        found: dict[str, str] = self._asked({"core": self._outputs["CoreTableName"]}, 0)["due"]
        return found

    def _asked(self, asked: dict[str, Any], seconds: float) -> dict[str, Any]:
        request = urllib.request.Request(f"{self._layout.engine_url}{LYING_PATH}", json.dumps(asked).encode())  # noqa: S310 - our own address
        with urllib.request.urlopen(request, timeout=seconds + 10) as answer:  # noqa: S310 - our own address
            found: dict[str, Any] = json.load(answer)
        return found

    @staticmethod
    def _consumers(published: dict[str, str], inbox: list[str]) -> dict[str, dict[str, int]]:
        markers = _markers(inbox)
        rules = resources("AWS::Events::Rule")
        found = {}
        for function, properties in functions().items():
            pattern = rules.get(f"{function}Rule", {}).get("EventPattern", {})
            if "meta" not in pattern.get("detail", {}):
                continue  # not an event of ours
            name = CONSUMER_NAMES.get(function, properties["Handler"].split(".")[0])
            due = {event_id for event_id, kind in published.items() if kind in pattern["detail-type"]}
            found[function] = {"expected": len(due), "consumed": len(due & markers.get(name, set()))}
        return found


def _markers(inbox: list[str]) -> dict[str, set[str]]:
    """Return consumer → ids of the events whose inbox markers it wrote."""
    found: dict[str, set[str]] = {}
    for key in inbox:
        _, consumer, event_id = key.split("#", 2)
        found.setdefault(consumer, set()).add(event_id)
    return found


def unsettled(figures: dict[str, Any]) -> list[str]:
    """Return, in words, what is still on its way: «outbox 2», «PairingWorker had 0 of 1 events»."""
    waiting = [f"{name.replace('_', ' ')} {figures[name]}" for name in ("outbox", "in_flight") if figures[name]]
    behind = [
        f"{name} had {counts['consumed']} of {counts['expected']} events"
        for name, counts in figures["consumers"].items()
        if counts["expected"] != counts["consumed"]
    ]
    return waiting + behind


def settled(figures: dict[str, Any]) -> bool:
    """Return whether nothing is on its way and every consumer has had every event its rule matches."""
    return not unsettled(figures)


def _told(line: str) -> str:
    """Return the gist of a log line."""
    try:
        entry = json.loads(line)
        cause = str(entry.get("exception", "")).strip().rpartition("\n")[2]
        return f"{entry['service']}: {entry['message']}: {cause}"
    except (ValueError, KeyError, TypeError):
        return line.strip()
