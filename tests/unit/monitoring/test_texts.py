"""Why a pair is on track, in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from monitoring import texts


@pytest.mark.parametrize(
    ("ahead", "held", "said"),
    [
        (["a meeting"], ["one before"], "the next meeting is planned"),
        ([], ["one before"], "they met not long ago"),
        ([], [], "they began not long ago"),
    ],
)
def test_given_a_pair_on_track_when_its_colour_is_explained_then_it_is_a_reason_in_words(
    ahead: list[str], held: list[str], said: str
) -> None:
    pair: Any = SimpleNamespace(ahead=ahead, facts=SimpleNamespace(held=held), verdict=SimpleNamespace(rule=""), days=0)
    assert texts.colour(pair, "en") == said
