"""What lies in the engine and is still to be done, read in its own process: HTTP would cost more than the work.

Private names of ministack used here, with a canary in tests/e2e/stack/test_canaries.py: `services.sqs._queues` (address
→ `messages`) and `services.dynamodb._tables` (name → `items`: partition key → sort key → item), of all accounts.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

LOOK_SECONDS = 0.02
INBOX = "inbox#"
"""How keys of consumers' markers begin; the gate passes on those of recent events, with which they are compared."""


async def answered(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what lies in the engine; with `seconds`, once nothing awaited lies there, or when they are over.

    `asked`: `outbox`, `once` (names of tables), `awaited` (names of queues), `seconds`. Return: `outbox` (items),
    `queues` (name → messages: waiting, taken and delayed), `inbox` (keys of consumers' markers). Asked for a
    table `core` alone: `due`, kind of what is due → the instant of the first of its items.
    """
    if "core" in asked:
        return {"due": _due(asked["core"])}
    deadline = time.monotonic() + float(asked.get("seconds", 0))
    while not _quiet(asked) and time.monotonic() < deadline:  # noqa: ASYNC110 - nobody tells when a queue is empty
        await asyncio.sleep(LOOK_SECONDS)
    return {
        "outbox": _count(asked["outbox"]),
        "queues": _queues(),
        "inbox": [key for key in list(_items(asked["once"])) if key.startswith(INBOX)],
    }


def _due(table: str) -> dict[str, str]:
    """Return the earliest `due_at` of each kind, as the items of the index `by_due` say it."""
    found: dict[str, str] = {}
    for items in list(_items(table).values()):
        for item in list(items.values()):
            if "due_pk" in item and "due_at" in item:
                kind, at = item["due_pk"]["S"].partition("#")[0], item["due_at"]["S"]
                found[kind] = min(found.get(kind, at), at)
    return found


def _quiet(asked: dict[str, Any]) -> bool:
    queues = _queues()
    return not _count(asked["outbox"]) and not any(queues.get(name) for name in asked["awaited"])


def _queues() -> dict[str, int]:
    from ministack.services import sqs  # noqa: PLC0415 - only the engine's process has it

    return {url.rpartition("/")[2]: len(queue["messages"]) for (_, _, url), queue in sqs._queues.all_items()}  # noqa: SLF001 - see above


def _items(table: str) -> dict[str, dict[str, Any]]:
    from ministack.services import dynamodb  # noqa: PLC0415 - only the engine's process has it

    for (_, _, name), one in dynamodb._tables.all_items():  # noqa: SLF001 - see above
        if name == table:
            items: dict[str, dict[str, Any]] = one["items"]
            return items
    raise LookupError(f"the engine has no table {table}")


def _count(table: str) -> int:
    return sum(map(len, list(_items(table).values())))
