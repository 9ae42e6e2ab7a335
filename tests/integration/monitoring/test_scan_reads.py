"""What the scan of pairs reads follows what is due, not how many pairs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.core import DUE_SHARDS
from tests.bench.due import DueTables
from tests.bench.scanning import Cost, measured

if TYPE_CHECKING:
    from tests.faults.tables import Raw

DUE, MANY = 30, 1_500
INDEXES = 3
"""What is looked for in one run: pairs, onboarding that waits, matters that come back."""


def _in_proportion(few: Cost, many: Cost) -> bool:
    """Return whether a run over many pairs costs what it does over few, where as many are due."""
    return few == many and few.read <= 1.05 * few.raised + DUE_SHARDS


def test_given_many_pairs_when_a_few_are_due_then_the_run_reads_these_and_no_others() -> None:
    few, many = measured(DUE, DUE), measured(MANY, DUE)
    assert (few.raised, few.transactions) == (DUE, DUE)
    assert _in_proportion(few, many)


def test_given_many_pairs_when_none_is_due_then_each_shard_is_asked_once_and_nothing_is_read() -> None:
    assert measured(MANY, 0) == Cost(raised=0, read=0, questions=INDEXES * DUE_SHARDS, transactions=0)


class Everything(DueTables):
    """Tables whose due index doesn't know what time it is."""

    def _query(self, asked: Raw) -> Raw:
        values = asked["ExpressionAttributeValues"]
        never = {name: {"S": "9999"} if one["S"][:1].isdigit() else one for name, one in values.items()}
        return super()._query(asked | {"ExpressionAttributeValues": never})


def test_given_an_index_that_gives_everything_when_pairs_are_many_then_it_is_noticed() -> None:
    assert not _in_proportion(measured(DUE, DUE, Everything), measured(4 * DUE, DUE, Everything))
