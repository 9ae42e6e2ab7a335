"""Rounds that fail: which errors end one at once, and which are tried a few times."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mentoring.consumers import consume
from mentoring.errors import Stale
from mentoring.events.pairing import PairingRequested, PairingRoundSent
from pairing import use_cases
from pairing.use_cases import attempts, inputs, solving
from tests.fakes import context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    Crash,
    Kept,
    consumer_at,
    crowd,
    deliver,
    event,
    proposals,
    read,
    request,
    season,
    sent,
    solved,
)


def _raises(error: BaseException) -> Any:
    def function(*_: Any, **__: Any) -> None:
        raise error

    return function


@pytest.mark.parametrize(
    "dates",
    [
        {"kick_off": "2026-03-01", "closing": "9999-12-31"},
        {"kick_off": "9999-01-01"},
        {"kick_off": "9999-01-01", "closing": "9999-12-31"},
        {"kick_off": "0001-01-01"},
        {"kick_off": "2026-03-01", "closing": "2036-03-05"},
    ],
)
def test_given_dates_nobody_can_calculate_with_when_solved_then_the_round_failed_and_says_so(
    dates: dict[str, str],
) -> None:
    memory = season(*crowd(1, 1), dates=dates)
    found = solved(memory)
    assert (found.state, found.problem, Kept(memory).kept) == ("failed", attempts.DATES, {})


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (MemoryError(), attempts.TOO_LARGE),
        (ValueError("x"), attempts.UNREADABLE),
        (KeyError("x"), attempts.UNREADABLE),
        (OverflowError("x"), attempts.DATES),
        (RuntimeError("x"), attempts.UNEXPECTED),
        (TypeError("x"), attempts.UNEXPECTED),
    ],
)
def test_given_a_calculation_that_can_not_succeed_when_solved_then_it_is_let_go_at_once_and_can_be_started_again(
    error: Exception, problem: str
) -> None:
    memory = season(*crowd(2, 2))
    found = solved(memory, pair_up=_raises(error))
    assert (found.state, found.problem, found.solving_until) == ("failed", problem, None)
    assert solved(memory).state == "preview"


def test_given_more_people_than_the_machine_holds_when_solved_then_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST_CELLS", 3)
    assert solved(season(*crowd(2, 2))).problem == attempts.TOO_LARGE


def test_given_a_calculation_that_takes_too_long_when_a_step_ends_then_it_is_stopped() -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)
    one = event(PairingRequested("p", round_id))
    context = consumer_at(memory, one, name="pairing-worker")
    ticks = (NOON + nth * timedelta(minutes=1) for nth in range(1000))
    assert consume(replace(context, clock=lambda: next(ticks)), solving.solve, one) == "done"
    assert read(memory, round_id).problem == attempts.TOO_LONG


@pytest.mark.parametrize("error", [TimeoutError(), ClientError({}, "GetItem"), Stale()])
def test_given_a_part_that_does_not_answer_when_delivered_again_then_it_is_tried_a_few_times_only(
    error: Exception,
) -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)
    for _ in range(attempts.TRIES - 1):
        with pytest.raises(type(error)):
            deliver(memory, PairingRequested("p", round_id), "one", pair_up=_raises(error))
        assert read(memory, round_id).state == "requested"
    assert deliver(memory, PairingRequested("p", round_id), "one", pair_up=_raises(error)) == "done"
    assert (read(memory, round_id).state, read(memory, round_id).problem) == ("failed", attempts.UNREACHABLE)


def test_given_a_machine_that_dies_each_time_when_delivered_again_then_the_worker_gives_up() -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)
    for _ in range(attempts.TRIES):
        with pytest.raises(Crash):
            deliver(memory, PairingRequested("p", round_id), "one", pair_up=_raises(Crash()))
    assert deliver(memory, PairingRequested("p", round_id), "one", pair_up=_raises(Crash())) == "done"
    assert (read(memory, round_id).state, read(memory, round_id).problem) == ("failed", attempts.GAVE_UP)


def test_given_a_result_that_is_gone_when_sent_then_the_round_says_so_and_nothing_is_proposed() -> None:
    memory = season(*crowd(2, 2))
    round_id = sent(memory)
    memory.files.kept.clear()
    assert deliver(memory, PairingRoundSent("p", round_id)) == "done"
    found = read(memory, round_id)
    assert (found.state, found.problem, proposals(memory)) == ("failed", attempts.GONE, [])
    assert deliver(memory, PairingRoundSent("p", round_id), "again") == "done"


def test_given_a_round_cancelled_while_it_fails_when_the_worker_ends_then_it_stays_cancelled() -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)

    def cancelled(*_: Any) -> None:
        use_cases.cancel_round(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)
        raise RuntimeError

    assert deliver(memory, PairingRequested("p", round_id), pair_up=cancelled) == "done"
    assert read(memory, round_id).state == "cancelled"
