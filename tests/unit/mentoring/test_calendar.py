"""Calendar objects, read by two parsers that know nothing of each other, and by the rules of the RFCs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from infra.season.calendar_program import CalendarProgram, read
from mentoring import calendar
from mentoring.tables.meetings import Meeting
from tests.fakes.context import NOON

START = NOON + timedelta(days=2)
LINK = "https://tandem.firma.example/meetings/answer/" + "x" * 180
STATUSES = list(calendar.Status)


def _entry(status: calendar.Status = calendar.Status.CONFIRMED, **changes: Any) -> calendar.Entry:
    told: dict[str, Any] = {
        "uid": "u@tandem", "sequence": 3, "status": status, "starts_at": START, "minutes": 45,
        "summary": "Mentoring: Żaneta, Łukasz; i inni", "place": "Teams: https://teams.example/l/meetup?x=1",
        "description": "Plan:\n1. ćwiczenie; 2. \\o/\n\nOdpowiedz: " + LINK, "organizer": ("Wiosna: „Ćma”", "abc@reply.example"),
        "attendees": (
            calendar.Attendee("Żaneta Dąbek", "zaneta@łódź.example", calendar.Partstat.ACCEPTED),
            calendar.Attendee('Jan "Janek" O\'Neill, dr', "jan+mentoring@firma.example"),
        ),
        "stamp": NOON, "link": LINK, "locale": "pl", "answers": True,
    }  # fmt: skip
    return calendar.Entry(**told | changes)


def _by_icalendar(content: bytes) -> dict[str, Any]:
    whole = Calendar.from_ical(content)
    (event,) = whole.walk("VEVENT")
    named = event["ATTENDEE"]
    attendees = named if isinstance(named, list) else [named]
    return {
        "method": str(whole["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "start": event.decoded("DTSTART"),
        "end": event.decoded("DTEND"),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "organizer": str(event["ORGANIZER"]),
        "answers": {str(one): str(one.params["PARTSTAT"]) for one in attendees},
        "asked": {str(one.params["RSVP"]) for one in attendees},
        "url": str(event.get("URL", "")),
        "conference": str(event.get("CONFERENCE", "")),
        "alarms": len(event.walk("VALARM")),
    }


def _by_vobject(content: bytes) -> dict[str, Any]:
    whole = vobject.readOne(content.decode())
    event = whole.vevent

    def said(name: str) -> str:
        found = event.contents.get(name)
        return str(found[0].value) if found else ""

    attendees = event.contents["attendee"]
    return {
        "method": whole.method.value,
        "uid": said("uid"),
        "sequence": int(said("sequence")),
        "status": said("status"),
        "start": event.dtstart.value,
        "end": event.dtend.value,
        "summary": said("summary"),
        "location": said("location"),
        "description": said("description"),
        "organizer": said("organizer"),
        "answers": {one.value: one.params["PARTSTAT"][0] for one in attendees},
        "asked": {one.params["RSVP"][0] for one in attendees},
        "url": said("url"),
        "conference": said("conference"),
        "alarms": len(event.contents.get("valarm", [])),
    }


@pytest.mark.parametrize("status", STATUSES)
def test_given_an_entry_when_two_parsers_read_it_then_both_read_what_was_meant(status: calendar.Status) -> None:
    entry = _entry(status)
    method, content = calendar.message(entry)
    wanted = {
        "method": method,
        "uid": entry.uid,
        "sequence": 3,
        "status": status.value,
        "start": START,
        "end": START + timedelta(minutes=45),
        "summary": entry.summary,
        "location": entry.place,
        "description": entry.description,
        "organizer": "mailto:abc@reply.example",
        "answers": {
            "mailto:zaneta@xn--d-uga0v4h.example": "ACCEPTED",
            "mailto:jan+mentoring@firma.example": "NEEDS-ACTION",
        },
        "asked": {"TRUE"},
        "url": LINK,
        "conference": "https://teams.example/l/meetup?x=1",
        "alarms": int(status == calendar.Status.CONFIRMED),
    }
    assert method == ("CANCEL" if status == calendar.Status.CANCELLED else "REQUEST")
    assert _by_icalendar(content) == wanted
    assert _by_vobject(content) == wanted


@given(st.text(max_size=300), st.text(min_size=1, max_size=120), st.text(max_size=60), st.sampled_from(STATUSES))
def test_given_any_texts_when_made_an_object_then_both_parsers_read_them_and_lines_have_75_octets(
    text: str, title: str, name: str, status: calendar.Status
) -> None:
    printable, title = ("".join(one for one in each if one.isprintable()) for each in (text, title))
    name = "".join(one for one in name if one.isalnum())
    entry = _entry(
        status, description=printable, summary=f"x{title}", place="", link="",
        attendees=(calendar.Attendee(name, "a@firma.example"),),
    )  # fmt: skip
    _, content = calendar.message(entry)
    read(content)
    ours, theirs = _by_icalendar(content), _by_vobject(content)
    assert ours == theirs
    assert ours["description"] == printable
    assert ours["summary"] == " ".join(f"x{title}".split()) or not title.isascii()


def test_given_two_addresses_when_a_program_of_one_takes_an_object_then_it_shows_it_to_nobody_else() -> None:
    _, content = calendar.message(_entry(attendees=(calendar.Attendee("Anna", "anna@firma.example"),)))
    anna, jan = CalendarProgram("anna@firma.example"), CalendarProgram("jan@firma.example")
    for one in (anna, jan):
        one.receive(content)
    assert (anna.shows("u@tandem") is not None, jan.knows("u@tandem")) == (True, False)


def test_given_nobody_who_reads_answers_when_an_object_is_made_then_no_calendar_is_asked_for_one() -> None:
    _, content = calendar.message(_entry(answers=False))
    assert _by_icalendar(content)["asked"] == {"FALSE"}


def test_given_meetings_when_made_a_feed_then_it_is_published_with_its_name() -> None:
    whole = Calendar.from_ical(calendar.feed([_entry()], "Spotkania"))
    assert (str(whole["METHOD"]), str(whole["X-WR-CALNAME"]), len(whole.walk("VEVENT"))) == ("PUBLISH", "Spotkania", 1)


@pytest.mark.parametrize(
    ("state", "outcome", "status"),
    [
        ("proposed", {}, "TENTATIVE"),
        ("confirmed", {}, "CONFIRMED"),
        ("to_confirm", {}, "CONFIRMED"),
        ("held", {"said": "held", "by": ["a"]}, "CONFIRMED"),
        ("cancelled", {}, "CANCELLED"),
        ("not_held", {"said": "cancelled_early"}, "CANCELLED"),
        ("not_held", {"said": "technical", "by": ["a"]}, "CONFIRMED"),
    ],
)
def test_given_a_meeting_when_its_status_is_asked_for_then_only_one_called_off_before_it_began_is_cancelled(
    state: Any, outcome: dict[str, Any], status: str
) -> None:
    assert calendar.status_of(Meeting("p", "s", state=state, outcome=outcome)) == status


def test_given_who_answered_what_when_asked_for_then_each_has_their_own_answer() -> None:
    meeting = Meeting("p", "s", accepted_by=["a", "b"], unsure=["b"])
    assert [calendar.partstat_of(meeting, who) for who in "abc"] == ["ACCEPTED", "TENTATIVE", "NEEDS-ACTION"]


@pytest.mark.parametrize(
    ("place", "call"),
    [("Kraków, Rynek 1", ""), ("https://meet.example/a", "https://meet.example/a"), ("Teams (https://t.example/x).", "https://t.example/x"), ("https://m.example/pokój?a=1%20b", "https://m.example/pok%C3%B3j?a=1%20b")],
)  # fmt: skip
def test_given_a_place_when_a_call_is_looked_for_then_its_address_is_found(place: str, call: str) -> None:
    assert _entry(place=place).conference == call


def test_given_a_time_in_utc_when_written_then_no_calendar_needs_a_zone() -> None:
    _, content = calendar.message(_entry(starts_at=datetime.fromisoformat("2026-10-25T02:30:00+02:00")))
    assert b"DTSTART:20261025T003000Z" in content
