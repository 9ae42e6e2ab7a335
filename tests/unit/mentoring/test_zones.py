"""Time zones are found by what people call them, and named so that the name is found again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import zones
from mentoring.i18n import zone_of
from mentoring.zones import words
from mentoring.zones.names import windows

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Nowy Jork", "America/New_York"),
        ("New York", "America/New_York"),
        ("nyc", "America/New_York"),
        ("Kraków", "Europe/Warsaw"),
        ("krakow", "Europe/Warsaw"),
        ("  ŁÓDŹ ", "Europe/Warsaw"),
        ("Bombaj", "Asia/Kolkata"),
        ("Kalkuta", "Asia/Kolkata"),
        ("Apia", "Pacific/Apia"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Wrocław, Polska", "Europe/Warsaw"),
        ("Londyn, Wielka Brytania", "Europe/London"),
        ("Polska", "Europe/Warsaw"),
        ("India", "Asia/Kolkata"),
        ("PL", "Europe/Warsaw"),
        ("Central European Standard Time", "Europe/Warsaw"),
        ("india standard time", "Asia/Kolkata"),
        ("(UTC+01:00) Sarajewo, Skopie, Warszawa, Zagrzeb", "Europe/Warsaw"),
        ("(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"),
        ("GMT+5:30", "Asia/Kolkata"),
        ("UTC", "Etc/UTC"),
        ("europe/warsaw", "Europe/Warsaw"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Eastern", "America/New_York"),
        ("Kraków (Europe/Warsaw)", "Europe/Warsaw"),
    ],
)
def test_given_words_for_one_zone_when_looked_up_then_it_is_meant_without_doubt(typed: str, zone: str) -> None:
    assert zones.find(typed, NOW).only == zone


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("CET", {"Europe/Warsaw", "Africa/Algiers"}),
        ("IST", {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"}),
        ("PST", {"America/Los_Angeles", "Asia/Manila"}),
        ("Portland", {"America/Los_Angeles", "America/New_York"}),
        ("czas środkowoeuropejski", {"Europe/Warsaw", "Africa/Algiers"}),
        ("(UTC-05:00) Eastern Time (US & Canada)", {"America/New_York", "America/Jamaica"}),
        ("Portugal", {"Europe/Lisbon", "Atlantic/Azores"}),
    ],
)
def test_given_words_for_several_zones_when_looked_up_then_one_of_each_kind_is_offered(
    typed: str, choices: set[str]
) -> None:
    found = zones.find(typed, NOW)
    assert set(found.zones) >= choices
    assert (found.sure, found.only) == (True, "")


@pytest.mark.parametrize(("typed", "near"), [("Warszwa", "Europe/Warsaw"), ("Wrocla", "Europe/Warsaw")])
def test_given_a_slip_or_a_beginning_when_looked_up_then_it_is_offered_but_never_taken(typed: str, near: str) -> None:
    found = zones.find(typed, NOW)
    assert near in found.zones
    assert found.only == ""


@pytest.mark.parametrize("typed", ["", "  ", "x", "Qwxyz", "CET+1", "-", "(", "UTC+99", "+25:00", "/"])
def test_given_words_for_no_zone_when_looked_up_then_none_is_found(typed: str) -> None:
    assert zones.find(typed, NOW).zones == ()


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_any_place_when_its_label_is_typed_then_exactly_that_zone_is_found(locale: str) -> None:
    for zone in words.everywhere():
        assert zones.find(zones.label(zone, locale), NOW).only == zone


def test_given_every_name_that_windows_has_when_looked_up_then_it_is_one_existing_zone() -> None:
    for name, zone in windows().items():
        assert zones.find(name, NOW).only == zone
        assert zone_of(zone) is not None


@given(st.text(max_size=60))
def test_given_any_text_when_looked_up_then_only_existing_zones_are_found(typed: str) -> None:
    found = zones.find(typed, NOW)
    assert all(zone_of(zone) is not None for zone in found.zones)
    assert len(found.zones) == len(set(found.zones)) <= 8


def test_given_two_zones_when_compared_then_only_their_clocks_from_now_on_count() -> None:
    assert zones.same_rules("Europe/Warsaw", "Europe/Prague", NOW)
    assert zones.same_rules("Asia/Calcutta", "Asia/Kolkata", NOW)
    assert not zones.same_rules("Europe/Warsaw", "Africa/Algiers", NOW)
    assert not zones.same_rules("Europe/Warsaw", "America/New_York", NOW)
    assert zones.same_rules("America/Sao_Paulo", "America/Argentina/Buenos_Aires", NOW)  # no summer time since 2019
    assert not zones.same_rules("America/Sao_Paulo", "America/Argentina/Buenos_Aires", datetime(2018, 6, 1, tzinfo=UTC))


def test_given_every_page_when_it_names_a_zone_then_by_its_city() -> None:
    pages = [one for folder in ("services", "shared") for one in (ROOT / folder).rglob("templates/**/*.html")]
    assert len(pages) > 50
    assert [one.name for one in pages if re.search(r"\bzone=zone[,)]", one.read_text("utf-8"))] == []
