"""«Add to my calendar»: what Google and Outlook are told in an address, read back as they read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import adding, calendar, letters

PAGE = "https://tandem.firma.example/meetings/pair/p/m"
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
ZONES = st.sampled_from(["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Pacific/Apia"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31)).map(lambda one: one.replace(microsecond=0))


def _coming(**changes: object) -> adding.Coming:
    told = {
        "title": calendar.title("Żaneta Dąbek", "Jan & syn", "pl"),
        "starts_at": datetime(2026, 3, 29, 15, tzinfo=ZoneInfo("Europe/Warsaw")),
        "minutes": 45,
        "place": "https://spotkania.example/l?a=1&b=2#dół",
        "page": PAGE,
    }
    return adding.Coming(**told | changes)  # type: ignore[arg-type]


def _asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def _by_google(address: str) -> tuple[datetime, datetime]:
    begin, _, end = _asked(address)["dates"].partition("/")
    first, last = (datetime.strptime(one, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for one in (begin, end))
    return first, last


def _by_outlook(address: str) -> tuple[datetime, datetime]:
    asked = _asked(address)
    return datetime.fromisoformat(asked["startdt"]), datetime.fromisoformat(asked["enddt"])


@given(TEXTS, TEXTS, MOMENTS, ZONES, st.integers(1, 480))
def test_given_any_meeting_when_added_by_hand_then_both_programs_read_the_same_time_title_and_place(
    title: str, place: str, shown: datetime, zone: str, minutes: int
) -> None:
    begin = shown.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    one = adding.adding(
        _coming(title=title, place=place, starts_at=shown.replace(tzinfo=ZoneInfo(zone)), minutes=minutes)
    )
    google, outlook = _asked(one.google), _asked(one.outlook)
    assert _by_google(one.google) == _by_outlook(one.outlook) == (begin, begin + timedelta(minutes=minutes))
    told = (letters.line(title), letters.line(place))
    assert (google["text"], google["location"]) == (outlook["subject"], outlook["location"]) == told


def test_given_a_meeting_when_added_by_hand_then_nothing_but_title_time_place_and_page_leaves_us() -> None:
    one = adding.adding(_coming(), "/meetings/pair/p/m/meeting.ics")
    begin, end = "2026-03-29T13:00:00Z", "2026-03-29T13:45:00Z"
    title, place = "Mentoring: Żaneta Dąbek i Jan & syn", "https://spotkania.example/l?a=1&b=2#dół"
    assert _asked(one.google) == {
        "action": "TEMPLATE", "text": title, "dates": "20260329T130000Z/20260329T134500Z", "details": PAGE, "location": place,
    }  # fmt: skip
    assert _asked(one.outlook) == {
        "path": "/calendar/action/compose", "rru": "addevent", "subject": title, "startdt": begin, "enddt": end,
        "body": PAGE, "location": place,
    }  # fmt: skip
    assert one.file == "/meetings/pair/p/m/meeting.ics"


@pytest.mark.parametrize("line", ["a\r\nb", "a\u2028b"])
def test_given_line_ends_in_title_and_place_when_added_then_each_is_one_line(line: str) -> None:
    one = adding.adding(_coming(title=line, place=line))
    for address in (one.google, one.outlook):
        assert [value for value in _asked(address).values() if "\n" in value or "\u2028" in value] == []
