"""The poll of a group: whatever is answered in whatever order, one date at most is found, and it suits enough."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain.circle_poll import (
    LEAST,
    MOST_EXTENDED,
    MOST_OPTIONS,
    Poll,
    TimeTooNear,
    TimeUnknown,
    TooManyTimes,
)
from tests.fakes.context import NOON

PEOPLE = ("a", "b", "c", "d", "e")
TOMORROW = NOON + timedelta(days=1)
HOURS = [TOMORROW + timedelta(hours=one) for one in range(6)]


def poll(*people: str, days: int = 5) -> Poll:
    return Poll(frozenset(people or PEOPLE), (), frozenset(), NOON + timedelta(days=days), days)


def propose(told: Poll, who: str, *hours: int, yes: tuple[str, ...] = ()) -> Poll:
    return told.answer(who, yes, [HOURS[one] for one in hours], NOON, [f"o{one}" for one in hours])


def test_given_times_when_all_have_answered_then_the_one_that_suits_most_is_the_date_and_of_equal_ones_the_sooner() -> (
    None
):
    told = propose(poll(), "a", 2, 0, 1)
    for who, yes in (("b", ("o0", "o1")), ("c", ("o1", "o2")), ("d", ("o0",))):
        told = propose(told, who, yes=yes)
        assert told.date(NOON) is None
    told = propose(told, "e", yes=("o1", "o0"))
    date = told.date(NOON)
    assert date is not None
    assert (date.option_id, date.yes) == ("o0", {"a", "b", "d", "e"})


def test_given_somebody_who_proposes_more_times_when_others_answered_before_then_they_look_at_them_again() -> None:
    told = propose(poll("a", "b", "c"), "a", 0)
    told = propose(told, "b", yes=("o0",))
    told = propose(told, "c", 1, yes=("o0",))
    assert told.missing == {"a", "b"}
    assert told.date(NOON) is None
    told = propose(propose(told, "a", yes=("o0",)), "b", yes=("o0",))
    assert told.date(NOON) is not None


def test_given_a_time_that_is_there_when_proposed_again_then_it_is_ticked_and_nobody_has_to_look_again() -> None:
    told = propose(propose(poll("a", "b", "c"), "a", 0), "b", yes=("o0",))
    again = told.answer("c", (), [HOURS[0]], NOON, ["other"])
    assert [one.option_id for one in again.options] == ["o0"]
    assert (again.options[0].yes, again.missing) == ({"a", "b", "c"}, set())


def test_given_an_answer_when_it_is_changed_then_the_last_one_counts() -> None:
    told = propose(propose(poll(), "a", 0, 1), "a", yes=("o1",))
    assert [one.yes for one in told.options] == [set(), {"a"}]


def test_given_times_that_suit_too_few_when_the_time_is_over_then_it_goes_on_twice_and_ends() -> None:
    told = propose(propose(poll(), "a", 0), "b", yes=("o0",))
    now = told.until
    for _ in range(MOST_EXTENDED):
        assert told.date(now) is None
        assert not told.is_over(now)
        told = told.extend(now)
        now = told.until
    assert told.is_over(now)


def test_given_a_time_that_suits_three_when_the_days_are_over_then_it_is_the_date_unless_it_has_passed() -> None:
    late = NOON + timedelta(days=6)
    told = poll().answer("a", (), [late], NOON, ["late"])
    for who in ("b", "c"):
        told = propose(told, who, yes=("late",))
    assert told.date(told.until - timedelta(minutes=1)) is None
    date = told.date(told.until)
    assert date is not None
    assert date.at == late
    assert told.date(late) is None


@pytest.mark.parametrize(
    ("times", "yes", "refused"),
    [
        ([NOON + timedelta(hours=1)], (), TimeTooNear),
        ([NOON - timedelta(days=1)], (), TimeTooNear),
        ([NOON + timedelta(days=400)], (), TimeTooNear),
        ([NOON + timedelta(days=2, hours=one) for one in range(MOST_OPTIONS + 1)], (), TooManyTimes),
        ([], ("gone",), TimeUnknown),
    ],
)
def test_given_what_no_group_could_choose_when_answered_then_it_is_refused(
    times: list[object], yes: tuple[str, ...], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        poll().answer("a", yes, times, NOON, [str(one) for one in times])  # type: ignore[arg-type]


def test_given_a_poll_of_five_days_when_it_is_nearly_over_then_who_is_missing_is_reminded_once_each_time() -> None:
    told = poll()
    early, late = NOON + timedelta(days=3), NOON + timedelta(days=4, hours=1)
    assert (told.reminds(early), told.reminds(late)) == (False, True)
    told = told.remind()
    assert not told.reminds(late)
    assert told.due_at == told.until
    told = told.extend(told.until)
    assert told.reminds(told.until - timedelta(hours=1))


def test_given_a_poll_of_one_day_when_it_begins_then_nobody_is_reminded_before_it_ends() -> None:
    assert poll(days=1).due_at == NOON + timedelta(days=1)


def test_given_somebody_who_leaves_when_all_others_answered_then_the_date_is_found_without_them() -> None:
    told = propose(poll(), "a", 0)
    for who in ("b", "c", "d"):
        told = propose(told, who, yes=("o0",))
    assert told.date(NOON) is None
    after = told.without("e")
    date = after.date(NOON)
    assert date is not None
    assert date.yes == {"a", "b", "c", "d"}
    assert told.without("b").options[0].yes == {"a", "c", "d"}


answers = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.lists(st.integers(0, len(HOURS) - 1), max_size=4, unique=True),
        st.lists(st.integers(0, len(HOURS) - 1), max_size=2, unique=True),
    ),
    max_size=20,
)


@given(answers, st.integers(0, 7))
def test_given_any_answers_in_any_order_when_read_then_a_date_suits_enough_and_all_had_their_say(
    given_answers: list[tuple[str, list[int], list[int]]], days: int
) -> None:
    told, now = poll(), NOON + timedelta(days=days)
    for who, liked, fresh in given_answers:
        known = {one.option_id for one in told.options}
        told = propose(told, who, *fresh, yes=tuple(one for one in (f"o{each}" for each in liked) if one in known))
        assert who in told.answered
        assert len({one.at for one in told.options}) == len(told.options)
    date = told.date(now)
    if date is None:
        return
    assert date.at > now
    assert len(date.yes) >= LEAST
    assert not told.missing or now >= told.until
    assert len(date.yes) == max(len(one.yes) for one in told.options if one.at > now)
