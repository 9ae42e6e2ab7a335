"""What the weekly report reads follows its pairs, whatever lies behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.tables.meetings import Meeting
from reporting import store
from tests.bench.weekly import Cost, measured

if TYPE_CHECKING:
    import pytest

    from mentoring.context import Context
    from reporting.figures import PairLine

PAIRS = 60
ALWAYS = 4
"""Items that a report reads once: its programme, what it told before, and what is counted."""


def _in_proportion(young: Cost, old: Cost) -> bool:
    """Return whether a report of pairs with a past costs what it does without one, and each pair two items."""
    return (young.read, young.questions) == (old.read, old.questions) and young.read <= 2 * PAIRS + ALWAYS


def test_given_pairs_with_a_past_when_the_report_is_made_then_it_reads_each_pair_and_its_watch() -> None:
    assert _in_proportion(measured(PAIRS, 0), measured(PAIRS, 12))


def test_given_a_report_that_reads_the_past_when_it_is_made_then_it_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = store.pair_lines

    def with_meetings(context: Context, *arguments: Any) -> list[PairLine]:
        lines = usual(context, *arguments)
        for one in lines:
            context.store.query(Meeting, *Meeting.of(one.pair_id))
        return lines

    monkeypatch.setattr(store, "pair_lines", with_meetings)
    assert not _in_proportion(measured(PAIRS, 0), measured(PAIRS, 12))
