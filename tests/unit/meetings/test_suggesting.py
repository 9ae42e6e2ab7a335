"""Suggested times suit both, never lie in the past or in other meetings, and come best first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.suggesting import APART, MOST, NOTICE, Side, Slot, Suggestion, Wish

WARSAW, NEW_YORK, KOLKATA = "Europe/Warsaw", "America/New_York", "Asia/Kolkata"
ZONES = (WARSAW, NEW_YORK, KOLKATA, "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


def wish(now: datetime = NOW, *, in_days: float = 14, minutes: int = 60, **other: object) -> Wish:
    return Wish(now, now + in_days * DAY, minutes, **other)  # type: ignore[arg-type]


def suggest(reader: Side, partner: Side, wanted: Wish) -> list[Suggestion]:
    return wanted.suggest(reader, partner)


def shown(reader: Side, partner: Side, wanted: Wish, zone: str = "") -> list[str]:
    """Return the suggestions as local times of the reader, or in another zone."""
    there = ZoneInfo(zone or reader.zone)
    return [f"{one.starts_at.astimezone(there):%Y-%m-%d %H:%M}" for one in suggest(reader, partner, wanted)]


def test_given_two_weeks_that_meet_when_asked_then_the_common_hours_nearest_to_the_due_day_come_first() -> None:
    mentor, mentee = Side(WARSAW, ((0, 15, 18), (2, 9, 11))), Side(WARSAW, ((0, 16, 20), (2, 10, 12)))
    assert shown(mentor, mentee, wish()) == [
        "2026-03-16 16:00", "2026-03-18 10:00", "2026-03-11 10:00", "2026-03-09 16:00", "2026-03-23 16:00",
    ]  # fmt: skip


def test_given_new_york_and_warsaw_when_only_one_of_them_has_changed_its_clock_then_the_common_hour_moves() -> None:
    """New York's clocks go forward on 8 March 2026, Warsaw's on 29 March (Directive 2000/84/EC)."""
    mentor, mentee = Side(WARSAW, ((1, 14, 18),)), Side(NEW_YORK, ((1, 9, 11),))
    begun = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert shown(mentor, mentee, wish(begun, in_days=9, minutes=120)) == [
        "2026-03-10 14:00", "2026-03-03 15:00", "2026-03-17 14:00",
    ]  # fmt: skip
    assert shown(mentor, mentee, wish(begun, in_days=24, minutes=120)) == [
        "2026-03-24 14:00", "2026-03-31 15:00", "2026-03-17 14:00", "2026-04-07 15:00",
    ]  # fmt: skip
    autumn = datetime(2026, 10, 20, 12, tzinfo=UTC)  # Warsaw goes back on 25 October, New York on 1 November
    assert shown(mentor, mentee, wish(autumn, in_days=7, minutes=120)) == ["2026-10-27 14:00", "2026-11-03 15:00"]


def test_given_half_an_hour_between_two_zones_when_asked_then_both_clocks_lie_inside_the_slots() -> None:
    mentor, mentee = Side(WARSAW, ((3, 9, 11),)), Side(KOLKATA, ((3, 14, 15),))
    assert shown(mentor, mentee, wish(in_days=3)) == ["2026-03-05 09:30", "2026-03-12 09:30", "2026-03-19 09:30"]
    assert shown(mentor, mentee, wish(in_days=3), KOLKATA)[0] == "2026-03-05 14:00"


def test_given_the_date_line_between_two_when_asked_then_the_days_differ() -> None:
    mentor, mentee = Side(NEW_YORK, ((0, 18, 20),)), Side("Pacific/Apia", ((1, 12, 13),))
    assert shown(mentor, mentee, wish(in_days=8))[0] == "2026-03-09 19:00"
    assert shown(mentor, mentee, wish(in_days=8), "Pacific/Apia")[0] == "2026-03-10 12:00"


def test_given_somebody_on_a_journey_when_asked_then_the_week_is_the_one_at_home_but_never_at_night() -> None:
    home, away = Side(WARSAW, ((0, 9, 18),)), Side(NEW_YORK, ((0, 9, 18),), said_in=WARSAW)
    assert shown(home, away, wish())[0] == "2026-03-16 12:00"  # 7:00 in New York, whose clock has changed
    assert shown(Side(WARSAW, ((0, 9, 12),)), replace(away, zone="America/Los_Angeles"), wish()) == []


def test_given_two_flexible_people_when_asked_then_hours_are_humane_for_both_and_weekends_come_last() -> None:
    for zone in (WARSAW, NEW_YORK, KOLKATA):
        for one in suggest(Side(WARSAW), Side(zone), wish(in_days=11)):  # a Friday
            for there in (one.starts_at.astimezone(ZoneInfo(name)) for name in (WARSAW, zone)):
                assert there.weekday() < 5
                assert 7 <= there.hour < 22
    assert shown(Side(WARSAW), Side(WARSAW), wish(in_days=11))[0] == "2026-03-13 09:00"


def test_given_a_usual_hour_when_asked_then_it_is_kept() -> None:
    last = datetime(2026, 2, 20, 13, tzinfo=UTC)
    assert shown(Side(WARSAW), Side(WARSAW), wish(last=last))[0] == "2026-03-16 14:00"


def test_given_a_due_day_that_has_passed_when_asked_then_the_next_days_come() -> None:
    times = shown(Side(WARSAW), Side(WARSAW), wish(in_days=-30))
    assert times[0] == "2026-03-03 13:00"
    assert len({one[:10] for one in times}) == MOST


def test_given_a_programme_that_has_not_begun_or_ends_when_asked_then_all_lies_inside_it() -> None:
    opens, closes = NOW + 20 * DAY, NOW + 24 * DAY
    found = suggest(Side(WARSAW), Side(WARSAW), wish(opens=opens, closes=closes))
    assert found
    assert all(opens <= one.starts_at <= closes - timedelta(hours=1) for one in found)
    assert suggest(Side(WARSAW), Side(WARSAW), wish(closes=NOW)) == []


def test_given_only_one_common_hour_a_week_when_asked_then_no_other_is_invented() -> None:
    assert suggest(Side(WARSAW, ((0, 8, 9),)), Side(WARSAW, ((1, 8, 9),)), wish()) == []
    assert len(suggest(Side(WARSAW, ((0, 8, 9),)), Side(WARSAW), wish())) == 4


SLOTS: st.SearchStrategy[tuple[Slot, ...]] = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)).filter(lambda one: one[1] < one[2]), max_size=6
).map(tuple)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
"""Four years, with all changes of the clocks in them."""


@st.composite
def spans(draw: st.DrawFn, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    hours = draw(st.lists(st.tuples(st.integers(0, 40 * 24), st.integers(1, 30)), max_size=8))
    return tuple((now + timedelta(hours=at), now + timedelta(hours=at, minutes=15 * length)) for at, length in hours)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Side, Side, Wish]:
    now = draw(MOMENTS)
    sides = [
        Side(draw(st.sampled_from(ZONES)), draw(SLOTS), draw(st.sampled_from(("", *ZONES))), draw(spans(now)))
        for _ in range(2)
    ]
    closes = draw(st.one_of(st.none(), st.integers(0, 40).map(lambda days: now + days * DAY)))
    opens = draw(st.one_of(st.none(), st.integers(-10, 20).map(lambda days: now + days * DAY)))
    wanted = Wish(
        now,
        now + draw(st.integers(-40, 40)) * DAY,
        draw(st.sampled_from([15, 30, 45, 60, 90, 120])),
        draw(st.one_of(st.none(), st.just(now - 21 * DAY))),
        draw(spans(now)),
        opens,
        closes,
    )
    return sides[0], sides[1], wanted


def clocks(side: Side, start: datetime, minutes: int) -> list[datetime]:
    """Return what somebody's clock shows in each minute of a meeting."""
    zone = ZoneInfo(side.zone)
    return [(start + timedelta(minutes=minute)).astimezone(zone) for minute in range(minutes)]


@settings(max_examples=150, deadline=None)
@given(asked())
def test_given_any_two_people_when_asked_then_each_minute_of_each_suggestion_suits_both(
    case: tuple[Side, Side, Wish],
) -> None:
    reader, partner, wanted = case
    for one in suggest(reader, partner, wanted):
        for side in (reader, partner):
            for there in clocks(side, one.starts_at, wanted.minutes):
                said = there.astimezone(ZoneInfo(side.said_in or side.zone))
                assert not side.slots or any(
                    weekday == said.weekday() and begin <= said.hour < end for weekday, begin, end in side.slots
                )
                assert (side.slots and side.said_in in ("", side.zone)) or 7 <= there.hour < 22


@settings(max_examples=150, deadline=None)
@given(asked())
def test_given_any_two_people_when_asked_then_no_suggestion_has_passed_or_overlaps_or_leaves_the_programme(
    case: tuple[Side, Side, Wish],
) -> None:
    reader, partner, wanted = case
    length = timedelta(minutes=wanted.minutes)
    for one in suggest(reader, partner, wanted):
        assert one.starts_at >= wanted.now + NOTICE
        assert wanted.opens is None or one.starts_at >= wanted.opens
        assert wanted.closes is None or one.starts_at + length <= wanted.closes
        for begin, end in (*reader.busy, *partner.busy, *wanted.taken):
            assert end <= one.starts_at or one.starts_at + length <= begin


@settings(max_examples=100, deadline=None)
@given(asked(), st.randoms(use_true_random=False))
def test_given_the_same_facts_in_any_order_when_asked_again_then_the_answer_is_the_same_and_best_first(
    case: tuple[Side, Side, Wish], random: object
) -> None:
    reader, partner, wanted = case
    found = suggest(reader, partner, wanted)
    turned = [replace(side, slots=side.slots[::-1], busy=side.busy[::-1]) for side in (reader, partner)]
    assert suggest(turned[0], turned[1], replace(wanted, taken=wanted.taken[::-1])) == found
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    assert len(found) <= MOST
    starts = [one.starts_at for one in found]
    assert all(abs(one - other) >= APART or one is other for one in starts for other in starts) or len(
        {one.astimezone(ZoneInfo(reader.zone)).date() for one in starts}
    ) == len(starts)


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", WARSAW])
def test_given_an_hour_that_comes_twice_when_asked_then_it_is_never_suggested(zone: str) -> None:
    """Warsaw goes back on 25 October 2026 at 3, Lord Howe by half an hour on 5 April at 2."""
    at = {WARSAW: datetime(2026, 10, 25, tzinfo=UTC), "Australia/Lord_Howe": datetime(2026, 4, 4, 12, tzinfo=UTC)}[zone]
    night = Side(zone, ((6, 1, 4),))
    for one in suggest(night, night, wish(at - 3 * DAY, in_days=3, minutes=30)):
        there = one.starts_at.astimezone(ZoneInfo(zone))
        assert there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset()
