"""How many rooms there are, and how large they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.rooms import sizes


@pytest.mark.parametrize(
    ("people", "size", "more", "less"),
    [
        (20, 4, [4] * 5, [4] * 5),
        (9, 4, [5, 4], [3, 3, 3]),
        (10, 4, [5, 5], [4, 3, 3]),
        (11, 4, [4, 4, 3], [4, 4, 3]),  # two rooms would miss the size by two
        (7, 4, [4, 3], [4, 3]),
        (5, 4, [5], [5]),  # nobody wants a room of two out of five
        (3, 2, [3], [3]),  # nobody talks alone
        (2, 4, [2], [2]),
        (1, 4, [1], [1]),
        (0, 4, [], []),
    ],
)
def test_given_people_when_they_cant_be_split_evenly_then_rooms_are_as_near_to_the_size_as_they_can(
    people: int, size: int, more: list[int], less: list[int]
) -> None:
    assert sizes.even(people, sizes.number(people, size, "more")) == more
    assert sizes.even(people, sizes.number(people, size, "less")) == less


@given(st.integers(2, 400), st.integers(2, 30), st.sampled_from(["more", "less"]))
def test_given_any_people_when_split_then_all_have_a_seat_and_company_and_sizes_differ_by_one_at_most(
    people: int, size: int, odd: str
) -> None:
    found = sizes.even(people, sizes.number(people, size, odd))
    assert sum(found) == people
    assert max(found) - min(found) <= 1
    assert min(found) >= 2


@given(st.integers(0, 60), st.integers(1, 6), st.integers(0, 4))
def test_given_any_people_when_groups_have_limits_then_they_fit_exactly_if_some_number_of_groups_does(
    people: int, least: int, wider: int
) -> None:
    most = least + wider
    some = any(groups * least <= people <= groups * most for groups in range(people + 1))
    assert sizes.fits(people, least, most) == some


def test_given_groups_of_four_to_six_when_numbers_are_tried_then_only_1_2_3_and_7_dont_fit() -> None:
    assert [people for people in range(100) if not sizes.fits(people, 4, 6)] == [1, 2, 3, 7]
