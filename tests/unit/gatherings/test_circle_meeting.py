"""A meeting of a group: roles go on, nobody enters without the promise, and the steps follow each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain.circle_meeting import LINGERS, Meeting, NotConfirmed, NotYourRole, RoleTaken
from gatherings.domain.circle_roles import SINGLE
from gatherings.domain.circle_steps import MINUTES, MinutesWrong, Steps, StepsBegan
from gatherings.domain.turns import NotNow
from mentoring.tables.vocabulary import BreakoutState, CircleRole, CircleStep, RoundPress
from tests.fakes.context import NOON

PEOPLE = ("a", "b", "c", "d", "e")
NINETY = timedelta(minutes=90)
ROLES = {
    "a": CircleRole.MODERATOR, "b": CircleRole.PRESENTER, "c": CircleRole.TIME_KEEPER, "d": CircleRole.CONSULTANT,
    "e": CircleRole.CONSULTANT,
}  # fmt: skip


def meeting(**changes: Any) -> Meeting:
    values: dict[str, Any] = {"roles": ROLES} | changes
    return Meeting(PEOPLE, NOON, NINETY, **values)


def test_given_a_presenter_without_a_case_when_passed_on_then_a_consultant_brings_one_who_did_least() -> None:
    after = meeting().pass_on("b", {("d", "presenter"): 1}, 0)
    assert (after.roles["b"], after.roles["e"], after.roles["d"]) == ("consultant", "presenter", "consultant")
    assert after.passed == {"b"}


def test_given_all_who_passed_on_presenting_when_the_last_one_does_then_nobody_presents_and_anybody_may() -> None:
    told = meeting()
    for _ in range(3):
        told = told.pass_on(told.holder(CircleRole.PRESENTER), {}, 0)
    assert told.holder(CircleRole.PRESENTER) == ""
    assert told.take("b", CircleRole.PRESENTER, NOON - NINETY).holder(CircleRole.PRESENTER) == "b"


def test_given_somebody_who_cannot_come_when_known_then_their_role_goes_on_and_comes_back_to_nobody_away() -> None:
    told = meeting(away=frozenset("d")).stays_away("a", {}, 0)
    assert told.holder(CircleRole.MODERATOR) == "e"
    assert told.away == {"a", "d"}
    alone = told.stays_away("e", {}, 0)
    assert alone.holder(CircleRole.MODERATOR) == ""


def test_given_a_consultant_when_they_pass_on_then_they_have_nothing_to_pass() -> None:
    with pytest.raises(NotYourRole):
        meeting().pass_on("d", {}, 0)


def test_given_a_moderator_who_is_missing_when_it_has_begun_then_somebody_takes_over_and_not_before() -> None:
    told = meeting(present=frozenset("bcde"))
    with pytest.raises(RoleTaken):
        told.take("d", CircleRole.MODERATOR, NOON - timedelta(minutes=1))
    after = told.take("d", CircleRole.MODERATOR, NOON)
    assert (after.roles["d"], after.roles["a"]) == ("moderator", "consultant")
    with pytest.raises(RoleTaken):
        after.confirm("a", "t", NOON).take("d", CircleRole.TIME_KEEPER, NOON)


def test_given_who_has_not_promised_when_they_run_the_clock_then_they_cannot_nor_can_who_has_another_role() -> None:
    with pytest.raises(NotConfirmed):
        meeting().led_by("a")
    told = meeting(confirmed={"a": "t", "b": "t"})
    assert told.led_by("a") is told
    with pytest.raises(NotYourRole):
        told.led_by("b")


@pytest.mark.parametrize(
    ("before", "present"),
    [(timedelta(days=1), False), (timedelta(minutes=30), True), (-NINETY, True), (-NINETY - timedelta(hours=2), False)],
)
def test_given_a_promise_when_it_is_made_then_who_makes_it_around_the_meeting_is_there(
    before: timedelta, *, present: bool
) -> None:
    after = meeting().confirm("a", "then", NOON - before)
    assert after.confirmed == {"a": "then"}
    assert ("a" in after.present) is present
    assert after.confirm("a", "later", NOON - before).confirmed == {"a": "then"}


def test_given_a_meeting_when_it_is_over_then_a_card_lies_a_day_longer() -> None:
    assert meeting().erased_at == NOON + NINETY + LINGERS
    assert timedelta(hours=24) == LINGERS


@given(
    st.lists(
        st.tuples(st.sampled_from(["pass", "away", "take", "leave"]), st.sampled_from(PEOPLE), st.sampled_from(SINGLE)),
        max_size=12,
    )
)
def test_given_whatever_happens_to_roles_when_read_then_each_is_had_once_at_most_and_by_somebody_of_the_group(
    deeds: list[tuple[str, str, CircleRole]],
) -> None:
    told = meeting().drawn({}, 0)
    for what, who, role in deeds:
        if who not in told.people:
            continue
        if what == "pass" and told.roles[who] in SINGLE:
            told = told.pass_on(who, {}, 0)
        elif what == "away":
            told = told.stays_away(who, {}, 0)
        elif what == "take" and told.can_take(who, role, NOON):
            told = told.take(who, role, NOON)
        elif what == "leave":
            told = told.without(who, {}, 0)
    assert set(told.roles) == set(told.people)
    assert all(sum(one == role for one in told.roles.values()) <= 1 for role in SINGLE)
    assert told.away <= set(told.people)


# Steps ----------------------------------------------------------------------------------------------------------------


def test_given_the_steps_when_they_are_gone_through_then_they_are_seven_and_take_65_minutes() -> None:
    assert sum(MINUTES.values()) == 65
    told, seen = Steps().start(NOON), []
    while not told.is_over:
        seen.append((told.step, told.time_left(NOON)))
        told = told.next(NOON)
    assert [one for one, _ in seen] == list(CircleStep)
    assert [left for _, left in seen] == [timedelta(minutes=one) for one in (5, 10, 5, 10, 20, 10, 5)]
    assert told.step is None


def test_given_a_step_that_runs_when_minutes_are_changed_then_only_those_to_come_are() -> None:
    told = Steps().start(NOON)
    with pytest.raises(StepsBegan):
        told.with_minutes((6, 10, 5, 10, 20, 10, 5))
    assert told.with_minutes((5, 15, 5, 10, 15, 10, 5)).next(NOON).time_left(NOON) == timedelta(minutes=15)
    for wrong in ((5,) * 6, (5,) * 8, (0, 10, 5, 10, 20, 10, 5), (61, 10, 5, 10, 20, 10, 5)):
        with pytest.raises(MinutesWrong):
            Steps().with_minutes(wrong)


@given(st.lists(st.tuples(st.sampled_from(RoundPress), st.integers(0, 40)), max_size=25))
def test_given_any_buttons_when_pressed_then_the_clock_is_in_one_of_its_states_and_never_goes_back(
    presses: list[tuple[RoundPress, int]],
) -> None:
    told, now = Steps(), NOON
    for press, minutes in presses:
        now += timedelta(minutes=minutes)
        before = told.nth
        try:
            told = told.turned(press, 2, now)
        except NotNow:
            continue
        assert told.nth in (before, before + 1)
        assert told.is_over == (told.nth == len(MINUTES))
        assert (told.ends_at is not None) == (told.state == BreakoutState.RUNNING)
        assert told.time_left(now) >= timedelta(0)
