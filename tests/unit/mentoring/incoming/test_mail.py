"""A raw mail as a value: any program's, in any charset, and any bytes at all."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.incoming import read

PLAIN = "From: =?utf-8?q?Anna_Dr=C4=85g?= <Anna.Drag@Firma.example>\r\nTo: <k7@reply.tandem.example>\r\n"
PIECES = st.lists(
    st.sampled_from(
        [
            b"Content-Type: multipart/mixed; boundary=x\r\n", b'Content-Type: multipart/alternative; boundary="\r\n',
            b"Content-Type: text/plain; charset=unicode-escape\r\n", b"Content-Type: text/html; charset*=''%00\r\n",
            b"Content-Type: message/rfc822\r\n", b"Content-Type: text/calendar; method=REPLY\r\n",
            b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
            b"Content-Disposition: attachment; filename*0*=utf-8''%C5; filename*1=x\r\n",
            b'From: a@b.example, "c" <d@e.example>\r\n', b"From: =?x?q?=00?= <@>\r\n", b"Subject: =?utf-8?b?A?=\r\n",
            b"Date: Mon, 99 Mar 99999 99:99:99 +9999\r\n", b"Date: 1\r\n", b"\r\n", b"--x\r\n", b"--x--\r\n", b"--\r\n",
            b"<![CDATA[<blockquote><a href=mailto:x>", b"begin 666 x\r\n", b"\xb9\xe6\xff\x00", b"> ", b"MIME-Version: 1.0\r\n",
        ]
    ),
    max_size=30,
)  # fmt: skip


def _mail(kind: str, body: bytes, *headers: str) -> bytes:
    lines = "".join(f"{one}\r\n" for one in headers)
    return f"{PLAIN}Content-Type: {kind}\r\n{lines}\r\n".encode() + body


@given(PIECES.map(b"".join) | st.binary())
def test_given_any_bytes_when_read_then_nothing_is_raised(raw: bytes) -> None:
    read(raw)


def test_given_parts_in_parts_without_end_when_read_then_nothing_is_raised() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2_000))
    assert read(raw).text == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/html\r\n\r\n" + b"<a href=x>x" * 90_000,
        b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 80_000,
        b"Content-Type: text/html\r\n\r\n" + b"<pre>\n" * 160_000,
        b"From: " + b'\\"' * 500_000 + b"\r\n\r\nHi",
        b"Subject: " + b"=?a?q?" * 200_000 + b"\r\n\r\nHi",
        b"To: " + b"(" * 1_000_000 + b"\r\n\r\nHi",
        b"\r\n" + b"x" * 10_000_000,
    ],
    ids=["links", "quotes", "pre", "from", "subject", "to", "text"],
)
def test_given_a_mail_made_to_hurt_when_read_then_it_takes_no_time(raw: bytes) -> None:
    begun = time.process_time()
    read(raw)
    assert time.process_time() - begun < 10


def test_given_text_longer_than_anybody_writes_when_read_then_it_is_a_file() -> None:
    mail = read(_mail("text/plain", b"x" * 1_000_001))
    assert (mail.text, [len(one.content) for one in mail.attachments]) == ("", [1_000_001])


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"), ("iso-8859-2", "iso-8859-2"), ("windows-1250", "windows-1250"), ("cp1250", "windows-1250"),
        ("iso-8859-2", "windows-1250"), ("us-ascii", "utf-8"), ("us-ascii", "windows-1250"), ("utf-8", "windows-1250"),
        ("x-unknown", "utf-8"), ('""', "utf-8"),
    ],
)  # fmt: skip
def test_given_polish_in_a_charset_that_may_be_the_wrong_one_when_read_then_it_is_polish(
    charset: str, encoding: str
) -> None:
    mail = read(_mail(f"text/plain; charset={charset}", "Zażółć gęślą jaźń, Śląsk".encode(encoding)))
    assert mail.text == "Zażółć gęślą jaźń, Śląsk"


def test_given_a_mail_when_read_then_it_says_whose_it_is_and_what_it_answers() -> None:
    mail = read(
        _mail(
            "text/plain", b"Hi", "Subject: =?iso-8859-2?q?Re=3A_Sesja_=BF?=\r\n =?utf-8?b?w7PFgsW6?=",
            "Message-ID: <1@x>", "In-Reply-To: <2@y>", "References: <3@z>\r\n <2@y>", "Cc: jan@firma.example",
            "Date: Mon, 2 Mar 2026 13:00:00 +0100",
        )
    )  # fmt: skip
    assert (mail.sender, mail.recipients) == (
        "anna.drag@firma.example",
        ("k7@reply.tandem.example", "jan@firma.example"),
    )
    assert (mail.message_id, mail.in_reply_to, mail.references) == ("<1@x>", "<2@y>", ("<3@z>", "<2@y>"))
    assert (mail.subject, mail.sent_at) == ("Re: Sesja żółź", datetime(2026, 3, 2, 12, tzinfo=UTC))


def test_given_two_authors_or_none_when_read_then_nobody_is_taken_for_the_author() -> None:
    assert read(b"From: a@firma.example, b@firma.example\r\n\r\nHi").sender == ""
    assert read(b"From: a@firma.example\r\nFrom: b@firma.example\r\n\r\nHi").sender == ""
    assert read(b"\r\nHi").sender == ""


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ('"anna@firma.example" <jan@firma.example>', "jan@firma.example"),
        ("anna@firma.example <jan@firma.example>", "jan@firma.example"),
        ("=?utf-8?q?anna=40firma.example=3E=2C?= <jan@firma.example>", "jan@firma.example"),
        ("(anna@firma.example) jan@firma.example", "jan@firma.example"),
        ("<anna@firma.example> <jan@firma.example>", ""),
        ("anna@firma.example)<jan@firma.example>,", ""),
        ("anna@firma.example, <jan@firma.example>", ""),
        ("=?utf-8?q?=3Canna=40firma.example=3E?=", ""),
    ],
)
def test_given_a_name_that_looks_like_an_address_when_read_then_only_the_address_is_the_author(
    written: str, author: str
) -> None:
    assert read(f"From: {written}\r\n\r\nHi".encode()).sender == author


def test_given_only_html_when_read_then_it_is_text_and_its_quote_is_cut() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Cześć,<br>pasuje mi <b>wtorek</b>.</p><ul><li>raz<li>dwa</ul>"
        '<a href="https://firma.example/x">tutaj</a><div class="gmail_quote">W dniu 2.03.2026 o 12:00, Tandem pisze:'
        "<blockquote><p>Spotkanie</p></blockquote></div></body></html>"
    )
    mail = read(_mail("text/html; charset=utf-8", html.encode()))
    assert mail.text == "Cześć,\npasuje mi wtorek.\n\n- raz\n- dwa\n\ntutaj <https://firma.example/x>"
    assert "> Spotkanie" in mail.whole


def test_given_outlooks_html_when_read_then_its_block_of_headers_is_cut() -> None:
    html = (
        "<p>Dzień dobry,</p><p>pasuje.</p><hr><div id=divRplyFwdMsg><b>Od:</b> Tandem &lt;k7@reply.tandem.example&gt;"
        "<br><b>Wysłane:</b> poniedziałek, 2 marca 2026 12:00<br><b>Do:</b> Anna<br><b>Temat:</b> Spotkanie</div>"
        "<div>Proponujemy wtorek.</div>"
    )
    assert read(_mail("text/html; charset=utf-8", html.encode())).text == "Dzień dobry,\n\npasuje."


def test_given_text_and_html_of_the_same_when_read_then_it_is_there_once() -> None:
    message = EmailMessage()
    message.set_content("Pasuje.")
    message.add_alternative("<p>Pasuje.</p>", subtype="html")
    assert read(bytes(message)).text == "Pasuje."


def test_given_an_empty_text_beside_html_when_read_then_the_html_counts() -> None:
    message = EmailMessage()
    message.set_content(" \n")
    message.add_alternative("<p>Pasuje.</p>", subtype="html")
    assert read(bytes(message)).text == "Pasuje."


def test_given_flowed_text_when_read_then_lines_are_as_they_were_typed() -> None:
    body = b"One sentence that was \r\nfolded.\r\n\r\n> quoted \r\n> too\r\n-- \r\nAnna\r\n"
    assert read(_mail("text/plain; charset=utf-8; format=flowed", body)).text == "One sentence that was folded."


def test_given_files_when_read_then_names_and_bytes_are_theirs_and_a_logo_is_told_from_a_photo() -> None:
    message = EmailMessage()
    message.set_content("W załączeniu.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../plan żółty.pdf")
    message.add_attachment(
        b"logo", maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<l>"
    )
    mail = read(bytes(message))
    assert [(one.name, one.kind, one.content, one.inline) for one in mail.attachments] == [
        ("plan żółty.pdf", "application/pdf", b"%PDF", False), ("logo.png", "image/png", b"logo", True),
    ]  # fmt: skip
    assert mail.text == "W załączeniu."


def test_given_a_parcel_of_outlook_when_read_then_it_is_told_as_unreadable_and_the_text_is_there() -> None:
    message = EmailMessage()
    message.set_content("W załączeniu.")
    message.add_attachment(b'x\x9f>"', maintype="application", subtype="ms-tnef", filename="winmail.dat")
    mail = read(bytes(message))
    assert ([one.readable for one in mail.attachments], mail.text) == ([False], "W załączeniu.")


def test_given_a_calendars_answer_when_read_then_its_calendar_is_apart_from_files() -> None:
    message = EmailMessage()
    message.set_content("Accepted")
    message.add_alternative(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", params={"method": "REPLY"})
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="application", subtype="ics", filename="invite.ics")
    mail = read(bytes(message))
    assert (mail.calendars, mail.attachments, mail.text) == ((b"BEGIN:VCALENDAR",) * 2, (), "Accepted")


def test_given_a_mail_within_a_mail_when_read_then_it_is_a_file_and_none_of_its_words_are_the_senders() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("inside")
    message = EmailMessage()
    message.set_content("Zobacz.")
    message.add_attachment(inner)
    mail = read(bytes(message))
    assert mail.text == "Zobacz."
    assert b"inside" in mail.attachments[0].content
    assert mail.attachments[0].name == "mail.eml"
