"""What went through a stack: events published and consumed, dead letters, what is still on its way."""

from __future__ import annotations

import json
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from infra.local.deploy import STACK, client, outputs
from infra.template import functions, resources

if TYPE_CHECKING:
    from infra.local.places import Places

CONSUMER_NAMES = {"PairingWorker": "pairing-worker"}
"""Function → the name in its inbox markers, where it isn't its service's."""


class Figures:
    """Counts over the deployed stack; asks the engine with its root key, which nobody but the stack has."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._dynamodb = client(places, "dynamodb")
        self._sqs = client(places, "sqs")
        self._lambda = client(places, "lambda")

    @cached_property
    def _outputs(self) -> dict[str, str]:
        return outputs(self._places)

    @cached_property
    def physical(self) -> dict[str, str]:
        """Return logical id → physical id of everything deployed."""
        pages = client(self._places, "cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
        return {
            summary["LogicalResourceId"]: summary["PhysicalResourceId"]
            for page in pages
            for summary in page["StackResourceSummaries"]
        }

    @cached_property
    def _queues(self) -> dict[str, str]:
        return {name: self.physical[name] for name in resources("AWS::SQS::Queue")}

    def published(self) -> dict[str, int]:
        """Return detail-type → number of events the bus took."""
        try:
            counts: dict[str, int] = json.loads(self._places.counts.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return dict(sorted(counts.items()))

    def all(self) -> dict[str, Any]:
        """Return everything `GET /api/figures` shows."""
        published = self.published()
        depths = self._depths()
        dead = {name for name in self._queues if not name.endswith("Queue")}
        return {
            "events_published": published,
            "consumers": self._consumers(published),
            "dead_letters": {name: depths[name] for name in sorted(dead)},
            "outbox": self._count(self._outputs["OutboxTableName"]),
            "in_flight": sum(depth for name, depth in depths.items() if name not in dead),
        }

    def settle(self, patience: float = 120.0) -> dict[str, Any]:
        """Wait until nothing is on its way and every consumer has had its events; return the figures either way."""
        deadline = time.monotonic() + patience
        while True:
            if self._quiet():
                figures = self.all()
                if settled(figures) or time.monotonic() > deadline:
                    return figures | {"settled": settled(figures)}
            if time.monotonic() > deadline:
                return self.all() | {"settled": False}
            time.sleep(0.05)

    def run(self, schedule: str, instant: str) -> dict[str, Any]:
        """Invoke a scheduled function as the scheduler would at `instant`; return what it returned."""
        properties = functions()[schedule]["Events"]["Schedule"]["Properties"]
        payload = properties["Input"].replace("<aws.scheduler.scheduled-time>", instant)
        reply = self._lambda.invoke(FunctionName=self.physical[schedule], Payload=payload.encode())
        result = json.loads(reply["Payload"].read() or b"null")
        return {"result": result, "failed": "FunctionError" in reply}

    def _quiet(self) -> bool:
        depths = self._depths()
        return not self._count(self._outputs["OutboxTableName"]) and not any(
            depth for name, depth in depths.items() if name.endswith("Queue")
        )

    def _depths(self) -> dict[str, int]:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        return {
            name: sum(
                int(value)
                for value in self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values()
            )
            for name, url in self._queues.items()
        }

    def _consumers(self, published: dict[str, int]) -> dict[str, dict[str, int]]:
        consumed = self._markers()
        rules = resources("AWS::Events::Rule")
        found = {}
        for function, properties in functions().items():
            pattern = rules.get(f"{function}Rule", {}).get("EventPattern", {})
            if "Deliveries" not in properties.get("Events", {}) or "detail" not in pattern:
                continue
            name = CONSUMER_NAMES.get(function, properties["Handler"].split(".")[0])
            expected = sum(published.get(kind, 0) for kind in pattern["detail-type"])
            found[function] = {"expected": expected, "consumed": consumed.get(name, 0)}
        return found

    def _markers(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._outputs["OnceTableName"], ProjectionExpression="pk"
        )
        for page in pages:
            for item in page["Items"]:
                purpose, _, rest = item["pk"]["S"].partition("#")
                if purpose == "inbox":
                    consumer = rest.partition("#")[0]
                    counts[consumer] = counts.get(consumer, 0) + 1
        return counts

    def _count(self, table: str) -> int:
        return int(self._dynamodb.scan(TableName=table, Select="COUNT")["Count"])


def settled(figures: dict[str, Any]) -> bool:
    """Return whether nothing is on its way and every consumer has had every event its rule matches."""
    even = all(counts["expected"] == counts["consumed"] for counts in figures["consumers"].values())
    return even and not figures["outbox"] and not figures["in_flight"]
