"""Zones as calendars are told them: every hour of two years is what the zone says, and Outlook gets rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from mentoring.vtimezone import defined

BEGIN, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
RULED = {"Europe/Warsaw": 2, "America/New_York": 2, "Australia/Lord_Howe": 2, "Asia/Jerusalem": 2, "Africa/Cairo": 2}
STILL = {"Asia/Kolkata": 1, "Pacific/Apia": 1, "America/Sao_Paulo": 1, "UTC": 1}
LISTED = ("Africa/Casablanca", "America/Santiago")


@pytest.mark.parametrize("zone", [*RULED, *STILL, *LISTED])
def test_given_a_zone_when_defined_then_another_reader_finds_the_same_offset_at_every_hour(zone: str) -> None:
    read = tzical(StringIO(defined(zone, BEGIN, END).to_ical().decode())).get()
    moment = BEGIN
    while moment < END:
        there = moment.astimezone(ZoneInfo(zone))
        assert there.replace(tzinfo=read).utcoffset() == there.utcoffset(), there
        moment += timedelta(hours=1)


@pytest.mark.parametrize(("zone", "parts"), (RULED | STILL).items())
def test_given_a_zone_with_rules_or_without_changes_when_defined_then_it_has_one_part_for_each(
    zone: str, parts: int
) -> None:
    text = defined(zone, BEGIN, END).to_ical().decode()
    assert text.count("TZOFFSETTO") == parts
    assert text.count("RRULE") == (parts if zone in RULED else 0)
