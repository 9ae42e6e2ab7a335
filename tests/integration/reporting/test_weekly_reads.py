"""What the weekly report reads follows its pairs, whatever lies behind them."""

from __future__ import annotations

from typing import Any

from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair
from tests.bench.due import DueTables
from tests.bench.weekly import Cost, measured

PAIRS = 60
ALWAYS = 4
"""Items that a report reads once: its programme, what it told before, and what is counted."""


def _in_proportion(young: Cost, old: Cost) -> bool:
    """Return whether a report of pairs with a past costs what it does without one, and each pair two items."""
    return (young.read, young.questions) == (old.read, old.questions) and young.read <= 2 * PAIRS + ALWAYS


def test_given_pairs_with_a_past_when_the_report_is_made_then_it_reads_each_pair_and_its_watch() -> None:
    assert _in_proportion(measured(PAIRS, 0), measured(PAIRS, 12))


class PastListed(DueTables):
    """Tables in which meetings stand on the list of pairs."""

    def put(self, item: Any) -> None:
        """See `DueTables.put`."""
        if isinstance(item, Meeting):
            item.list_pk, item.list_sk = Pair.list_key(item.programme_id, f"{item.pair_id}#{item.meeting_id}")
        super().put(item)


def test_given_a_list_that_grows_with_the_past_when_the_report_is_made_then_it_is_noticed() -> None:
    assert not _in_proportion(measured(PAIRS, 0, PastListed), measured(PAIRS, 12, PastListed))
