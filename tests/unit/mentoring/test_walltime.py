"""Local times on the nights when clocks change: those that never come, and those that come twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import afar, i18n, walltime
from mentoring.errors import Invalid

ZONES = ("Europe/Warsaw", "America/New_York", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe")


@pytest.mark.parametrize(
    ("zone", "shown", "suggested"),
    [
        ("Europe/Warsaw", "2026-03-29T02:30", "2026-03-29T03:30"),
        ("Europe/Warsaw", "2026-03-29T02:00", "2026-03-29T03:00"),
        ("America/New_York", "2026-03-08T02:15", "2026-03-08T03:15"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T01:30"),
        ("Pacific/Apia", "2011-12-30T10:00", "2011-12-31T10:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-04T02:40"),
    ],
)
def test_given_a_time_the_clock_jumps_over_when_written_then_it_is_refused_with_the_one_shown_instead(
    zone: str, shown: str, suggested: str
) -> None:
    with pytest.raises(walltime.NoSuchTime) as refused:
        walltime.moment(datetime.fromisoformat(shown), zone, "/held_at")
    assert refused.value.suggestion == datetime.fromisoformat(suggested)
    words = refused.value.fields["/held_at"] % refused.value.params
    whole_day = zone == "Pacific/Apia"
    assert (suggested.replace("T", " ") if whole_day else suggested[-5:]) in words


@pytest.mark.parametrize(
    ("zone", "shown", "first", "offset"),
    [
        ("Europe/Warsaw", "2026-10-25T02:30", "2026-10-25T00:30", "UTC+2"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "UTC−4"),
        ("America/Sao_Paulo", "2019-02-16T23:30", "2019-02-17T01:30", "UTC−2"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "UTC+11"),
    ],
)
def test_given_a_time_the_clock_shows_twice_when_written_then_it_is_the_first_and_that_can_be_said(
    zone: str, shown: str, first: str, offset: str
) -> None:
    found = walltime.moment(datetime.fromisoformat(shown), zone)
    assert found.twice
    assert found.instant == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert found.params == {"shown": shown[-5:], "offset": offset}


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Europe/Warsaw", "2026-03-29T03:00"),
        ("Europe/Warsaw", "2026-10-25T03:00"),
        ("America/Sao_Paulo", "2026-11-01T00:30"),
        ("Pacific/Apia", "2011-12-31T00:00"),
    ],
)
def test_given_a_time_beside_a_change_when_written_then_it_is_the_only_one(zone: str, shown: str) -> None:
    assert not walltime.moment(datetime.fromisoformat(shown), zone).twice


@given(
    st.datetimes(datetime(1995, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC), allow_imaginary=False),
    st.sampled_from(ZONES),
)
def test_given_any_instant_when_written_as_its_clock_shows_it_then_it_is_that_one_or_the_one_shown_before(
    instant: datetime, zone: str
) -> None:
    there = instant.astimezone(ZoneInfo(zone))
    found = walltime.moment(there.replace(tzinfo=None), zone)
    assert found.instant == instant or (found.twice and there.fold == 1 and found.instant < instant)


@pytest.mark.parametrize("shown", [datetime(1, 1, 1), datetime(9999, 12, 31, 23)])
def test_given_a_time_at_the_end_of_the_calendar_when_written_then_it_is_refused_in_words(shown: datetime) -> None:
    for zone in ("Pacific/Apia", "America/New_York"):
        try:
            walltime.moment(shown, zone)
        except Invalid as refused:
            assert "/starts_at" in refused.fields  # noqa: PT017 - one of the two zones is inside the calendar


def test_given_an_instant_shown_twice_when_put_in_words_then_the_words_say_which() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert i18n.format_time(first, "en", "Europe/Warsaw") == "02:30 (UTC+2)"
    assert i18n.format_datetime(first + timedelta(hours=1), "pl", "Europe/Warsaw").endswith("02:30 (UTC+1)")
    assert i18n.format_time(first, "en", "America/New_York") == "20:30"


@pytest.mark.parametrize(
    ("instant", "here", "there", "english", "polish"),
    [
        ("2026-02-02T14:00", "Europe/Warsaw", "America/New_York",
         "your 15:00 = 09:00 in New York", "U Ciebie 15:00 = 09:00 (Nowy Jork)"),
        ("2026-03-16T14:00", "Europe/Warsaw", "America/New_York",
         "your 15:00 = 10:00 in New York", "U Ciebie 15:00 = 10:00 (Nowy Jork)"),
        ("2026-02-02T22:30", "America/New_York", "Asia/Kolkata",
         "your 17:30 = 04:00 the next day in Kolkata", "U Ciebie 17:30 = 04:00 następnego dnia (Kalkuta)"),
        ("2026-02-02T22:30", "Asia/Kolkata", "America/Sao_Paulo",
         "your 04:00 = 19:30 the day before in São Paulo", "U Ciebie 04:00 = 19:30 poprzedniego dnia (São Paulo)"),
        ("2026-02-02T10:30", "Pacific/Pago_Pago", "Pacific/Kiritimati",
         "your 23:30 = Tuesday, 00:30 in Kiritimati", "U Ciebie 23:30 = wtorek, 00:30 (Kiritimati)"),
        ("2026-02-02T14:00", "Europe/Warsaw", "Europe/Prague", "15:00 for both of you", "15:00 u każdego z Was"),
    ],
)  # fmt: skip
def test_given_a_time_and_two_zones_when_said_then_it_is_what_both_clocks_show(
    instant: str, here: str, there: str, english: str, polish: str
) -> None:
    """New York changes its clock on 8 March 2026, three weeks before Warsaw."""
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert afar.two_clocks(at, "en", here, there) == english
    assert afar.two_clocks(at, "pl", here, there) == polish


NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize("days", [1, 365, 366])
def test_given_a_day_within_a_year_when_something_rests_until_it_then_it_is_taken(days: int) -> None:
    until = NOON + timedelta(days=days)
    assert walltime.coming(until, NOON) == until


@pytest.mark.parametrize("until", [None, NOON, NOON - timedelta(days=1), NOON + timedelta(days=367)])
def test_given_no_day_one_that_is_past_or_a_slip_in_the_year_when_something_rests_then_it_is_refused(
    until: datetime | None,
) -> None:
    with pytest.raises(Invalid) as refused:
        walltime.coming(until, NOON)
    assert list(refused.value.fields) == ["/until"]
