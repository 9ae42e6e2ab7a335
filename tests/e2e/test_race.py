"""One seat, many who want it at the same moment, on the deployed template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e import gathering_race, race

if TYPE_CHECKING:
    import pytest

    from tests.e2e.client import RunningStack


def test_given_one_seat_when_twenty_accept_at_once_then_one_pair_and_nineteen_kind_answers_and_reserves(
    stack: RunningStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    race.run(stack, 20, monkeypatch)


def test_given_thirty_seats_when_a_hundred_sign_up_at_once_then_thirty_have_one_and_seventy_wait(
    stack: RunningStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering_race.run(stack, 100, 30, monkeypatch)
