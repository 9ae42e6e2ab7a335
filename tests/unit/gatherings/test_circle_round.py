"""Proposed groups, moved by hand: nobody is lost, nobody is in two groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain.circle_round import Grouping, GroupTooSmall, Hand, NoSuchMove

TWO = Grouping((("a", "b", "c", "d"), ("e", "f", "g", "h")), {"x": "odd"})


def test_given_two_groups_when_two_change_places_then_both_have_as_many() -> None:
    after = TWO.move(Hand("a", 1, "e"), "hand")
    assert after.groups == (("b", "c", "d", "e"), ("a", "f", "g", "h"))


def test_given_somebody_in_no_group_when_moved_to_one_in_exchange_then_the_other_is_in_none_by_hand() -> None:
    after = TWO.move(Hand("x", 0, "a"), "hand")
    assert (after.groups[0], after.alone) == (("b", "c", "d", "x"), {"a": "hand"})


@pytest.mark.parametrize(
    "hand", [Hand("a", 0), Hand("a", 2), Hand("a", -2), Hand("a", 1, "b"), Hand("a", -1, "e"), Hand("x", -1)]
)
def test_given_a_move_that_moves_nobody_when_made_then_it_is_refused(hand: Hand) -> None:
    with pytest.raises(NoSuchMove):
        TWO.move(hand, "hand")


def test_given_a_group_of_two_when_sent_then_it_is_too_small_and_an_empty_one_is_left_out() -> None:
    with pytest.raises(GroupTooSmall):
        Grouping((("a", "b"), ("c", "d", "e")), {}).checked()
    with pytest.raises(GroupTooSmall):
        Grouping(((), ()), {}).checked()
    assert Grouping(((), ("c", "d", "e")), {}).checked().groups == (("c", "d", "e"),)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghx"), st.integers(-2, 2), st.sampled_from(["", *"abcdefghx"])), max_size=15
    )
)
def test_given_any_moves_when_made_then_everybody_is_in_one_group_or_in_none(
    moves: list[tuple[str, int, str]],
) -> None:
    told = TWO
    for who, group, swap in moves:
        try:
            told = told.move(Hand(who, group, swap), "hand")
        except NoSuchMove:
            continue
    seated = [one for some in told.groups for one in some]
    assert sorted([*seated, *told.alone]) == sorted("abcdefghx")
