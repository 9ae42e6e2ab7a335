"""Subjects and names: whatever they say, the reader's mail program reads the same."""

from __future__ import annotations

import email
from email.header import decode_header, make_header
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring import letters
from notifications import composer
from notifications.mail import Mail, Recipient
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from email.message import EmailMessage

LONG = "Twoje zapytanie do osoby Żaneta Dąbek-Brzęczyszczykiewicz już nieaktualne: możesz wybrać jeszcze raz"
TEXTS = st.text(max_size=200) | st.lists(st.text("ążśćńółęŻ ab,?=_", max_size=20)).map(" ".join)


def _lines(name: str, title: str) -> tuple[EmailMessage, list[bytes]]:
    """Return a mail as its reader gets it, and the lines of its headers."""
    link = "https://x.example/" + "t" * 300
    mail = Mail("survey", Recipient("k", "a@firma.example", name), link, "o@firma.example", unsubscribe=link)
    mail.values.update(survey="start", other=title)
    raw = bytes(composer.compose(mail, event_id="e" * 32, sender="Tandem <t@tandem.example>", now=NOON))
    message = email.message_from_bytes(raw, policy=default)
    return message, raw.split(b"\r\n\r\n")[0].split(b"\r\n")


@given(TEXTS, TEXTS)
@example(LONG, LONG)
@example("Dąbek, Żaneta (IT) <x@y.example>", "=?utf-8?q?x?= to żart")
def test_given_any_text_when_a_mail_is_read_then_its_subject_and_name_are_the_same(name: str, title: str) -> None:
    message, lines = _lines(name, title)
    subject = " ".join(f"Krótka ankieta: Ty i {title}".split())
    shown = letters.line(name)
    assert _decoded(_unfolded(lines, b"Subject")) == message["Subject"] == subject
    assert _decoded(_unfolded(lines, b"To").rpartition("<")[0].rstrip()) == shown
    assert message["To"].addresses[0].addr_spec == "a@firma.example"
    assert max(len(line) for line in lines if not line.startswith((b"List-Unsubscribe", b" <http"))) <= 78
    assert max(map(len, lines)) <= 998


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def _unfolded(lines: list[bytes], name: bytes) -> str:
    start = next(number for number, line in enumerate(lines) if line.startswith(name + b": "))
    end = next(number for number in range(start + 1, len(lines)) if not lines[number].startswith(b" "))
    return b"".join(lines[start:end]).decode().partition(": ")[2]


@pytest.mark.parametrize("name", ["Anna Krawiec", "Żaneta Dąbek", LONG, ""])
def test_given_long_addresses_when_a_mail_is_read_then_they_and_the_links_are_whole(name: str) -> None:
    message, _ = _lines(name, LONG)
    assert message["List-Unsubscribe"] == "<https://x.example/" + "t" * 300 + ">"
    assert message["Reply-To"].addresses[0].addr_spec == "o@firma.example"
    assert message["To"].addresses[0].addr_spec == "a@firma.example"
    assert message["To"].addresses[0].display_name == name or name == LONG
    assert message["From"] == "Tandem <t@tandem.example>"
