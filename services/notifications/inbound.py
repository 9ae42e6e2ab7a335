"""Mail that arrives at `InboundDomain`: SES starts this function with each (`notifications.arriving`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mentoring import clock, runtime
from mentoring.context import Context
from mentoring.observability import access_line
from mentoring.settings import settings
from notifications import arriving


def handler(event: dict[str, Any], _: object = None) -> dict[str, Any]:
    """Take each mail; a failure is tried twice more, then kept in ScheduleFailures."""
    ports = runtime.ports()
    for record in event["Records"]:
        told = record["ses"]
        context = Context(
            store=ports.store,
            files=ports.files,
            keys=ports.keys,
            calls=ports.calls,
            clock=clock.now,
            service="notifications",
            correlation_id=told["mail"]["messageId"],
        )
        arrived = arriving.take(context, told, settings().inbound_domain)
        access_line("notifications", "mail arrived", **asdict(arrived))
    return {}
