"""Answering a mail of the mailbox as its reader's mail program would: from them, with the mail quoted below."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import HTTP, SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import TYPE_CHECKING

import idna
from babel.dates import format_datetime as in_words
from babel.dates import get_timezone

from infra.local import clock, pages
from infra.local.deploy import INBOUND_DOMAIN
from infra.local.layout import HOST

if TYPE_CHECKING:
    from infra.local.asgi import Request
    from infra.local.layout import Layout
    from infra.local.mails import Mail, Part

PATIENCE = 60.0
"""Seconds the door may take: a function may have to start."""

PREFIX = {"pl": "Odp: ", "en": "Re: "}


def wire(address: str) -> str:
    """Return an address as headers carry it (RFC 5891)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode('ascii')}"


def goes_to(mail: Mail) -> str:
    """Return where answers to a mail go, if they come to this stack; an empty text where they don't."""
    address = parseaddr(mail.reply_to)[1]
    return address if address.rpartition("@")[2].lower() == INBOUND_DOMAIN else ""


def typed(asked: Request) -> tuple[str, list[tuple[str, str, bytes]]]:
    """Return text and files (name, media type, bytes) of a form that was sent (multipart/form-data, RFC 7578)."""
    head = f"Content-Type: {asked.header('content-type')}\r\n\r\n".encode("latin-1", "replace")
    form = message_from_bytes(head + (asked.body or b""), policy=HTTP)
    text, files = "", []
    for part in form.iter_parts() if isinstance(form, EmailMessage) and form.is_multipart() else ():
        content = part.get_payload(decode=True)
        name = part.get_param("name", header="content-disposition")
        if not isinstance(content, bytes):
            continue
        if name == "text":
            text = content.decode("utf-8", "replace")
        elif name == "files" and part.get_filename():
            files.append((str(part.get_filename()), part.get_content_type(), content))
    return text.replace("\r\n", "\n"), files


def written(mail: Mail, text: str, files: list[tuple[str, str, bytes]], locale: str, now: datetime) -> EmailMessage:
    """Return the answer as a mail program writes it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = wire(mail.to)
    message["To"] = goes_to(mail)
    prefixed = mail.subject.startswith(tuple(PREFIX.values()))
    message["Subject"] = mail.subject if prefixed else f"{PREFIX[locale]}{mail.subject}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain="mail-program.example")
    original = mail.message_id or f"<{mail.id}@{INBOUND_DOMAIN.partition('.')[2]}>"
    message["In-Reply-To"] = original
    message["References"] = original
    message.set_content(f"{text.rstrip()}\n\n{quoted(mail, locale)}", cte="quoted-printable")
    for name, kind, content in files:
        maintype, _, subtype = kind.partition("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype or "octet-stream", filename=name)
    return message


def quoted(mail: Mail, locale: str) -> str:
    """Return a mail as mail programs quote it: who wrote when, then its lines behind a `>`."""
    plain: Part | None = mail.part("text/plain")
    lines = (plain.text if plain else "").replace("\r\n", "\n").rstrip().split("\n")
    return "\n".join([_above(mail, locale), "", *(f"> {line}".rstrip() for line in lines)]) + "\n"


def _above(mail: Mail, locale: str) -> str:
    """Return the sentence above a quote, as Gmail writes it."""
    zone, sent = get_timezone(pages.ZONE), datetime.fromisoformat(mail.sent_at)
    pattern = "EEE, d MMM y 'o' HH:mm" if locale == "pl" else "EEE, MMM d, y 'at' h:mm a"
    when = in_words(sent, pattern, zone, locale).replace("\N{NARROW NO-BREAK SPACE}", " ")
    return f"{when} {mail.sender} napisał(a):" if locale == "pl" else f"On {when} {mail.sender} wrote:"


def send(layout: Layout, mail: Mail, asked: Request, locale: str) -> bool:
    """Send what was typed through the SMTP door; return whether it took it."""
    text, files = typed(asked)
    message = written(mail, text, files, locale, clock.now(layout.clock))
    try:
        with smtplib.SMTP(HOST, layout.smtp_port, timeout=PATIENCE) as door:
            door.send_message(message)
    except (smtplib.SMTPException, OSError):
        return False
    return True
