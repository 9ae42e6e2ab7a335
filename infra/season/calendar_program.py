"""A calendar program as RFC 5545 (iCalendar) and RFC 5546 (iTIP) describe one; it knows nothing of our code.

It takes the objects that mails bring, keeps by UID what its owner would see, and answers as its owner presses a button.
An object that breaks the two RFCs raises `Broken`: programs do what they like with such objects. Tests and the season
use it; what it says is never taken from what we send.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = 75
"""Octets of a line without its end (RFC 5545 §3.1)."""
_TIME = "%Y%m%dT%H%M%SZ"
_HEAD = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
_ANSWER = re.compile(r";PARTSTAT=[^;:]*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
PARTSTATS = ("NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")


class Broken(AssertionError):
    """An object that RFC 5545 or RFC 5546 forbids."""


@dataclass(frozen=True)
class Line:
    """A content line (RFC 5545 §3.1)."""

    name: str
    parameters: dict[str, str]
    value: str
    written: str
    """The line as it was written, unfolded."""

    @property
    def text(self) -> str:
        """Return a value of type TEXT (RFC 5545 §3.3.11)."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(frozen=True)
class Component:
    """A component: its lines and the components in it."""

    name: str
    lines: tuple[Line, ...]
    parts: tuple[Component, ...]

    def all(self, name: str) -> list[Line]:
        """Return the lines of a property."""
        return [one for one in self.lines if one.name == name]

    def one(self, name: str) -> Line:
        """Return the only line of a property."""
        found = self.all(name)
        if len(found) != 1:
            raise Broken(f"{len(found)} × {name} in {self.name}")
        return found[0]


@dataclass(frozen=True)
class Shown:
    """What the owner of a calendar sees of a meeting: its status, when it begins and ends, who takes part how."""

    status: str
    start: datetime
    end: datetime
    answers: dict[str, str]


@dataclass
class _Kept:
    sequence: int
    stamp: datetime
    organizer: str
    shown: Shown
    event: Component


def read(content: bytes) -> Component:
    """Return the VCALENDAR in some bytes; raises `Broken`."""
    if not content.endswith(b"\r\n") or b"\n" in content.replace(b"\r\n", b""):
        raise Broken("lines end with CRLF")
    if any(len(line) > LINE for line in content.split(b"\r\n")):
        raise Broken("a line of more than 75 octets")
    for raw in content.split(b"\r\n"):
        raw.decode()  # nobody may fold within a character of several octets and hope
    unfolded = content.decode().replace("\r\n ", "").replace("\r\n\t", "")
    stack: list[tuple[str, list[Line], list[Component]]] = [("", [], [])]
    for text in unfolded.split("\r\n")[:-1]:
        line = _line(text)
        if line.name == "BEGIN":
            stack.append((line.value, [], []))
        elif line.name == "END":
            name, lines, parts = stack.pop()
            if name != line.value:
                raise Broken(f"{line.value} ends where {name} began")
            stack[-1][2].append(Component(name, tuple(lines), tuple(parts)))
        else:
            stack[-1][1].append(line)
    ((_, _, (whole,)),) = stack
    return whole


def _line(text: str) -> Line:
    found = _HEAD.fullmatch(text)
    if found is None:
        raise Broken(f"no content line: {text!r}")
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(found[2])}
    return Line(found[1].upper(), parameters, found[3], text)


def _instant(line: Line) -> datetime:
    return datetime.strptime(line.value, _TIME).replace(tzinfo=UTC)


def _address(line: Line) -> str:
    if not line.value.lower().startswith("mailto:"):
        raise Broken(f"no address: {line.value}")
    return line.value[len("mailto:") :].lower()


def published(content: bytes) -> dict[str, Shown]:
    """Return what somebody sees of a feed they subscribed to, by UID (RFC 5546 §3.2.1); raises `Broken`."""
    whole = _checked(content)
    if whole.one("METHOD").value != "PUBLISH":
        raise Broken("a feed asks nothing of its readers")
    shown = dict[str, Shown]()
    for event in (part for part in whole.parts if part.name == "VEVENT"):
        _instant(event.one("DTSTAMP"))
        if event.all("ATTENDEE"):
            raise Broken("what is published has no attendees")
        uid = event.one("UID").text
        if uid in shown:
            raise Broken(f"{uid} stands in it twice")
        cancelled = any(one.value == "CANCELLED" for one in event.all("STATUS"))
        shown[uid] = _shown(event, {}, cancelled=cancelled)
    return {uid: one for uid, one in shown.items() if one.status != "CANCELLED"}


def _checked(content: bytes) -> Component:
    whole = read(content)
    if (whole.name, whole.one("VERSION").value) != ("VCALENDAR", "2.0") or not whole.one("PRODID").value:
        raise Broken("no iCalendar 2.0")
    return whole


class CalendarProgram:
    """The calendar of the owner of one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._kept: dict[str, _Kept] = {}

    def knows(self, uid: str) -> bool:
        """Return whether it ever got this meeting."""
        return uid in self._kept

    def shows(self, uid: str) -> Shown | None:
        """Return what its owner sees of a meeting; nothing of one it never got or that was cancelled."""
        kept = self._kept.get(uid)
        return kept.shown if kept is not None and kept.shown.status != "CANCELLED" else None

    def sequence(self, uid: str) -> int:
        """Return the SEQUENCE of what it keeps."""
        return self._kept[uid].sequence

    def organizer(self, uid: str) -> str:
        """Return where it sends its answers about a meeting."""
        return self._kept[uid].organizer

    def all(self) -> dict[str, Shown]:
        """Return what its owner sees, by UID."""
        return {uid: kept.shown for uid, kept in self._kept.items() if kept.shown.status != "CANCELLED"}

    def content(self) -> bytes:
        """Return what it keeps as a file, as programs save it: without a method (RFC 4791 §4.1), with the answers."""
        lines = ["BEGIN:VCALENDAR", "PRODID:-//Model//RFC 5546//EN", "VERSION:2.0"]
        for uid in self.all():
            lines += _written(self._kept[uid].event, self._kept[uid].shown.answers)
        return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR", ""]).encode()

    def receive(self, content: bytes) -> str:
        """Take an object from a mail, as an attendee's program does (RFC 5546 §3.2.2, §3.2.5); return its UID."""
        whole = _checked(content)
        method = whole.one("METHOD").value
        events = [part for part in whole.parts if part.name == "VEVENT"]
        if len(events) != 1:
            raise Broken(f"{len(events)} events")
        if method not in ("REQUEST", "CANCEL"):
            raise Broken(f"an attendee gets no {method}")
        self._take(events[0], cancelled=method == "CANCEL")
        return events[0].one("UID").text

    def _take(self, event: Component, *, cancelled: bool) -> None:
        uid, stamp = event.one("UID").text, _instant(event.one("DTSTAMP"))
        sequence = int(event.one("SEQUENCE").value) if event.all("SEQUENCE") else 0
        organizer = _address(event.one("ORGANIZER"))
        attendees = event.all("ATTENDEE")
        answers = {_address(one): one.parameters.get("PARTSTAT", "NEEDS-ACTION").upper() for one in attendees}
        if len(answers) != len(attendees) or not set(answers.values()) <= set(PARTSTATS):
            raise Broken("somebody takes part twice, or as nobody can")
        if self.address.lower() not in answers:
            return  # RFC 5546 §3.2.2.1: uninvited; a program shows nothing of its own accord
        shown = _shown(event, answers, cancelled=cancelled)
        kept = self._kept.get(uid)
        if kept is None:
            if not cancelled:
                self._kept[uid] = _Kept(sequence, stamp, organizer, shown, event)
            return
        if organizer != kept.organizer:
            raise Broken("the organizer changed, and with it whose meeting it is (RFC 5546 §3.2.2.4)")
        if (sequence, stamp) < (kept.sequence, kept.stamp):
            return  # RFC 5546 §2.1.5: what is older changes nothing
        if sequence == kept.sequence and _revision(shown) != _revision(kept.shown):
            raise Broken("another time or status with the same SEQUENCE (RFC 5546 §2.1.4, RFC 5545 §3.8.7.4)")
        if (sequence, stamp) == (kept.sequence, kept.stamp):
            return  # the same once more; what its owner has answered since stays
        self._kept[uid] = _Kept(sequence, stamp, organizer, shown, event)

    # What its owner does ---------------------------------------------------------------------------------------------

    def answer(self, uid: str, partstat: str, now: datetime) -> bytes:
        """Answer a meeting: return the REPLY for the organizer (RFC 5546 §3.2.3), and show the answer at once."""
        kept = self._kept[uid]
        shown = replace(kept.shown, answers=kept.shown.answers | {self.address.lower(): partstat})
        kept.shown = shown
        return self._object("REPLY", uid, partstat, shown, now)

    def counter(self, uid: str, start: datetime, now: datetime) -> bytes:
        """Propose another time: return the COUNTER (RFC 5546 §3.2.7); it shows the old one until it is updated."""
        kept = self._kept[uid]
        length = kept.shown.end - kept.shown.start
        wished = replace(kept.shown, start=start, end=start + length)
        return self._object("COUNTER", uid, "TENTATIVE", wished, now)

    def _object(self, method: str, uid: str, partstat: str, shown: Shown, now: datetime) -> bytes:
        kept = self._kept[uid]
        lines = [
            "BEGIN:VCALENDAR", "PRODID:-//Model//RFC 5546//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
            f"UID:{uid}", f"SEQUENCE:{kept.sequence}", f"DTSTAMP:{now.strftime(_TIME)}",
            f"DTSTART:{shown.start.strftime(_TIME)}", f"DTEND:{shown.end.strftime(_TIME)}",
            f"ORGANIZER:mailto:{kept.organizer}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{self.address}",
            "END:VEVENT", "END:VCALENDAR", "",
        ]  # fmt: skip
        return "\r\n".join(_folded(line) for line in lines).encode()


def _written(component: Component, answers: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a component, with how those who take part have answered."""
    yield f"BEGIN:{component.name}"
    for line in component.lines:
        answered = f";PARTSTAT={answers[_address(line)]}" if line.name == "ATTENDEE" else ""
        yield _ANSWER.sub(answered, line.written, count=1) if answered else line.written
    for part in component.parts:
        yield from _written(part, answers)
    yield f"END:{component.name}"


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which ends within a character (RFC 5545 §3.1)."""
    pieces, room = [""], LINE
    for character in line:
        room -= len(character.encode())
        if room < 0:
            pieces.append("")
            room = LINE - 1 - len(character.encode())
        pieces[-1] += character
    return "\r\n ".join(pieces)


def _shown(event: Component, answers: dict[str, str], *, cancelled: bool) -> Shown:
    status = event.one("STATUS").value if event.all("STATUS") else "CANCELLED" if cancelled else "CONFIRMED"
    if status not in STATUSES or (status == "CANCELLED") != cancelled:
        raise Broken(f"a {'CANCEL' if cancelled else 'REQUEST'} of something {status}")
    if not cancelled:
        event.one("SUMMARY")
    start, end = _instant(event.one("DTSTART")), _instant(event.one("DTEND"))
    if end <= start:
        raise Broken("it ends before it begins")
    for alarm in event.parts:
        if alarm.name == "VALARM":
            _check_alarm(alarm)
    return Shown(status, start, end, answers)


def _check_alarm(alarm: Component) -> None:
    """Check an alarm that shows something (RFC 5545 §3.6.6)."""
    if alarm.one("ACTION").value != "DISPLAY" or not alarm.one("DESCRIPTION").value:
        raise Broken("no alarm that shows something")
    if re.fullmatch(r"-?PT\d+[MH]", alarm.one("TRIGGER").value) is None:
        raise Broken("an alarm at no time")


def _revision(shown: Shown) -> tuple[str, datetime, timedelta]:
    return shown.status, shown.start, shown.end - shown.start
