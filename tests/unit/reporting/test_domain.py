"""What reports say, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import Levels, MeetingLine
from tests.fakes.context import NOON
from tests.unit.reporting.givens import ENDED, report


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
