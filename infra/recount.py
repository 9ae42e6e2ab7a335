"""Counts and lists items written before they were counted; running it twice changes nothing.

`PYTHONPATH=services:shared python -m infra.recount <programme id>…`, with credentials that may read and write the
stack's tables, and `CORE_TABLE` and the like as the functions have them. New programmes don't need it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.store import UnitOfWork
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.core import Counted, Item
from mentoring.tables.monitoring import Matter, Watch, WatchCounts
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.surveys import Assignment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentoring.store import Store

TOGETHER = 90
"""Items per transaction; the sums take a few more."""


def recount(store: Store, programme_id: str) -> int:
    """Count a programme's pairs, proposals, watches, matters and surveys as they are; return how many were missing."""
    uncounted = [one for one in _everything(store, programme_id) if one.counted != one.counts_as]
    for begin in range(0, len(uncounted), TOGETHER):
        uow = UnitOfWork(store, clock.now, service="recount", correlation_id=programme_id)
        for one in uncounted[begin : begin + TOGETHER]:
            uow.save(one)
        uow.commit()
    return len(uncounted)


def _everything(store: Store, programme_id: str) -> Iterator[Counted]:
    listed = store.listed(Item, Pair.listed(programme_id)[0])  # watches used to be listed with the pairs
    pairs = {one.pair_id: one for one in listed if isinstance(one, Pair)}
    yield from pairs.values()
    watches = [one for one in listed if isinstance(one, Watch)]
    yield from _named(watches or _counted_elsewhere(store, programme_id), pairs)
    yield from store.query(Proposal, *Proposal.of(programme_id))
    yield from store.query(Matter, *Matter.of(programme_id))
    yield from store.query(Assignment, *Assignment.of(programme_id))


def _counted_elsewhere(store: Store, programme_id: str) -> Iterator[Watch]:
    """Yield watches whose colours were counted under another key, so that they are counted once more."""
    if store.get_many(WatchCounts, WatchCounts.keys(programme_id)):
        return
    for one in store.listed(Watch, *Watch.listed(programme_id)):
        one.counted = ""
        yield one


def _named(watches: Iterable[Watch], pairs: dict[str, Pair]) -> Iterator[Watch]:
    """Yield watches with what the list of pairs needs from the pair."""
    for one in watches:
        if (pair := pairs.get(one.pair_id)) is not None:
            one.name, one.participants = pair.mentee_name, [pair.mentor_id, pair.mentee_id]
            yield one


def main(programmes: list[str]) -> int:
    """Run."""
    for one in programmes:
        sys.stdout.write(f"{one}: {recount(DynamoStore(), one)} counted\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
