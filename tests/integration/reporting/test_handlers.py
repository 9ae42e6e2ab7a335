"""Reporting through its real Lambda handlers over the tables and the bucket of the template."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from mentoring import clock, runtime
from mentoring.events.pairing import PairClosed
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.reporting import Running
from mentoring.tables.vocabulary import GatheringState
from mentoring.tables.workspace import RoomKey
from reporting import api, consumer, pair_consumer, schedule
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER
from tests.integration import lambdas
from tests.integration.lambdas import LAMBDA, keep, outbox, published, send
from tests.unit.gatherings.givens import gathering, item
from tests.unit.reporting.givens import SECRET, closed, event, member, pair, programme, room, watch

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler, "GET")


def deliver(*events: Any) -> list[dict[str, str]]:
    """Bring events to both consumers; return what failed, or the same of both."""
    failed = [lambdas.deliver(one.handler, *events) for one in (consumer, pair_consumer)]
    assert failed[0] == failed[1] or not all(one.name == "PairClosed" for one in events)
    return failed[0]


MONDAY = NOON + timedelta(days=14)
CLOSED = PairClosed("p", "1", "completed", "system")


@pytest.fixture
def season(store: DynamoStore) -> DynamoStore:
    """Given: a running programme with an owner (ola), a viewer (wit), a closed pair and a silent one."""
    silent = watch("2", "red", reason={"rule": "silence", "days": 45, "since": clock.iso(NOON - timedelta(days=45))})
    ended = closed()
    ended.meetings_held = 2
    keep(
        store,
        programme(),
        member("ola", "owner"),
        member("wit", "viewer"),
        ended,
        *room(runtime.ports().keys),
        pair("2"),
        silent,
    )
    return store


def text_of(answer: dict[str, Any]) -> str:
    assert answer["isBase64Encoded"] is True
    pages = PdfReader(io.BytesIO(base64.b64decode(answer["body"]))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.usefixtures("season")
def test_given_a_closed_pair_when_told_twice_then_each_side_downloads_its_own_edition_once_made() -> None:
    assert deliver(event(CLOSED)) == deliver(event(CLOSED)) == []
    assert len(outbox("ReportPrepared")) == 2
    theirs, organizers = (
        json.loads(call(path, who)["body"])
        for path, who in (("/v1/reports/pair/1", "jan"), ("/v1/reports/p/pairs/1", "wit"))
    )
    assert (theirs["edition"], organizers["edition"]) == ("pair", "organizer")
    assert [theirs["url"], organizers["url"]] == ["/reports/pair/1/report.pdf", "/reports/p/pairs/1/report.pdf"]
    whole, facts = text_of(call(theirs["url"], "anna")), text_of(call(organizers["url"], "ola"))
    assert "Mówię wolniej." in whole
    assert "Mówię wolniej." not in facts
    assert "Cel pary" not in facts
    assert SECRET not in whole + facts


def test_given_a_room_that_was_erased_before_its_report_when_told_then_none_is_made_and_nothing_fails(
    season: DynamoStore,
) -> None:
    """The event goes into no dead letter queue: what it asks for can't be done any more, ever."""
    key = season.get(RoomKey, *RoomKey.key("1"))
    assert key is not None
    key.wrapped, key.erased_at = None, clock.iso(NOON)
    keep(season, key)
    assert deliver(event(CLOSED)) == deliver(event(CLOSED)) == []
    assert [one.data.edition for one in published("ReportPrepared")] == ["organizer"]


@pytest.mark.usefixtures("season")
def test_given_a_report_when_downloaded_then_it_is_an_attachment_nobody_caches() -> None:
    deliver(event(CLOSED))
    headers = call("/reports/pair/1/report.pdf", "jan")["multiValueHeaders"]
    assert headers["Content-Type"] == ["application/pdf"]
    assert headers["Content-Disposition"] == ['attachment; filename="report-pair.pdf"']
    assert headers["Cache-Control"] == ["private, no-store"]


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("path", ["/v1/reports/{}", "/reports/{}", "/reports/{}/report.pdf"])
@pytest.mark.parametrize(
    ("who", "statuses"), [("jan", [200, 404]), ("ola", [404, 200]), ("wit", [404, 200]), ("obca", [404, 404])]
)
def test_given_anybody_when_asking_for_a_report_then_pair_and_organizers_get_their_own_alone(
    path: str, who: str, statuses: list[int]
) -> None:
    deliver(event(CLOSED))
    assert [call(path.format(one), who)["statusCode"] for one in ("pair/1", "p/pairs/1")] == statuses


@pytest.mark.usefixtures("season")
def test_given_nobody_signed_in_when_asking_then_sign_in_comes_first() -> None:
    assert call("/v1/reports/pair/1")["statusCode"] == 401
    assert call("/reports/pair/1")["statusCode"] == 303
    assert call("/reports/p")["statusCode"] == 303


@pytest.mark.usefixtures("season")
def test_given_an_unknown_pair_when_told_closed_then_only_that_record_fails() -> None:
    lost = event(PairClosed("p", "lost", "completed", "system"), "e9")
    assert deliver(lost, event(CLOSED)) == [{"itemIdentifier": "0"}]


def test_given_a_running_programme_when_monday_comes_twice_then_one_report_with_its_list(
    season: DynamoStore,
) -> None:
    deliver(event(ProgrammeStageChanged("p", "matching", "running")))
    (listed,) = season.query(Running, *Running.key("p"))
    runs = [schedule.handler({"time": listed.due_at}, LAMBDA) for _ in range(2)]
    assert runs == [{"digests": 0, "reports": 1}, {"digests": 0, "reports": 0}]
    assert lambdas.deliver(consumer.handler, *published("WeeklyReportDue")) == []
    assert len(outbox("WeeklyReportPrepared")) == 1
    week = published("WeeklyReportDue")[0].data.week
    page = call("/reports/p", "wit")["body"]
    assert f"/reports/p/weekly/{week}" in page
    assert "/reports/p/pairs/1" in page
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(call(f"/reports/p/weekly/{week}", "wit")["body"]))) as book:
        assert b"Anna" in book.read("xl/worksheets/sheet2.xml")
    assert f"/reports/p/weekly/{week}/report.pdf" in page
    assert "Raport programu" in text_of(call(f"/reports/p/weekly/{week}/report.pdf", "wit"))
    assert call(f"/reports/p/weekly/{week}", "jan")["statusCode"] == 404
    assert call("/reports/p/weekly/2026-W01", "ola")["statusCode"] == 404


@pytest.mark.usefixtures("season")
def test_given_no_reports_yet_when_the_page_is_opened_then_it_says_what_will_be_here() -> None:
    assert "No weekly report yet." in call("/reports/p", "ola")["body"]


@pytest.mark.usefixtures("season")
def test_given_a_report_page_when_opened_by_the_pair_then_it_says_who_can_see_it() -> None:
    deliver(event(CLOSED))
    assert "You and your partner can see this." in call("/reports/pair/1", "jan")["body"]
    assert "facts only" in call("/reports/p/pairs/1", "ola")["body"]


# Certificates of attendance -------------------------------------------------------------------------------------------


def test_given_who_was_at_a_gathering_when_they_download_their_certificate_then_it_is_a_pdf_in_the_language_they_choose(
    agreed: DynamoStore,
) -> None:
    known = {"gathering_id": "g", "programme_id": PROGRAMME, "person_id": MENTEE, "participant_id": "mentee"}
    noted = Attendance(*Attendance.key("g", MENTEE), **known, present=True, noted="host", by=ORGANIZER, at="")
    noted.place()
    keep(agreed, item("g", gathering(GatheringState.ENDED, starts_at=clock.now() - timedelta(days=1))), noted)
    page = call("/reports/certificates", MENTEE, language="pl")["body"]
    path = f"/reports/certificates/{PROGRAMME}/g/certificate.pdf"
    assert "Otwarcie" in page
    assert f"{path}?locale=en" in page
    for locale, wanted in (("", "Zaświadczenie o udziale"), ("en", "Certificate of attendance")):
        got = call(path, MENTEE, language="pl", locale=locale)
        assert got["multiValueHeaders"]["Content-Type"] == ["application/pdf"]
        pages = PdfReader(io.BytesIO(base64.b64decode(got["body"]))).pages
        assert [wanted in " ".join(one.extract_text().split()) for one in pages] == [True]
    listed = json.loads(call("/v1/reports/certificates", MENTEE)["body"])["items"]
    assert [one["url"] for one in listed] == [path]
    for who in (MENTOR, ORGANIZER, STRANGER):
        assert call(path, who)["statusCode"] == 404
