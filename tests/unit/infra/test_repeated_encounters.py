"""Who met twice in breakout rooms, from the rows of `rooms.csv`."""

from __future__ import annotations

from typing import Any

import pytest

from infra.season.acts.breakouts import repeated


def _rows(*rounds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Given: rounds of rooms, each as the letters of who sits there."""
    return [
        {"round": nth, "room": number, "email": one}
        for nth, rooms in enumerate(rounds, 1)
        for number, room in enumerate(rooms, 1)
        for one in room
    ]


@pytest.mark.parametrize(
    ("rounds", "twice"),
    [
        ((), set()),
        ((("abc", "def"),), set()),
        ((("abc", "def"), ("ad", "be", "cf")), set()),
        ((("abc", "def"), ("dea", "fbc")), {("b", "c"), ("d", "e")}),
        ((("ab",), ("ab",), ("ba",)), {("a", "b")}),
    ],
    ids=["nobody", "one round", "all new", "two pairs again", "a pair three times counts once"],
)
def test_given_rounds_of_rooms_when_counted_then_those_are_named_who_shared_a_room_more_than_once(
    rounds: tuple[tuple[str, ...], ...], twice: set[tuple[str, str]]
) -> None:
    assert repeated(_rows(*rounds)) == twice
