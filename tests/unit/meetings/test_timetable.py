"""The timetable of a meeting: parts by its agenda, and the last five minutes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import timetable
from mentoring import sessions
from mentoring.i18n import LOCALES
from tests.fakes.context import NOON

LINES = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=20),
        st.builds("{} min: {}".format, st.integers(0, 200), st.text("ab ", min_size=1, max_size=5)),
        st.builds("{} ({} minut)".format, st.text("ab ", min_size=1, max_size=5), st.integers(0, 999)),
    ),
    max_size=30,
)


def _plan(minutes: int, *agenda: str) -> list[tuple[str, int]]:
    return [(one.name, one.minutes) for one in timetable.timetable(NOON, minutes, agenda)]


@given(st.integers(1, 480), LINES)
def test_given_any_agenda_when_planned_then_its_parts_fill_the_meeting_in_order_and_the_closing_is_its_end(
    minutes: int, agenda: list[str]
) -> None:
    parts = timetable.timetable(NOON, minutes, agenda)
    assert parts[0].starts_at == NOON
    assert parts[-1].ends_at == NOON + timedelta(minutes=minutes)
    assert all(one.ends_at == following.starts_at for one, following in pairwise(parts))
    assert all(one.minutes >= 1 for one in parts)
    closing = [one.minutes for one in parts if one.is_closing]
    assert closing == ([min(5, minutes // 3)] if minutes >= 3 else [])
    assert not any(one.is_closing for one in parts[:-1])
    assert len(parts) <= timetable.MOST + 1


@pytest.mark.parametrize(
    ("minutes", "agenda", "planned"),
    [
        (60, [], [("", 55), ("", 5)]),
        (60, ["10 min: a", "20 min: b", "25 min: c"], [("a", 10), ("b", 20), ("c", 25), ("", 5)]),
        (60, ["10 min: a", "45 min: b", "5 min: end"], [("a", 10), ("b", 45), ("", 5)]),
        (60, ["30 min: a", "30 min: b"], [("a", 30), ("b", 25), ("", 5)]),
        (30, ["10 min: a", "20 min: b", "20 min: c"], [("a", 5), ("b", 10), ("c", 10), ("", 5)]),
        (65, ["a", "b", "c"], [("a", 20), ("b", 20), ("c", 20), ("", 5)]),
        (60, ["15 min: a", "b", "c"], [("a", 15), ("b", 20), ("c", 20), ("", 5)]),
        (60, ["Cel (20 min)", "Plan – 35 minut"], [("Cel", 20), ("Plan", 35), ("", 5)]),
        (60, ["5 minut na start", "reszta"], [("na start", 5), ("reszta", 50), ("", 5)]),
        (60, ["2 minutki: a", "0 min: b"], [("a", 2), ("0 min: b", 53), ("", 5)]),
        (60, ["2026 plan", "10 minerals"], [("2026 plan", 28), ("10 minerals", 27), ("", 5)]),
        (9, ["a", "b"], [("a", 3), ("b", 3), ("", 3)]),
    ],
)
def test_given_an_agenda_when_planned_then_minutes_that_are_said_hold_and_the_rest_is_shared(
    minutes: int, agenda: list[str], planned: list[tuple[str, int]]
) -> None:
    assert _plan(minutes, *agenda) == planned


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slot", sorted(sessions.starters()))
def test_given_a_starter_guide_when_planned_for_an_hour_then_every_line_has_its_minutes(slot: str, locale: str) -> None:
    agenda = sessions.starter(slot)[locale]["agenda"]
    parts = _plan(60, *agenda)
    assert not any(name[:1].isdigit() for name, _ in parts)
    assert len(parts) >= len(agenda) - 1


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", ("10 min: guide",)),
        ("What has changed?", ("10 min: guide",)),
        ("- one\n\n- two", ("one", "two")),
        ("20 min: CV", ("20 min: CV",)),
    ],
)
def test_given_an_agenda_of_ones_own_when_it_has_points_then_it_comes_before_the_guide(
    own: str, expected: tuple[str, ...]
) -> None:
    assert timetable.lines(own, ["10 min: guide"]) == expected


def test_given_a_sentence_and_no_guide_when_planned_then_it_is_the_one_part() -> None:
    assert timetable.lines("What has changed?", ()) == ("What has changed?",)
