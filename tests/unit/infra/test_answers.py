"""Answering from the mailbox: what leaves is what a mail program would send, and the product reads it."""

from __future__ import annotations

import asyncio
from email import policy
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, cast

import pytest
from aiosmtpd.smtp import Envelope

from infra.local import answers, arrivals, mailbox, mails
from infra.local.asgi import Request
from infra.local.deploy import INBOUND_DOMAIN
from infra.local.layout import Layout
from infra.template import ROOT
from mentoring.files import INBOUND
from mentoring.incoming import read

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "01772452800000000000"
OURS = f"abcdefghijklmnopqrstuvwxyz@{INBOUND_DOMAIN}"
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nPasuje, dzi\xc4\x99kuj\xc4\x99!\r\nA Tobie?\r\n'
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="plan.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    b"%PDF\r\n\xff\r\n--b--\r\n"
)


def _kept(folder: Path, reply_to: str = OURS) -> mails.Mail:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Tandem <tandem@tandem.example>"
    message["To"] = "ola@xn--d-uga0v4h.example"
    message["Subject"] = "Spotkanie?"
    message["Date"] = "Mon, 02 Mar 2026 12:00:00 +0000"
    message["Message-ID"] = "<m1@tandem.example>"
    if reply_to:
        message["Reply-To"] = reply_to
    message.set_content("Wtorek o 18:00?\n\nTandem")
    envelope = b"X-Envelope-To: ola@xn--d-uga0v4h.example\r\nX-Envelope-Tags: {}\r\n"
    folder.mkdir(exist_ok=True)
    (folder / f"{NUMBER}.eml").write_bytes(envelope + bytes(message))
    found = mails.one(folder, NUMBER)
    assert found is not None
    return found


def _sent(body: bytes = FORM) -> Request:
    return Request("POST", "", "", {}, [("content-type", "multipart/form-data; boundary=b")], "", body)


@pytest.mark.parametrize(
    ("locale", "subject", "above"),
    [
        ("pl", "Odp: Spotkanie?", "pon., 2 mar 2026 o 13:00 Tandem <tandem@tandem.example> napisał(a):"),
        ("en", "Re: Spotkanie?", "On Mon, Mar 2, 2026 at 1:00 PM Tandem <tandem@tandem.example> wrote:"),
    ],
)
def test_given_a_form_when_sent_then_a_mail_leaves_as_of_the_readers_program_and_is_read_as_what_was_typed(
    tmp_path: Path, locale: str, subject: str, above: str
) -> None:
    mail = _kept(tmp_path / "mails")
    text, files = answers.typed(_sent())
    raw = bytes(answers.written(mail, text, files, locale, mail.sent))  # type: ignore[arg-type]

    assert raw.isascii()
    found = read(raw)
    assert (found.sender, found.recipients, found.subject) == ("ola@łódź.example", (OURS,), subject)
    assert (found.in_reply_to, found.references) == ("<m1@tandem.example>", ("<m1@tandem.example>",))
    assert found.text == "Pasuje, dziękuję!\nA Tobie?"
    assert f"{above}\n\n> Wtorek o 18:00?\n>\n> Tandem" in found.whole
    assert [(one.name, one.kind, one.content) for one in found.attachments] == [
        ("plan.pdf", "application/pdf", b"%PDF\r\n\xff")
    ]


@pytest.mark.parametrize("body", [b"", b"--b", b"--b\r\n\r\n--b--", b"\xff" * 10, FORM[:100]])
def test_given_half_a_form_when_read_then_nothing_is_raised(body: bytes) -> None:
    answers.typed(_sent(body))


@pytest.mark.parametrize(
    ("reply_to", "shown", "hidden"),
    [
        (OURS, OURS, "Nobody reads"),
        ("Firma <biuro@firma.example>", "Answers to this email go to Firma &lt;biuro@firma.example&gt;", "<textarea"),
        ("", "Nobody reads answers to this email", "<textarea"),
    ],
)
def test_given_a_mail_when_shown_then_it_can_be_answered_where_answers_come_to_this_stack(
    tmp_path: Path, reply_to: str, shown: str, hidden: str
) -> None:
    layout = Layout(tmp_path, 8080, 8081, 1, "", 8082)
    _kept(layout.mails, reply_to)
    page = mailbox.page(layout, Request("GET", "", f"/mails/{NUMBER}", {"lang": "en"}, [], "", b""))
    assert shown in str(page.body)
    assert hidden not in str(page.body)


def test_given_nothing_listens_when_an_answer_is_sent_then_it_is_told(tmp_path: Path) -> None:
    layout = Layout(tmp_path, 1, 1, 1, "", 1)
    assert answers.send(layout, _kept(layout.mails), _sent(), "pl") is False


def test_given_a_header_of_a_test_when_a_mail_comes_then_ses_says_what_it_asks_for() -> None:
    assert {
        one["status"] for one in arrivals.verdicts(b"From: a\r\n\r\nX-Tandem-Verdicts: spam=FAIL\r\n").values()
    } == {"PASS"}
    told: dict[str, Any] = arrivals.verdicts(
        b"From: a\r\nX-Tandem-Verdicts: spam=FAIL dmarc=FAIL dmarcPolicy=reject\r\n\r\n"
    )
    assert (told["spamVerdict"], told["virusVerdict"]) == ({"status": "FAIL"}, {"status": "PASS"})
    assert (told["dmarcVerdict"], told["dmarcPolicy"]) == ({"status": "FAIL"}, "reject")


@pytest.mark.parametrize(("said", "sender"), [("<>", ""), (None, ""), ("ola@firma.example", "ola@firma.example")])
def test_given_a_bounce_when_it_comes_then_its_return_path_is_empty(said: str | None, sender: str) -> None:
    """So the product knows it for one (RFC 5321 §6.1); aiosmtpd gives the empty path with its brackets."""
    taken: list[str] = []

    class Taking:
        def take(self, _: bytes, sender: str, __: list[str]) -> str:
            taken.append(sender)
            return "1"

    door, envelope = arrivals.Door(), Envelope()
    door.open(cast("arrivals.Arrivals", Taking()))
    envelope.mail_from, envelope.content = said, b""
    asyncio.run(door.handle_DATA(cast("Any", None), cast("Any", None), envelope))
    assert taken == [sender]


def test_given_the_folder_of_mails_when_named_here_then_it_is_the_products() -> None:
    assert arrivals.FOLDER == INBOUND


def test_given_the_pages_of_the_mailbox_when_read_then_none_has_a_script() -> None:
    assert not [one for one in (ROOT / "infra/local/templates").glob("ma*.html") if "<script" in one.read_text("utf-8")]
