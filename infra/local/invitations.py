"""Invitations in a mail: what its reader's calendar shows, and what it answers, through the SMTP door (RFC 5546)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from babel.dates import get_timezone
from icalendar import Calendar, Event, vCalAddress, vText

from infra.local import answers, clock, mails, pages
from infra.local.deploy import INBOUND_DOMAIN
from infra.local.layout import HOST

if TYPE_CHECKING:
    from infra.local.layout import Layout
    from infra.local.mails import Mail

DASH = "\N{EN DASH}"
KINDS = {
    "accepted": ("ACCEPTED", {"pl": "Zaakceptowano: ", "en": "Accepted: "}),
    "tentative": ("TENTATIVE", {"pl": "Wstępnie: ", "en": "Tentative: "}),
    "declined": ("DECLINED", {"pl": "Odrzucono: ", "en": "Declined: "}),
    "counter": ("TENTATIVE", {"pl": "Nowa proponowana godzina: ", "en": "New Time Proposed: "}),
}
"""What a calendar answers → PARTSTAT, and how the subject begins, as Outlook has it."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the calendar part of a mail says; `asks`: its reader's calendar may answer."""

    method: str
    summary: str
    when: str
    location: str
    sequence: str
    status: str
    people: tuple[tuple[str, str], ...]
    asks: bool


def found(mail: Mail, locale: str) -> list[Invitation]:
    """Return the invitations in a mail."""
    return [
        Invitation(
            method=method,
            summary=str(event.get("SUMMARY", "")),
            when=_span(event.decoded("DTSTART"), event.decoded("DTEND", None), locale),
            location=str(event.get("LOCATION", "")),
            sequence=str(event.get("SEQUENCE", 0)),
            status=str(event.get("STATUS", "")),
            people=tuple((str(one.params.get("CN", "")), str(one.params.get("PARTSTAT", ""))) for one in _all(event)),
            asks=method == "REQUEST" and _asked(event, mail) is not None,
        )
        for method, event in _events(mail)
    ]


def _events(mail: Mail) -> list[tuple[str, Any]]:
    part = mail.part("text/calendar")
    calendar: Any = Calendar.from_ical(part.content) if part else None
    return [(str(calendar.get("METHOD", "")), one) for one in calendar.walk("VEVENT")] if calendar else []


def _all(event: Any) -> list[Any]:
    named = event.get("ATTENDEE")
    return [one for one in (named if isinstance(named, list) else [named]) if one is not None]


def _address(person: Any) -> str:
    return mails.readable(unquote(str(person))[len("mailto:") :])


def _asked(event: Any, mail: Mail) -> Any | None:
    """Return the attendee who reads the mail, where their calendar is asked and its answer comes to this stack."""
    ours = _address(event.get("ORGANIZER", "")).rpartition("@")[2].lower() == INBOUND_DOMAIN
    mine = [one for one in _all(event) if _address(one).lower() == mail.to.lower()]
    return next((one for one in mine if ours and str(one.params.get("RSVP", "")).upper() == "TRUE"), None)


def send(layout: Layout, mail: Mail, kind: str, wished: str, locale: str) -> bool:
    """Answer the invitation in a mail as a calendar does; return whether the door took it.

    `wished` is the local time of a counter-proposal, as a browser sends it; raises ValueError where it is none.
    """
    now = clock.now(layout.clock)
    asked = [one for method, one in _events(mail) if method == "REQUEST" and _asked(one, mail) is not None]
    if not asked:
        return False
    start = datetime.fromisoformat(wished).replace(tzinfo=get_timezone(pages.ZONE)) if kind == "counter" else None
    message = written(mail, asked[0], kind, start, locale, now)
    try:
        with smtplib.SMTP(HOST, layout.smtp_port, timeout=answers.PATIENCE) as door:
            door.send_message(message)
    except (smtplib.SMTPException, OSError):
        return False
    return True


def written(mail: Mail, event: Any, kind: str, start: datetime | None, locale: str, now: datetime) -> EmailMessage:
    """Return the answer as a calendar program mails it."""
    partstat, prefixes = KINDS[kind]
    method = "COUNTER" if kind == "counter" else "REPLY"
    content = _object(method, event, _asked(event, mail), partstat, start, now)
    subject = f"{prefixes[locale]}{event.get('SUMMARY', '')}"
    return posted(mail.to, _address(event["ORGANIZER"]), subject, method, content, now)


def posted(sender: str, to: str, subject: str, method: str, content: bytes, now: datetime) -> EmailMessage:
    """Return a mail that carries what a calendar answers (RFC 6047 §2.4)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = answers.wire(sender)
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain="calendar-program.example")
    message.set_content("\n")
    message.add_alternative(content.decode(), subtype="calendar", params={"method": method}, charset="utf-8")
    return message


def _object(method: str, event: Any, me: Any, partstat: str, start: datetime | None, now: datetime) -> bytes:
    """Return REPLY (RFC 5546 §3.2.3) or COUNTER (§3.2.7)."""
    calendar, answer = Calendar(), Event()
    calendar.add("prodid", "-//Tandem//Mailbox//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    begins, ends = event.decoded("DTSTART"), event.decoded("DTEND")
    start = start or begins
    for name, value in (("dtstamp", now), ("dtstart", start), ("dtend", start + (ends - begins))):
        answer.add(name, value.astimezone(UTC))
    if "RECURRENCE-ID" in event:
        answer.add("recurrence-id", event.decoded("RECURRENCE-ID").astimezone(UTC))
    for name in ("UID", "SEQUENCE", "SUMMARY", "ORGANIZER"):
        answer[name] = event[name]
    attendee = vCalAddress(str(me))
    attendee.params["CN"] = vText(str(me.params.get("CN", "")))
    attendee.params["PARTSTAT"] = vText(partstat)
    answer.add("attendee", attendee, encode=False)
    calendar.add_component(answer)
    content: bytes = calendar.to_ical()
    return content


def _span(start: object, end: object, locale: str) -> str:
    """Return day, begin and end; a day without a time as it is written."""
    if not isinstance(start, datetime):
        return str(start)
    begins = pages.moment(start, locale)
    if not isinstance(end, datetime):
        return begins
    ends = pages.moment(end, locale)
    day, _, hour = ends.rpartition(", ")
    return f"{begins}{DASH}{hour}" if begins.startswith(day) else f"{begins} {DASH} {ends}"
