"""Which mails machines write, and which only look like it."""

from __future__ import annotations

import pytest

from mentoring.incoming import Automatic, Ours, read

OURS = Ours("reply.tandem.example", "tandem@tandem.example")


def _read(*headers: str) -> Automatic:
    lines = [*headers, *([] if any(one.startswith("From") for one in headers) else ["From: anna@firma.example"])]
    return read("\r\n".join([*lines, "", "Jestem."]).encode(), OURS).automatic


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Auto-Submitted: auto-replied", Automatic.ANSWER),
        ("Auto-Submitted: auto-replied (vacation); owner-email=x", Automatic.ANSWER),
        ("Auto-Submitted: auto-generated", Automatic.GENERATED),
        ("X-Autoreply: yes", Automatic.ANSWER),
        ("X-Autorespond: 1", Automatic.ANSWER),
        ("Precedence: auto_reply", Automatic.ANSWER),
        ("Precedence: bulk", Automatic.GENERATED),
        ("Precedence: junk", Automatic.GENERATED),
        ("X-Auto-Response-Suppress: DR, RN, OOF, AutoReply", Automatic.ANSWER),
        ("X-Auto-Response-Suppress: All", Automatic.ANSWER),
        ("Subject: Automatic reply: Spotkanie", Automatic.ANSWER),
        ("Subject: Autoodpowiedź: Spotkanie", Automatic.ANSWER),
        ("Subject: =?utf-8?q?Odpowied=C5=BA_automatyczna=3A_Spotkanie?=", Automatic.ANSWER),
        ("Subject: Out of Office: Spotkanie", Automatic.ANSWER),
        ("Return-Path: <>", Automatic.REPORT),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", Automatic.REPORT),
        ("From: MAILER-DAEMON@firma.example", Automatic.REPORT),
        ("From: no-reply@firma.example", Automatic.REPORT),
        ("List-Id: <mentoring.firma.example>", Automatic.LIST),
        ("Precedence: list", Automatic.LIST),
        ("X-Tandem-Mail: nudge", Automatic.OWN),
        ("From: x7@reply.tandem.example", Automatic.OWN),
        ("From: Tandem <tandem@tandem.example>", Automatic.OWN),
    ],
)
def test_given_a_mark_of_a_machine_when_read_then_the_mail_is_one_with_this_reason(header: str, why: Automatic) -> None:
    assert _read(header) is why


@pytest.mark.parametrize(
    "header",
    [
        "Subject: Re: Automatic reply",
        "Subject: Urlop w maju: przełóżmy sesję",
        "Subject: Automatyzacja testów",
        "Auto-Submitted: no",
        "Return-Path: <anna@firma.example>",
        "X-Auto-Response-Suppress: DR",
        "Precedence: normal",
        "Content-Type: multipart/mixed; boundary=x",
    ],
)
def test_given_a_mail_of_a_person_when_read_then_it_is_no_machines(header: str) -> None:
    assert _read(header) is Automatic.NO
