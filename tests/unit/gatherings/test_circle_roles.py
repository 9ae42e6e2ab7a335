"""Roles are drawn fairly: nobody gets far ahead of anybody, whoever is missing now and then."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings.domain.circle_roles import SINGLE, draw
from mentoring.tables.vocabulary import CircleRole

IDS = [f"m{one}" for one in range(6)]


@settings(max_examples=150)
@given(st.integers(3, 6), st.integers(1, 24), st.integers(0, 1_000))
def test_given_a_group_that_stays_together_when_roles_are_drawn_all_year_then_nobody_is_two_turns_ahead(
    people: int, meetings: int, seed: int
) -> None:
    history: Counter[tuple[str, str]] = Counter()
    for nth in range(meetings):
        found = draw(IDS[:people], history, seed + nth)
        assert (
            Counter(found.values())
            == Counter({**dict.fromkeys(SINGLE, 1), CircleRole.CONSULTANT: people - 3}) + Counter()
        )
        history.update(found.items())
        for role in SINGLE:
            times = [history[one, role] for one in IDS[:people]]
            assert max(times) - min(times) <= 1


@given(
    st.dictionaries(st.tuples(st.sampled_from(IDS), st.sampled_from(SINGLE)), st.integers(0, 5)),
    st.integers(0, 9),
    st.data(),
)
def test_given_any_history_when_roles_are_drawn_then_no_one_role_could_be_given_more_fairly(
    history: dict[tuple[str, str], int], seed: int, data: st.DataObject
) -> None:
    present = data.draw(st.lists(st.sampled_from(IDS), min_size=4, unique=True))
    found = draw(present, history, seed)
    assert draw(sorted(present), history, seed) == found
    idle = [one for one, role in found.items() if role == CircleRole.CONSULTANT]
    for one, role in found.items():
        if role != CircleRole.CONSULTANT:
            assert history.get((one, role), 0) <= min(history.get((other, role), 0) for other in idle)


@given(st.sets(st.sampled_from(IDS), max_size=6), st.integers(0, 9))
def test_given_any_number_of_people_when_drawn_then_each_has_a_role_and_single_ones_once(
    present: set[str], seed: int
) -> None:
    found = draw(sorted(present), {}, seed)
    assert set(found) == present
    taken = Counter(role for role in found.values() if role != CircleRole.CONSULTANT)
    assert taken == Counter(SINGLE[: len(present)])


def test_given_somebody_with_a_case_when_drawn_then_they_present_and_the_others_are_drawn() -> None:
    found = draw(IDS, {("m3", CircleRole.PRESENTER): 9}, 1, {CircleRole.PRESENTER: "m3", CircleRole.CONSULTANT: "m1"})
    assert found["m3"] == CircleRole.PRESENTER
    assert Counter(found.values()) == {**dict.fromkeys(SINGLE, 1), CircleRole.CONSULTANT: 3}


def test_given_a_presenter_who_isnt_there_when_drawn_then_another_one_is() -> None:
    assert CircleRole.PRESENTER in draw(IDS[:4], {}, 0, {CircleRole.PRESENTER: "gone"}).values()


def test_given_other_seeds_when_drawn_then_others_begin() -> None:
    assert len({str(draw(IDS, {}, seed)) for seed in range(20)}) > 5


def test_given_some_missing_each_time_when_drawn_for_years_then_roles_stay_near_each_other() -> None:
    rng, history = Random(5), Counter[tuple[str, str]]()  # noqa: S311
    for nth in range(240):
        history.update(draw(rng.sample(IDS, 5), history, nth).items())
    for role in SINGLE:
        times = [history[one, role] for one in IDS]
        assert max(times) - min(times) <= 2, times
