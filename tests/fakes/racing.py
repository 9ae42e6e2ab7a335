"""A store in which somebody else is always faster: between a use case's reads and its commit, others act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.errors import DomainError
from tests.fakes.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.store import Changes


class RacingStore(MemoryStore):
    """Before a commit the next waiting actor acts completely, and before that one's commit the one after it.

    So all of them read the same first, and the last one writes first: the worst possible order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], object]] = []

    def commit(self, changes: Changes) -> None:
        if self.waiting:
            self.waiting.pop(0)()
        super().commit(changes)


def race(store: RacingStore, actors: Sequence[Callable[[], Any]]) -> list[str]:
    """Let everybody act at once; return each outcome in their order: `done` or the code of the refusal."""
    ends = ["" for _ in actors]

    def guarded(number: int, act: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            try:
                act()
            except DomainError as refused:
                ends[number] = refused.code
            else:
                ends[number] = "done"

        return run

    first, *store.waiting = [guarded(number, act) for number, act in enumerate(actors)]
    first()
    while store.waiting:  # actors that were refused before they wrote anything let nobody pass
        store.waiting.pop(0)()
    return ends
