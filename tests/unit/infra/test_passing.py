"""Time passes as it would: each schedule runs at its ticks, where something is due for it, and never otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from infra.local import clock
from infra.local.layout import Layout
from infra.local.passing import Passing, due_kinds, schedules, ticks

if TYPE_CHECKING:
    from pathlib import Path

BEGAN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""


class Figures:
    """A stack on which the first thing of a kind is due at an instant, until its function has run `runs` times."""

    def __init__(self, due: dict[str, str], function: str = "MeetingsSchedule", runs: int = 1) -> None:
        self.waiting, self.function, self.left = due, function, runs
        self.ran: list[tuple[str, str]] = []

    def due(self) -> dict[str, str]:
        return self.waiting if self.left else {}

    def run(self, function: str, instant: str) -> dict[str, Any]:
        self.ran.append((function, instant))
        self.left -= function == self.function
        return {"result": None, "failed": False}

    def settle(self, _seconds: float) -> None:
        pass


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Given: a stack whose clock stands at `BEGAN`."""
    found = Layout(tmp_path, 1, 2, 3)
    clock.start_behind(found.clock, datetime.now(UTC) - BEGAN)
    return found


def passed(layout: Layout, figures: Figures, length: timedelta) -> list[tuple[str, str]]:
    """Let time pass; return what ran."""
    Passing(layout, figures).until(BEGAN + length)  # type: ignore[arg-type]
    assert abs(clock.now(layout.clock) - BEGAN - length) < timedelta(seconds=5)
    return figures.ran


@pytest.mark.parametrize(
    ("due", "runs", "ran"),
    [
        ({}, 1, []),
        ({"MEETING": "2026-03-03T08:02:00Z"}, 1, ["2026-03-03T08:05:00Z"]),
        ({"MEETING": "2026-03-03T08:05:00Z"}, 1, ["2026-03-03T08:05:00Z"]),
        ({"MEETING": "2026-03-01T08:05:00Z"}, 1, ["2026-03-02T12:05:00Z"]),
        ({"MEETING": "2026-03-03T08:02:00Z"}, 2, ["2026-03-03T08:05:00Z", "2026-03-03T08:10:00Z"]),
    ],
    ids=["nothing due", "between two ticks", "at a tick", "before it began", "still due after a run"],
)
def test_given_something_due_when_time_passes_then_its_schedule_runs_at_the_ticks_from_there_on_alone(
    layout: Layout, due: dict[str, str], runs: int, ran: list[str]
) -> None:
    found = passed(layout, Figures(due, runs=runs), timedelta(days=3))
    assert found == [("MeetingsSchedule", one) for one in ran]


def test_given_a_weekly_report_due_when_weeks_pass_then_it_comes_after_its_hour_and_nothing_else_runs(
    layout: Layout,
) -> None:
    found = passed(layout, Figures({"WEEKLYREPORT": "2026-03-09T07:00:00Z"}, "ReportingSchedule"), timedelta(days=15))
    assert found == [("ReportingSchedule", "2026-03-09T07:25:00Z")]


def test_given_a_schedule_that_fails_when_time_passes_then_it_stops_and_names_it(layout: Layout) -> None:
    figures = Figures({"MEETING": "2026-03-03T08:02:00Z"})
    figures.run = lambda *_: {"result": "broken", "failed": True}  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="MeetingsSchedule failed at 2026-03-03T08:05:00Z"):
        Passing(layout, figures).until(BEGAN + timedelta(days=3))  # type: ignore[arg-type]


def test_given_the_template_when_its_schedules_are_read_then_all_that_becomes_due_is_looked_for_by_one_of_them() -> (
    None
):
    assert all(one.kinds for one in schedules()), "nobody could tell when it has something to do"
    looked_for = [kind for one in schedules() for kind in one.kinds]
    assert sorted(looked_for) == sorted({kind for kinds in due_kinds().values() for kind in kinds})


@pytest.mark.parametrize("expression", ["cron(0 6 ? * MON *)", "rate(1 day)", ""])
def test_given_a_schedule_of_another_kind_when_read_then_it_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="nobody knows"):
        ticks(expression)


def test_given_an_hourly_schedule_when_asked_then_its_ticks_are_at_its_minute() -> None:
    found = ticks("cron(20 * * * ? *)")
    assert found.next(BEGAN) == BEGAN + timedelta(minutes=20)
    assert found.next(found.next(BEGAN)) == found.next(BEGAN)
    assert found.next(BEGAN + timedelta(minutes=21)) == BEGAN + timedelta(minutes=80)
