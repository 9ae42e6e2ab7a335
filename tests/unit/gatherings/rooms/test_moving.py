"""A move by hand costs what the rounds cost more afterwards, and it says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.rooms.given import Given, Person, Refused, two
from gatherings.rooms.moving import Change, Move, swaps, tried
from tests.unit.gatherings.rooms.givens import bare, cost, everybody, small, splits

PEOPLE = tuple(Person(one, "sales" if one in "ab" else "") for one in "abcdef")
ROUNDS = ((("a", "c", "e"), ("b", "d", "f")), (("a", "d"), ("b", "c"), ("e", "f")))


def test_given_a_swap_when_tried_then_it_says_who_pays_more_for_what_and_who_less() -> None:
    given = Given(PEOPLE, 3, 2, managers=frozenset({two("d", "f")}))
    found = tried(given, ROUNDS, Move(0, "b", 0, "e"))
    assert found.rounds[0] == (("a", "b", "c"), ("d", "e", "f"))
    assert found.rounds[1] == ROUNDS[1]
    assert found.changes == (
        Change(("b", "c"), "repeat", 100),
        Change(("e", "f"), "repeat", 100),
        Change(("a", "b"), "department", 10),
    )
    assert found.delta == 210
    assert not found.uneven
    assert not found.apart


def test_given_a_move_without_a_swap_when_tried_then_it_says_that_rooms_are_uneven_and_who_must_not_meet() -> None:
    found = tried(Given(PEOPLE, 3, 2, apart=frozenset({two("a", "f")})), ROUNDS, Move(0, "a", 1))
    assert found.rounds[0] == (("c", "e"), ("a", "b", "d", "f"))
    assert found.uneven
    assert found.apart == (("a", "f"),)


@given(small(most=7), st.data())
def test_given_any_move_when_tried_then_its_delta_is_the_difference_of_costs(given: Given, data: st.DataObject) -> None:
    if len(given.ids) < 2:
        return
    all_of = list(splits(given.ids, [len(given.ids) // 2, -(-len(given.ids) // 2)]))
    rounds = data.draw(st.lists(st.sampled_from(all_of), min_size=1, max_size=3))
    nth = data.draw(st.integers(0, len(rounds) - 1))
    here = data.draw(st.sampled_from([0, 1]))
    one = data.draw(st.sampled_from(rounds[nth][here]))
    move = Move(nth, one, 1 - here, data.draw(st.sampled_from(["", *rounds[nth][1 - here]])))
    found = tried(given, rounds, move)
    assert found.delta == cost(given, found.rounds) - cost(given, rounds) == sum(one.points for one in found.changes)
    assert everybody(found.rounds[nth]) == list(given.ids)
    assert all(one.points for one in found.changes)


def test_given_a_room_when_asked_with_whom_to_swap_then_the_cheapest_comes_first() -> None:
    given = Given(PEOPLE, 3, 2, apart=frozenset({two("a", "d")}))
    found = swaps(given, ROUNDS[:1], Move(0, "a", 1))
    assert [one.move.swap_with for one in found] == ["d", "b", "f"]
    assert [one.delta for one in found] == [10, 0, 10]  # d is the only one with whom nobody meets whom they must not


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Move(0, "nobody", 1), "unknown"),
        (Move(0, "p000", 9), "room"),
        (Move(0, "p000", -1), "room"),
        (Move(0, "p000", 0), "room"),
        (Move(0, "p000", 1, "p001"), "unknown"),
    ],
)
def test_given_a_move_of_nobody_or_to_nowhere_when_tried_then_it_is_refused(move: Move, why: str) -> None:
    with pytest.raises(Refused) as refused:
        tried(bare(4, 2), [(("p000", "p001"), ("p002", "p003"))], move)
    assert refused.value.why == why
