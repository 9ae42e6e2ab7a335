"""Mails as they would arrive: kept whole by the gate, listed as JSON, shown as pages that can do no harm."""

from __future__ import annotations

import time
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from infra.local import mailbox, mails
from infra.local.asgi import Request
from infra.local.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.client import RunningStack

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tandem//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:m1@tandem.example
SEQUENCE:2
DTSTAMP:20260301T120000Z
DTSTART:20260303T170000Z
DTEND:20260303T180000Z
SUMMARY:Spotkanie 3: cele
LOCATION:https://meet.firma.example/tandem
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")

HTML = '<p>Cześć! <a href="https://tandem.example/a/html?x=1&amp;y=2">Odpowiedz</a><script>alert(1)</script></p>'


def _message(to: str = "anna@firma.example") -> EmailMessage:
    """Return a mail with everything a mail of the product may have."""
    message = EmailMessage()
    message["From"] = "Tandem <tandem@tandem.example>"
    message["To"] = to
    message["Subject"] = "Zaproszenie: spotkanie 3 — źdźbło"
    message["Date"] = "Sun, 01 Mar 2026 12:00:00 +0000"
    message["X-Tandem-Mail"] = "meeting_invitation"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("Odpowiedz: https://tandem.example/a/text.\n")
    message.add_alternative(HTML, subtype="html")
    message.add_alternative(CALENDAR, subtype="calendar", params={"method": "REQUEST"})
    message.add_attachment(bytes(range(256)), maintype="application", subtype="pdf", filename="raport ż.pdf")
    return message


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Given: a mailbox with one mail."""
    found = Layout(tmp_path, 8080, 8081, 1)
    found.mails.mkdir()
    _put(found, 1_772_366_400_000_000_000, "anna@firma.example")
    return found


def _put(layout: Layout, moment: int, to: str) -> None:
    content = f"X-Envelope-To: {to}\r\n".encode() + _message(to).as_bytes()
    (layout.mails / f"{moment:020d}.eml").write_bytes(content)


def _get(layout: Layout, path: str, language: str = "pl", **query: str) -> mailbox.Page:
    return mailbox.page(layout, Request("GET", path, path, query, [("accept-language", language)], "", b""))


def _text(page: mailbox.Page) -> str:
    assert isinstance(page.body, str)
    return page.body


def _id(layout: Layout) -> str:
    (mail,) = mails.listing(layout.mails)
    return mail.id


def test_given_a_mail_when_listed_then_its_facts_and_links_are_there(layout: Layout) -> None:
    (mail,) = mails.listing(layout.mails)
    assert mail.summary() == {
        "id": "01772366400000000000",
        "to": "anna@firma.example",
        "from": "Tandem <tandem@tandem.example>",
        "subject": "Zaproszenie: spotkanie 3 — źdźbło",
        "date": "Sun, 01 Mar 2026 12:00:00 +0000",
        "kind": "meeting_invitation",
        "links": ["https://tandem.example/a/text", "https://tandem.example/a/html?x=1&y=2"],
    }


def test_given_mails_when_filtered_then_only_those_are_listed_newest_first(layout: Layout) -> None:
    _put(layout, 1_772_366_500_000_000_000, "jan@firma.example")
    _put(layout, 1_772_366_600_000_000_000, "anna@firma.example")
    everyone = mails.listing(layout.mails)
    assert [mail.to for mail in everyone] == ["anna@firma.example", "jan@firma.example", "anna@firma.example"]
    assert len(mails.listing(layout.mails, to="ANNA@firma.example")) == 2
    assert [mail.id for mail in mails.listing(layout.mails, after=everyone[1].id)] == [everyone[0].id]
    assert mails.listing(layout.mails, kind="sign_in") == []


@pytest.mark.parametrize("asked", ["jan@łódź.example", "JAN@xn--d-uga0v4h.example"])
def test_given_a_domain_beyond_ascii_when_its_mails_are_asked_for_then_both_ways_to_write_it_find_them(
    layout: Layout, asked: str
) -> None:
    _put(layout, 1_772_366_400_000_000_001, "jan@xn--d-uga0v4h.example")
    assert [mail.to for mail in mails.listing(layout.mails, to=asked)] == ["jan@łódź.example"]
    assert "jan@łódź.example" in _text(_get(layout, "/", to=asked))


def test_given_a_mail_when_opened_then_invitation_text_and_attachments_are_shown(layout: Layout) -> None:
    page = _text(_get(layout, f"/mails/{_id(layout)}"))
    assert '<html lang="pl">' in page
    assert "Spotkanie 3: cele" in page
    assert "wtorek, 3 marca 2026, 18:00–19:00" in page
    assert "raport ż.pdf" in page
    assert "Odpowiedz: https://tandem.example/a/text." in page


def test_given_a_reader_of_english_when_the_mailbox_is_opened_then_it_speaks_english(layout: Layout) -> None:
    assert "1 email<" in _text(_get(layout, "/", "en-GB,en;q=0.9"))
    assert "1 mail<" in _text(_get(layout, "/", "pl-PL"))
    assert "1 mail<" in _text(_get(layout, "/", "fr"))
    assert "1 email<" in _text(_get(layout, "/", "pl", lang="en"))


def test_given_a_reader_of_polish_when_the_mailbox_is_opened_then_also_what_only_screen_readers_say_is_polish(
    layout: Layout,
) -> None:
    """These texts are the shared layer's."""
    page = _text(_get(layout, "/", "pl"))
    assert 'aria-label="Główna nawigacja"' in page
    assert "Przejdź do treści" in page


@pytest.mark.parametrize(("count", "words"), [(2, "2 maile"), (5, "5 maili"), (22, "22 maile")])
def test_given_several_mails_when_counted_then_polish_has_the_right_form(
    layout: Layout, count: int, words: str
) -> None:
    for number in range(1, count):
        _put(layout, 1_772_366_400_000_000_000 + number, "jan@firma.example")
    assert words in _text(_get(layout, "/"))


def test_given_a_search_when_it_matches_a_part_then_those_mails_are_shown(layout: Layout) -> None:
    _put(layout, 1_772_366_500_000_000_000, "jan@firma.example")
    page = _text(_get(layout, "/", to="JAN@"))
    assert '<span class="to">jan@firma.example</span>' in page
    assert '<span class="to">anna@firma.example</span>' not in page


def test_given_html_of_a_mail_when_shown_then_it_can_run_nothing_and_reach_nobody(layout: Layout) -> None:
    page = _get(layout, f"/mails/{_id(layout)}/html")
    policy = page.headers["content_security_policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert '<a target="_blank" href="https://tandem.example/a/html?x=1&amp;y=2">' in _text(page)
    frame = _text(_get(layout, f"/mails/{_id(layout)}"))
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame


def test_given_an_attachment_when_downloaded_then_it_is_whole_and_never_shown_in_place(layout: Layout) -> None:
    (mail,) = mails.listing(layout.mails)
    (part,) = mail.attachments
    page = _get(layout, f"/mails/{mail.id}/parts/{part.number}")
    assert page.body == bytes(range(256))
    assert page.kind == "application/octet-stream"
    assert page.headers["content_disposition"] == 'attachment; filename="raport_.pdf"'


@pytest.mark.parametrize("path", ["/mails/1", "/mails/..%2Fclock", "/mails/x/html", "/mails/1/parts/0", "/nothing"])
def test_given_nothing_there_when_asked_for_then_the_mailbox_says_so(layout: Layout, path: str) -> None:
    assert _get(layout, path).status == 404


def test_given_a_mail_without_date_or_calendar_when_opened_then_it_is_shown_all_the_same(layout: Layout) -> None:
    content = (
        b"X-Envelope-To: jan@firma.example\r\nSubject: krotko\r\nDate: yesterday\r\n\r\nhttp://127.0.0.1:8080/x\r\n"
    )
    (layout.mails / "01772366500000000000.eml").write_bytes(content)
    page = _text(_get(layout, "/mails/01772366500000000000"))
    assert "krotko" in page
    assert "niedziela, 1 marca 2026" in page
    assert "<iframe" not in page


def test_given_a_raw_mail_when_it_is_sent_then_the_mailbox_has_it_byte_for_byte(stack: RunningStack) -> None:
    raw = _message().as_bytes()
    stack.aws("sesv2").send_email(
        FromEmailAddress="tandem@tandem.example",
        Destination={"ToAddresses": ["koperta@firma.example"]},
        Content={"Raw": {"Data": raw}},
    )
    (listed,) = stack.mails(to="koperta@firma.example")
    assert listed["kind"] == "meeting_invitation"
    assert stack.control.get(f"/api/mails/{listed['id']}.eml").content == raw
    whole = stack.control.get(f"/api/mails/{listed['id']}").json()
    assert [part["kind"] for part in whole["parts"]] == ["text/plain", "text/html", "text/calendar", "application/pdf"]
    assert "SUMMARY:Spotkanie 3" in whole["texts"]["text/calendar"]
    assert stack.control.get("/").status_code == 200


def test_given_a_sign_in_asked_for_when_it_settles_then_its_mail_came_once(stack: RunningStack) -> None:
    address = f"list-{time.time_ns()}@firma.example"
    assert stack.http.post("/v1/sessions/requests", json={"email": address}).status_code == 202
    stack.settle()
    (mail,) = stack.mails(to=address, kind="sign_in")
    assert any(link.startswith(f"{stack.layout.public_url}/sign-in/answer/") for link in mail["links"])


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}], ids=str)
def test_given_a_foreign_page_when_it_asks_the_controls_then_it_is_refused(
    stack: RunningStack, headers: dict[str, str]
) -> None:
    assert stack.control.get("/api/mails", headers=headers).status_code == 421
    assert stack.control.post("/api/clock", json={"advance": 1}, headers=headers).status_code == 421
