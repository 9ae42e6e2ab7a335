"""Nobody learns from results what fewer than five people said: not by subtracting cuts, nor by looking twice."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock
from mentoring.tables.surveys import Answer
from surveys import disclosure, domain
from surveys.disclosure import FEWEST, QUIET, SETTLED, Given
from surveys.use_cases import results as summed
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, world

MINUTE = timedelta(minutes=1)
LONG_AGO = NOON - timedelta(days=1)
LONG_AFTER = NOON + 10 * QUIET


def _answers(roles: str, at: datetime = LONG_AGO, apart: timedelta = MINUTE) -> list[Given]:
    """Given: answers in this order, `m` of a mentor, `e` of a mentee; each has its own number as its value."""
    named = {"m": "mentor", "e": "mentee"}
    return [Given(at + nth * apart, str(nth), named[role], nth) for nth, role in enumerate(roles)]


def _sizes(answers: list[Given], now: datetime = NOON) -> dict[str, int]:
    return {cut: len(those) for cut, those in disclosure.cuts(answers, now).items()}


@pytest.mark.parametrize(
    ("roles", "all_", "mentor", "mentee"),
    [
        ("mmmme", 0, 0, 0),
        ("mmmmme", 5, 5, 0),
        ("mememe", 0, 0, 0),
        ("mmmmmeeeee", 10, 5, 5),
        ("memememememe", 10, 5, 5),
        ("mmmmmmm", 5, 5, 0),
    ],
)
def test_given_answers_by_role_when_cut_then_each_cut_and_each_difference_has_five(
    roles: str, all_: int, mentor: int, mentee: int
) -> None:
    assert _sizes(_answers(roles)) == {"all": all_, "mentor": mentor, "mentee": mentee}


def test_given_few_of_each_role_when_nobody_answered_for_long_then_they_show_together_and_by_no_role() -> None:
    answers = _answers("memememe")
    assert _sizes(answers) == {"all": 0, "mentor": 0, "mentee": 0}
    assert _sizes(answers, LONG_AFTER) == {"all": 8, "mentor": 0, "mentee": 0}
    assert _sizes(_answers("meme"), LONG_AFTER)["all"] == 0


def test_given_an_answer_of_this_moment_when_cut_then_it_waits_for_those_that_are_still_being_written() -> None:
    assert _sizes(_answers("mmmmm", NOON, timedelta())) == {"all": 0, "mentor": 0, "mentee": 0}
    assert _sizes(_answers("mmmmm", NOON - SETTLED, timedelta()))["all"] == FEWEST


@given(
    st.lists(st.tuples(st.sampled_from("me"), st.integers(0, 12)), max_size=40),
    st.lists(st.integers(0, 400), min_size=1, max_size=8),
)
def test_given_any_answers_when_looked_at_any_number_of_times_then_no_group_of_fewer_than_five_can_be_computed(
    told: list[tuple[str, int]], looks: list[int]
) -> None:
    at, answers = LONG_AGO, []
    for nth, (role, days) in enumerate(told):
        at += timedelta(days=days)
        answers.append(Given(at, str(nth), {"m": "mentor", "e": "mentee"}[role], nth))
    shown = []
    for days in looks:
        now = LONG_AGO + timedelta(days=days)
        known = [one for one in answers if one.at <= now]
        shown += [frozenset(one.value for one in those) for those in disclosure.cuts(known, now).values() if those]
    # Who combines what was shown, in whatever way, tells apart only answers that lie in different cuts.
    regions = Counter(tuple(one.value in cut for cut in shown) for one in answers)
    assert all(size >= FEWEST for region, size in regions.items() if any(region))


@given(st.lists(st.integers(0, 10), max_size=30))
def test_given_any_figures_when_summed_up_then_nothing_of_fewer_than_five_shows(values: list[int]) -> None:
    question = domain.Question("q", "nps", "?")
    answers = [Given(LONG_AGO, str(nth), "mentor", value) for nth, value in enumerate(values)]
    found = question.results(answers, NOON)["all"]
    assert found.n == len(values) // FEWEST * FEWEST
    if not found.n:
        assert (found.mean, found.nps, found.counts) == (None, None, None)
    else:
        assert found.counts is not None
        assert sum(found.counts.values()) == found.n
        assert found.nps is not None
        assert -100 <= found.nps <= 100


@given(st.permutations([f"text {nth}" for nth in range(12)]))
def test_given_texts_when_shown_then_five_at_a_time_in_an_order_that_tells_nothing_of_who_wrote_when(
    texts: list[str],
) -> None:
    question = domain.Question("q", "text", "?")

    def shown(number: int) -> tuple[str, ...] | None:
        written = [Given(LONG_AGO + nth * MINUTE, str(nth), "mentee", texts[nth]) for nth in range(number)]
        return question.results(written, NOON)["all"].texts

    assert [shown(number) for number in (0, 4)] == [None, None]
    assert set(shown(5) or ()) == set(shown(9) or ()) == set(texts[:5])
    assert set(shown(12) or ()) == set(texts[:10])
    again = [Given(LONG_AGO + nth * MINUTE, str(nth), "mentee", one) for nth, one in enumerate(sorted(texts[:5]))]
    assert question.results(again, NOON)["all"].texts == shown(5)


def test_given_ten_texts_when_shown_then_not_in_the_order_in_which_they_were_written() -> None:
    texts = [f"text {nth}" for nth in range(10)]
    written = [Given(LONG_AGO + nth * MINUTE, str(nth), "mentee", one) for nth, one in enumerate(texts)]
    found = domain.Question("q", "text", "?").results(written, NOON)["all"].texts
    assert found is not None
    assert list(found) not in (texts, texts[::-1])


def _store(*answers: tuple[str, dict[str, Any]]) -> MemoryStore:
    """Given: a programme in which these were answered, in this order, by (role, answers)."""
    store = world()
    for nth, (role, given_) in enumerate(answers):
        key = Answer.key(PROGRAMME, "pair_fit", f"a{nth}")
        store.put(
            Answer(*key, assignment_id=f"a{nth}", programme_id=PROGRAMME, survey="pair_fit", role=role, answers=given_,
                   answered_at=clock.iso(LONG_AGO + nth * MINUTE))
        )  # fmt: skip
    return store


def test_given_five_mentors_and_one_mentee_when_organizers_look_then_the_mentee_can_not_be_computed() -> None:
    store = _store(*[("mentor", {"fit": 5, "good_pair": "yes"})] * 5, ("mentee", {"fit": 1, "good_pair": "no"}))
    _, shown = summed.of_programme(context_at(store=store, person_id=ORGANIZER, service="surveys"), PROGRAMME)
    fit = next(one for one in shown if one.survey.name == "pair_fit")
    assert (fit.answered, fit.waiting) == (6, 1)
    assert [(cut, those[0].n, those[0].mean) for cut, those in fit.results.items()] == [
        ("all", 5, 5.0),
        ("mentor", 5, 5.0),
        ("mentee", 0, None),
    ]
