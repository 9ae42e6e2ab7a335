"""The figures of a programme: what is counted of its pairs, and why a pair needs somebody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from reporting.figures import PairLine, Reason, figures, reasons, week_of


def line(**values: Any) -> PairLine:
    given: dict[str, Any] = {
        "pair_id": "1", "mentor": "Anna", "mentee": "Jan", "stage": "working", "outcome": "", "colour": "green",
        "meetings_held": 2, "last_held_at": "",
    }  # fmt: skip
    return PairLine(**given | values)


def test_given_reasons_when_gathered_then_that_of_the_colour_is_first_and_what_else_the_matter_says_after() -> None:
    silence, late, asked = Reason("silence", 50), Reason("silence", 45), Reason("help", 0)
    assert reasons("red", [silence], [asked, late, asked]) == (silence, asked)
    assert reasons("green", [silence], [asked]) == (asked,)
    assert reasons("green", [], []) == ()


def test_given_pairs_when_figured_then_colours_count_going_ones_only_and_the_trend_is_the_change() -> None:
    pairs = [
        line(),
        line(colour="red"),
        line(colour="amber"),
        line(colour="red", outcome="completed"),
        line(outcome="closed_early"),
    ]
    found = figures(pairs, 4, {"matters": 1, "pairs": 3, "red": 2, "meetings_held": 10})
    trend = found.pop("trend")
    assert found == {
        "matters": 4, "pairs": 5, "active": 3, "green": 1, "amber": 1, "red": 1, "meetings_held": 10, "completed": 1,
        "closed_early": 1,
    }  # fmt: skip
    assert trend == {
        "matters": 3, "pairs": 2, "active": 0, "green": 0, "amber": 0, "red": -1, "meetings_held": 0, "completed": 0,
        "closed_early": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("instant", "week"),
    [
        (datetime(2026, 3, 16, 6, tzinfo=UTC), "2026-W12"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, tzinfo=UTC), "2027-W01"),
    ],
)
def test_given_an_instant_when_its_week_is_asked_for_then_it_is_the_iso_week(instant: datetime, week: str) -> None:
    assert week_of(instant) == week
