"""What calendars answer, in the forms of the programs people have; and that anything else is no answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.incoming import calendars, read
from mentoring.incoming.calendars import Answer, Said
from tests.unit.mentoring.incoming import calendar_mails as mails
from tests.unit.mentoring.incoming.calendar_mails import ANNA, UID

STAMP = datetime(2026, 3, 2, 12, 15, tzinfo=UTC)


def _answer(said: Said, sequence: int = 2, starts_at: datetime | None = None) -> Answer:
    return Answer(said, UID, sequence, ANNA, STAMP, starts_at)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (mails.outlook("ACCEPTED", "Zaakceptowano:"), Said.ACCEPTED),
        (mails.outlook("DECLINED", "Odrzucono:"), Said.DECLINED),
        (mails.outlook("TENTATIVE", "Wstępnie:"), Said.TENTATIVE),
        (mails.google(), Said.ACCEPTED),
        (mails.google("TENTATIVE"), Said.TENTATIVE),
        (mails.apple(), Said.DECLINED),
        (mails.thunderbird(), Said.TENTATIVE),
        (mails.without_method("header"), Said.ACCEPTED),
        (mails.without_method("object"), Said.ACCEPTED),
        (mails.attached_only(), Said.ACCEPTED),
    ],
)
def test_given_an_answer_of_a_program_when_read_then_it_says_what_was_pressed_once(raw: bytes, said: Said) -> None:
    assert calendars.answers(read(raw)) == (_answer(said),)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("IPM.Microsoft Schedule.MtgRespP", Said.ACCEPTED),
        ("IPM.Microsoft Schedule.MtgRespN", Said.DECLINED),
        ("IPM.Microsoft Schedule.MtgRespA", Said.TENTATIVE),
        ("IPM.Schedule.Meeting.Resp.Pos", Said.ACCEPTED),
    ],
)
def test_given_outlooks_parcel_when_read_then_class_and_uid_say_what_was_pressed(kind: str, said: Said) -> None:
    assert calendars.answers(read(mails.parcel(kind))) == (_answer(said, sequence=0),)


def test_given_a_parcel_of_another_kind_or_meeting_when_read_then_it_is_no_answer_to_ours() -> None:
    note = mails.parcel("IPM.Microsoft Mail.Note").replace(b"Subject: Zaakceptowano: Mentoring", b"Subject: Plik")
    assert calendars.answers(read(note)) == ()
    assert calendars.answers(read(mails.parcel(uid="foreign@elsewhere.example"))) == (Answer(Said.UNREADABLE),)


WANTED = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("named", "zone", "of", "day"),
    [
        ("RECURRENCE-ID:20260331T130000Z", "", datetime(2026, 3, 31, 13, tzinfo=UTC), None),
        ("RECURRENCE-ID;TZID=Europe/Warsaw:20260331T150000", "", datetime(2026, 3, 31, 13, tzinfo=UTC), None),
        (
            "RECURRENCE-ID;TZID=Central European Standard Time:20260331T150000",
            mails.WARSAW,
            datetime(2026, 3, 31, 13, tzinfo=UTC),
            None,
        ),
        ("RECURRENCE-ID;VALUE=DATE:20260331", "", None, date(2026, 3, 31)),
        ("RECURRENCE-ID:20260331T150000", "", None, date(2026, 3, 31)),
        ("X-NONE:1", "", None, None),
    ],
)
def test_given_an_answer_to_one_of_several_when_read_then_it_says_which(
    named: str, zone: str, of: datetime | None, day: date | None
) -> None:
    (found,) = calendars.answers(read(mails.of_one(named, zone=zone)))
    assert (found.said, found.of, found.day, found.vague) == (Said.DECLINED, of, day, False)


@pytest.mark.parametrize("named", ["RECURRENCE-ID;RANGE=THISANDFUTURE:20260331T130000Z", "RECURRENCE-ID:later"])
def test_given_an_answer_to_some_in_a_way_nobody_takes_when_read_then_it_is_none_to_all(named: str) -> None:
    found = calendars.answers(read(mails.of_one(named)))
    assert [one.said for one in found] == [Said.UNREADABLE]


def test_given_times_that_are_none_when_read_then_the_reader_lives_on() -> None:
    (found,) = calendars.answers(read(mails.counter("DTSTART:later")))
    assert (found.said, found.starts_at) == (Said.UNREADABLE, None)
    stampless = mails.of_one("X-NONE:1").replace(b"DTSTAMP:20260302T121500Z", b"DTSTAMP:just now")
    assert [one.said for one in calendars.answers(read(stampless))] == [Said.DECLINED]


def test_given_outlooks_parcel_about_one_of_several_when_read_then_its_day_is_known() -> None:
    (one,) = calendars.answers(read(mails.parcel(day=(2026, 3, 31))))
    (of_all,) = calendars.answers(read(mails.parcel()))
    assert (one.day, one.vague, of_all.day, of_all.vague) == (date(2026, 3, 31), False, None, False)


def test_given_outlooks_new_time_when_read_then_it_is_the_wanted_one_and_not_the_original() -> None:
    assert calendars.answers(read(mails.outlook_counter())) == (_answer(Said.COUNTER, starts_at=WANTED),)


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        ("DTSTART:20260305T163000Z", ""),
        ("DTSTART;TZID=Europe/Warsaw:20260305T173000", ""),
        ("DTSTART;TZID=Central European Standard Time:20260305T173000", ""),
        ("DTSTART;TZID=Central European Standard Time:20260305T173000", mails.WARSAW),
        ("DTSTART;TZID=Eastern Standard Time:20260305T113000", ""),
        ("DTSTART;TZID=India Standard Time:20260305T220000", ""),
        (
            "DTSTART;TZID=Customized Time Zone:20260305T173000",
            mails.WARSAW.replace("Central European Standard Time", "Customized Time Zone"),
        ),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Warsaw:20260305T173000", ""),
    ],
)
def test_given_another_time_in_whatever_zone_when_read_then_it_is_that_instant(start: str, zone: str) -> None:
    assert calendars.answers(read(mails.counter(start, zone))) == (_answer(Said.COUNTER, starts_at=WANTED),)


@pytest.mark.parametrize(
    "start", ["DTSTART;VALUE=DATE:20260305", "DTSTART:20260305T173000", "DTSTART;TZID=Nowhere:20260305T173000"]
)
def test_given_another_time_that_nobody_can_know_when_read_then_it_is_not_guessed(start: str) -> None:
    assert calendars.answers(read(mails.counter(start))) == (Answer(Said.UNREADABLE, UID),)


def test_given_two_mails_that_call_two_zones_alike_when_read_then_each_is_read_by_its_own() -> None:
    name = "Customized Time Zone"
    london = mails.WARSAW.replace("+0200", "+0300").replace("+0100", "+0000").replace("+0300", "+0100")
    found = [
        calendars.answers(read(mails.counter(f"DTSTART;TZID={name}:20260305T173000", zone.replace("Central European Standard Time", name))))
        for zone in (mails.WARSAW, london)
    ]  # fmt: skip
    assert [one.starts_at.hour for (one,) in found if one.starts_at] == [16, 17]


@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH", "CANCEL", "REFRESH", ""])
def test_given_an_object_that_is_no_answer_when_read_then_nothing_is_answered_and_the_words_stay(method: str) -> None:
    mail = read(mails.other(method, "Zaakceptowałem wydarzenie w kalendarzu"))
    assert calendars.answers(mail) == ()
    assert calendars.own_words(mail) == "Zaakceptowałem wydarzenie w kalendarzu"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (mails.outlook("ACCEPTED", "Zaakceptowano:", "Będę 5 minut później, przepraszam!"), "Będę 5 minut później, przepraszam!"),
        (mails.outlook("ACCEPTED", "Zaakceptowano:"), ""),
        (mails.google(), ""),
        (mails.thunderbird(), ""),
        (mails.apple(), ""),
        (mails.parcel(), ""),
        (mails.other("", "Pasuje, do środy!", "Re: Zaakceptowano: Mentoring"), "Pasuje, do środy!"),
    ],
)  # fmt: skip
def test_given_an_answer_when_its_words_are_asked_for_then_only_those_of_a_person_are_left(
    raw: bytes, words: str
) -> None:
    assert calendars.own_words(read(raw)) == words


def test_given_a_subject_that_says_it_was_accepted_and_nothing_else_when_read_then_it_cannot_be_read() -> None:
    assert calendars.answers(read(mails.other("", "", "Zaakceptowano: Mentoring"))) == (Answer(Said.UNREADABLE),)
    assert calendars.answers(read(mails.other("", "Super", "Zaakceptowano: Mentoring"))) == ()


def test_given_rules_made_to_keep_a_reader_busy_when_read_then_they_are_not_followed() -> None:
    zone = mails.WARSAW.replace("FREQ=YEARLY", "FREQ=SECONDLY")
    raw = mails.counter("DTSTART;TZID=Central European Standard Time:20260305T173000", zone)
    assert calendars.answers(read(raw)) == (Answer(Said.UNREADABLE, UID),)


@given(st.binary(max_size=400), st.booleans())
def test_given_any_bytes_when_read_then_there_is_an_answer_of_known_kind_or_none(junk: bytes, cut: bool) -> None:
    raw = mails.outlook("ACCEPTED", "Zaakceptowano:")
    half = len(raw) // 2
    for content in (junk, raw[:half] + junk + (b"" if cut else raw[half:])):
        mail = read(content)
        assert all(one.said in Said for one in calendars.answers(mail))
        calendars.own_words(mail)
