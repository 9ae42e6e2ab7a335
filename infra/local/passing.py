"""Time that passes as it would: the clock goes from one thing that is due to the next, and what is due is done.

A schedule runs at its first tick after the earliest of the things of its service that become due (`due_kind` of its
tables): between, it would find nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from infra.local import clock
from infra.template import functions
from mentoring import tables
from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.figures import Figures
    from infra.local.layout import Layout

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_RATE = re.compile(r"rate\((\d+) minutes?\)")
_HOURLY = re.compile(r"cron\((\d+) \* \* \* \? \*\)")


@dataclass(frozen=True)
class Ticks:
    """When a schedule runs: each `every`, counted from `first`."""

    every: timedelta
    first: datetime

    def next(self, moment: datetime) -> datetime:
        """Return the first tick that is not before a moment."""
        return self.first + -(-(moment - self.first) // self.every) * self.every


def ticks(expression: str) -> Ticks:
    """Return when a schedule expression of the template runs; raise ValueError for a kind that it hasn't had so far."""
    midnight = datetime.fromisoformat("2024-01-01T00:00:00Z")
    if found := _RATE.fullmatch(expression):
        return Ticks(int(found[1]) * MINUTE, midnight)
    if found := _HOURLY.fullmatch(expression):
        return Ticks(HOUR, midnight + int(found[1]) * MINUTE)
    raise ValueError(f"nobody knows when {expression} is")


@dataclass(frozen=True)
class Schedule:
    """A function that a schedule starts, and the kinds of things due that it looks for."""

    function: str
    ticks: Ticks
    kinds: frozenset[str]


@cache
def schedules() -> tuple[Schedule, ...]:
    """Return the schedules of services that have tables; what only tidies up has nothing to do on a healthy stack."""
    kinds = due_kinds()
    found = []
    for name, one in functions().items():
        service = str(one["Handler"]).partition(".")[0]
        for event in one.get("Events", {}).values():
            if event["Type"] == "ScheduleV2" and service in kinds:
                expression = event["Properties"]["ScheduleExpression"]
                found.append(Schedule(name, ticks(expression), kinds[service]))
    return tuple(found)


def due_kinds() -> dict[str, frozenset[str]]:
    """Return service → the kinds of its items that become due; none for one whose items don't."""
    found: dict[str, set[str]] = {}
    for module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
        importlib.import_module(module.name)
    for kind in _kinds(Item):
        service = kind.__module__.removeprefix(f"{tables.__name__}.").partition(".")[0]
        found.setdefault(service, set()).update({kind.due_kind} - {""})
    return {service: frozenset(kinds) for service, kinds in found.items()}


def _kinds(kind: type[Item]) -> Iterator[type[Item]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


class Passing:
    """Lets time pass on a stack."""

    def __init__(self, layout: Layout, figures: Figures) -> None:
        self._layout = layout
        self._figures = figures
        self._ran: dict[str, datetime] = {}

    def until(self, to: datetime) -> dict[str, int]:
        """Let time pass until an instant; return function → how often it ran. Raise `RuntimeError` if one fails."""
        counts: dict[str, int] = {}
        began = clock.now(self._layout.clock)
        while True:
            due = self._figures.due()
            coming = {one.function: at for one in schedules() if (at := self._next(one, due, began)) is not None}
            moment = min(coming.values(), default=to)
            if moment >= to:
                break
            clock.move(self._layout.clock, max(moment, clock.now(self._layout.clock)))
            for function in [one for one, at in coming.items() if at == moment]:
                self._run(function, moment)
                counts[function] = counts.get(function, 0) + 1
            self._figures.settle(60)
        clock.move(self._layout.clock, to)
        return counts

    def _next(self, one: Schedule, due: dict[str, str], began: datetime) -> datetime | None:
        """Return when a schedule runs next with something to do, None if it has nothing."""
        after = max(began, self._ran.get(one.function, began) + MINUTE)
        first = min((at for kind, at in due.items() if kind in one.kinds), default="")
        return one.ticks.next(max(after, datetime.fromisoformat(first))) if first else None

    def _run(self, function: str, moment: datetime) -> None:
        self._ran[function] = moment
        told: dict[str, Any] = self._figures.run(function, clock.text(moment))
        if told["failed"]:
            raise RuntimeError(f"{function} failed at {clock.text(moment)}: {told['result']}")
