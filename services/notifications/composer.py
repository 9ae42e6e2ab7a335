"""Composes mails: templates in the reader's language, text and HTML parts, calendar parts, headers. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import pass_environment
from jinja2.runtime import Macro
from markupsafe import Markup

from mentoring import addresses, clock, i18n, ids, letters, links, markdown, palettes, templating
from notifications import greeting
from notifications.headers import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from notifications.mail import Mail

FOLDER = Path(__file__).parent / "mails"
KINDS = FOLDER / "kinds"
_BLANK_LINES = re.compile(r"\n{3,}")
"""Blank lines left in a text by conditions that don't apply."""


def compose(
    mail: Mail, *, event_id: str, sender: str, now: datetime, files: Mapping[str, bytes] | None = None
) -> EmailMessage:
    """Return the mail as a message: multipart/alternative (text, HTML, calendar) and attachments.

    `files` are the contents of its attachments by key. The same event, kind and recipient give the same bytes. SES
    replaces our `Message-ID` by its own (Amazon SES, SendEmail), so nothing relies on it.
    """
    name, address = parseaddr(sender)
    written = _write(mail)
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(name, address)
    message["To"] = _address(mail.to.name, mail.to.email)
    message["Subject"] = written.subject
    message["Date"] = format_datetime(now)
    own = ids.derived("mail", event_id, mail.kind, mail.to.key)
    message["Message-ID"] = f"<{own}@{addresses.wire(address).rpartition('@')[2]}>"
    message["X-Tandem-Mail"] = mail.kind
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = _address("", mail.reply_to)
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(written.text)
    message.add_alternative(written.html, subtype="html")
    if mail.calendar:
        text = mail.calendar.decode()
        message.add_alternative(text, subtype="calendar", params={"method": mail.method}, charset="utf-8")
        message.add_attachment(mail.calendar, maintype="application", subtype="ics", filename="invite.ics")
    for one in mail.attachments:
        maintype, _, subtype = one.kind.partition("/")
        message.add_attachment((files or {})[one.key], maintype=maintype, subtype=subtype, filename=one.name)
    message["Content-Language"] = mail.to.locale  # not before the content, which clears such headers
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"{own}.{number}")
    return message


def _address(name: str, email: str) -> Address:
    """Return an address for a header, its domain in punycode, without line breaks."""
    local, _, domain = addresses.wire(email).rpartition("@")
    return Address(letters.line(name), local, domain)


class Written(NamedTuple):
    """A mail's texts: its subject, and the same blocks as text and as HTML."""

    subject: str
    text: str
    html: str


def _write(mail: Mail) -> Written:
    zone, locale = mail.to.zone, mail.to.locale
    values = {
        "to": mail.to,
        "called": greeting.called(mail.to.name, locale),
        "form": mail.to.form,
        "link": links.mailed(mail.link, locale),
        "reply_to": mail.reply_to,
        "answers_to": mail.answers_to,
        "introduces": mail.introduces,
        "write_at": mail.write_at,
        "host": mail.host,
        "programme": _quoted(mail.programme, locale) if mail.stranger else mail.programme,
        "bare": mail.programme,
        "unsubscribe": mail.unsubscribe,
        "withheld": mail.withheld,
        "locale": locale,
        "when": lambda text: i18n.format_datetime(clock.parse(text), locale, zone),
        "day": lambda text: i18n.format_date(_day(text, zone), locale),
        "short": lambda text: i18n.format_short(_day(text, zone), locale),
        "zone": i18n.zone_city(zone, locale),
    } | mail.values
    text = environment(locale, "text", "").get_template(f"{mail.kind}.jinja")
    html = environment(locale, "html", mail.accent).get_template(f"{mail.kind}.jinja")
    read = text.new_context(values)
    body = "".join(text.root_render_func(read))  # first: its macros are there for the subject, too
    subject = "".join(text.blocks["subject"](read))
    return Written(" ".join(subject.split()), _BLANK_LINES.sub("\n\n", body), html.render(values))


def _quoted(name: str, locale: str) -> str:
    """Return a name that somebody typed as a stranger sees it, who might take it for words of ours."""
    first, last = ("„", "”") if locale == "pl" else ("“", "”")
    return f"{first}{name}{last}" if name else ""


def _day(text: str, zone: str) -> date:
    """Return a day, or the day of an instant where the reader is."""
    return i18n.in_zone(clock.parse(text), zone).date() if "T" in text else date.fromisoformat(text)


@pass_environment
def _coloured(environment: Environment, html: Markup) -> Markup:
    """Return HTML whose links have the programme's colour, like those of the templates (`.link`).

    Programs have a blue of their own for others, which can't be read where the mail is dark.
    """
    colour = environment.globals["colours"].accent  # type: ignore[attr-defined]
    styled = Markup('<a class="link" style="color: {}" ').format(colour)
    return Markup(html.replace(Markup("<a "), styled))  # noqa: S704 - was HTML before


@cache
def environment(locale: str, medium: str, accent: str) -> Environment:
    """Return the Jinja environment for mails in a language as `text` or `html`: same macros, different layouts.

    HTML has the colours of a programme, which macros can take from nowhere else.
    """
    folders = (FOLDER / medium, KINDS, FOLDER / "parts")
    options = {"autoescape": medium == "html", "keep_trailing_newline": True}
    made = templating.environment("notifications", locale, folders, medium, **options)
    made.filters |= {"markdown": markdown.render, "coloured": _coloured}
    made.globals["colours"] = palettes.of(accent)
    pieces = made.get_template("pieces.jinja").module
    made.globals |= {name: piece for name, piece in vars(pieces).items() if isinstance(piece, Macro)}
    return made
