"""What time it is with somebody else, in words that are true in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mentoring.afar import time_there

WARSAW = "Europe/Warsaw"
WINTER = datetime(2026, 1, 14, 14, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "zone", "told"),
    [
        ("en", "America/New_York", "09:40 in New York, 6 hours behind you"),
        ("pl", "America/New_York", "Nowy Jork: 09:40, 6 godzin wcześniej niż u Ciebie"),
        ("en", "Europe/London", "14:40 in London, 1 hour behind you"),
        ("pl", "Europe/London", "Londyn: 14:40, 1 godzinę wcześniej niż u Ciebie"),
        ("pl", "Europe/Moscow", "Moskwa: 17:40, 2 godziny później niż u Ciebie"),
        ("en", "Asia/Kolkata", "20:10 in Kolkata, 4 h 30 min ahead of you"),
        ("pl", "Europe/Berlin", "15:40, ta sama godzina co u Ciebie"),
        ("en", "Pacific/Auckland", "Thursday, 03:40 in Auckland, 12 hours ahead of you"),
    ],
)
def test_given_somebody_elsewhere_when_their_time_is_told_then_it_says_by_how_much_it_differs(
    locale: str, zone: str, told: str
) -> None:
    assert time_there(WINTER, locale, WARSAW, zone) == told


def test_given_the_weeks_between_two_clock_changes_when_the_time_is_told_then_the_difference_is_that_of_the_day() -> (
    None
):
    between = datetime(2026, 3, 20, 12, tzinfo=UTC)  # the United States changed on the 8th, Europe does on the 29th
    assert time_there(between, "en", WARSAW, "America/New_York").endswith("5 hours behind you")
