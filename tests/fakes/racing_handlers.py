"""Racing writers: all have read before any of them writes, and the last to come writes first."""

from __future__ import annotations

import contextvars
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter

from mentoring.store.dynamo import DynamoStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest

    from mentoring.http.app import App
    from mentoring.store import Changes


def race(patch: pytest.MonkeyPatch, app: App, requests: Sequence[Callable[[], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Send requests at once through a real handler; return their answers in the order of the requests.

    Before a request commits, the next waiting one is answered completely: real transactions, in the worst order.
    """
    answers: dict[int, dict[str, Any]] = {}
    waiting = list(enumerate(requests))
    commit = DynamoStore.commit

    def answer() -> None:
        number, request = waiting.pop(0)
        known, kept = getattr(BaseRouter, "current_event", None), dict(app.context)
        answers[number] = contextvars.copy_context().run(request)
        app.context.update(kept)
        if known is not None:  # powertools keeps the request in hand on the class
            BaseRouter.current_event = known

    def racing(self: DynamoStore, changes: Changes) -> None:
        if waiting:
            answer()
        commit(self, changes)

    with patch.context() as patched:
        patched.setattr(DynamoStore, "commit", racing)
        while waiting:
            answer()
    return [answers[number] for number in range(len(requests))]
