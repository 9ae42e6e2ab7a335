"""Calendar objects of meetings (RFC 5545, RFC 5546, RFC 7986), made with the icalendar library.

A meeting keeps its UID and its ORGANIZER; its SEQUENCE rises with every change of time or status, lapses and
cancellations included, so an update replaces it and a CANCEL removes it (RFC 5546 §2.1.4). How calendars and meetings
are kept the same: docs/decisions/0025-calendars-never-lie.md. Instants are written in UTC: every calendar shows them
correctly in its owner's zone, across clock changes too. Those of a plan are written in the zone of whoever made it,
because its meetings recur at the same hour there (docs/decisions/0027-a-plan-is-one-recurring-event.md).

icalendar is imported when the first object is made: few mails carry one, and few requests ask for one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mentoring import addresses, letters
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import MeetingState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Alarm, Component, Event, vCalAddress

    from mentoring.tables.meetings import Meeting

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ALARM = timedelta(minutes=15)
"""How long before a confirmed meeting its calendar reminds."""
TITLE = N_("Mentoring: %(mentor)s and %(mentee)s")
_KEPT = "%:/?#[]@!$&'()*+,;=~"
REFRESH = timedelta(hours=1)
"""How often programs should look for news of a feed (RFC 7986 §5.7); Google and Outlook take their own time."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


class Status(StrEnum):
    """STATUS of an event (RFC 5545 §3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Partstat(StrEnum):
    """How somebody has answered (RFC 5545 §3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"


@dataclass(frozen=True)
class Attendee:
    """One who takes part, and how they have answered."""

    name: str
    address: str
    partstat: Partstat = Partstat.NEEDS_ACTION


@dataclass(frozen=True)
class Rule:
    """`number` meetings every so many weeks at the same hour; `without` are local times (naive) that are left out."""

    every: int
    number: int
    without: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A meeting as one calendar shows it. Texts are in its owner's language, which is `locale`.

    `organizer` is a name and an address, None in feeds, which nobody answers; `answers`: calendars may answer to this
    address (RSVP). `link` is the page where everything about it can be done, `place` may hold the address of a video
    call.

    A plan has a `rule`; one meeting of a plan has the plan's `uid` and is `instead_of` the instant at which the plan
    has it (RECURRENCE-ID). Both are written in the plan's `zone` (IANA).
    """

    uid: str
    sequence: int
    status: Status
    starts_at: datetime
    minutes: int
    summary: str
    place: str
    description: str
    organizer: tuple[str, str] | None
    attendees: tuple[Attendee, ...]
    stamp: datetime
    link: str = ""
    locale: str = ""
    answers: bool = False
    zone: str = ""
    rule: Rule | None = None
    instead_of: datetime | None = None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return when it begins and ends, in UTC."""
        begin = self.starts_at.astimezone(UTC)
        return begin, begin + timedelta(minutes=self.minutes)

    @property
    def conference(self) -> str:
        """Return the address of the video call, empty if none is named."""
        return call_in(self.place)


def status_of(meeting: Meeting) -> Status:
    """Return the status of a meeting: tentative until both agreed, cancelled once it can't take place any more.

    While several times wait for a choice no calendar shows any, so there, too, it is cancelled until one is chosen.
    """
    if meeting.called_off or meeting.is_choice:
        return Status.CANCELLED
    return Status.TENTATIVE if meeting.state == MeetingState.PROPOSED else Status.CONFIRMED


def partstat_of(meeting: Meeting, person_id: str) -> Partstat:
    """Return how one of the two has answered; who proposes a time has accepted it."""
    if person_id in meeting.unsure:
        return Partstat.TENTATIVE
    return Partstat.ACCEPTED if person_id in meeting.accepted_by else Partstat.NEEDS_ACTION


def title(mentor: str, mentee: str, locale: str) -> str:
    """Return what calendars call the meetings of a pair."""
    return translations("mentoring", locale).gettext(TITLE) % {"mentor": mentor, "mentee": mentee}


def call_in(place: str) -> str:
    """Return the address of a video call in a place, empty if there is none; as a URI, which is ASCII (RFC 3986)."""
    found = _ADDRESS.search(place)
    return quote(found[0].rstrip(".,;:!?)"), safe=_KEPT) if found else ""


def message(entry: Entry, *apart: Entry) -> tuple[str, bytes]:
    """Return the method and the object that tells a calendar what a meeting is now: REQUEST, or CANCEL.

    A plan is told with those of its meetings that aren't as it says (`apart`), none of which is called off.
    """
    method, entries = CANCEL if entry.status == Status.CANCELLED else REQUEST, (entry, *apart)
    return method, _calendar(method, [*_zones(entries), *(_event(one) for one in entries)])


def feed(entries: Iterable[Entry], name: str = "") -> bytes:
    """Return a calendar to which programs subscribe, or with one entry and no name a file to add it by.

    It has no alarms: whoever accepted an invitation has them there.
    """
    return _calendar(PUBLISH, [_event(entry, alarms=False) for entry in entries], name)


def _zones(entries: Iterable[Entry]) -> list[Component]:
    """Return the definition of the zone in which a plan is written (RFC 5545 §3.2.19), nothing for UTC."""
    found = list(entries)
    zone = next((one.zone for one in found if one.zone), "")
    if not zone:
        return []
    from mentoring.vtimezone import defined  # noqa: PLC0415 - as icalendar

    last = [
        end + timedelta(weeks=one.rule.every * one.rule.number if one.rule else 0) for one in found for end in one.span
    ]
    return [defined(zone, min(one.span[0] for one in found), max(last))]


def _calendar(method: str, parts: list[Component], name: str = "") -> bytes:
    from icalendar import Calendar, vDuration  # noqa: PLC0415 - see above

    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    for part in parts:
        calendar.add_component(part)
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, *, alarms: bool = True) -> Event:
    from icalendar import Event, vUri  # noqa: PLC0415

    language = {"LANGUAGE": entry.locale} if entry.locale else {}
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    begin, end = (_written(one, entry) for one in entry.span)
    event.add("dtstart", begin)
    event.add("dtend", end)
    _recur(event, entry)
    event.add("summary", letters.line(entry.summary), parameters=language)
    event.add("status", entry.status.value)
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description, parameters=language)
    if entry.link:
        event.add("url", vUri(entry.link))
    if entry.conference:
        call = vUri(entry.conference, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]})
        event.add("conference", call, encode=False)
    if entry.organizer is not None:
        event["organizer"] = _person(*entry.organizer)
    for one in entry.attendees:
        event.add("attendee", _attendee(one, asked=entry.answers), encode=False)
    if entry.status == Status.CONFIRMED and alarms:
        event.add_component(_alarm(entry))
    return event


def _recur(event: Event, entry: Entry) -> None:
    """Say that a plan recurs, or which of its meetings this is."""
    if entry.rule is not None:
        event.add("rrule", {"FREQ": "WEEKLY", "INTERVAL": entry.rule.every, "COUNT": entry.rule.number})
        if entry.rule.without:
            event.add("exdate", [one.replace(tzinfo=ZoneInfo(entry.zone)) for one in entry.rule.without])
    if entry.instead_of is not None:
        event.add("recurrence-id", _written(entry.instead_of, entry))


def _written(instant: datetime, entry: Entry) -> datetime:
    return instant.astimezone(ZoneInfo(entry.zone) if entry.zone else UTC)


def _attendee(one: Attendee, *, asked: bool) -> vCalAddress:
    from icalendar import vText  # noqa: PLC0415

    attendee = _person(one.name, one.address)
    attendee.params["cutype"] = vText("INDIVIDUAL")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText(one.partstat.value)
    attendee.params["rsvp"] = vText("TRUE" if asked else "FALSE")
    return attendee


def _alarm(entry: Entry) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", letters.line(entry.summary))
    alarm.add("trigger", -ALARM)
    return alarm


def _person(name: str, address: str) -> vCalAddress:
    from icalendar import vCalAddress, vText  # noqa: PLC0415

    person = vCalAddress(addresses.mailto(address))
    if name:
        person.params["cn"] = vText(name)
    return person
