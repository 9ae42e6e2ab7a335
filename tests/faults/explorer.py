"""Tries every crash point of every step of a season, each in a copy of the process that stands before the step."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults import copies, state
from tests.faults.injector import faults_at, watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.injector import Fault
    from tests.faults.world import Work, World


@dataclass(slots=True)
class Row:
    """What was tried of one kind of step."""

    steps: int = 0
    calls: int = 0
    tried: int = 0
    lost: int = 0
    doubled: int = 0
    windows: int = 0
    found: list[str] = field(default_factory=list)

    def add(self, point: str, difference: state.Difference) -> None:
        """Count one point."""
        self.tried += 1
        self.lost += bool(difference.lost)
        self.doubled += bool(difference.doubled)
        self.windows += difference.windows
        self.found += [f"{point}: lost {one}" for one in difference.lost]
        self.found += [f"{point}: doubled {one}" for one in difference.doubled]


class Explorer:
    """Performs the steps of a season in a world; before each, tries what may go wrong in it.

    The same kind of step with the same calls is tried `repeats` times; `cut` says by its label which kinds are.
    """

    def __init__(self, world: World, cut: Callable[[str], bool] = lambda _label: True, repeats: int = 1) -> None:
        self.world = world
        self.points: defaultdict[str, Row] = defaultdict(Row)
        self.disorder: defaultdict[str, Row] = defaultdict(Row)
        self.steps = 0
        self._cut, self._repeats = cut, repeats
        self._seen: Counter[tuple[str, ...]] = Counter()

    def act(self, work: Work) -> Any:
        """Perform a step that people or a schedule begin, and everything that follows from it, each step explored."""
        value = self._step(work, stimulus=True)
        while (following := self.world.next()) is not None:
            self._step(following)
        return value

    def late(self) -> None:
        """Deliver everything that ever was on the bus once more, in another order: nothing may change."""
        old = state.known(self.world)
        before = state.of(self.world, old)
        [(difference, delivered)] = copies.each([lambda: self._all_again(old, before)])
        self._note_disorder(difference, delivered, "everything once more, late")

    def _step(self, work: Work, *, stimulus: bool = False) -> Any:
        self.steps += 1
        if self._cut(work.label):
            self._explore(work, stimulus=stimulus)
        return self.world.perform(work)

    def _explore(self, work: Work, *, stimulus: bool) -> None:
        old = state.known(self.world)
        [(operations, uncut)] = copies.each([lambda: self._uncut(work, old)])
        path = (work.label, *operations)
        self._seen[path] += 1
        row = self.points[work.label]
        row.steps += 1
        if self._seen[path] > self._repeats:
            return
        row.calls += len(operations)
        faults = faults_at(operations)
        runs = [lambda fault=fault: self._struck(work, fault, old, uncut) for fault in faults]
        for fault, difference in zip(faults, copies.each(runs), strict=True):
            row.add(str(fault), difference)
        if stimulus and uncut.others:
            [(difference, delivered)] = copies.each([lambda: self._disordered(work, old, uncut)])
            self._note_disorder(difference, delivered, f"after {work.label}")

    def _uncut(self, work: Work, old: frozenset[str]) -> tuple[list[str], state.State]:
        with watched() as calls:
            self.world.perform(work)
        operations = list(calls.operations)
        self.world.drain()
        return operations, state.of(self.world, old)

    def _struck(self, work: Work, fault: Fault, old: frozenset[str], uncut: state.State) -> state.Difference:
        with watched(fault):
            self.world.perform(work)
        self.world.drain()
        return state.compare(uncut, state.of(self.world, old))

    def _disordered(self, work: Work, old: frozenset[str], uncut: state.State) -> tuple[state.Difference, Counter[str]]:
        self.world.delivered.clear()
        self.world.copies = 2
        self.world.perform(work)
        self.world.drain(random.Random(self.steps))  # noqa: S311 - an order, no secret
        return state.compare(uncut, state.of(self.world, old)), self.world.delivered

    def _all_again(self, old: frozenset[str], before: state.State) -> tuple[state.Difference, Counter[str]]:
        self.world.delivered.clear()
        self.world.waiting += self.world.again()
        self.world.drain(random.Random(self.steps))  # noqa: S311 - an order, no secret
        return state.compare(before, state.of(self.world, old)), self.world.delivered

    def _note_disorder(self, difference: state.Difference, delivered: Counter[str], point: str) -> None:
        for consumer, count in delivered.items():
            row = self.disorder[consumer]
            row.steps += count
            row.tried += 1
        whole = self.disorder["all consumers"]
        whole.steps += sum(delivered.values())
        whole.add(point, difference)
