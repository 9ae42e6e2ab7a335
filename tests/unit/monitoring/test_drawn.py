"""Charts over weeks: where each begins and ends."""

from __future__ import annotations

from datetime import timedelta

from monitoring.domain.overview import Week
from monitoring.sight import drawn
from tests.fakes import context_at
from tests.fakes.context import NOON

MEETINGS = next(one for one in drawn.SERIES if one.name == "meetings")
COLOURS = next(one for one in drawn.SERIES if one.name == "colours")


def test_given_a_figure_that_only_reports_tell_when_drawn_then_its_chart_ends_with_the_last_report() -> None:
    """No place is kept for today, where there would be no bar."""
    told = [Week(NOON - timedelta(days=7 * back), {"meetings_held": 9 - back, "red": 1}) for back in (2, 1)]
    weeks = [*told, Week(NOON, {"red": 2})]
    meetings = drawn.over_time(MEETINGS, weeks, context_at(locale="en"))
    assert (len(meetings.days), "today" in meetings.days) == (2, False)
    assert meetings.rows == [("meetings held so far", (7, 8))]
    colours = drawn.over_time(COLOURS, weeks, context_at(locale="en"))
    assert (len(colours.days), colours.days[-1]) == (3, "today")


def test_given_no_figure_at_all_when_drawn_then_the_days_stand_without_rows() -> None:
    found = drawn.over_time(MEETINGS, [Week(NOON, {"red": 2})], context_at(locale="en"))
    assert (found.days, found.rows) == (["today"], [])
