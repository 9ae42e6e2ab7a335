"""Rules of routes: which a path fits, in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.http.routers import Rules, fits, meet, steps_of

RULES = ("/rooms/<pair_id>", "/rooms/new", "/rooms/<pair_id>/goals", "/", "/rooms/<pair_id>")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/rooms/new", ["/rooms/<pair_id>", "/rooms/new", "/rooms/<pair_id>"]),
        ("/rooms/new/", ["/rooms/<pair_id>", "/rooms/new", "/rooms/<pair_id>"]),
        ("/rooms/p/goals", ["/rooms/<pair_id>/goals"]),
        ("/rooms//goals", []),
        ("/rooms", []),
        ("/", ["/"]),
        ("/rooms/p/goals/g", []),
    ],
)
def test_given_rules_when_a_path_is_looked_up_then_all_that_fit_are_found_in_their_order(
    path: str, found: list[str]
) -> None:
    assert Rules(RULES).fitting(path) == found
    assert Rules(RULES).all == list(RULES)


STEPS = st.lists(st.sampled_from(["a", "b", "<x>", ""]), max_size=4).map(lambda steps: "/" + "/".join(steps))


@given(st.lists(STEPS, max_size=6), STEPS)
def test_given_any_rules_when_a_path_is_looked_up_then_it_is_as_if_each_was_tried(rules: list[str], path: str) -> None:
    assert Rules(rules).fitting(path) == [one for one in rules if fits(steps_of(one), steps_of(path))]


@given(STEPS, STEPS, STEPS)
def test_given_a_path_when_it_fits_two_rules_then_they_meet(one: str, other: str, path: str) -> None:
    given_steps = steps_of(path.replace("<x>", "c"))
    if fits(steps_of(one), given_steps) and fits(steps_of(other), given_steps):
        assert meet(steps_of(one), steps_of(other))
