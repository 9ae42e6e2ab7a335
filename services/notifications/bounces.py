"""Bounces and complaints, as SES tells them through EventBridge: the address gets no more mail."""

from __future__ import annotations

import json
from typing import Any

from mentoring import clock, ids
from mentoring.context import Context
from mentoring.observability import access_line, logger
from mentoring.store.dynamo import DynamoStore
from notifications import use_cases


def gone(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (address, cause) of a permanent bounce or a complaint; a transient bounce is none."""
    if "complaint" in detail:
        return [(one["emailAddress"], "complaint") for one in detail["complaint"]["complainedRecipients"]]
    bounce = detail.get("bounce", {})
    if bounce.get("bounceType") != "Permanent":
        return []
    return [(one["emailAddress"], "bounce") for one in bounce["bouncedRecipients"]]


def handler(batch: dict[str, Any], _: object = None) -> dict[str, Any]:
    """Note every address that is gone; a record that can't be read ends in the dead-letter queue."""
    failed = [{"itemIdentifier": record["messageId"]} for record in batch["Records"] if not _take(record)]
    return {"batchItemFailures": failed}


def _take(record: dict[str, Any]) -> bool:
    try:
        event = json.loads(record["body"])
        context = Context(store=DynamoStore(), clock=clock.now, service="notifications", correlation_id=event["id"])
        for email, cause in gone(event["detail"]):
            use_cases.suppress(context, ids.address_key(email), use_cases.ALL, cause)
    except Exception:  # noqa: BLE001 - whatever it is, only this record goes back to the queue
        logger("notifications").exception("record failed", extra={"message_id": record["messageId"]})
        return False
    access_line("notifications", "bounce", "done", event_id=event["id"])
    return True
