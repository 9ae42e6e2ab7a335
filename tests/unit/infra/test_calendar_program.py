"""What the model of a calendar program saves as a file, and what it sees in a feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from infra.season.calendar_program import Broken, CalendarProgram, published, read
from mentoring import calendar, letters
from tests.fakes.context import NOON

UID = "0190f3a8-uid@tandem"
OLA = "ola@firma.example"


def _entry(summary: str = "Mentoring: Łucja; Żaneta, Ola") -> calendar.Entry:
    return calendar.Entry(
        uid=UID,
        sequence=2,
        status=calendar.Status.CONFIRMED,
        starts_at=NOON + timedelta(days=1),
        minutes=60,
        summary=summary,
        place="https://spotkania.firma.example/żółw",
        description="Zażółć gęślą jaźń " * 9,
        organizer=("Wiosna", "r-abc@reply.tandem.example"),
        attendees=(
            calendar.Attendee("Jan: Kos", "jan@firma.example", calendar.Partstat.ACCEPTED),
            calendar.Attendee("Ola", OLA),
        ),
        stamp=NOON,
        answers=True,
    )


def _program(entry: calendar.Entry) -> CalendarProgram:
    program = CalendarProgram(OLA)
    program.receive(calendar.message(entry)[1])
    return program


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=120))
def test_given_an_invitation_when_it_was_answered_and_saved_then_other_parsers_read_it_with_the_answer(
    summary: str,
) -> None:
    program = _program(_entry(summary))
    program.answer(UID, "ACCEPTED", NOON)
    content = program.content()
    assert not read(content).all("METHOD")
    whole: Any = Calendar.from_ical(content)
    (event,) = whole.walk("VEVENT")
    assert (event["UID"], event["SUMMARY"]) == (UID, letters.line(summary))
    assert event.decoded("DTSTART") == NOON + timedelta(days=1)
    assert [str(one.params["PARTSTAT"]) for one in event["ATTENDEE"]] == ["ACCEPTED", "ACCEPTED"]
    assert [str(one.params["CN"]) for one in event["ATTENDEE"]] == ["Jan: Kos", "Ola"]
    assert event.walk("VALARM")


def test_given_a_meeting_that_was_called_off_when_saved_then_it_is_in_no_file() -> None:
    program = _program(_entry())
    program.receive(calendar.message(replace(_entry(), status=calendar.Status.CANCELLED, sequence=3))[1])
    assert program.all() == {}
    assert UID.encode() not in program.content()


def test_given_a_feed_when_read_then_it_shows_what_an_invitation_does() -> None:
    shown = published(calendar.feed([replace(_entry(), organizer=None, attendees=())], "Spotkania"))[UID]
    assert replace(shown, answers={}) == replace(_program(_entry()).all()[UID], answers={})


@pytest.mark.parametrize(
    "content",
    [
        calendar.message(_entry())[1],
        calendar.feed([_entry()], "Spotkania"),
        calendar.feed([replace(_entry(), organizer=None, attendees=())] * 2, "Spotkania"),
    ],
    ids=["an invitation", "with attendees", "twice the same"],
)
def test_given_what_is_no_feed_when_read_as_one_then_it_is_refused(content: bytes) -> None:
    with pytest.raises(Broken):
        published(content)
