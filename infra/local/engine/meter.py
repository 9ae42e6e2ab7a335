"""What DynamoDB would charge for the requests that pass: units by its rules, from sizes of items as they are sent.

Rules (DynamoDB, «Read and write operations», «Item sizes and formats»): a write is a unit a kilobyte begun, twice that
in a transaction, where a condition check costs as a write; each index that holds the item is written too, at its single
price; a consistent read is a unit for 4 kB begun, an eventually consistent one half. A query counts the sum of what it
read. Changed index keys (one more write) and what filters threw away aren't seen; deletes count as one kilobyte.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

INDEX_KEYS = ("list_pk", "due_pk", "shard")
"""Attributes whose presence puts an item into an index."""
PREFIX = "DynamoDB_20120810."


def units(operation: str, request: dict[str, Any], answer: dict[str, Any]) -> tuple[float, float]:
    """Return read and write units of one request."""
    if operation == "TransactWriteItems":
        return 0, sum(_written(kind, said, 2) for one in request["TransactItems"] for kind, said in one.items())
    if operation in ("PutItem", "DeleteItem", "UpdateItem"):
        return 0, _written(operation.removesuffix("Item"), request, 1)
    if operation == "GetItem":
        return _read([answer.get("Item", {})], consistent=request.get("ConsistentRead", False)), 0
    if operation in ("Query", "Scan"):
        total = sum(map(size, answer.get("Items", [])))
        return _half(total, consistent=request.get("ConsistentRead", False)), 0
    if operation == "BatchGetItem":
        asked, found = request["RequestItems"], answer.get("Responses", {})
        return sum(
            _read(found.get(table, []), consistent=one.get("ConsistentRead", False), least=len(one["Keys"]))
            for table, one in asked.items()
        ), 0
    return 0, 0


def _written(kind: str, request: dict[str, Any], times: int) -> float:
    item = request.get("Item", {})
    kilobytes = max(1, math.ceil(size(item) / 1024))
    indexes = sum(name in item for name in INDEX_KEYS) if kind == "Put" else 0
    return kilobytes * (times + indexes)


def _read(items: list[dict[str, Any]], *, consistent: bool, least: int = 1) -> float:
    found = sum(_half(size(one), consistent=consistent) for one in items)
    return found + _half(0, consistent=consistent) * max(0, least - len(items))


def _half(total: int, *, consistent: bool) -> float:
    return max(1, math.ceil(total / 4096)) * (1 if consistent else 0.5)


def size(item: dict[str, Any]) -> int:
    """Return the bytes of an item: names and values, three for a map or list and one for each of what is in it."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    kind, held = next(iter(value.items()))
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value(one) for name, one in held.items())
    if kind == "L":
        return 3 + sum(1 + _value(one) for one in held)
    if kind in ("BOOL", "NULL"):
        return 1
    return len(str(held).encode())


class Meter:
    """Sums of units and numbers of requests, as long as the engine runs."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def note(self, service: str, target: str, body: bytes, answer: bytes) -> None:
        """Count one request that succeeded."""
        self.counts[f"{service} requests"] += 1
        if target.startswith(PREFIX):
            read, written = units(target.removeprefix(PREFIX), json.loads(body or b"{}"), json.loads(answer or b"{}"))
            self.counts["read units"] += read  # type: ignore[assignment]
            self.counts["write units"] += written  # type: ignore[assignment]
