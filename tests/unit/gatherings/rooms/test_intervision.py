"""Groups of four to six: who must not be together never is, and whoever stays alone is told why."""

from __future__ import annotations

import dataclasses
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings.rooms import intervision, sizes
from gatherings.rooms.attempts import Effort
from gatherings.rooms.given import Refused, two
from gatherings.rooms.intervision import Groups, Member, Wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

QUICK = Effort(steps_each=300, steps=900, few=2, many=3)
"""A search that barely looks."""


def groups(there: Sequence[Member], wishes: Wishes) -> Groups:
    return intervision.groups(there, wishes, QUICK)


def members(number: int, **told: str) -> list[Member]:
    return [Member(f"m{one:02}", **told) for one in range(number)]


def clique(*numbers: int) -> frozenset[tuple[str, str]]:
    return frozenset(combinations([f"m{one:02}" for one in numbers], 2))


def shape(found: Groups) -> list[int]:
    return sorted(len(one.ids) for one in found.groups)


def out(found: Groups) -> dict[str, str]:
    return {one.person_id: one.why for one in found.alone}


@st.composite
def circles(draw: st.DrawFn) -> tuple[list[Member], Wishes]:
    number = draw(st.integers(0, 16))
    slots = st.frozensets(st.sampled_from(["mon", "tue", "wed"]))
    found = [
        Member(f"m{one:02}", draw(st.sampled_from(["", "a", "b", "c"])), experience=draw(st.sampled_from("xy")), slots=draw(slots), turns=draw(st.integers(0, 2)))
        for one in range(number)
    ]  # fmt: skip
    pairs = st.sampled_from(list(combinations([one.id for one in found], 2)) or [("y", "z")])
    never = st.frozensets(pairs, max_size=3)
    return found, Wishes(shared=draw(never), managers=draw(never), earlier=draw(st.dictionaries(pairs, st.integers(1, 4), max_size=5)), seed=draw(st.integers(0, 3)))  # fmt: skip


@settings(max_examples=60)
@given(circles(), st.randoms(use_true_random=False))
def test_given_anybody_when_grouped_then_all_rules_are_kept_and_everybody_is_in_a_group_or_told_why(
    case: tuple[list[Member], Wishes], rng: Random
) -> None:
    there, wishes = case
    found = groups(there, wishes)
    together = [one for group in found.groups for one in group.ids]
    assert sorted([*together, *out(found)]) == sorted(one.id for one in there)
    assert all(4 <= len(one.ids) <= 6 for one in found.groups)
    assert not {pair for group in found.groups for pair in combinations(group.ids, 2)} & wishes.never
    assert groups(rng.sample(there, len(there)), wishes) == found
    if not wishes.never:
        seats = max(n for n in range(len(there) + 1) if sizes.fits(n, 4, 6))
        assert len(together) == seats
    for one in found.alone:
        assert (
            set(one.others) == {other.id for other in there if two(one.person_id, other.id) in wishes.never}
            or not one.others
        )


@pytest.mark.parametrize(
    ("number", "sizes_", "alone"),
    [(0, [], 0), (1, [], 1), (3, [], 3), (4, [4], 0), (7, [6], 1), (8, [4, 4], 0), (9, [4, 5], 0), (11, [5, 6], 0), (12, [6, 6], 0), (13, [4, 4, 5], 0), (23, [5, 6, 6, 6], 0)],
)  # fmt: skip
def test_given_a_number_of_people_when_grouped_then_groups_are_as_near_to_five_as_can_be(
    number: int, sizes_: list[int], alone: int
) -> None:
    found = groups(members(number), Wishes())
    assert shape(found) == sizes_
    assert list(out(found).values()) == [intervision.FEW if number < 4 else intervision.ODD] * alone


def test_given_seven_people_when_one_must_give_way_then_it_is_who_was_in_more_groups_before() -> None:
    there = [dataclasses.replace(one, turns=2 if one.id == "m04" else 1) for one in members(7)]
    assert out(groups(there, Wishes())) == {"m04": intervision.ODD}


def test_given_a_line_manager_of_all_others_when_grouped_then_the_manager_stays_alone_and_it_says_for_whom() -> None:
    managers = frozenset(two("m00", f"m{one:02}") for one in range(1, 6))
    found = groups(members(6), Wishes(managers=managers))
    assert shape(found) == [5]
    (alone,) = found.alone
    assert (alone.person_id, alone.why, len(alone.others)) == ("m00", intervision.KEPT_APART, 5)


def test_given_three_who_share_a_mentee_when_two_groups_would_be_nearer_then_three_groups_keep_them_apart() -> None:
    found = groups(members(12), Wishes(shared=clique(0, 1, 2)))
    assert shape(found) == [4, 4, 4]
    assert not found.alone


def test_given_departments_when_grouped_then_each_group_has_different_ones() -> None:
    there = [Member(f"m{one:02}", "abcde"[one // 4]) for one in range(20)]
    found = groups(there, Wishes())
    assert found.cost == 0
    assert all(len({there[int(one[1:])].department for one in group.ids}) == 5 for group in found.groups)


def test_given_times_when_grouped_then_each_group_has_one_that_suits_all() -> None:
    there = [
        Member(f"m{one:02}", slots=frozenset({"mon" if one % 2 else "tue", "never"[: one % 3]})) for one in range(10)
    ]
    found = groups(there, Wishes())
    assert [one.slots[-1] for one in found.groups] == ["tue", "mon"]
    assert found.cost == 0


def test_given_times_that_suit_two_each_but_never_all_when_grouped_then_it_is_paid_once_for_the_group() -> None:
    days = ["mon tue", "tue wed", "mon wed", ""]
    there = [Member(f"m{nth:02}", slots=frozenset(one.split())) for nth, one in enumerate(days)]
    (group,) = groups(there, Wishes()).groups
    assert group.slots == ()
    assert group.points["slots"] == 60


def test_given_somebody_twice_when_grouped_then_it_is_refused() -> None:
    with pytest.raises(Refused, match="duplicate: m00"):
        groups([*members(4), Member("m00")], Wishes())
