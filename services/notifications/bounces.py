"""Events in: what SES reports about mails through EventBridge."""

from __future__ import annotations

from typing import Any

from mentoring import clock, consumers, runtime
from mentoring.context import Context
from notifications import outcomes, use_cases


def _take(envelope: dict[str, Any], _: float) -> consumers.Done:
    ports, said = runtime.ports(), outcomes.outcome(envelope["detail"])
    named = {"service": "notifications", "correlation_id": envelope["id"]}
    if said is not None:
        use_cases.note(Context(**ports._asdict(), clock=clock.now, **named), said)
    return consumers.Done("mail outcome", "done", envelope["id"])


handler = consumers.queue("notifications", "mail-outcomes", _take)
