"""Since when the first of those who wrote waits: the list, its JSON, the weekly report and its mail say the same day."""

from __future__ import annotations

import pytest

from mentoring.tables.workspace import DeskThread
from monitoring import api
from reporting import texts
from tests.fakes import MemoryStore
from tests.integration.lambdas import Call, over, said
from tests.unit.monitoring.givens import pair, season
from tests.unit.reporting import test_weekly as weekly
from tests.unit.reporting.givens import MemoryFiles

LIST = "/monitoring/p/matters"


def wrote(who: str, day: int, state: str = "open") -> DeskThread:
    """Given: somebody wrote to the organizers on a day of January."""
    at = f"2026-01-{day:02}T09:00:00Z"
    one = DeskThread(
        *DeskThread.key("p", who), programme_id="p", person_id=who, participant_id=who, state=state, changed_at=at,
        waits_since=at if state == "open" else None,
    )  # fmt: skip
    one.place()
    return one


@pytest.fixture
def given() -> MemoryStore:
    """Given: two people wait for an answer, one longer than the other; a third one has theirs."""
    memory = season(pair())
    memory.put(wrote("iga", 3, "answered"), wrote("jan", 20), wrote("ewa", 12))
    return memory


@pytest.mark.parametrize(("language", "day"), [("en", "12 January 2026"), ("pl", "12 stycznia 2026")])
def test_given_people_who_wrote_when_the_list_is_read_then_it_says_since_when_the_first_of_them_waits(
    given: MemoryStore, language: str, day: str
) -> None:
    call: Call = over(api.app, given)
    (step,) = said(call("GET", f"/v1{LIST}", "ola", language=language))["steps"]
    assert (step["text"][:1], step["since"]) == ("2", "2026-01-12T09:00:00Z")
    page = call("GET", LIST, "ola", language=language)["body"]
    assert day in page.split(step["text"])[1].split("</li>")[0]


@pytest.mark.parametrize(
    ("who", "language", "text"),
    [
        ("ola", "en", "2 people wrote to you and wait for an answer"),
        ("wit", "en", "2 people wrote to the organizers and wait for an answer"),
        ("wit", "pl", "2 osoby napisały do osób organizujących i czekają na odpowiedź"),
    ],
)
def test_given_people_who_wrote_when_a_viewer_reads_the_list_then_it_says_that_they_wrote_to_the_organizers(
    given: MemoryStore, who: str, language: str, text: str
) -> None:
    call: Call = over(api.app, given)
    (step,) = said(call("GET", f"/v1{LIST}", who, language=language))["steps"]
    assert step["text"] == text
    assert text in call("GET", LIST, who, language=language)["body"]


def test_given_nobody_who_waits_when_the_list_is_read_then_no_message_and_no_day_is_in_it() -> None:
    memory = season(pair())
    memory.put(wrote("iga", 3, "answered"))
    assert said(over(api.app, memory)("GET", f"/v1{LIST}", "ola"))["steps"] == []


def test_given_people_who_wrote_when_the_week_is_reported_then_mail_and_workbook_say_the_same_day() -> None:
    memory, files = weekly.running(), MemoryFiles()
    memory.put(wrote("jan", 20), wrote("ewa", 12))
    weekly.weekly_report(memory, files)
    report = weekly.reported(memory)
    (line,) = [one for one in report.lines if one.get("step") == "messages"]
    assert (line["number"], line["since"]) == (2, "2026-01-12T09:00:00Z")
    rows = weekly.sheets(files, report)[texts.say(texts.NEEDS, "pl")]
    assert [row[3] for row in rows if "napisały do osób organizujących" in str(row[0])] == ["2026-01-12"]
