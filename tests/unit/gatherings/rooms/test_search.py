"""The search keeps its books: costs follow swaps exactly, sizes and those who must stay are kept."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from gatherings.rooms.search import Search, cooling, relabel

if TYPE_CHECKING:
    from gatherings.rooms.search import Rooms


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[list[int]], int, list[Rooms], list[list[int]]]:
    """Prices, the price of a repeat, rounds in which rooms have an empty chair at most, and who may move."""
    rooms, most = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    chairs = draw(st.integers(0, rooms - 1))
    people = rooms * most - chairs
    prices = [[0] * people for _ in range(people)]
    for one, other in combinations(range(people), 2):
        prices[one][other] = prices[other][one] = draw(st.integers(0, 9))
    rounds = []
    for _ in range(draw(st.integers(1, 3))):
        order = draw(st.permutations(range(people)))
        seats = [order[first::rooms] for first in range(rooms)]
        empty = iter(range(people, people + chairs))
        rounds.append([[*room, next(empty)] if len(room) < most else list(room) for room in seats])
    free = [draw(st.lists(st.sampled_from(range(people + chairs)), unique=True)) for _ in rounds]
    return prices, draw(st.integers(0, 9)), rounds, free


def counted(prices: list[list[int]], again: int, rounds: list[Rooms]) -> int:
    people = len(prices)
    times = Counter(
        pair for rooms in rounds for room in rooms for pair in combinations(sorted(room), 2) if max(pair) < people
    )
    return sum(n * prices[one][other] + again * n * (n - 1) // 2 for (one, other), n in times.items())


def shape(rooms: Rooms, people: int) -> list[int]:
    return sorted(sum(one < people for one in room) for room in rooms)


@given(searches(), st.integers(0, 5))
def test_given_any_rooms_when_searched_then_the_cost_is_what_they_cost_and_who_must_stay_stays(
    case: tuple[list[list[int]], int, list[Rooms], list[list[int]]], seed: int
) -> None:
    prices, again, rounds, free = case
    search = Search(prices, again, rounds, free)
    begun = search.cost
    assert begun == counted(*case[:3])
    search.anneal((5.0, 0.5), 300, Random(seed), 0)  # noqa: S311
    assert search.cost == counted(prices, again, search.rounds)
    warm = search.cost
    search.descend()
    assert search.cost == counted(prices, again, search.rounds) <= warm
    for before, after, may in zip(rounds, search.rounds, free, strict=True):
        assert shape(before, len(prices)) == shape(after, len(prices))
        for room, other in zip(before, after, strict=True):
            assert set(room) - set(may) <= set(other)


@given(searches(), st.integers(0, 5))
def test_given_a_design_when_people_swap_places_then_chairs_stay_and_repeats_too(
    case: tuple[list[list[int]], int, list[Rooms], list[list[int]]], seed: int
) -> None:
    prices, _, rounds, _ = case
    order = list(range(sum(map(len, rounds[0]))))
    taken = relabel(prices, rounds, order, (5.0, 0.1), 300, Random(seed))  # noqa: S311
    assert sorted(taken) == order
    assert taken[len(prices) :] == order[len(prices) :]
    moved = [[[taken[one] for one in room] for room in rooms] for rooms in rounds]
    nothing = [[0] * len(prices) for _ in prices]
    assert counted(nothing, 1, moved) == counted(nothing, 1, rounds)


def test_given_a_plan_of_cooling_when_followed_then_it_has_so_many_steps_and_ends_cold() -> None:
    heights = list(cooling((100.0, 0.01), 10_000, Random(1)))  # noqa: S311
    assert len(heights) == 10_000
    assert max(heights[:200]) > 100
    assert not any(heights[-200:])
