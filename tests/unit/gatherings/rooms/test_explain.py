"""What rounds bring, counted again in the simplest way."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gatherings.rooms.explain import explain
from gatherings.rooms.given import REASONS, Given, Person, Weights, met, two
from gatherings.rooms.seating import seat
from tests.unit.gatherings.rooms.givens import bare, cost, in_rooms, small, splits

PEOPLE = tuple(Person(one, "sales" if one in "ab" else "") for one in "abcdef")
ROUNDS = ((("a", "b", "c"), ("d", "e", "f")), (("a", "b", "d"), ("c", "e", "f")))


def test_given_two_rounds_when_explained_then_it_says_who_met_whom_and_what_each_reason_costs() -> None:
    found = explain(Given(PEOPLE, 3, 2, partners=frozenset({two("a", "c")}), earlier={two("d", "e"): 5}), ROUNDS)
    assert found.again == ((("a", "b"), 2), (("e", "f"), 2))
    assert (found.new, found.most_new) == (8, 12)
    assert [(one.sizes, one.encounters, one.new) for one in found.rounds] == [((3, 3), 6, 4), ((3, 3), 6, 4)]
    anna = found.people[0]
    assert (anna.person_id, anna.met, anna.new, anna.again) == ("a", (("b", "c"), ("b", "d")), 2, ("b",))
    assert found.spread == ((3, 4), (2, 2))  # four of six met three new ones
    parts = {why: (part.times, part.points) for why, part in found.cost.parts.items() if part.times}
    assert parts == {"partner": (1, 500), "repeat": (2, 200), "earlier": (3, 60), "department": (2, 20)}
    assert list(found.cost.parts) == list(REASONS)
    assert found.cost.total == 780
    assert [(one.pair, one.reason, one.points) for one in found.charges[:2]] == [
        (("a", "c"), "partner", 500),
        (("a", "b"), "repeat", 100),
    ]


def test_given_20_people_in_two_rounds_of_four_when_explained_then_all_met_six_new_people_and_nobody_met_twice() -> (
    None
):
    given = bare(20, 4, 2)
    found = explain(given, seat(given).rounds)
    assert found.spread == ((6, 20),)
    assert found.again == ()
    assert found.new == found.most_new == 60


def test_given_rounds_that_are_over_when_explained_then_who_met_in_them_isnt_new_and_meets_again() -> None:
    given = Given(PEOPLE, 3, 1, today=met(ROUNDS[:1]))
    found = explain(given, ROUNDS[1:])
    assert found.new == 4
    assert found.cost.parts["repeat"].times == 2


@given(small(most=7), st.data())
def test_given_any_rooms_when_explained_then_the_figures_agree(given: Given, data: st.DataObject) -> None:
    if len(given.people) < 2:
        return
    all_of = list(splits(given.ids, [len(given.ids) // 2, -(-len(given.ids) // 2)]))
    rounds = data.draw(st.lists(st.sampled_from(all_of), min_size=1, max_size=3))
    found = explain(given, rounds)
    met_pairs = {pair for rooms in rounds for pair in in_rooms(rooms)}
    assert found.new == sum(one.new for one in found.rounds) == sum(one.new for one in found.people) / 2
    assert found.new <= min(len(met_pairs), found.most_new)
    assert found.cost.total == cost(given, rounds) == sum(one.points for one in found.charges)
    assert sum(people for _, people in found.spread) == len(given.people)
    for one in found.people:
        others = [set(room) - {one.person_id} for rooms in rounds for room in rooms if one.person_id in room]
        assert [set(room) for room in one.met] == others
        assert set(one.again) == {each for first, second in combinations(others, 2) for each in first & second}


def test_given_weights_of_nothing_when_explained_then_cases_are_told_and_cost_nothing() -> None:
    found = explain(Given(PEOPLE, 3, 2, weights=Weights(*[0] * len(REASONS))), ROUNDS)
    assert found.cost.total == 0
    assert found.cost.parts["repeat"].times == 2
