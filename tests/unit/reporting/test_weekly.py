"""The weekly report is made once a week, at the hour of the programme, and holds what it should."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound, Stale
from mentoring.events.recruitment import ProgrammeChanged, ProgrammeStageChanged
from mentoring.events.reporting import WeeklyReportDue, WeeklyReportPrepared
from mentoring.mailing import Mailing
from mentoring.tables.recruitment import StageChange
from mentoring.tables.reporting import Running, WeeklyReport, Weeks
from reporting import texts
from reporting.figures import Reason
from reporting.use_cases import reports, weekly, weeks, when
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.reporting.givens import (
    MemoryFiles,
    closed,
    consumer_at,
    event,
    matter,
    member,
    pair,
    programme,
    season,
    watch,
)

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event

WEEK = timedelta(days=7)
MONDAY = NOON.replace(hour=7, minute=25) + timedelta(days=14)


def published(given: MemoryStore, kind: type) -> list[Any]:
    return [one.data for one in given.events if isinstance(one.data, kind)]


def note_stage(given: MemoryStore, stage: str, event_id: str) -> None:
    stored = given.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    assert stored is not None
    stored.stage = stage
    given.put(stored)
    one = event(ProgrammeStageChanged("p", "", stage), event_id)
    consume(at_noon(given, one), when.note_stage, one)


def at_noon(given: MemoryStore, one: Event) -> Any:
    return replace(consumer_at(given, one), clock=clock.fixed(NOON))


def test_given_a_programme_when_its_stage_moves_then_it_is_listed_while_it_runs_or_closes() -> None:
    given = season()
    listed = []
    for number, stage in enumerate(["matching", "running", "closing", "running", "matching", "closed"]):
        note_stage(given, stage, f"e{number}")
        listed.append(bool(given.query(Running, "REPORT#PROGRAMMES")))
    assert listed == [False, True, True, True, False, False]


def test_given_an_old_event_when_it_comes_late_then_the_programme_itself_decides() -> None:
    given = season()
    note_stage(given, "running", "e1")
    late = event(ProgrammeStageChanged("p", "running", "closed"), "e0")
    consume(at_noon(given, late), when.note_stage, late)
    assert len(given.query(Running, "REPORT#PROGRAMMES")) == 1
    gone = event(ProgrammeStageChanged("q", "", "running"), "e2")
    consume(at_noon(given, gone), when.note_stage, gone)
    assert len(given.query(Running, "REPORT#PROGRAMMES")) == 1


def running(*items: Any) -> MemoryStore:
    """Given: a running programme on the list, with these items."""
    given = season(*items)
    note_stage(given, "running", "e1")
    return given


def weekly_report(given: MemoryStore, files: MemoryFiles, at: Any = MONDAY) -> int:
    """When the hour comes, and what it began is done; return how many reports were due."""
    before = len(given.events)
    begun = weeks.begin_due(context_at(at, store=given, service="reporting"))["reports"]
    for one in given.events[before:]:
        if isinstance(one.data, WeeklyReportDue):
            consume(consumer_at(given, one, files=files), prepare, one)
    return begun


def prepare(context: Context, one: Event[WeeklyReportDue]) -> None:
    weekly.prepare(context, one, draw=lambda report, locale: f"{locale} {report}".encode())


def sheets(files: MemoryFiles, report: WeeklyReport) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the list that is attached, by the names of its sheets."""
    content = files.kept[report.attachment_key]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: [tuple(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def reported(given: MemoryStore, at: Any = MONDAY) -> WeeklyReport:
    year, week, _ = at.isocalendar()
    found = given.get(WeeklyReport, *WeeklyReport.key("p", f"{year}-W{week:02d}"))
    assert found is not None
    return found


SILENT = {"rule": "silence", "days": 45, "since": clock.iso(MONDAY - timedelta(days=61))}
HISTORY = [
    {"rule": "silence", "step": "nudge", "at": clock.iso(MONDAY - timedelta(days=30)), "days": 31},
    {"rule": "silence", "step": "suggest", "at": clock.iso(MONDAY - timedelta(days=1)), "days": 60},
]
WRITTEN = [{"at": clock.iso(MONDAY - timedelta(days=3)), "to": "m1"}]


def test_given_matters_when_monday_comes_then_the_report_has_facts_and_ids_and_no_names() -> None:
    silent = matter("1", "silence", urgency="silent")
    given, files = running(
        pair("1", mentee_name="Żaneta"), watch("1", "red", reason=SILENT, history=HISTORY, written=WRITTEN), silent,
        pair("2", mentee_name="Adam"), watch("2"), matter("2", "help"),
        pair("3", mentee_name="Ewa"), watch("3"),
        closed("4"), watch("4", "grey"), matter("4", "rating", state="done"),
        pair("5", mentee_name="Bez obserwacji"),
    ), MemoryFiles()  # fmt: skip
    assert weekly_report(given, files) == 1
    report = reported(given)
    assert [(one["about"], one["urgency"], one["reasons"][0]["rule"]) for one in report.lines] == [
        ("2", "help", "help"),
        ("1", "silent", "silence"),
    ]
    assert (report.lines[1]["tried"], report.lines[1]["written"]) == ([HISTORY[0]["at"]], [WRITTEN[0]["at"]])
    assert [report.figures[name] for name in ("matters", "pairs", "active", "red", "completed")] == [2, 5, 4, 1, 1]
    assert not any(name in str(report.attribute_values) for name in ("Żaneta", "Adam", "Ewa"))
    assert published(given, WeeklyReportPrepared) == [WeeklyReportPrepared("p", report.report_id, "2026-W12")]


def test_given_more_matters_than_a_mail_shows_when_reported_then_the_rest_is_counted_and_listed() -> None:
    many = [
        (pair(f"{one:02}"), watch(f"{one:02}"), matter(f"{one:02}", "silence", urgency="silent")) for one in range(20)
    ]
    given, files = running(*(each for some in many for each in some)), MemoryFiles()
    weekly_report(given, files)
    report = reported(given)
    assert (len(report.lines), report.figures["matters"]) == (weekly.MOST_SHOWN, 20)
    assert [len(rows) for rows in sheets(files, report).values()] == [21, 21]


def test_given_something_shortly_before_midnight_when_the_list_says_its_day_then_it_is_the_programme_s() -> None:
    late = matter("1", "silence", urgency="silent")
    late.since = "2026-01-05T23:30:00Z"
    late.place()
    given, files = running(pair(last_held_at="2026-01-05T23:30:00Z"), watch(), late), MemoryFiles()
    weekly_report(given, files)
    rows = [rows[1] for rows in sheets(files, reported(given)).values()]
    assert [row[-1] for row in rows] == ["2026-01-06", "2026-01-06"]


def test_given_a_week_when_run_twice_then_one_report_and_the_next_week_tells_the_trend() -> None:
    given, files = running(pair(), watch("1", "red", reason=SILENT)), MemoryFiles()
    assert [weekly_report(given, files) for _ in range(2)] == [1, 0]
    given.put(watch("1", "green"), pair(meetings_held=3))
    assert weekly_report(given, files, MONDAY + WEEK) == 1
    later = reported(given, MONDAY + WEEK)
    assert [later.figures["trend"][name] for name in ("red", "green", "meetings_held")] == [-1, 1, 3]
    assert later.before == [{"made_at": clock.iso(MONDAY), "held": 0, "green": 0, "amber": 0, "red": 1}]
    assert weekly_report(given, files, MONDAY + 2 * WEEK) == 1
    assert [one["held"] for one in reported(given, MONDAY + 2 * WEEK).before] == [0, 3]


def test_given_what_happened_that_week_when_reported_then_it_is_news_and_older_things_are_not() -> None:
    new, old = clock.iso(MONDAY - timedelta(days=2)), clock.iso(MONDAY - timedelta(days=8))
    given, files = running(
        *(pair(f"n{one}", agreed_at=new) for one in range(7)), pair("o", agreed_at=old),
        closed("c", closed_at=new, agreed_at=old), closed("d", closed_at=old, agreed_at=old),
        *(
            StageChange(*StageChange.key("p", at, 1), programme_id="p", from_stage="matching", to_stage="running", by="o", at=at)
            for at in (new, old)
        ),
    ), MemoryFiles()  # fmt: skip
    weekly_report(given, files)
    news = reported(given).news
    assert (news["agreed_number"], len(news["agreed"]), news["stages"]) == (7, 5, [{"to": "running", "at": new}])
    assert (news["closed_number"], news["closed"]) == (1, [{"pair_id": "c", "outcome": "completed"}])


def test_given_hostile_names_when_listed_then_no_cell_is_a_formula_and_spreadsheets_open_it() -> None:
    given, files = running(pair(mentee_name='=cmd|" /C calc"!A0', mentor_name="+48 600"), watch()), MemoryFiles()
    weekly_report(given, files)
    _, row = sheets(files, reported(given))["Pary"]
    assert row[:2] == ('=cmd|" /C calc"!A0', "+48 600")


def test_given_a_programme_in_english_when_listed_then_the_columns_are_english() -> None:
    given, files = season(pair(stage="closing"), watch(colour="red", reason=SILENT)), MemoryFiles()
    stored = given.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    assert stored is not None
    stored.languages = ["en"]
    given.put(stored)
    note_stage(given, "running", "e1")
    weekly_report(given, files)
    told = sheets(files, reported(given))
    assert told["What needs you"] == [("Who or what", "Urgency", "Reason", "Since")]
    assert told["Pairs"] == [
        ("Mentee", "Mentor", "Stage", "Colour", "Reason", "Meetings held", "Last meeting"),
        ("Jan", "Anna", "closing", "needs a person", "no meeting for 61 days and nothing planned", "0", ""),
    ]


def test_given_a_long_history_when_reported_then_nothing_of_it_is_read() -> None:
    given, files = running(pair(), watch(), matter("1", "help")), MemoryFiles()
    asked: list[str] = []
    for name in ("query", "listed", "get_many"):
        given_method = getattr(given, name)
        setattr(
            given,
            name,
            lambda kind, *rest, its=given_method, **more: asked.append(kind.__name__) or its(kind, *rest, **more),
        )
    weekly_report(given, files)
    assert set(asked) <= {"Item", "Pair", "Watch", "Matter", "StageChange", "Gathering", "WeeklyReport", "Participant"}
    assert max(Counter(one for one in asked if one != "Item").values()) == 1


def test_given_another_run_was_quicker_when_committing_then_it_is_no_fault() -> None:
    def slip(changes: Any) -> None:
        raise Stale(items=len(changes))

    given = running(pair(), watch())
    given.commit = slip  # type: ignore[method-assign]
    assert weekly_report(given, MemoryFiles()) == 0


def test_given_the_event_again_and_late_when_it_comes_then_nothing_is_made_again_and_it_is_the_report_of_its_hour() -> (
    None
):
    given, files = running(pair(), watch("1", "red", reason=SILENT)), MemoryFiles()
    weekly_report(given, files)
    (one,) = [each for each in given.events if isinstance(each.data, WeeklyReportDue)]
    other = replace(one, meta=replace(one.meta, id="again"))
    assert [consume(consumer_at(given, each, files=files), prepare, each) for each in (one, other)] == [
        "done before",
        "done",
    ]
    assert len(published(given, WeeklyReportPrepared)) == 1
    assert reported(given).made_at == clock.iso(MONDAY)


# When it comes -------------------------------------------------------------------------------------------------------


def set_up(given: MemoryStore, **values: Any) -> None:
    """When an organizer changes the programme at noon."""
    stored = given.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    assert stored is not None
    for name, value in values.items():
        setattr(stored, name, value)
    given.put(stored)
    one = event(ProgrammeChanged("p"), f"changed {values}")
    consume(at_noon(given, one), when.note_settings, one)


def due(given: MemoryStore) -> str:
    (one,) = given.query(Running, "REPORT#PROGRAMMES")
    return str(one.due_at)


def test_given_a_day_and_an_hour_when_they_are_changed_then_the_report_comes_then_and_not_before() -> None:
    given, files = running(pair(), watch()), MemoryFiles()
    assert due(given) == "2026-03-09T07:00:00Z"
    set_up(given, mailing={"report_weekday": 3, "report_hour": 15})
    assert due(given) == "2026-03-05T14:00:00Z"
    assert weekly_report(given, files, clock.parse("2026-03-05T13:59:00Z")) == 0
    assert weekly_report(given, files, clock.parse("2026-03-05T14:25:00Z")) == 1
    assert due(given) == "2026-03-12T14:00:00Z"


def test_given_another_zone_when_it_is_set_then_the_hour_is_that_zone_s_and_the_week_too() -> None:
    given, files = running(pair(), watch()), MemoryFiles()
    set_up(given, zone="Pacific/Auckland", mailing={"report_hour": 0})
    assert due(given) == "2026-03-08T11:00:00Z"  # Monday there, still Sunday of week 10 in UTC
    weekly_report(given, files, clock.parse(due(given)))
    assert published(given, WeeklyReportDue) == [WeeklyReportDue("p", "2026-W11")]


def test_given_a_report_of_this_week_when_its_day_is_moved_behind_it_then_the_week_has_no_second_one() -> None:
    given, files = running(pair(), watch()), MemoryFiles()
    weekly_report(given, files, clock.parse("2026-03-09T07:25:00Z"))
    set_up(given, mailing={"report_weekday": 4})
    assert weekly_report(given, files, clock.parse("2026-03-13T07:25:00Z")) == 1
    assert [one.week for one in published(given, WeeklyReportPrepared)] == ["2026-W11"]


def test_given_what_is_due_already_when_the_hour_is_moved_then_it_comes_all_the_same() -> None:
    given = running(pair(), watch())
    (one,) = given.query(Running, "REPORT#PROGRAMMES")
    one.set_due(NOON - timedelta(minutes=10))
    given.put(one)
    set_up(given, mailing={"report_weekday": 3})
    assert due(given) == clock.iso(NOON - timedelta(minutes=10))


@pytest.mark.parametrize(
    ("now", "zone", "weekday", "hour", "at"),
    [
        ("2026-03-28T12:00:00Z", "Europe/Warsaw", 6, 2, "2026-03-29T01:00:00Z"),  # 2:00 is skipped that night
        ("2026-10-24T12:00:00Z", "Europe/Warsaw", 6, 2, "2026-10-25T00:00:00Z"),  # 2:00 comes twice: the first
        ("2026-10-25T00:30:00Z", "Europe/Warsaw", 6, 2, "2026-11-01T01:00:00Z"),  # between the two
        ("2026-03-02T12:00:00Z", "Asia/Kathmandu", 0, 8, "2026-03-09T02:15:00Z"),
    ],
)
def test_given_a_clock_change_when_the_report_is_due_then_it_comes_once_at_its_hour(
    now: str, zone: str, weekday: int, hour: int, at: str
) -> None:
    when_it_is = Mailing(report_weekday=weekday, report_hour=hour)
    assert clock.iso(when_it_is.next_report(clock.parse(now), zone)) == at


def test_given_reports_when_an_organizer_looks_then_newest_first_and_closed_pairs_only() -> None:
    given, files = running(pair("1"), watch("1"), closed("2"), watch("2")), MemoryFiles()
    for days in (0, 7):
        weekly_report(given, files, MONDAY + timedelta(days=days))
    context = context_at(store=given, person_id="wit")
    programme, weeks = weekly.of_programme(context, "p")
    ended = reports.closed(context, programme, "", 40).items
    assert ([one.week for one in weeks], [one.pair_id for one in ended]) == (["2026-W13", "2026-W12"], ["2"])
    assert weekly.weekly_list(context, "p", "2026-W12").week == "2026-W12"
    with pytest.raises(NotFound):
        weekly.weekly_list(context, "p", "2026-W11")


def test_given_reports_of_before_weeks_were_noted_when_looked_at_and_when_the_next_is_made_then_they_are_there() -> (
    None
):
    given, files = running(pair(), watch("1", "red", reason=SILENT)), MemoryFiles()
    weekly_report(given, files)
    del given.items[Weeks.key("p")]
    context = context_at(store=given, person_id="wit")
    assert [(one.week, one.figures["red"]) for one in weekly.of_programme(context, "p")[1]] == [("2026-W12", 1)]
    assert weekly_report(given, files) == 0
    weekly_report(given, files, MONDAY + timedelta(days=7))
    assert [one.week for one in weekly.of_programme(context, "p")[1]] == ["2026-W13", "2026-W12"]
    note_stage(given, "matching", "e2")
    assert [one.week for one in weekly.of_programme(context, "p")[1]] == ["2026-W13", "2026-W12"]


@pytest.mark.parametrize("who", ["anna", "obca"])
def test_given_somebody_who_does_not_organize_when_asking_for_reports_then_there_is_nothing(who: str) -> None:
    given = running(pair(), watch(), member("inny", "owner"))
    context = context_at(store=given, person_id=who)
    with pytest.raises(NotFound):
        weekly.of_programme(context, "p")
    with pytest.raises(NotFound):
        weekly.weekly_list(context, "p", "2026-W12")


@pytest.mark.parametrize(
    ("rule", "days", "said"),
    [
        ("silence", 1, "no meeting for 1 day and nothing planned"),
        ("first_meeting", 14, "no first meeting arranged for 14 days"),
        ("contract", 1, "contract not signed 1 day after the first meeting"),
        ("goal", 0, "three meetings held and no goal agreed"),
        ("tomorrow's rule", 0, "needs a look"),
    ],
)
def test_given_a_reason_when_said_then_it_is_in_words(rule: str, days: int, said: str) -> None:
    assert texts.reasons([Reason(rule, days)], "en") == said
