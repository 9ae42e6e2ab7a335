"""A pair that may not be a good one: red until somebody has looked after it, or says otherwise."""

from __future__ import annotations

import pytest

from mentoring import clock
from mentoring.events.meetings import MeetingConfirmed
from mentoring.events.surveys import SurveyAnswered
from monitoring.domain import Deed
from monitoring.use_cases import desk
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import day, event, season, take, waiting, watched


def rated(*, low: bool, by: str = "a", at: float = 1, survey: str = "pair_fit") -> tuple[SurveyAnswered, float]:
    """Return an answer, and the day it was given."""
    return SurveyAnswered("p", "1", f"{by}-{at}-{survey}", survey, low=low, rater=by), at


def given_answers(*answers: tuple[SurveyAnswered, float]) -> MemoryStore:
    """Given: a pair with its next meeting planned, and these answers."""
    given = season()
    take(given, event(MeetingConfirmed("p", "1", "n", clock.iso(day(90)), 0)))
    for data, at in answers:
        take(given, event(data, day(at)), at=day(at))
    return given


def colour(given: MemoryStore) -> tuple[str, str]:
    watch = watched(given)
    return str(watch.colour), watch.reason["rule"]


def test_given_not_a_good_pair_when_it_is_said_then_the_pair_is_red_and_says_why() -> None:
    given = given_answers(rated(low=True))
    assert colour(given) == ("red", "rating")
    assert watched(given).reason["since"] == clock.iso(day(1))


@pytest.mark.parametrize(
    ("answers", "red"),
    [
        ([rated(low=True), rated(low=False, at=5)], False),
        ([rated(low=False, at=5), rated(low=True)], False),  # the earlier answer is delivered later
        ([rated(low=True), rated(low=False, by="b", at=5)], True),  # the partner sees it otherwise
        ([rated(low=True), rated(low=False, at=5, survey="start")], True),  # another question
        ([rated(low=True), rated(low=True, by="b", at=5), rated(low=False, at=6)], True),  # two in a row
    ],
)
def test_given_answers_when_they_come_then_only_a_better_one_of_the_same_person_ends_it(
    answers: list[tuple[SurveyAnswered, float]], *, red: bool
) -> None:
    given = given_answers(*answers)
    assert colour(given) == (("red", "rating") if red else ("green", ""))
    assert bool(waiting(given)) == red


def test_given_not_a_good_pair_when_an_organizer_has_looked_after_it_then_it_is_red_no_more_until_it_is_said_again() -> (
    None
):
    given = given_answers(rated(low=True))
    for _ in range(2):
        desk.deal(context_at(day(3), store=given, person_id="ola"), "p", "1", Deed.DONE)
        assert colour(given) == ("green", "")
    data, at = rated(low=True, at=9)
    take(given, event(data, day(at)), at=day(at))
    assert colour(given) == ("red", "rating")
