"""What calendars answer, in the documented forms of the programs people have; written by hand, nobody's real mail.

Sources: RFC 5546 (REPLY, COUNTER); MS-OXCICAL and MS-OXOCAL (Outlook, Exchange); MS-OXTNEF (winmail.dat); Google Calendar
(«Respond to events»: Sender, Auto-Submitted, its own text); Apple Calendar; Mozilla's Lightning (REPLY with a sentence).
Each mail is from Anna about the meeting `UID`, at SEQUENCE 2.
"""

from __future__ import annotations

import base64
import struct

HEX = "0123456789abcdef0123456789abcdef"
UID = f"{HEX}@tandem"
OURS = "abcdefghijklmnopqrstuvwxyz@reply.tandem.example"
ANNA = "anna@firma.example"


def _crlf(text: str) -> bytes:
    return text.strip("\n").replace("\n", "\r\n").encode() + b"\r\n"


def _object(method: str, *lines: str, uid: str = UID, zone: str = "", prodid: str = "-//Model//EN") -> str:
    body = "\n".join(lines)
    return (
        f"BEGIN:VCALENDAR\nPRODID:{prodid}\nVERSION:2.0\n{f'METHOD:{method}' if method else 'CALSCALE:GREGORIAN'}\n"
        f"{zone}BEGIN:VEVENT\nUID:{uid}\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"
    )


def _mail(head: str, body: str) -> bytes:
    return _crlf(f"From: Anna Nowak <{ANNA}>\nTo: {OURS}\nMIME-Version: 1.0\n{head}\n\n{body}")


def _alternative(text: str, calendar: str, method: str = "REPLY", *, attached: bool = False) -> str:
    also = (
        f'--b\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\n\n{calendar}'
        if attached
        else ""
    )
    kind = f'text/calendar; charset="utf-8"{f"; method={method}" if method else ""}'
    return (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--b\nContent-Type: {kind}\n\n{calendar}{also}--b--\n"
    )


MULTI = 'Content-Type: multipart/alternative; boundary="b"'
WARSAW = """\
BEGIN:VTIMEZONE
TZID:Central European Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def outlook(partstat: str, prefix: str, text: str = "") -> bytes:
    """Outlook for Windows over Exchange: a zone with a Windows name, an empty text, the answer in the subject."""
    calendar = _object(
        "REPLY",
        f"ATTENDEE;PARTSTAT={partstat};CN=Anna Nowak:mailto:{ANNA.upper()}",
        "COMMENT;LANGUAGE=pl-PL:\\n", f"SUMMARY;LANGUAGE=pl-PL:{prefix} Mentoring: Jan i Anna",
        "DTSTART;TZID=Central European Standard Time:20260304T130000",
        "DTEND;TZID=Central European Standard Time:20260304T140000", "CLASS:PUBLIC", "PRIORITY:5",
        "DTSTAMP:20260302T121500Z", "TRANSP:OPAQUE", "STATUS:CONFIRMED", "SEQUENCE:2",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:2", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
        zone=WARSAW, prodid="Microsoft Exchange Server 2010",
    )  # fmt: skip
    subject = f"Subject: =?utf-8?B?{base64.b64encode(f'{prefix} Mentoring: Jan i Anna'.encode()).decode()}?="
    head = f"{subject}\nDate: Mon, 02 Mar 2026 13:15:00 +0100\nX-MS-Has-Attach:\nThread-Topic: Mentoring\n{MULTI}"
    return _mail(head, _alternative(text, calendar))


def outlook_counter() -> bytes:
    """Outlook's «propose new time»: COUNTER with the wanted time, and the original one in fields of its own."""
    calendar = _object(
        "COUNTER",
        f"ATTENDEE;PARTSTAT=TENTATIVE;CN=Anna Nowak:mailto:{ANNA}", "SUMMARY:Nowa proponowana godzina: Mentoring",
        "DTSTART;TZID=Central European Standard Time:20260305T173000",
        "DTEND;TZID=Central European Standard Time:20260305T183000", "DTSTAMP:20260302T121500Z", "SEQUENCE:2",
        "X-MS-OLK-ORIGINALSTART;TZID=Central European Standard Time:20260304T130000",
        "X-MS-OLK-ORIGINALEND;TZID=Central European Standard Time:20260304T140000",
    )  # fmt: skip
    return _mail(f"Subject: Nowa proponowana godzina: Mentoring\n{MULTI}", _alternative("", calendar, "COUNTER"))


def google(partstat: str = "ACCEPTED") -> bytes:
    """Google Calendar: a machine sends it in Anna's name, with a text of its own, the object twice."""
    calendar = _object(
        "REPLY", "DTSTART:20260304T120000Z", "DTEND:20260304T130000Z", "DTSTAMP:20260302T121500Z",
        f"ORGANIZER;CN=Wiosna:mailto:{OURS}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Anna\n  Nowak;X-NUM-GUESTS=0:mailto:{ANNA}",
        "CREATED:20260302T120000Z", "DESCRIPTION:Plan", "LAST-MODIFIED:20260302T121500Z", "LOCATION:", "SEQUENCE:2",
        "STATUS:TENTATIVE", "SUMMARY:Mentoring: Jan i Anna", "TRANSP:OPAQUE",
        prodid="-//Google Inc//Google Calendar 70.9054//EN",
    )  # fmt: skip
    text = "Anna Nowak has accepted this invitation.\n\nMentoring: Jan i Anna\n\nInvitation from Google Calendar: https://calendar.google.com/calendar/"
    head = (
        "Reply-To: Anna Nowak <anna@firma.example>\nSender: Google Calendar <calendar-notification@google.com>\n"
        f"Auto-Submitted: auto-generated\nSubject: Accepted: Mentoring: Jan i Anna\nDate: Mon, 02 Mar 2026 12:15:00 +0000\n{MULTI}"
    )
    return _mail(head, _alternative(text, calendar, attached=True))


def apple(partstat: str = "DECLINED") -> bytes:
    """Apple Calendar: the object alone beside a short text; the time in a zone with its own name."""
    calendar = _object(
        "REPLY", "TRANSP:OPAQUE", "DTEND;TZID=Europe/Warsaw:20260304T140000",
        f'ATTENDEE;CN="Nowak, Anna";CUTYPE=INDIVIDUAL;EMAIL="{ANNA}";PARTSTAT={partstat};ROLE=REQ-PARTICIPANT:mailto:{ANNA}',
        "DTSTAMP:20260302T121500Z", "SEQUENCE:2", "SUMMARY:Mentoring: Jan i Anna", "DTSTART;TZID=Europe/Warsaw:20260304T130000",
        f"ORGANIZER;CN=Wiosna:mailto:{OURS}", prodid="-//Apple Inc.//macOS 14.4//EN",
    )  # fmt: skip
    return _mail(f"Subject: Declined: Mentoring: Jan i Anna\n{MULTI}", _alternative("", calendar))


def thunderbird(partstat: str = "TENTATIVE") -> bytes:
    """Thunderbird: a sentence, and an object folded by its own rules."""
    calendar = _object(
        "REPLY", "CREATED:20260302T121500Z", "LAST-MODIFIED:20260302T121500Z", "DTSTAMP:20260302T121500Z",
        "SUMMARY:Mentoring: Jan i Anna", f"ORGANIZER;CN=Wiosna:mailto:{OURS}",
        f"ATTENDEE;CN=Anna Nowak;PARTSTAT={partstat};ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:anna\n @firma.example",
        "DTSTART:20260304T120000Z", "DTEND:20260304T130000Z", "SEQUENCE:2",
        prodid="-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    )  # fmt: skip
    text = "Anna Nowak <anna@firma.example> has tentatively accepted your event invitation."
    head = f"Subject: Event Invitation Reply (Tentative): Mentoring: Jan i Anna\n{MULTI}"
    return _mail(head, _alternative(text, calendar))


def without_method(where: str) -> bytes:
    """Gateways lose things: `header`, the method of Content-Type; `object`, METHOD; both are told by the other."""
    lines = (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}", "DTSTAMP:20260302T121500Z", "SEQUENCE:2")
    calendar = _object("" if where == "object" else "REPLY", *lines)
    method = "" if where == "header" else "REPLY"
    return _mail(f"Subject: Zaakceptowano: Mentoring\n{MULTI}", _alternative("", calendar, method))


def attached_only() -> bytes:
    """A program without a calendar of its own: the answer is a file that says it is anything."""
    calendar = _object("REPLY", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}", "DTSTAMP:20260302T121500Z", "SEQUENCE:2")
    body = (
        f'--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: application/octet-stream; name="reply.ics"\n'
        f'Content-Disposition: attachment; filename="reply.ics"\n\n{calendar}--b--\n'
    )
    return _mail('Subject: Re\nContent-Type: multipart/mixed; boundary="b"', body)


def parcel(
    kind: str = "IPM.Microsoft Schedule.MtgRespP", uid: str = UID, day: tuple[int, int, int] = (0, 0, 0)
) -> bytes:
    """Exchange with rich text: all is in winmail.dat: the class, and the UID in the global object id."""
    name = kind.encode() + b"\0"
    object_id = (
        b"\x04\0\0\0\x82\0\xe0\0\x74\xc5\xb7\x10\x1a\x82\xe0\x08"
        + struct.pack(">HBB", *day)
        + bytes(16)
        + b"vCal-Uid\x01\0\0\0"
        + uid.encode()
        + b"\0"
    )
    content = struct.pack("<IH", 0x223E9F78, 1)
    for level, tag, value in ((1, 0x00078008, name), (1, 0x00069003, struct.pack("<I", 1) + object_id)):
        content += struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    encoded = base64.encodebytes(content).decode()
    body = (
        '--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: application/ms-tnef; name="winmail.dat"\n'
        f'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="winmail.dat"\n\n{encoded}--b--\n'
    )
    head = "Subject: Zaakceptowano: Mentoring\nDate: Mon, 02 Mar 2026 12:15:00 +0000"
    return _mail(f'{head}\nContent-Type: multipart/mixed; boundary="b"', body)


def counter(start: str, zone: str = "") -> bytes:
    """A counter-proposal whose time is written in some way."""
    calendar = _object(
        "COUNTER",
        f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{ANNA}",
        "DTSTAMP:20260302T121500Z",
        "SEQUENCE:2",
        start,
        zone=zone,
    )
    return _mail(f"Subject: x\n{MULTI}", _alternative("", calendar, "COUNTER"))


def of_one(named: str, partstat: str = "DECLINED", zone: str = "") -> bytes:
    """An answer to one of several meetings, which RECURRENCE-ID names in some way."""
    calendar = _object(
        "REPLY",
        named,
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{ANNA}",
        "DTSTAMP:20260302T121500Z",
        "SEQUENCE:2",
        zone=zone,
    )
    return _mail(f"Subject: x\n{MULTI}", _alternative("", calendar))


def other(method: str, text: str = "", subject: str = "Fwd: Spotkanie") -> bytes:
    """A mail with a calendar object that is no answer, or with none at all."""
    calendar = _object(method, f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}", "DTSTAMP:20260302T121500Z")
    body = (
        _alternative(text, calendar, method)
        if method
        else f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--b--\n"
    )
    return _mail(f"Subject: {subject}\n{MULTI}", body)
