"""Rooms are what `seat` promises: everybody seated, sizes right, locks and those kept apart kept, in any order of input."""

from __future__ import annotations

import dataclasses
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings.rooms.attempts import USUAL, Effort
from gatherings.rooms.given import Given, Lock, Person, Refused, met, two
from gatherings.rooms.seating import seat
from tests.unit.gatherings.rooms.givens import (
    at_random,
    bare,
    cost,
    everybody,
    exact,
    in_rooms,
    named,
    permuted,
    sizes_of,
    small,
    told,
)

QUICK = Effort(steps_each=20, few=1, many=2)
"""A search that barely looks: what must hold doesn't hold by luck."""
ANY = settings(max_examples=60)


def seated(given: Given, effort: Effort = QUICK) -> tuple[list[tuple[tuple[str, ...], ...]], Refused | None]:
    try:
        return list(seat(given, effort).rounds), None
    except Refused as refused:
        return [], refused


@ANY
@given(small(most=14, rounds=3, apart=4, locks=3), st.randoms(use_true_random=False))
def test_given_anybody_when_seated_then_all_is_kept_or_refused_and_the_order_of_the_input_doesnt_matter(
    given: Given, rng: Random
) -> None:
    rounds, refused = seated(given)
    again, why = seated(permuted(given, rng))
    assert (rounds, refused and (refused.why, refused.ids)) == (again, why and (why.why, why.ids))
    if refused:
        return
    assert len(rounds) == given.rounds
    for rooms in rounds:
        assert everybody(rooms) == list(given.ids)
        assert sorted(map(len, rooms), reverse=True) == sizes_of(given)
        assert all(list(room) == sorted(room) for room in rooms)
        assert not in_rooms(rooms) & given.apart
    assert all(lock.person_id in rounds[lock.round][lock.room] for lock in given.locks)


@ANY
@given(small(most=8, rounds=1, apart=9))
def test_given_people_kept_apart_when_seated_then_they_are_refused_exactly_if_no_rooms_keep_them_apart(
    given: Given,
) -> None:
    _, refused = seated(given)
    possible = not given.people or exact(given) is not None
    assert (refused is None) == possible
    if refused:
        assert refused.why == "apart"
        assert set(refused.ids) <= {one for pair in given.apart for one in pair}


@settings(max_examples=40, derandomize=True)
@given(small())
def test_given_up_to_nine_people_in_two_rounds_when_seated_then_no_rooms_cost_less(given: Given) -> None:
    """Thousands of other examples were tried when this was written: 999 of 1 000 with fewer steps, then all."""
    found, least = seat(given), exact(given) or 0
    assert found.bound <= least == found.cost == cost(given, found.rounds)


@settings(max_examples=12, derandomize=True)
@given(small(most=7, rounds=1), st.data())
def test_given_one_more_constraint_when_seated_then_it_never_costs_less(given: Given, data: st.DataObject) -> None:
    if len(given.people) < 2:
        return
    one, other = data.draw(st.lists(st.sampled_from(given.ids), min_size=2, max_size=2, unique=True))
    least = exact(given)
    assert least is not None
    more = [
        dataclasses.replace(given, apart=given.apart | {two(one, other)}),
        dataclasses.replace(given, locks=(Lock(0, one, 0), Lock(0, other, 0))),
    ]
    for constrained in more:
        rounds, refused = seated(constrained, USUAL)
        assert refused or cost(given, rounds) >= least


@pytest.mark.parametrize(
    ("people", "size", "rounds"),
    [
        (16, 4, 5),
        (9, 3, 4),
        (25, 5, 6),
        (8, 2, 7),
        (15, 3, 7),  # Kirkman's schoolgirls
        (20, 4, 5),
        (24, 3, 8),
        (32, 4, 8),
        (39, 4, 8),
    ],
)
def test_given_people_who_can_all_be_new_to_each_other_when_seated_then_nobody_meets_twice(
    people: int, size: int, rounds: int
) -> None:
    found = seat(bare(people, size, rounds))
    assert set(met(found.rounds).values()) == {1}
    assert found.proved


def test_given_a_chair_too_many_for_an_affine_plane_when_seated_with_one_less_then_nobody_meets_twice() -> None:
    found = seat(bare(63, 8, 8, odd="less"))
    assert set(met(found.rounds).values()) == {1}


@pytest.mark.parametrize(("people", "size", "rounds"), [(12, 4, 3), (8, 4, 3), (7, 3, 3), (10, 5, 4)])
def test_given_repeats_that_cant_be_avoided_when_seated_then_the_fewest_are_proved(
    people: int, size: int, rounds: int
) -> None:
    found = seat(bare(people, size, rounds))
    assert found.cost > 0
    assert found.proved


@pytest.mark.parametrize(
    ("people", "size", "rounds", "seed"), [(20, 4, 3, 1), (22, 5, 4, 2), (40, 4, 2, 3), (9, 2, 3, 4)]
)
def test_given_a_cohort_when_seated_then_it_costs_less_than_the_best_of_a_thousand_at_random(
    people: int, size: int, rounds: int, seed: int
) -> None:
    given = told(people, size, rounds, seed)
    assert seat(given).cost < at_random(given)


def test_given_200_people_in_five_rounds_when_seated_with_hardly_any_search_then_nobody_meets_twice() -> None:
    found = seat(told(200, 4, 5), QUICK)
    assert set(met(found.rounds).values()) == {1}


def test_given_other_seeds_when_seated_then_rooms_are_others() -> None:
    given = told(20, 4, 2)
    assert seat(given, QUICK) == seat(given, QUICK)
    assert len({seat(dataclasses.replace(given, seed=seed), QUICK).rounds for seed in range(4)}) > 1


def test_given_no_locks_when_seated_then_rooms_are_numbered_by_who_comes_first() -> None:
    for rooms in seat(told(20, 4, 3), QUICK).rounds:
        assert list(rooms) == sorted(rooms)


@pytest.mark.parametrize(
    ("locks", "why", "ids"),
    [
        ([Lock(0, "nobody", 0)], "unknown", ("nobody",)),
        ([Lock(0, named(1), 2)], "room", (named(1),)),
        ([Lock(2, named(1), 0)], "room", (named(1),)),
        ([Lock(0, named(1), -1)], "room", (named(1),)),
        ([Lock(0, named(1), 0), Lock(0, named(1), 1)], "locked_twice", (named(1),)),
        ([Lock(1, named(one), 1) for one in range(5)], "full", tuple(map(named, range(5)))),
    ],
)
def test_given_locks_that_cant_be_kept_when_seated_then_it_says_whom_it_concerns(
    locks: list[Lock], why: str, ids: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        seat(bare(8, 4, 2, locks=tuple(locks)))
    assert (refused.value.why, refused.value.ids) == (why, ids)


def test_given_more_rooms_filled_by_hand_than_large_ones_when_seated_then_it_is_refused() -> None:
    locks = [Lock(0, named(one), one // 4) for one in range(8)]
    with pytest.raises(Refused, match="full"):
        seat(bare(10, 3, locks=tuple(locks)))  # 4, 3, 3


def test_given_locked_enemies_when_seated_then_they_are_refused() -> None:
    locks = (Lock(0, named(0), 1), Lock(0, named(1), 1))
    with pytest.raises(Refused, match="apart: p000, p001"):
        seat(bare(8, 4, locks=locks, apart=frozenset({two(named(0), named(1))})))


def test_given_somebody_twice_when_seated_then_it_is_refused() -> None:
    with pytest.raises(Refused, match="duplicate: a"):
        seat(Given((Person("a"), Person("a", "x"), Person("b")), 2))


@pytest.mark.parametrize(("people", "rounds"), [(0, 2), (3, 0), (1, 2), (2, 3)])
def test_given_hardly_anybody_when_seated_then_there_is_at_most_one_room_and_it_is_proved(
    people: int, rounds: int
) -> None:
    found = seat(bare(people, 4, rounds))
    assert found.rounds == (((tuple(named(one) for one in range(people)),) if people else ()),) * rounds
    assert found.proved
