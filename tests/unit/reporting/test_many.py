"""Weekly reports of many programmes, and of one with thousands of pairs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring import clock, workload
from mentoring.events.reporting import ReportingWorkContinued, WeeklyReportDue
from mentoring.tables.reporting import Running, WeeklyReport
from reporting import consumer
from reporting.use_cases import weekly, weeks
from tests.bulk import MANY
from tests.fakes import MemoryStore, context_at
from tests.fakes.bus import Bus, assert_bounded
from tests.unit.reporting.givens import MemoryFiles, matter, pair, programme, watch
from tests.unit.reporting.test_weekly import MONDAY, SILENT, weekly_report

pytestmark = pytest.mark.bulk
SOME = 1_000

assert consumer.handler


def running(programme_id: str) -> Running:
    """Given: the report of a programme is due on Monday."""
    one = Running(*Running.key(programme_id), programme_id=programme_id)
    one.set_due(MONDAY - timedelta(minutes=25))
    return one


def test_given_many_pairs_that_need_a_person_when_monday_comes_then_the_report_fits_and_the_list_has_all() -> None:
    store, files = MemoryStore(), MemoryFiles()
    store.put(programme(), running("p"))
    for one in range(MANY):
        made, its_watch = pair(f"{one:05}"), watch(f"{one:05}", "red" if one >= MANY - 10 else "amber", reason=SILENT)
        store.put(made, its_watch)
        if one % 2:
            store.put(matter(f"{one:05}", "help"))
    assert weekly_report(store, files) == 1
    (report,) = store.query(WeeklyReport, "REPORT#p", "WEEKLY#")
    assert (len(report.lines), report.figures["pairs"]) == (weekly.MOST_SHOWN, MANY)
    assert report.figures["red"] == 10
    assert b"xl/worksheets/sheet2.xml" in files.kept[report.attachment_key]
    assert_bounded(store)


@pytest.mark.parametrize("twice", [False, True])
def test_given_many_programmes_when_monday_comes_then_the_report_of_each_is_begun_once_on_its_own(
    twice: bool,
) -> None:
    """Making them is another test's: each draws a document."""
    store, number = MemoryStore(), SOME if twice else MANY
    for one in range(number):
        made = programme()
        made.programme_id, made.pk = f"{one:05}", f"PROGRAMME#{one:05}"
        store.put(made, running(f"{one:05}"))
    bus = Bus(store, "reporting", now=MONDAY, twice=twice, seed=5)
    begun = workload.of_schedule(ReportingWorkContinued, "weekly", clock.fixed(MONDAY)())
    weeks.begin_due(context_at(MONDAY, store=store, service="reporting", work=begun))
    bus.run(without="WeeklyReportDue")
    told = [one.data.programme_id for one in store.events if isinstance(one.data, WeeklyReportDue)]
    assert (bus.dead, len(told), len(set(told))) == ([], number, number)
    assert bus.delivered >= number // 500 - 1
    assert_bounded(store)
