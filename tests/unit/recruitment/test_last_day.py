"""Recruitment begins and ends on its dates: the last day counts to its end, in the zone of the programme."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring import recruiting
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import ProgrammeStage, ProgrammeType
from recruitment import domain
from recruitment.use_cases import applications, deciding, importing, programmes
from tests.unit.recruitment.givens import World, profile

LAST = {"recruitment_closes": "2026-03-02"}
BEFORE_MIDNIGHT, AFTER_MIDNIGHT = datetime(2026, 3, 2, 22, 59, tzinfo=UTC), datetime(2026, 3, 2, 23, 1, tzinfo=UTC)
"""The end of 2 March in Warsaw, which is UTC+1 then."""


def world(zone: str = "Europe/Warsaw") -> World:
    return World(dates=LAST, zone=zone)


def apply(where: World, instant: datetime, *, submit: bool = True) -> Any:
    return applications.keep_application(
        where.who("ada", instant=instant), "wiosna", "mentee", profile(), submit=submit
    )


@pytest.mark.parametrize(
    ("zone", "instant"), [("Europe/Warsaw", BEFORE_MIDNIGHT), ("America/New_York", AFTER_MIDNIGHT)]
)
def test_given_the_last_day_when_somebody_applies_then_they_are_in_time(zone: str, instant: datetime) -> None:
    assert apply(world(zone), instant).state == "submitted"


@pytest.mark.parametrize("submit", [True, False])
def test_given_the_day_after_when_somebody_applies_then_it_is_said_in_words(submit: bool) -> None:
    with pytest.raises(domain.RecruitmentEnded) as refusal:
        apply(world(), AFTER_MIDNIGHT, submit=submit)

    assert refusal.value.params == {"day": date(2026, 3, 2)}


def test_given_the_day_after_when_somebody_answers_a_question_then_they_may() -> None:
    where = world()
    one = apply(where, BEFORE_MIDNIGHT)
    deciding.decide(where.who("anna"), where.programme_id, [one.application_id], "needs_info", message="Cel?")

    assert apply(where, AFTER_MIDNIGHT).state == "submitted"


def test_given_the_day_after_when_organizers_import_then_they_may() -> None:
    where = world()
    from tests.unit.recruitment.givens import file

    anna = where.who("anna", instant=AFTER_MIDNIGHT)
    assert importing.import_applications(anna, where.programme_id, file("Mentee:jan")).imported == 1


@pytest.mark.parametrize(
    ("instant", "holds"),
    [(BEFORE_MIDNIGHT - timedelta(days=9), "opens"), (BEFORE_MIDNIGHT, "open"), (AFTER_MIDNIGHT, "closed")],
)
def test_given_the_catalogue_when_read_then_it_says_what_holds_today(instant: datetime, holds: str) -> None:
    where = World(dates={"recruitment_opens": "2026-02-22", **LAST})
    ((programme, found),) = programmes.catalogue(where.who("", instant=instant))

    assert (programme.slug, found) == ("wiosna", holds)


def test_given_a_first_day_to_come_when_somebody_applies_then_it_is_said_in_words() -> None:
    where = World(dates={"recruitment_opens": "2026-03-03"})
    with pytest.raises(domain.RecruitmentNotOpen) as refusal:
        apply(where, BEFORE_MIDNIGHT)

    assert refusal.value.params == {"day": date(2026, 3, 3)}
    assert apply(where, AFTER_MIDNIGHT).state == "submitted"


@given(
    st.sampled_from(sorted(available_timezones())),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(-200_000, 200_000),
)
@example("Europe/Warsaw", date(2026, 3, 28), 0)  # the night in which clocks go forward
@example("Europe/Warsaw", date(2026, 10, 24), 1)
@example("Asia/Beirut", date(2026, 3, 28), 1)  # midnight doesn't exist
@example("America/Asuncion", date(2024, 3, 23), -1)  # the last hour of the day comes twice
def test_given_any_zone_when_a_second_passes_then_the_first_and_the_last_day_count_to_their_ends(
    zone: str, day: date, seconds: int
) -> None:
    dates = {"recruitment_opens": day.isoformat(), "recruitment_closes": day.isoformat()}
    home = ZoneInfo(zone)
    begins = datetime.combine(day, time.min, home).astimezone(UTC)
    last = datetime.combine(day, time(23, 59, 59), home).replace(fold=1).astimezone(UTC)
    instant = last + timedelta(seconds=seconds)

    open_ = recruiting.takes_applications(ProgrammeStage.RECRUITING, dates, day_in(instant, zone))

    assert open_ == (begins <= instant <= last)


@pytest.mark.parametrize(
    ("stage", "type_", "holds"),
    [
        ("recruiting", "cohort", "open"),
        ("matching", "cohort", "closed"),
        ("running", "cohort", "running"),
        ("running", "ongoing", "open"),
        ("matching", "ongoing", "open"),
        ("closing", "ongoing", "running"),
        ("closed", "ongoing", "ended"),
        ("erased", "cohort", "ended"),
    ],
)
def test_given_a_stage_when_nothing_else_is_known_then_it_says_what_holds(stage: str, type_: str, holds: str) -> None:
    assert recruiting.public(stage, {}, "2026-03-02", type_) == holds


def test_given_an_ongoing_programme_that_runs_when_somebody_applies_or_is_imported_then_they_may() -> None:
    running = domain.Programme(ProgrammeStage.RUNNING, type=ProgrammeType.ONGOING)

    running.check_takes(domain.Application(), "2026-03-02")
    running.check_import()
    with pytest.raises(domain.RecruitmentClosed):
        domain.Programme(ProgrammeStage.CLOSING, type=ProgrammeType.ONGOING).check_import()
