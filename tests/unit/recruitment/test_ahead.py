"""Organizers hear a week before each date what is due: once for each day it is set to, whatever clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring.events.recruitment import ProgrammeDateNears
from mentoring.tables.recruitment import DatesAhead
from recruitment.domain.ahead import AHEAD, DUE_IN, Ahead
from recruitment.use_cases import dates, programmes
from tests.unit.recruitment.givens import World

BEGUN = datetime(2026, 2, 1, 12, tzinfo=UTC)
DAY = "2026-03-01"
MORNING_BEFORE = datetime(2026, 2, 22, 7, tzinfo=UTC)
"""A week before, at eight in Warsaw."""


class Desk(World):
    """Anna's programme, whose schedule runs when it is told to."""

    def __init__(self, stage: str = "recruiting", **settings: Any) -> None:
        super().__init__(stage, **settings)
        self.anna = self.who("anna", instant=BEGUN)

    def runs(self, instant: datetime) -> list[tuple[str, str]]:
        """Run the schedule; return of which dates organizers are told now."""
        self.store.outbox.clear()
        dates.tell(self.who("", instant=instant))
        told = [event.data for event in self.store.events]
        return [(one.date, one.day) for one in told if isinstance(one, ProgrammeDateNears)]

    def set(self, instant: datetime, **days: str) -> None:
        tag = self.programme.tag
        who = self.who("anna", instant=instant)
        programmes.change_programme(who, self.programme_id, {"dates": days}, tag)


def desk(stage: str = "recruiting", **days: str) -> Desk:
    made = Desk(stage)
    made.set(BEGUN, **days)
    return made


def test_given_a_date_when_a_week_is_left_then_organizers_are_told_once() -> None:
    where = desk(recruitment_closes=DAY)

    assert where.runs(MORNING_BEFORE - timedelta(seconds=1)) == []
    assert where.runs(MORNING_BEFORE) == [("recruitment_closes", DAY)]
    assert where.runs(MORNING_BEFORE) == []
    assert where.runs(MORNING_BEFORE + timedelta(hours=1)) == []


def test_given_a_date_that_was_told_when_moved_then_organizers_are_told_again_and_not_of_the_old_day() -> None:
    where = desk(recruitment_closes=DAY)
    where.runs(MORNING_BEFORE)
    where.set(MORNING_BEFORE + timedelta(days=1), recruitment_closes="2026-03-20")

    assert where.runs(MORNING_BEFORE + timedelta(days=2)) == []
    assert where.runs(datetime(2026, 3, 13, 7, tzinfo=UTC)) == [("recruitment_closes", "2026-03-20")]


def test_given_a_date_moved_to_less_than_a_week_away_when_the_schedule_runs_then_the_others_hear_of_it() -> None:
    where = desk(kick_off="2026-03-20")
    where.set(MORNING_BEFORE, kick_off="2026-02-25")

    assert where.runs(MORNING_BEFORE + timedelta(hours=1)) == [("kick_off", "2026-02-25")]


def test_given_a_first_date_less_than_a_week_away_when_the_schedule_runs_then_nobody_is_told() -> None:
    where = desk(kick_off="2026-02-05")

    assert where.runs(BEGUN + timedelta(hours=1)) == []


def test_given_a_schedule_that_slept_when_it_runs_again_then_what_is_still_ahead_is_told_and_what_is_past_is_not() -> (
    None
):
    where = desk(recruitment_closes=DAY, kick_off="2026-03-04")

    assert where.runs(datetime(2026, 3, 2, 12, tzinfo=UTC)) == [("kick_off", "2026-03-04")]


@pytest.mark.parametrize(("name", "stages"), DUE_IN.items())
@pytest.mark.parametrize("stage", ["draft", "recruiting", "matching", "running", "closing", "closed"])
def test_given_a_stage_when_a_date_nears_then_organizers_are_told_only_where_something_is_due(
    name: str, stages: tuple[str, ...], stage: str
) -> None:
    where = desk(stage, **{name: DAY})

    assert where.runs(MORNING_BEFORE) == ([(name, DAY)] if stage in stages else [])
    assert where.store.get(DatesAhead, *DatesAhead.key(where.programme_id)).due_at is None  # type: ignore[union-attr]


def test_given_dates_when_told_then_a_form_that_an_organizer_has_open_is_still_good() -> None:
    where = desk(recruitment_closes=DAY)
    tag = where.programme.tag
    where.runs(MORNING_BEFORE)

    assert where.programme.tag == tag


@given(
    st.sampled_from(["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.lists(st.integers(0, 14 * 24 * 60), min_size=1, max_size=30),
)
@example("Europe/Warsaw", date(2026, 4, 3), [7 * 24 * 60])  # clocks go forward in between
@example("America/New_York", date(2026, 11, 5), [7 * 24 * 60])
def test_given_any_zone_when_the_schedule_runs_at_any_minutes_then_it_tells_once_within_the_week_before(
    zone: str, day: date, minutes: list[int]
) -> None:
    home = ZoneInfo(zone)
    begins = datetime.combine(day, time.min, home).astimezone(UTC)
    notice = datetime.combine(day - AHEAD, time(8), home).astimezone(UTC)
    ahead = Ahead({"kick_off": day.isoformat()}, zone, {})
    told: list[datetime] = []
    runs = sorted(begins - timedelta(days=14) + timedelta(minutes=one) for one in minutes)
    for run in runs:
        if due := ahead.due(run):
            ahead = ahead.tell(due)
            told.append(run)
        assert ahead.next(run) in (None, notice)
    assert told == [run for run in runs if notice <= run < begins][:1]
