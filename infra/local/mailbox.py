"""The mailbox page: every mail as it would arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icalendar import Calendar
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from infra.local import clock, mails
from mentoring.i18n import LOCALES, accepted, translations

if TYPE_CHECKING:
    from infra.local.places import Places

FOLDER = Path(__file__).parent / "templates"
PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'"
MAIL_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A mail brings its own inline styles; it may show, not run."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: status, body, media type, further headers."""

    status: int
    body: str | bytes
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=lambda: {"content_security_policy": PAGE_POLICY})


def page(places: Places, path: str, query: dict[str, str], languages: str) -> Page:
    """Return the page under a path."""
    locale = next((wish for wish in (query.get("lang"), *accepted(languages)) if wish in LOCALES), LOCALES[0])
    match path.strip("/").split("/"):
        case [""]:
            return _list(places, query, locale)
        case ["mailbox.css"]:
            return Page(200, (FOLDER / "mailbox.css").read_bytes(), "text/css; charset=utf-8")
        case ["mails", mail_id]:
            return _one(places, mail_id, locale)
        case ["mails", mail_id, "html"]:
            return _html(places, mail_id)
        case ["mails", mail_id, "parts", number] if number.isdecimal():
            return _part(places, mail_id, int(number))
    return Page(404, _render("missing.html", locale, places))


def _list(places: Places, query: dict[str, str], locale: str) -> Page:
    to = query.get("to", "").strip()
    found = mails.listing(places.mails)
    shown = [mail for mail in found if to.lower() in mail.to.lower()][:300]
    people = sorted({mail.to for mail in found})
    return Page(200, _render("list.html", locale, places, mails=shown, people=people, to=to, total=len(found)))


def _one(places: Places, mail_id: str, locale: str) -> Page:
    mail = mails.one(places.mails, mail_id)
    if mail is None:
        return Page(404, _render("missing.html", locale, places))
    invitation = mail.part("text/calendar")
    events = _events(invitation.content) if invitation else []
    plain = mail.part("text/plain")
    return Page(
        200, _render("mail.html", locale, places, mail=mail, events=events, plain=plain.text if plain else "")
    )


def _events(content: bytes) -> list[dict[str, str]]:
    calendar = Calendar.from_ical(content)
    return [
        {
            "method": str(calendar.get("METHOD", "")),
            "summary": str(event.get("SUMMARY", "")),
            "start": str(event.decoded("DTSTART")),
            "end": str(event.decoded("DTEND")) if "DTEND" in event else "",
            "location": str(event.get("LOCATION", "")),
            "sequence": str(event.get("SEQUENCE", 0)),
            "uid": str(event.get("UID", "")),
        }
        for event in calendar.walk("VEVENT")
    ]


def _html(places: Places, mail_id: str) -> Page:
    mail = mails.one(places.mails, mail_id)
    part = mail.part("text/html") if mail else None
    return Page(200 if part else 404, part.text if part else "", headers={"content_security_policy": MAIL_POLICY})


def _part(places: Places, mail_id: str, number: int) -> Page:
    mail = mails.one(places.mails, mail_id)
    if mail is None or number >= len(mail.parts):
        return Page(404, "")
    part = mail.parts[number]
    name = "".join(letter for letter in part.name if letter.isalnum() or letter in "._-") or f"part-{number}"
    return Page(200, part.content, "application/octet-stream", {"content_disposition": f'attachment; filename="{name}"'})


def _render(name: str, locale: str, places: Places, **values: Any) -> str:
    catalogue = translations("infra.local", locale)
    return _environment().get_template(name).render(
        _=catalogue.gettext,
        ngettext=catalogue.ngettext,
        locale=locale,
        other="en" if locale == "pl" else "pl",
        public_url=places.public_url,
        now=f"{clock.now(places.clock):%Y-%m-%d %H:%M} UTC",
        **values,
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
