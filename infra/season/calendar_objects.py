"""Objects of calendars as RFC 5545 (iCalendar) describes them; it knows nothing of our code.

Zones are those that the object itself defines. What breaks the RFC raises `Broken`: programs do what they like with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from dateutil import rrule, tz

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LINE = 75
"""Octets of a line without its end (RFC 5545 §3.1)."""
TIME = "%Y%m%dT%H%M%SZ"
_LOCAL = "%Y%m%dT%H%M%S"
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
    """What the owner of a calendar sees of a meeting: its status, when it begins and ends, who takes part how.

    `place` is LOCATION, `call` the address of the call (CONFERENCE, RFC 7986 §5.11); each empty if there is none.
    """

    status: str
    start: datetime
    end: datetime
    answers: dict[str, str]
    place: str = ""
    call: str = ""


class Zone:
    """A zone as an object defines it (RFC 5545 §3.6.5), read by dateutil."""

    def __init__(self, component: Component) -> None:
        self.component = component
        self._zone: Any = tz.tzical(StringIO("\r\n".join(written(component, {})))).get()

    def moment(self, local: datetime) -> datetime:
        """Return a local time as an instant; of one that comes twice the first (RFC 5545 §3.3.5)."""
        there: datetime = local.replace(tzinfo=self._zone)
        return there.astimezone(UTC)


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


def zones_of(whole: Component) -> dict[str, Zone]:
    """Return the zones that an object defines (RFC 5545 §3.6.5), as dateutil reads them."""
    defined = [part for part in whole.parts if part.name == "VTIMEZONE"]
    return {one.one("TZID").value: Zone(one) for one in defined}


def instant(line: Line, zones: Mapping[str, Zone] = {}) -> datetime:
    """Return a time in UTC or in a zone that the object defines (RFC 5545 §3.3.5)."""
    named = line.parameters.get("TZID")
    if named is None:
        return datetime.strptime(line.value, TIME).replace(tzinfo=UTC)
    if named not in zones:
        raise Broken(f"nobody defines the zone {named} (RFC 5545 §3.2.19)")
    return zones[named].moment(datetime.strptime(line.value, _LOCAL))  # noqa: DTZ007 - that zone is the object's


def occurrences_of(event: Component, zones: Mapping[str, Zone]) -> tuple[datetime, ...] | None:
    """Return the instants at which a recurring event begins, None for one that isn't (RFC 5545 §3.8.5)."""
    rules = event.all("RRULE")
    if not rules:
        return None
    if event.all("RECURRENCE-ID"):
        raise Broken("one of several recurs itself")
    begins = event.one("DTSTART")
    zone = zones.get(begins.parameters.get("TZID", ""))
    if zone is None:
        raise Broken("what recurs in UTC moves when clocks change (RFC 5545 §3.2.19)")
    first = datetime.strptime(begins.value, _LOCAL)  # noqa: DTZ007 - in the zone of the object
    if re.search(r"COUNT=\d+|UNTIL=", rules[0].value) is None or len(rules) > 1:
        raise Broken("it recurs for ever, or by several rules")
    without = set[str]()
    for line in event.all("EXDATE"):
        if line.parameters.get("TZID") != begins.parameters.get("TZID"):
            raise Broken("an exception in another zone than DTSTART")
        without |= set(line.value.split(","))
    local = rrule.rrulestr(rules[0].value, dtstart=first)
    if not without <= {f"{one:{_LOCAL}}" for one in local}:
        raise Broken("an exception to nothing")
    return tuple(zone.moment(one) for one in local if f"{one:{_LOCAL}}" not in without)


def address(line: Line) -> str:
    """Return the mail address in a value of type CAL-ADDRESS (RFC 5545 §3.3.3)."""
    if not line.value.lower().startswith("mailto:"):
        raise Broken(f"no address: {line.value}")
    return line.value[len("mailto:") :].lower()


def checked(content: bytes) -> Component:
    """Return the VCALENDAR in some bytes, of a version that anybody knows."""
    whole = read(content)
    if (whole.name, whole.one("VERSION").value) != ("VCALENDAR", "2.0") or not whole.one("PRODID").value:
        raise Broken("no iCalendar 2.0")
    return whole


def written(component: Component, answers: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a component, with how those who take part have answered."""
    yield f"BEGIN:{component.name}"
    for line in component.lines:
        answered = f";PARTSTAT={answers[address(line)]}" if line.name == "ATTENDEE" else ""
        yield _ANSWER.sub(answered, line.written, count=1) if answered else line.written
    for part in component.parts:
        yield from written(part, answers)
    yield f"END:{component.name}"


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which ends within a character (RFC 5545 §3.1)."""
    pieces, room = [""], LINE
    for character in line:
        room -= len(character.encode())
        if room < 0:
            pieces.append("")
            room = LINE - 1 - len(character.encode())
        pieces[-1] += character
    return "\r\n ".join(pieces)


def shown_by(event: Component, answers: dict[str, str], zones: Mapping[str, Zone], *, cancelled: bool) -> Shown:
    """Return what an event shows."""
    status = event.one("STATUS").value if event.all("STATUS") else "CANCELLED" if cancelled else "CONFIRMED"
    if status not in STATUSES or (status == "CANCELLED") != cancelled:
        raise Broken(f"a {'CANCEL' if cancelled else 'REQUEST'} of something {status}")
    if not cancelled:
        event.one("SUMMARY")
    start, end = (instant(event.one(name), zones) for name in ("DTSTART", "DTEND"))
    if end <= start:
        raise Broken("it ends before it begins")
    for alarm in event.parts:
        if alarm.name == "VALARM":
            _check_alarm(alarm)
    place = event.one("LOCATION").text if event.all("LOCATION") else ""
    call = event.one("CONFERENCE").value if event.all("CONFERENCE") else ""
    return Shown(status, start, end, answers, place, call)


def _check_alarm(alarm: Component) -> None:
    """Check an alarm that shows something (RFC 5545 §3.6.6)."""
    if alarm.one("ACTION").value != "DISPLAY" or not alarm.one("DESCRIPTION").value:
        raise Broken("no alarm that shows something")
    if re.fullmatch(r"-?PT\d+[MH]", alarm.one("TRIGGER").value) is None:
        raise Broken("an alarm at no time")
