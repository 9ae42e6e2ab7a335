"""Forty scripted pairs over 180 days: exactly the nudges, matters and mails of the table, and what always holds."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.integration.monitoring.forty import NUMBERS, TABLE, Season, Told, table
from tests.integration.monitoring.forty_mails import Sent

WARSAW, NEW_YORK = ZoneInfo("Europe/Warsaw"), ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def season() -> Season:
    """Given: 180 days of all pairs."""
    played = Season()
    played.play()
    return played


@pytest.fixture(scope="module")
def told(season: Season) -> list[Told]:
    """Given: what was done about all pairs in 180 days."""
    return season.told


@pytest.fixture(scope="module")
def sent(season: Season) -> list[Sent]:
    """Given: the digests and weekly reports of 180 days."""
    return season.reporting.sent


def test_given_forty_pairs_when_180_days_have_passed_then_what_was_done_is_what_the_table_says(
    told: list[Told], sent: list[Sent]
) -> None:
    assert table(told, sent) == TABLE.read_text("utf-8"), (
        "if a rule changed on purpose: PYTHONPATH=services:shared python -m tests.integration.monitoring.forty"
    )


def test_given_forty_pairs_when_counted_then_they_are_forty_and_steady_ones_hear_nothing(told: list[Told]) -> None:
    assert sum(NUMBERS.values()) == 40
    assert not [one for one in told if one.kind == "steady"]
    kinds = {one.kind for one in told}
    assert {"silent", "bouncing", "paused", "closing", "help"} <= kinds


def test_given_all_nudges_when_their_hours_are_read_then_it_was_day_where_both_live(told: list[Told]) -> None:
    for one in told:
        if one.what == "nudge":
            zones = [WARSAW, NEW_YORK] if (one.kind, one.number) == ("silent", 2) else [WARSAW]
            assert all(8 <= one.at.astimezone(zone).hour < 20 for zone in zones), one


def test_given_all_nudges_when_counted_for_each_person_then_five_days_are_between_and_two_are_about_a_matter(
    told: list[Told],
) -> None:
    mails: defaultdict[str, list[datetime]] = defaultdict(list)
    about: defaultdict[tuple[str, int, str], int] = defaultdict(int)
    for one in told:
        if one.what == "nudge":
            about[one.kind, one.number, one.rule] += 1
            for kind, to in one.mails:
                assert kind == "nudge"
                mails[to].append(one.at)
    assert mails
    assert all(later - earlier >= timedelta(days=5) for each in mails.values() for earlier, later in pairwise(each))
    assert max(about.values()) <= 2


def test_given_a_pause_when_it_lasts_then_nobody_hears_anything_of_silence(told: list[Told]) -> None:
    paused = [one for one in told if one.kind == "paused"]
    breaks = [one for one in paused if one.what == "break"]
    assert not [one for one in paused if 50 <= one.day < 111 and one not in breaks]
    assert {one.number for one in paused if one not in breaks} == {4, 5}, "those who don't meet again"
    assert [[kind for kind, _ in one.mails] for one in breaks] == [["pair_rests"]] * 5, "the partner hears of it"


def test_given_help_asked_for_and_mails_that_come_back_when_told_then_organizers_hear_the_same_day(
    told: list[Told],
) -> None:
    same_day = [one for one in told if one.rule in ("help", "unreachable")]
    assert {one.kind for one in same_day} == {"help", "bouncing"}
    assert all([kind for kind, _ in one.mails] == ["alert"] for one in same_day)
    others = [one for one in told if one.what == "matter" and one not in same_day]
    assert not [one for one in others if one.mails], "all else waits for the digest"


def test_given_mails_to_organizers_when_counted_then_one_a_day_at_most_and_a_report_each_monday(
    sent: list[Sent],
) -> None:
    days = [one.at.astimezone(WARSAW).date() for one in sent]
    assert len(set(days)) == len(days)
    assert all((one.kind == "weekly_report") == (one.at.astimezone(WARSAW).weekday() == 0) for one in sent)
    assert {one.at.astimezone(WARSAW).hour for one in sent} == {8}, "also once clocks have changed"
    mondays = [day for day in days if day.weekday() == 0]
    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(mondays))


def test_given_a_matter_that_can_wait_when_told_then_the_next_morning_and_once(
    told: list[Told], sent: list[Sent]
) -> None:
    waits = [one for one in told if one.what == "matter" and one.rule not in ("help", "unreachable")]
    news = [(name, one.at) for one in sent for name in one.new]
    assert len(news) == len(waits)
    for one in waits:
        later = [at for name, at in news if name == f"{one.kind}-{one.number}" and at > one.at]
        assert timedelta() < min(later) - one.at <= timedelta(days=1)


def test_given_nothing_new_when_a_day_passes_then_no_digest_comes(sent: list[Sent]) -> None:
    assert all(one.new for one in sent if one.kind == "digest")
    assert any(one.new for one in sent if one.kind == "weekly_report"), "a report that takes the place of a digest"
