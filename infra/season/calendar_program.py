"""A calendar program as RFC 5545 (iCalendar) and RFC 5546 (iTIP) describe one; it knows nothing of our code.

It takes the objects that mails bring, keeps by UID what its owner would see, and answers as its owner presses a button.
An object that breaks the two RFCs raises `Broken`: programs do what they like with such objects. Tests and the season
use it; what it says is never taken from what we send.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infra.season.calendar_objects import (
    PARTSTATS,
    TIME,
    Broken,
    Component,
    Line,
    Shown,
    address,
    checked,
    folded,
    instant,
    occurrences_of,
    read,
    shown_by,
    written,
    zones_of,
)

if TYPE_CHECKING:
    from infra.season.calendar_objects import Zone

__all__ = ["Broken", "CalendarProgram", "Component", "Line", "Shown", "published", "read"]


@dataclass
class _Kept:
    """A component as it was last told: `occurs` are the instants at which a recurring one begins."""

    sequence: int
    stamp: datetime
    organizer: str
    shown: Shown
    event: Component
    zones: dict[str, Zone]
    occurs: tuple[datetime, ...] | None = None
    own: bool = False
    """Whether it is here because its owner answered one of several: the organizer never told it by itself."""
    overruled: bool = False
    """Whether a newer object of the whole came without it, and this program then goes by the whole."""


Key = tuple[str, datetime | None]
"""What names a component: UID, and for one of several the RECURRENCE-ID as an instant (RFC 5546 §2.1.5)."""


def published(content: bytes) -> dict[str, Shown]:
    """Return what somebody sees of a feed they subscribed to, by UID (RFC 5546 §3.2.1); raises `Broken`."""
    whole = checked(content)
    if whole.one("METHOD").value != "PUBLISH":
        raise Broken("a feed asks nothing of its readers")
    shown = dict[str, Shown]()
    for event in (part for part in whole.parts if part.name == "VEVENT"):
        instant(event.one("DTSTAMP"))
        if event.all("ATTENDEE"):
            raise Broken("what is published has no attendees")
        uid = event.one("UID").text
        if uid in shown:
            raise Broken(f"{uid} stands in it twice")
        if event.all("RRULE") or event.all("RECURRENCE-ID"):
            raise Broken("a feed lists each meeting")
        cancelled = any(one.value == "CANCELLED" for one in event.all("STATUS"))
        shown[uid] = shown_by(event, {}, {}, cancelled=cancelled)
    return {uid: one for uid, one in shown.items() if one.status != "CANCELLED"}


class CalendarProgram:
    """The calendar of the owner of one address.

    `forgets`: how it reads a newer object of a whole that recurs, which RFC 5546 leaves open. Some programs keep what
    they were told of one of several and isn't in that object; others then go by the whole alone.
    """

    def __init__(self, address: str, *, forgets: bool = False) -> None:
        self.address = address
        self.forgets = forgets
        self._kept: dict[Key, _Kept] = {}

    def knows(self, uid: str, of: datetime | None = None) -> bool:
        """Return whether it ever got this meeting; `of` is the time that names one of several."""
        whole = self._kept.get((uid, None))
        return (uid, of) in self._kept or (whole is not None and whole.occurs is not None)

    def shows(self, uid: str, of: datetime | None = None) -> Shown | None:
        """Return what its owner sees of a meeting; nothing of one it never got or that was cancelled."""
        kept, whole = self._kept.get((uid, of)), self._kept.get((uid, None))
        if of is not None and whole is not None and (kept is None or kept.overruled):
            return _at(whole, of)
        return kept.shown if kept is not None and kept.shown.status != "CANCELLED" else None

    def sequence(self, uid: str, of: datetime | None = None) -> int:
        """Return the SEQUENCE of what it keeps."""
        return self._governs(uid, of).sequence

    def organizer(self, uid: str, of: datetime | None = None) -> str:
        """Return where it sends its answers about a meeting."""
        return self._governs(uid, of).organizer

    def _governs(self, uid: str, of: datetime | None) -> _Kept:
        kept = self._kept.get((uid, of))
        return self._kept[uid, None] if kept is None or kept.overruled else kept

    def recurs(self, uid: str) -> bool:
        """Return whether it shows a meeting that recurs, so that its owner can answer all of it."""
        whole = self._kept.get((uid, None))
        return whole is not None and whole.occurs is not None and whole.shown.status != "CANCELLED"

    def all(self) -> dict[str, Shown]:
        """Return what its owner sees, by UID; one of several has its time added."""
        found = dict[str, Shown]()
        for uid, of in list(self._kept):
            whole = self._kept.get((uid, None))
            times = (
                [of] if of is not None else whole.occurs if whole is not None and whole.occurs is not None else [None]
            )
            for one in times:
                shown = self.shows(uid, one)
                if shown is not None:
                    found[uid if one is None else f"{uid} {one:{TIME}}"] = shown
        return found

    def content(self) -> bytes:
        """Return what it keeps as a file, as programs save it: without a method (RFC 4791 §4.1), with the answers."""
        lines = ["BEGIN:VCALENDAR", "PRODID:-//Model//RFC 5546//EN", "VERSION:2.0"]
        kept = {key: one for key, one in self._kept.items() if one.shown.status != "CANCELLED" and not one.overruled}
        zones = dict(part for one in kept.values() for part in one.zones.items())
        for zone in zones.values():
            lines += written(zone.component, {})
        for one in kept.values():
            lines += written(one.event, one.shown.answers)
        return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""]).encode()

    def receive(self, content: bytes) -> str:
        """Take an object from a mail, as an attendee's program does (RFC 5546 §3.2.2, §3.2.5); return its UID."""
        whole = checked(content)
        method = whole.one("METHOD").value
        events = [part for part in whole.parts if part.name == "VEVENT"]
        if not events or len({one.one("UID").text for one in events}) > 1:
            raise Broken(f"{len(events)} events of different UIDs (RFC 5546 §3.2.2)")
        if method not in ("REQUEST", "CANCEL"):
            raise Broken(f"an attendee gets no {method}")
        zones = zones_of(whole)
        defined = {part.one("TZID").value for part in whole.parts if part.name == "VTIMEZONE"}
        used = {one.parameters["TZID"] for event in events for one in event.lines if "TZID" in one.parameters}
        if used != defined:
            raise Broken(f"zones {defined} are defined, {used} used")
        told = dict[Key, Component]()
        for event in events:
            named = event.all("RECURRENCE-ID")
            key = event.one("UID").text, instant(named[0], zones) if named else None
            if key in told:
                raise Broken(f"{key} stands in it twice")
            told[key] = event
        whole_first = sorted(told.items(), key=lambda one: one[0][1] is not None)
        for key, event in whole_first:
            if self._take(key, event, zones, cancelled=method == "CANCEL") and key[1] is None:
                self._overrule(key[0], {of for _, of in told}, cancelled=method == "CANCEL")
        return events[0].one("UID").text

    def _overrule(self, uid: str, told: set[datetime | None], *, cancelled: bool) -> None:
        """Go by a newer object of the whole: what was cancelled, or isn't in it if this program forgets."""
        for (other, of), kept in self._kept.items():
            if other == uid and of is not None and of not in told and (self.forgets or kept.own or cancelled):
                kept.overruled = True

    def _take(self, key: Key, event: Component, zones: dict[str, Zone], *, cancelled: bool) -> bool:
        """Keep a component if it is news; return whether it is."""
        stamp = instant(event.one("DTSTAMP"))
        sequence = int(event.one("SEQUENCE").value) if event.all("SEQUENCE") else 0
        organizer = address(event.one("ORGANIZER"))
        attendees = event.all("ATTENDEE")
        answers = {address(one): one.parameters.get("PARTSTAT", "NEEDS-ACTION").upper() for one in attendees}
        if len(answers) != len(attendees) or not set(answers.values()) <= set(PARTSTATS):
            raise Broken("somebody takes part twice, or as nobody can")
        if self.address.lower() not in answers:
            return False  # RFC 5546 §3.2.2.1: uninvited; a program shows nothing of its own accord
        shown, occurs = shown_by(event, answers, zones, cancelled=cancelled), occurrences_of(event, zones)
        fresh = _Kept(sequence, stamp, organizer, shown, event, zones, occurs)
        kept = self._kept.get(key)
        self._check_series(key, fresh)
        if kept is None:
            if cancelled and key[1] is None:
                return False
            self._kept[key] = fresh
            return True
        if organizer != kept.organizer:
            raise Broken("the organizer changed, and with it whose meeting it is (RFC 5546 §3.2.2.4)")
        if (sequence, stamp) < (kept.sequence, kept.stamp):
            return False  # RFC 5546 §2.1.5: what is older changes nothing
        if sequence == kept.sequence and _revision(fresh) != _revision(kept):
            raise Broken("another time or status with the same SEQUENCE (RFC 5546 §2.1.4, RFC 5545 §3.8.7.4)")
        if (sequence, stamp) == (kept.sequence, kept.stamp):
            return False  # the same once more; what its owner has answered since stays
        self._kept[key] = fresh
        return True

    def _check_series(self, key: Key, fresh: _Kept) -> None:
        """Check what the RFCs say of several objects with one UID."""
        uid, of = key
        others = [one for (other, _), one in self._kept.items() if other == uid]
        if any(one.organizer != fresh.organizer for one in others):
            raise Broken("one organizer of the whole, another of one of several")
        whole = self._kept.get((uid, None))
        if of is not None and whole is not None and whole.occurs is None:
            raise Broken("one of several of what doesn't recur")

    # What its owner does ---------------------------------------------------------------------------------------------

    def answer(self, uid: str, partstat: str, now: datetime, of: datetime | None = None) -> bytes:
        """Answer a meeting: return the REPLY for the organizer (RFC 5546 §3.2.3), and show the answer at once.

        Of a meeting that recurs it answers all of it, or the one that was planned for the instant `of`.
        """
        shown = self.shows(uid, of)
        if shown is None:
            raise KeyError(uid)
        shown = replace(shown, answers=shown.answers | {self.address.lower(): partstat})
        content = self._object("REPLY", uid, partstat, shown, now, of)
        kept = self._governs(uid, of)
        if (uid, of) not in self._kept or self._kept[uid, of].overruled:
            kept = self._kept[uid, of] = replace(kept, occurs=None, own=True, overruled=False)
        kept.shown = shown
        if of is None:  # who answers all of it means those, too, which they have answered alone
            for (other, _), one in self._kept.items():
                one.overruled |= other == uid and one.own
        return content

    def counter(self, uid: str, start: datetime, now: datetime, of: datetime | None = None) -> bytes:
        """Propose another time: return the COUNTER (RFC 5546 §3.2.7); it shows the old one until it is updated."""
        shown = self.shows(uid, of)
        if shown is None:
            raise KeyError(uid)
        wished = replace(shown, start=start, end=start + (shown.end - shown.start))
        return self._object("COUNTER", uid, "TENTATIVE", wished, now, of)

    def _object(self, method: str, uid: str, partstat: str, shown: Shown, now: datetime, of: datetime | None) -> bytes:
        kept = self._governs(uid, of)
        one = [f"RECURRENCE-ID:{of.strftime(TIME)}"] if of is not None else []
        lines = [
            "BEGIN:VCALENDAR", "PRODID:-//Model//RFC 5546//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
            f"UID:{uid}", *one, f"SEQUENCE:{kept.sequence}", f"DTSTAMP:{now.strftime(TIME)}",
            f"DTSTART:{shown.start.strftime(TIME)}", f"DTEND:{shown.end.strftime(TIME)}",
            f"ORGANIZER:mailto:{kept.organizer}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{self.address}",
            "END:VEVENT", "END:VCALENDAR", "",
        ]  # fmt: skip
        return "\r\n".join(folded(line) for line in lines).encode()


def _at(whole: _Kept, of: datetime) -> Shown | None:
    """Return what a whole that recurs shows at the time that names one of several."""
    if whole.shown.status == "CANCELLED" or of not in (whole.occurs or ()):
        return None
    return replace(whole.shown, start=of, end=of + (whole.shown.end - whole.shown.start))


def _revision(kept: _Kept) -> tuple[object, ...]:
    shown = kept.shown
    return shown.status, shown.start, shown.end - shown.start, kept.occurs
