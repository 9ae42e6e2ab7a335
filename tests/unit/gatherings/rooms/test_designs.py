"""Rounds for people who are all alike: nobody meets twice where that is known to be possible."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.rooms import designs


@pytest.mark.parametrize(
    ("rooms", "rows", "rounds"),
    [
        (4, 4, 5),  # the affine plane of order 4: everybody meets everybody once
        (3, 3, 4),
        (5, 5, 6),
        (7, 7, 8),
        (8, 8, 8),
        (9, 9, 8),
        (4, 2, 7),  # a tournament
        (5, 3, 5),
        (12, 3, 8),
        (6, 4, 5),  # no field of order six, and two orthogonal squares of that order there aren't either
        (50, 4, 5),
        (100, 4, 8),
    ],
)
def test_given_a_known_construction_when_designed_then_nobody_meets_twice(rooms: int, rows: int, rounds: int) -> None:
    assert designs.repeats(designs.design(rooms, rows, rounds)) == 0


@given(st.integers(1, 12), st.integers(1, 6), st.integers(1, 8))
def test_given_any_numbers_when_designed_then_each_position_is_in_one_room_of_each_round(
    rooms: int, rows: int, rounds: int
) -> None:
    found = designs.design(rooms, rows, rounds)
    assert len(found) == rounds
    for made in found:
        assert sorted(one for room in made for one in room) == list(range(rooms * rows))
        assert {len(room) for room in made} == {rows}


@pytest.mark.parametrize("order", [2, 3, 5, *designs.FIELDS])
def test_given_a_field_when_multiplied_then_no_product_is_nothing_and_the_laws_hold(order: int) -> None:
    plus, times = designs._sum, designs._product
    elements = range(order)
    assert all(times(order, one, other) for one, other in product(range(1, order), repeat=2))
    few = list(elements)[:5] + list(elements)[-3:]
    for one, other, third in product(few, repeat=3):
        assert times(order, one, plus(order, other, third)) == plus(
            order, times(order, one, other), times(order, one, third)
        )
    assert all(len({plus(order, one, other) for other in elements}) == order for one in elements)


def test_given_12_rooms_when_its_powers_are_asked_then_they_are_those_of_fields() -> None:
    assert designs.prime_powers(12) == [4, 3]
    assert designs.prime_powers(243) == []  # a power of three of which no polynomial is kept here
