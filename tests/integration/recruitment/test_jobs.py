"""Importing in the background through the real handlers, the tables and the bucket of the template."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import boto3
import pytest

from mentoring.settings import settings
from recruitment import worker
from recruitment.use_cases import exporting
from tests.integration.lambdas import deliver, published
from tests.integration.recruitment.conftest import ANNA, NOBODY, STRANGER, VIEWER, Answer, Person
from tests.unit.recruitment.givens import file

if TYPE_CHECKING:
    from mentoring.events import Event

PEOPLE = 120


def crowd(number: int = PEOPLE) -> bytes:
    return file(*(f"{'Mentor' if one % 3 == 0 else 'Mentee'}:osoba{one}" for one in range(number)))


def work() -> None:
    """When: the queue brings everything that waits, and what follows from it."""
    done: set[str] = set()
    while fresh := [one for one in _waiting() if one.meta.id not in done]:
        assert deliver(worker.handler, *fresh) == []
        done |= {one.meta.id for one in fresh}


def _waiting() -> list[Event]:
    return [*published("JobRequested"), *published("RecruitmentWorkContinued")]


def sent(programme: str, content: bytes, who: Person = ANNA) -> Answer:
    body = {"filename": "a.csv", "content_base64": base64.b64encode(content).decode()}
    return who.post(f"/v1/programmes/{programme}/imports", body)


def test_given_a_workbook_that_cannot_be_opened_when_imported_then_its_job_says_so_and_what_to_do(
    programme: str,
) -> None:
    answer = sent(programme, b"PK\x03\x04")
    assert answer.status == 202
    work()
    done = ANNA.get(answer.headers["location"]).json
    assert (done["state"], done["report"]) == ("failed", None)
    assert done["problem"].startswith("This workbook can't be opened.")


def test_given_more_rows_than_a_request_takes_when_imported_then_a_job_says_how_far_it_is(programme: str) -> None:
    bad = b"Kapitan;Ala;Nowak;ala@firma.example;x;;polski C2;tak;tak\n"

    answer = sent(programme, crowd() + bad)

    assert answer.status == 202
    assert (answer.json["state"], answer.json["task"], answer.json["report"]) == ("waiting", "import", None)
    place = answer.headers["location"]
    assert ANNA.get(place).json == answer.json
    work()
    done = ANNA.get(place).json
    assert (done["state"], done["position"], done["total"], done["problem"]) == ("done", PEOPLE, PEOPLE, "")
    report = done["report"]
    assert (report["rows"], report["imported"], report["already_there"], report["rejected_rows"]) == (121, 120, 0, 1)
    assert report["rejected"][0]["column"] == "Rola"
    assert ANNA.get(f"{place}/errors").json == {"items": report["rejected"], "next": None}
    assert len(published("JobFinished")) == 1


def test_given_many_errors_when_read_as_json_then_they_come_page_by_page(programme: str) -> None:
    bad = "".join(f"Kapitan;Ala{n};Nowak;ala{n}@firma.example;x;;polski C2;tak;tak\n" for n in range(130)).encode()
    place = sent(programme, crowd(1) + bad).headers["location"]
    work()
    first = ANNA.get(f"{place}/errors?limit=100").json
    second = ANNA.get(f"{place}/errors?limit=100&cursor={first['next']}").json
    assert (len(first["items"]), len(second["items"]), second["next"]) == (100, 30, None)
    assert ANNA.get(f"{place}/errors?cursor=x").status == 422


def test_given_a_file_on_the_page_when_it_is_long_then_the_page_shows_progress_and_then_the_result(
    programme: str,
) -> None:
    home = f"/organizer/programmes/{programme}"
    bad = "".join(f"Kapitan;Ala{n};Nowak;ala{n}@firma.example;x;;polski C2;tak;tak\n" for n in range(130)).encode()

    led = ANNA.import_(f"{home}/import", crowd() + bad)

    assert led.status == 303
    place = led.headers["location"]
    waiting = ANNA.get(place).text
    assert "We have it, and begin in a moment." in waiting
    assert f'hx-get="{place}" hx-trigger="every 3s"' in waiting
    assert f'<a href="{place}">Look again</a>' in waiting
    work()
    page = ANNA.get(place).text
    assert "<span>imported</span><strong>120</strong>" in page
    assert "page 1 of 2" in page
    assert page.count('data-label="Line"') == 100
    assert ANNA.get(f"{place}?page=2").text.count('data-label="Line"') == 30
    assert "The import is done" in page
    assert f'href="{place}"' in ANNA.get(f"{home}/import").text
    link = ANNA.get(f"{place}/report.csv")
    assert link.status == 303
    assert "X-Amz-Expires=300" in link.headers["location"]
    assert STRANGER.get(f"{place}/report.csv").status == 404


def test_given_a_file_nobody_can_read_when_it_is_long_then_the_page_says_why_in_the_readers_language(
    programme: str,
) -> None:
    led = ANNA.upload(f"/organizer/programmes/{programme}/import", b"a;b\n" + b"1;2\n" * 100)
    page = Person("anna", "pl").submit(led.headers["location"], do="import")
    assert (page.status, 'role="alert"' in page.text) == (422, True)
    assert "Pierwszy wiersz" in page.text
    assert "missing" not in page.text


def test_given_a_large_file_when_the_form_opens_then_only_this_file_fits_through_it(programme: str) -> None:
    home = f"/organizer/programmes/{programme}"
    page = ANNA.get(f"{home}/large-import")
    bucket = page.text.split('<form method="post" action="')[1].split('"')[0]
    fields = {
        part.split('"')[0]: part.split('value="')[1].split('"')[0]
        for part in page.text.split('<input type="hidden" name="')[1:]
    }
    host = "/".join(bucket.split("/")[:3])
    assert f"form-action 'self' {host};" in page.headers["content-security-policy"]
    assert fields["key"].startswith(f"jobs/{programme}/")
    policy = base64.b64decode(fields["policy"]).decode()
    assert '["content-length-range", 1, 25000000]' in policy
    assert fields["key"] in policy
    place = urlsplit(fields["success_action_redirect"]).path
    assert ANNA.get(place).status == 404  # nothing has come yet

    boto3.client("s3").put_object(Bucket=settings().bucket, Key=fields["key"], Body=crowd())
    arrived = ANNA.get(f"{place}?bucket=b&key=k&etag=e")
    assert "Nothing is imported yet." in arrived.text
    assert published("JobRequested") == []
    for who, status in ((STRANGER, 404), (NOBODY, 307), (ANNA, 303), (ANNA, 303)):
        assert who.submit(place).status == status
    work()
    assert len(published("JobRequested")) == 1
    assert "<span>imported</span><strong>120</strong>" in ANNA.get(ANNA.submit(place).headers["location"]).text


@pytest.mark.parametrize("who", [STRANGER, VIEWER])
def test_given_a_job_when_others_look_then_nothing_is_there_for_them(programme: str, who: Person) -> None:
    place = sent(programme, crowd()).headers["location"]
    page = place.replace("/v1/programmes", "/organizer/programmes")
    for url in (place, f"{place}/errors", page, f"{page}/report.csv"):
        assert who.get(url).status == 404
    assert who.submit(page).status == 404


def test_given_a_job_that_goes_on_when_pushed_then_it_is_said(programme: str) -> None:
    place = sent(programme, crowd()).headers["location"].replace("/v1/programmes", "/organizer/programmes")
    assert ANNA.submit(place).status == 409


def test_given_many_applications_when_all_are_accepted_then_a_job_does_it_and_the_page_tells_it(programme: str) -> None:
    sent(programme, crowd())
    work()
    home = f"/organizer/programmes/{programme}"

    answer = ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "waitlisted"})
    assert (answer.status, answer.json["task"], answer.json["state"]) == (202, "decide", "waiting")
    work()
    seen = ANNA.submit(f"{home}/applications/preview", decision="accepted", everybody="yes")
    tag = re.search('name="tag" value="([0-9a-f]+)"', seen.text)
    assert tag
    led = ANNA.submit(f"{home}/applications", decision="accepted", everybody="yes", tag=tag[1])

    assert led.status == 303
    work()
    done = ANNA.get(answer.headers["location"]).json
    assert (done["state"], done["decided"], done["passed_over"], done["report"]) == ("done", PEOPLE, 0, None)
    page = ANNA.get(led.headers["location"])
    assert page.status == 200
    assert "The decisions are made" in page.text


def test_given_a_long_list_when_exported_then_it_is_prepared_and_saved_from_the_bucket(
    programme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(programme, crowd())
    work()
    monkeypatch.setattr(exporting, "AT_ONCE", 100)
    home = f"/organizer/programmes/{programme}"

    assert "is prepared in the background" in ANNA.get(f"{home}/applications.csv").text
    led = ANNA.submit(f"{home}/applications.csv").headers["location"]
    asked = ANNA.post(f"/v1/programmes/{programme}/exports")

    assert (asked.status, asked.json["task"], asked.json["file_url"]) == (202, "export", None)
    assert ANNA.get(f"{led}/applications.csv").status == 404
    work()
    assert f"It has {PEOPLE} applications." in ANNA.get(led).text
    saved = ANNA.get(f"{led}/applications.csv")
    assert saved.status == 303
    key = urlsplit(saved.headers["location"]).path.split("/jobs/")[1]
    content = boto3.client("s3").get_object(Bucket=settings().bucket, Key=f"jobs/{key}")["Body"].read()
    assert content.count(b"\r\n") == PEOPLE + 1
    assert "X-Amz-Signature" in ANNA.get(asked.headers["location"]).json["file_url"]
    for who in (STRANGER, VIEWER):
        assert who.get(f"{led}/applications.csv").status == who.submit(f"{home}/applications.csv").status == 404
