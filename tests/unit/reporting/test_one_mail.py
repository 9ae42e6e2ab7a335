"""On the day of the weekly report organizers get one mail: it tells what the digest would, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.consumers import consume
from mentoring.events.recruitment import ProgrammeDateNears
from mentoring.events.reporting import DigestPrepared, WeeklyReportDue, WeeklyReportPrepared
from mentoring.i18n import day_in
from mentoring.tables.reporting import DailyDigest, Running, WeeklyReport
from reporting.use_cases import digests, weekly, weeks
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.reporting.givens import MemoryFiles, consumer_at, event, programme, season
from tests.unit.reporting.test_digests import happen
from tests.unit.reporting.test_weekly import note_stage

if TYPE_CHECKING:
    from datetime import datetime

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = NOON.replace(hour=0, minute=25) + timedelta(days=7)
"""The first minute at which anything runs on a Monday; the report comes on Mondays."""
KICK_OFF = ProgrammeDateNears("p", "kick_off", "2026-03-16", 2)
TOLD = {"dates": {"kick_off": {"day": "2026-03-16", "undecided": 2}}}


def running(**mailing: int) -> MemoryStore:
    """Given: a programme that runs, whose organizers get their mails so."""
    given = season(programme(mailing=mailing))
    note_stage(given, "running", "e1")
    return given


def hours(given: MemoryStore, begin: datetime, number: int, *, reports: bool = True, turned: bool = False) -> None:
    """When so many hours pass; `reports`: what is due is made; `turned`: reports are looked at before digests."""
    for at in (begin + count * HOUR for count in range(number)):
        context = context_at(at, store=given, service="reporting")
        looks = (digests.tell_due, weeks.begin_due)
        for look in reversed(looks) if turned else looks:
            look(context)
        if reports:
            make(given)


def make(given: MemoryStore) -> None:
    """When the reports that are due are made; what is made already isn't made again."""
    for one in [each for each in given.events if isinstance(each.data, WeeklyReportDue)]:
        consume(consumer_at(given, one, files=MemoryFiles()), prepare, one)


def prepare(context: Any, one: Any) -> None:
    weekly.prepare(context, one, draw=lambda *_: b"%PDF")


def mails(given: MemoryStore) -> list[tuple[str, str]]:
    """Return what was told, and on which day in Warsaw."""
    kinds = {DigestPrepared: "digest", WeeklyReportPrepared: "report"}
    told = [one for one in given.events if type(one.data) in kinds]
    return [(kinds[type(one.data)], day_in(one.meta.occurred_at, "Europe/Warsaw")) for one in told]


def report(given: MemoryStore, week: str = "2026-W11") -> WeeklyReport:
    found = given.get(WeeklyReport, *WeeklyReport.key("p", week))
    assert found is not None
    return found


def digest(given: MemoryStore) -> DailyDigest:
    found = given.get(DailyDigest, *DailyDigest.key("p"))
    assert found is not None
    return found


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("mailing", [{}, {"digest_hour": 6}, {"digest_hour": 17}, {"report_hour": 18}])
def test_given_news_when_the_day_of_the_report_comes_then_one_mail_has_them_whatever_the_hours(
    mailing: dict[str, int], turned: bool
) -> None:
    given = running(**mailing)
    happen(given, KICK_OFF, MONDAY - HOUR)
    hours(given, MONDAY, 24, turned=turned)
    assert mails(given) == [("report", "2026-03-09")]
    assert report(given).news_of_day == TOLD
    assert (digest(given).coming, digest(given).due_at, digest(given).told_on) == ({}, None, "2026-03-09")
    hours(given, MONDAY + DAY, 48)
    assert len(mails(given)) == 1


def test_given_news_after_the_report_when_the_next_day_comes_then_the_digest_has_them() -> None:
    given = running(digest_hour=17)
    hours(given, MONDAY, 10)
    happen(given, KICK_OFF, MONDAY + 10 * HOUR)
    hours(given, MONDAY + 10 * HOUR, 40)
    assert mails(given) == [("report", "2026-03-09"), ("digest", "2026-03-10")]
    assert (report(given).news_of_day, digest(given).told) == ({}, TOLD)


@pytest.mark.parametrize("days", [-1, 1, 2, 5])
def test_given_another_day_when_something_is_new_then_it_is_told_by_the_digest_as_ever(days: int) -> None:
    given = running()
    hours(given, MONDAY - 2 * DAY, 24 * (days + 2))
    happen(given, KICK_OFF, MONDAY + days * DAY)
    hours(given, MONDAY + days * DAY, 24)
    digest_of = ("digest", day_in(MONDAY + days * DAY, "Europe/Warsaw"))
    assert [one for one in mails(given) if one[0] == "digest"] == [digest_of]


def test_given_a_report_that_is_not_made_that_day_when_the_next_comes_then_the_digest_tells_and_the_report_does_not() -> (
    None
):
    given = running()
    happen(given, KICK_OFF, MONDAY - HOUR)
    hours(given, MONDAY, 24, reports=False)
    assert mails(given) == []
    hours(given, MONDAY + DAY, 12, reports=False)
    assert (mails(given), digest(given).told) == ([("digest", "2026-03-10")], TOLD)
    make(given)
    assert (report(given).news_of_day, digest(given).told_on) == ({}, "2026-03-10")


def test_given_no_report_any_more_when_its_day_comes_then_the_digest_tells() -> None:
    given = running()
    given.items.pop(Running.key("p"))
    happen(given, KICK_OFF, MONDAY - HOUR)
    hours(given, MONDAY, 24)
    assert mails(given) == [("digest", "2026-03-09")]


def test_given_a_week_with_its_report_when_the_day_is_moved_within_it_then_the_digest_tells_that_day() -> None:
    given = running()
    hours(given, MONDAY, 24)
    stored = given.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    listed = given.get(Running, *Running.key("p"))
    assert stored is not None
    assert listed is not None
    stored.mailing = {"report_weekday": 2}
    listed.set_due(MONDAY + 2 * DAY + 7 * HOUR)
    given.put(stored, listed)
    happen(given, KICK_OFF, MONDAY + 2 * DAY)
    hours(given, MONDAY + 2 * DAY, 24)
    assert mails(given) == [("report", "2026-03-09"), ("digest", "2026-03-11")]


def test_given_a_programme_that_begins_to_run_on_that_day_after_the_hour_when_something_is_new_then_the_digest_tells() -> (
    None
):
    given = season(programme(mailing={"digest_hour": 17}))
    note_stage(given, "running", "e1")
    listed = given.get(Running, *Running.key("p"))
    assert listed is not None
    listed.set_due(MONDAY + 7 * DAY + 7 * HOUR)
    given.put(listed)
    happen(given, KICK_OFF, MONDAY + 9 * HOUR)
    hours(given, MONDAY + 9 * HOUR, 12)
    assert mails(given) == [("digest", "2026-03-09")]


def test_given_clocks_that_change_that_weekend_when_the_day_comes_then_there_is_still_one_mail() -> None:
    given = running()
    monday = MONDAY + 21 * DAY  # 30 March; clocks change on the 29th
    happen(given, replace(KICK_OFF, day="2026-04-06"), monday - HOUR)
    hours(given, monday - 2 * HOUR, 26)
    assert mails(given) == [("report", "2026-03-30")]
    assert report(given, "2026-W14").news_of_day["dates"]["kick_off"]["day"] == "2026-04-06"


def test_given_the_event_of_a_report_twice_when_made_then_what_came_between_is_told_later() -> None:
    given = running()
    happen(given, KICK_OFF, MONDAY - HOUR)
    hours(given, MONDAY, 8)
    happen(given, replace(KICK_OFF, date="closing"), MONDAY + 8 * HOUR)
    make(given)
    assert list(digest(given).coming["dates"]) == ["closing"]
    again = event(WeeklyReportDue("p", "2026-W11"), "again")
    consume(replace(consumer_at(given, again), clock=clock.fixed(MONDAY)), prepare, again)
    assert list(digest(given).coming["dates"]) == ["closing"]
