"""Faults at the calls to AWS: call number k fails before it has its effect, or after it, and the process may die of it.

for point in crash_points(lambda: handler(event)):
    with given_world():
        with point.struck(): ...the handler runs, and is killed or fails at this very call
        ...the client asks again, and finds one effect
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CHANGES = ("Put", "Update", "Delete", "Transact", "BatchWrite", "Send", "Publish")
"""How operations that change something begin."""


class Killed(BaseException):
    """The process ended here: no `except Exception` of the product runs after it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Call number `call` (from 0) of `operation` fails `before` or `after` its effect; `dies` with it or goes on."""

    call: int
    operation: str
    after: bool
    dies: bool

    def __str__(self) -> str:
        return f"{'dies' if self.dies else 'fails'} {'after' if self.after else 'before'} {self.call}:{self.operation}"

    @property
    def error(self) -> BaseException:
        """Return what the caller sees of it."""
        if self.dies:
            return Killed(str(self))
        return (ReadTimeoutError if self.after else EndpointConnectionError)(endpoint_url=str(self))


@dataclass(slots=True)
class Calls:
    """The operations that were called, in order, and what they put into tables.

    `kinds` are the kinds of items, `told` the events that name the organizer who did something.
    """

    operations: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def note(self, operation: str, arguments: dict[str, Any]) -> None:
        """Note a call."""
        self.operations.append(operation)
        put = [one["Put"]["Item"] for one in arguments.get("TransactItems", ()) if "Put" in one]
        self.kinds.update(one["kind"]["S"] for one in put if "kind" in one)
        events = [one for one in put if "detail_type" in one]
        self.told.update(
            one["detail_type"]["S"] for one in events if json.loads(one["detail"]["S"])["meta"]["organizer"]
        )


@contextmanager
def watched(fault: Fault | None = None) -> Iterator[Calls]:
    """Note every call to AWS, and let one of them fail."""
    calls, real = Calls(), BaseClient._make_api_call

    def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        number = len(calls.operations)
        calls.note(operation, arguments)
        struck = fault is not None and fault.call == number
        if fault is not None and struck and not fault.after:
            raise fault.error
        answer = real(client, operation, arguments)
        if fault is not None and struck:
            raise fault.error
        return answer

    with patch.object(BaseClient, "_make_api_call", call):
        yield calls


def crash_points(run: Callable[[], object]) -> list[Fault]:
    """Return every fault that can strike while `run` runs."""
    with watched() as calls:
        run()
    return faults_at(calls.operations)


def faults_at(operations: Sequence[str]) -> list[Fault]:
    """Return every fault that can strike at these calls and leaves something else behind than another one.

    A call that only reads is the same before and after. Who dies before a call has left what one leaves who dies after
    the last change, and that one is in the list.
    """
    changes = [(number, operation) for number, operation in enumerate(operations) if operation.startswith(CHANGES)]
    return [
        *(Fault(number, operation, after=False, dies=False) for number, operation in enumerate(operations)),
        *(Fault(number, operation, after=True, dies=False) for number, operation in changes),
        *(Fault(number, operation, after=True, dies=True) for number, operation in changes),
    ]
