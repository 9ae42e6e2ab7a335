"""The mailbox answers an invitation as a calendar does: what leaves is read as what was pressed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from infra.local import invitations, mailbox, mails
from infra.local.asgi import Request
from infra.local.deploy import INBOUND_DOMAIN
from infra.local.layout import Layout
from infra.season.calendar_program import CalendarProgram
from mentoring import calendar
from mentoring.incoming import calendars, read
from mentoring.incoming.calendars import Answer, Said
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "01772452800000000000"
OURS = f"abcdefghijklmnopqrstuvwxyz@{INBOUND_DOMAIN}"
UID = "0123456789abcdef0123456789abcdef@tandem"
START = NOON + timedelta(days=2)


def _entry(**changes: Any) -> calendar.Entry:
    told: dict[str, Any] = {
        "uid": UID, "sequence": 4, "status": calendar.Status.TENTATIVE, "starts_at": START, "minutes": 60,
        "summary": "Mentoring: Jan i Ola", "place": "", "description": "", "organizer": ("Wiosna", OURS),
        "attendees": (
            calendar.Attendee("Jan", "jan@firma.example", calendar.Partstat.ACCEPTED),
            calendar.Attendee("Ola", "ola@łódź.example"),
        ),
        "stamp": NOON, "answers": True,
    }  # fmt: skip
    return calendar.Entry(**told | changes)


def _kept(folder: Path, entry: calendar.Entry) -> mails.Mail:
    """Given: a mail to Ola with this in it."""
    method, content = calendar.message(entry)
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = (
        "tandem@tandem.example",
        "ola@xn--d-uga0v4h.example",
        "Spotkanie?",
    )
    message.set_content("Kiedy?")
    message.add_alternative(content.decode(), subtype="calendar", params={"method": method})
    folder.mkdir(exist_ok=True)
    envelope = b"X-Envelope-To: ola@xn--d-uga0v4h.example\r\nX-Envelope-Tags: {}\r\n"
    (folder / f"{NUMBER}.eml").write_bytes(envelope + bytes(message))
    mails._parse.cache_clear()
    found = mails.one(folder, NUMBER)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "said", "subject"),
    [
        ("accepted", Said.ACCEPTED, "Zaakceptowano: Mentoring: Jan i Ola"),
        ("tentative", Said.TENTATIVE, "Wstępnie: Mentoring: Jan i Ola"),
        ("declined", Said.DECLINED, "Odrzucono: Mentoring: Jan i Ola"),
    ],
)
def test_given_an_invitation_when_a_button_is_pressed_then_the_reply_is_read_as_that(
    tmp_path: Path, kind: str, said: Said, subject: str
) -> None:
    mail = _kept(tmp_path / "mails", _entry())
    ((_, event),) = invitations._events(mail)
    message = invitations.written(mail, event, kind, None, "pl", NOON)
    found = read(bytes(message))
    assert (found.sender, found.recipients, found.subject) == ("ola@łódź.example", (OURS,), subject)
    assert calendars.answers(found) == (Answer(said, UID, 4, "ola@łódź.example", NOON, None),)
    assert calendars.own_words(found) == ""


def test_given_an_invitation_when_another_time_is_proposed_then_it_is_that_of_the_zone_on_the_page(
    tmp_path: Path,
) -> None:
    mail = _kept(tmp_path / "mails", _entry())
    ((_, event),) = invitations._events(mail)
    start = datetime.fromisoformat("2026-03-06T18:30:00+01:00")
    found = read(bytes(invitations.written(mail, event, "counter", start, "en", NOON)))
    (answer,) = calendars.answers(found)
    assert (answer.said, answer.starts_at) == (Said.COUNTER, datetime(2026, 3, 6, 17, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({}, True),
        ({"answers": False}, False),
        ({"status": calendar.Status.CANCELLED}, False),
        ({"organizer": ("Wiosna", "biuro@firma.example")}, False),
        ({"attendees": (calendar.Attendee("Jan", "jan@firma.example"),)}, False),
    ],
    ids=str,
)
def test_given_a_mail_when_shown_then_buttons_are_there_where_its_readers_calendar_is_asked(
    tmp_path: Path, changes: dict[str, Any], asks: bool
) -> None:
    layout = Layout(tmp_path, 1, 2, 3)
    mail = _kept(layout.mails, _entry(**changes))
    (shown,) = invitations.found(mail, "pl")
    assert shown.asks == asks
    asked = Request("GET", f"/mails/{NUMBER}", f"/mails/{NUMBER}", {"lang": "pl", "calendar": "answered"}, [], "", b"")
    page = str(mailbox.page(layout, asked).body)
    assert (f"/mails/{NUMBER}/calendar?lang=pl" in page) == asks
    assert "Odpowiedź kalendarza wysłana." in page


def test_given_what_the_mailbox_shows_when_compared_with_a_calendar_then_both_show_the_same(tmp_path: Path) -> None:
    entry = _entry()
    program = CalendarProgram("ola@xn--d-uga0v4h.example")
    program.receive(calendar.message(entry)[1])
    shown, (seen,) = program.shows(UID), invitations.found(_kept(tmp_path / "mails", entry), "en")
    assert shown is not None
    assert [answer for _, answer in seen.people] == list(shown.answers.values())
    assert (seen.status, seen.sequence) == (shown.status, str(program.sequence(UID)))


def test_given_one_meeting_of_a_plan_when_its_mail_is_answered_then_the_answer_names_that_one(tmp_path: Path) -> None:
    """Without its name the answer would be one to all of the plan (RFC 5546 §3.2.3)."""
    one = _entry(zone="Europe/Warsaw", instead_of=START)
    mail = _kept(tmp_path / "mails", one)
    ((_, event),) = invitations._events(mail)
    found = read(bytes(invitations.written(mail, event, "declined", None, "pl", NOON)))
    (answer,) = calendars.answers(found)
    assert (answer.said, answer.of) == (Said.DECLINED, START)
