"""One seat, a hundred who want it at the same moment, on the deployed template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import race

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack


@pytest.mark.faults
def test_given_one_seat_when_a_hundred_accept_at_once_then_one_pair_and_ninety_nine_kind_answers_and_reserves(
    stack: RunningStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    race.run(stack, 100, monkeypatch)
