"""Recruitment ends on its date: the last day counts to its end, in the zone of the programme."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

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


@pytest.mark.parametrize(("instant", "open_"), [(BEFORE_MIDNIGHT, True), (AFTER_MIDNIGHT, False)])
def test_given_the_catalogue_when_read_then_it_says_what_holds_today(instant: datetime, open_: bool) -> None:
    ((programme, taking),) = programmes.catalogue(world().who("", instant=instant))

    assert (programme.slug, taking) == ("wiosna", open_)
