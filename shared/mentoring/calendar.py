"""Calendar objects of meetings (RFC 5545, RFC 5546), made with the icalendar library.

A meeting keeps its UID; its SEQUENCE rises with every change, so an update replaces it and a CANCEL removes it.
Instants are written in UTC: every calendar shows them correctly in its owner's zone, across clock changes too.

icalendar is imported when the first object is made: few mails carry one, and few requests ask for one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from mentoring import addresses
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event, vCalAddress

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Entry:
    """One meeting as calendars know it; `attendees` are (name, address)."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    summary: str
    place: str
    description: str
    organizer: str
    attendees: tuple[tuple[str, str], ...]
    stamp: datetime


def invitation(entry: Entry) -> bytes:
    """Return the REQUEST for a meeting: a new invitation, or with a higher sequence its update."""
    return _calendar(REQUEST, [_event(entry, "CONFIRMED")])


def cancellation(entry: Entry) -> bytes:
    """Return the CANCEL of a meeting."""
    return _calendar(CANCEL, [_event(entry, "CANCELLED")])


def feed(entries: Iterable[Entry], name: str) -> bytes:
    """Return a calendar that calendar programs can subscribe to."""
    return _calendar(PUBLISH, [_event(entry, "CONFIRMED") for entry in entries], name)


def _calendar(method: str, events: list[Event], name: str = "") -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - see above

    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, status: str) -> Event:
    from icalendar import Event, vText  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.starts_at + timedelta(minutes=entry.minutes))
    event.add("summary", entry.summary)
    event.add("status", status)
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    name, address = parseaddr(entry.organizer)
    event["organizer"] = _person(name, address)
    for name, address in entry.attendees:
        attendee = _person(name, address)
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        attendee.params["rsvp"] = vText("FALSE")  # nobody reads a calendar's answers; the mail has buttons
        event.add("attendee", attendee, encode=False)
    return event


def _person(name: str, address: str) -> vCalAddress:
    from icalendar import vCalAddress, vText  # noqa: PLC0415

    person = vCalAddress(addresses.mailto(address))
    if name:
        person.params["cn"] = vText(name)
    return person
