"""What reports say, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import Levels, MeetingLine, PairLine, Reason, figures, reasons, week_of
from tests.fakes.context import NOON
from tests.unit.reporting.givens import ENDED, report


def line(**values: Any) -> PairLine:
    given: dict[str, Any] = {
        "pair_id": "1", "mentor": "Anna", "mentee": "Jan", "stage": "working", "outcome": "", "colour": "green",
        "reasons": (), "meetings_held": 2, "last_held_at": "",
    }  # fmt: skip
    return PairLine(**given | values)


def test_given_meetings_when_counted_then_only_held_ones_are() -> None:
    assert (report().held, report().minutes, report().days) == (3, 180, 190)


@pytest.mark.parametrize(
    ("levels", "bar"),
    [
        (Levels(3, 8, 5), "was was was grew grew rest rest rest rest rest"),
        (Levels(5, 8, 2), "was was lost lost lost rest rest rest rest rest"),
        (Levels(0, 10, 10), " ".join(["grew"] * 10)),
    ],
)
def test_given_levels_when_drawn_then_the_bar_tells_start_gain_and_loss(levels: Levels, bar: str) -> None:
    assert " ".join(levels.bar()) == bar


@given(st.lists(st.integers(-30, 400), max_size=30), st.integers(0, 300), st.integers(1, 60))
def test_given_any_meetings_when_put_on_the_timeline_then_it_holds_them_and_none_is_lost(
    days: list[int], length: int, slots: int
) -> None:
    meetings = tuple(MeetingLine(NOON + timedelta(days=day), 60, "held", presumed=False) for day in days)
    found = report(meetings=meetings, closed_at=NOON + timedelta(days=length)).timeline(slots)
    assert len(found) == slots
    assert ("held" in found) == bool(days)


def test_given_a_held_and_a_missed_meeting_in_one_slot_when_drawn_then_the_held_one_shows() -> None:
    held = MeetingLine(NOON, 60, "held", presumed=False)
    for order in ((held, replace(held, outcome="technical")), (replace(held, outcome="technical"), held)):
        assert report(meetings=order).timeline(4) == ("held", "", "", "")
    assert report(meetings=(replace(held, starts_at=ENDED, outcome="technical"),)).timeline(4) == ("", "", "", "missed")


def test_given_reasons_when_gathered_then_colour_first_and_open_alerts_about_other_things_after() -> None:
    silence, late, asked = Reason("silence", 50), Reason("silence", 45), Reason("help", 0)
    assert reasons("red", [silence], [asked, late, asked]) == (silence, asked)
    assert reasons("green", [silence], [asked]) == (asked,)
    assert reasons("green", [], []) == ()


@pytest.mark.parametrize(
    ("values", "needs"),
    [
        ({}, False),
        ({"colour": "red", "reasons": (Reason("silence", 50),)}, True),
        ({"reasons": (Reason("help", 0),)}, True),
        ({"reasons": (Reason("help", 0),), "outcome": "closed_early"}, False),
    ],
)
def test_given_a_pair_when_reported_then_it_needs_a_person_while_there_is_a_reason(values: Any, needs: bool) -> None:
    assert line(**values).needs_a_person is needs


def test_given_pairs_when_figured_then_colours_count_going_ones_only_and_the_trend_is_the_change() -> None:
    pairs = [
        line(),
        line(colour="red"),
        line(colour="amber"),
        line(colour="red", outcome="completed"),
        line(outcome="closed_early"),
    ]
    found = figures(pairs, {"pairs": 3, "red": 2, "meetings_held": 10})
    trend = found.pop("trend")
    assert found == {
        "pairs": 5, "active": 3, "green": 1, "amber": 1, "red": 1, "meetings_held": 10, "completed": 1,
        "closed_early": 1,
    }  # fmt: skip
    assert trend == {
        "pairs": 2, "active": 0, "green": 0, "amber": 0, "red": -1, "meetings_held": 0, "completed": 0,
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
