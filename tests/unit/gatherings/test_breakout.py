"""The rounds of breakout rooms: their clock, their links, how often pages ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain import attendance
from gatherings.domain.breakout import Breakout, NoLink
from gatherings.domain.turns import LATER, SELDOM, SOON, NotNow, asks_again
from mentoring.tables.vocabulary import BreakoutState, RoundPress
from tests.fakes.context import NOON

ROUND = (("a", "b"), ("c", "d"))
OTHER = (("a", "c"), ("b", "d"))


def rooms(**changes: Any) -> Breakout:
    """Given: four people in two rounds of ten minutes."""
    values: dict[str, Any] = {
        "people": {one: f"p-{one}" for one in "abcd"}, "rounds": (ROUND, OTHER), "size": 2, "minutes": 10, "odd": "more",
    }  # fmt: skip
    return Breakout(**values | changes)


def after(minutes: float) -> Any:
    return NOON + timedelta(minutes=minutes)


def test_given_two_rounds_when_the_host_runs_them_then_everybody_changes_rooms_once_and_it_is_over() -> None:
    first = rooms().start(NOON)
    assert (first.room_of("d"), first.ends_at) == (1, after(10))
    second = first.next(after(9))
    assert (second.room_of("d"), second.ends_at, second.done) == (1, after(19), (ROUND,))
    assert second.room_of("c") == 0
    over = second.end()
    assert (over.is_over, over.done) == (True, (ROUND, OTHER))
    for move in (over.end, lambda: over.start(NOON), lambda: over.add(1, NOON), lambda: over.pause(NOON)):
        with pytest.raises(NotNow):
            move()


def test_given_a_round_when_paused_and_gone_on_with_then_no_minute_is_lost() -> None:
    paused = rooms().start(NOON).pause(after(4))
    assert paused.time_left(after(60)) == timedelta(minutes=6)
    assert paused.add(2, after(60)).resume(after(61)).ends_at == after(69)


def test_given_a_round_whose_time_is_up_when_minutes_are_added_then_they_count_from_now() -> None:
    up = rooms().start(NOON)
    assert up.is_up(after(10))
    assert up.add(5, after(13)).ends_at == after(18)
    assert up.pause(after(13)).left == timedelta(0)


@given(st.lists(st.sampled_from(RoundPress), max_size=30))
def test_given_any_presses_of_buttons_when_made_then_the_round_never_goes_back_and_the_clock_fits_the_state(
    presses: list[RoundPress],
) -> None:
    one, now = rooms(), NOON
    for press in presses:
        now += timedelta(minutes=1)
        before = one
        try:
            one = before.turned(press, 1, now)
        except NotNow:
            continue
        assert before.nth <= one.nth <= before.nth + 1
        assert (one.ends_at is not None) == (one.state == BreakoutState.RUNNING)
        assert one.is_over == (one.nth == len(one.rounds))
        assert one.rounds == before.rounds


def test_given_a_pattern_and_typed_links_when_asked_then_a_typed_one_goes_first() -> None:
    made = rooms().with_links("https://meet.jit.si/x-{room}", ("", "https://zoom.example/2"))
    assert [made.link_of(one) for one in range(3)] == [
        "https://meet.jit.si/x-1",
        "https://zoom.example/2",
        "https://meet.jit.si/x-3",
    ]
    for pattern, typed in (("https://meet.jit.si/x", ()), ("javascript:{room}", ()), ("", ("javascript:1",))):
        with pytest.raises(NoLink):
            rooms().with_links(pattern, typed)


def test_given_pages_that_follow_when_they_ask_then_the_server_says_how_soon_again() -> None:
    running = rooms().start(NOON)
    assert asks_again(running, NOON, NOON) == LATER
    assert asks_again(running, after(9.5), NOON) == asks_again(running, after(11), NOON) == SOON
    assert asks_again(rooms(), after(1), NOON) == SOON
    assert asks_again(rooms(), after(30), NOON) == asks_again(running.pause(NOON), after(30), NOON) == SELDOM
    over = running.next(NOON).end()
    assert (asks_again(over, after(1), NOON), asks_again(over, after(11), NOON)) == (SELDOM, 0)
    assert asks_again(None, NOON, None) == LATER


@given(st.text(min_size=1, max_size=60))
def test_given_any_text_when_a_code_is_made_of_it_then_nobody_misreads_it_and_small_letters_do(text: str) -> None:
    code = attendance.code_of(text)
    assert len(code) == attendance.LENGTH
    assert set(code) <= set(attendance.LETTERS)
    assert not set(code) & set("IL1O0")
    assert attendance.typed(f" {code[:3].lower()}-{code[3:].lower()} ") == code
