"""Calendars never lie: whatever a pair does, both calendars show what the meeting's state says, at every moment."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import use_cases
from meetings.domain import MeetingDecided
from mentoring import clock
from mentoring import settings as told
from tests.fakes.context import NOON
from tests.fakes.people import PAIR
from tests.unit.meetings.calendars import BOTH, DOMAIN, HOUR, MORE, World

SEQUENCES = int(os.environ.get("CALENDAR_SEQUENCES", "150"))
"""How many random sequences are tried; `CALENDAR_SEQUENCES=5000` before a release."""


@pytest.fixture(autouse=True, scope="module")
def _takes_mail() -> object:
    """Given: a stack that takes mail."""
    with pytest.MonkeyPatch.context() as patch:
        with_domain = replace(told.settings(), inbound_domain=DOMAIN)
        for module in ("mentoring.replies", "meetings.use_cases.calendar_answers", "notifications.recipes.entries"):
            patch.setattr(f"{module}.settings", lambda: with_domain)
        yield


OUTCOMES = ("held", "technical", "cancelled_late")
WHO = st.sampled_from(BOTH)
AHEAD = st.integers(1, 60)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["propose", "offer"]), WHO, st.just(""), AHEAD),
    st.tuples(
        st.sampled_from(["page", "link"]),
        WHO,
        st.sampled_from(["accept", "decline", "move", "offer", *OUTCOMES]),
        AHEAD,
    ),
    st.tuples(st.just("calendar"), WHO, st.sampled_from(["ACCEPTED", "TENTATIVE", "DECLINED", "COUNTER"]), AHEAD),
    st.tuples(st.just("relink"), WHO, st.just(""), st.integers(0, 9)),
    st.tuples(st.just("page"), WHO, st.just("elsewhere"), st.integers(0, 9)),
    st.tuples(st.just("again"), WHO, st.just(""), st.integers(0, 9)),
    st.tuples(st.just("wait"), WHO, st.just(""), st.integers(0, 80)),
    st.tuples(st.sampled_from(["wait", "close"]), WHO, st.just(""), st.just(1)),
)
TO_ALL = st.sampled_from(["accept", "accept", "some", "decline"])
OF_PLANS = st.one_of(
    STEPS,
    st.tuples(st.sampled_from(["plan", "plan", "propose"]), WHO, st.just(""), st.integers(1, 200)),
    st.tuples(st.sampled_from(["page to all", "link to all"]), WHO, TO_ALL, st.integers(0, 9)),
    st.tuples(
        st.just("calendar to all"), WHO, st.sampled_from(["ACCEPTED", "TENTATIVE", "DECLINED", "COUNTER"]), AHEAD
    ),
    st.tuples(st.just("wait"), WHO, st.just(""), st.integers(100, 700)),
)
POST = st.sampled_from(["at once", "at once", "backwards", "late"])


@settings(max_examples=SEQUENCES)
@given(AHEAD, st.sampled_from([(), MORE]), st.lists(st.tuples(STEPS, POST), min_size=1, max_size=14))
def test_given_any_sequence_of_what_people_do_when_all_mails_have_come_then_both_calendars_show_the_meeting(
    ahead: int, more: tuple[int, ...], steps: list[tuple[tuple[str, str, str, int], str]]
) -> None:
    world = World()
    world.propose(BOTH[0], ahead, more)
    world.post()
    world.check()
    for step, post in steps:
        world.step(*step)
        world.post(backwards=post == "backwards", late=post == "late")
        if post != "late":
            world.check()
    world.post()
    world.check()


@settings(max_examples=SEQUENCES)
@given(WHO, st.integers(1, 200), st.lists(st.tuples(OF_PLANS, POST), min_size=1, max_size=14))
def test_given_any_sequence_about_plans_when_all_mails_have_come_then_both_calendars_show_each_meeting(
    forgetful: str, ahead: int, steps: list[tuple[tuple[str, str, str, int], str]]
) -> None:
    world = World(forgetful)
    world.plan(BOTH[0], ahead)
    world.post()
    world.check()
    for step, post in steps:
        world.step(*step)
        world.post(backwards=post == "backwards", late=post == "late")
        if post != "late":
            world.check()
    world.post()
    world.check()


def test_given_a_plan_of_which_one_has_begun_when_a_calendar_doubts_the_next_then_only_that_one_is_doubted() -> None:
    mentor, mentee = BOTH
    world = World(mentor)
    world.plan(mentor, 1)
    world.post()
    for step in (("wait", mentor, "", 1), ("page to all", mentee, "accept", 0), ("calendar", mentor, "TENTATIVE", 1)):
        world.step(*step)
        world.post()
    assert [sorted(one.unsure) for one in world.meetings() if one.unsure] == [[mentor]]
    world.check()


def _kinds(world: World, who: str) -> list[str]:
    return [mail.kind for _, mail in world.mails if mail.to.key == who]


def test_given_a_confirmed_meeting_when_it_is_moved_and_then_declined_then_no_calendar_shows_it_any_more() -> None:
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 48)
    world.act(mentee, "accept", 0)
    world.post()
    (item,) = world.meetings()
    shown = [world.calendars[who].shows(item.uid) for who in BOTH]
    assert [one.status for one in shown if one is not None] == ["CONFIRMED", "CONFIRMED"]
    world.step("page", mentee, "move", 72)
    world.post()
    shown = [world.calendars[who].shows(item.uid) for who in BOTH]
    assert [one.status for one in shown if one is not None] == ["TENTATIVE", "TENTATIVE"]
    world.step("page", mentor, "decline", 0)
    world.post()
    assert [world.calendars[who].shows(item.uid) for who in BOTH] == [None, None]


def test_given_a_yes_in_the_calendar_when_time_goes_on_then_nobody_hears_that_the_meeting_was_cancelled() -> None:
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 48)
    world.post()
    world.step("calendar", mentee, "ACCEPTED", 0)
    world.post()
    for hours in (24, 23, 3, 80):
        world.wait(hours)
        world.post()
    assert _kinds(world, mentor) == ["meeting_confirmed", *["meeting_reminder"] * 2, "meeting_outcome"]
    assert [one.state for one in world.meetings()] == ["held"]
    world.check()


def test_given_a_proposal_nobody_answers_when_its_time_is_over_then_both_are_asked_whether_they_met_all_the_same() -> (
    None
):
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 48)
    world.post()
    world.wait(50)
    world.post()
    assert (_kinds(world, mentor), _kinds(world, mentee)[-1]) == (["meeting_lapsed"], "meeting_lapsed")
    (item,) = world.meetings()
    assert (item.sequence, world.calendars[mentee].shows(item.uid), world.calendars[mentor].knows(item.uid)) == (
        1, None, False,
    )  # fmt: skip


def test_given_a_proposal_whose_time_has_come_when_declined_then_it_lapses_and_is_not_cancelled() -> None:
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 2)
    world.post()
    world.now += timedelta(hours=2, minutes=10)
    world.step("page", mentee, "decline", 0)
    world.post()
    assert _kinds(world, mentor) == ["meeting_lapsed"]


def test_given_ones_own_proposal_when_made_then_no_mail_comes_and_once_it_is_countered_the_calendar_has_it() -> None:
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 48)
    world.post()
    (item,) = world.meetings()
    assert (_kinds(world, mentor), world.calendars[mentor].knows(item.uid)) == ([], False)
    world.step("calendar", mentee, "COUNTER", 60)
    world.post()
    assert (_kinds(world, mentor), _kinds(world, mentee)) == (
        ["meeting_invitation"], ["meeting_invitation", "meeting_moved"],
    )  # fmt: skip
    world.check()


def _statuses(world: World) -> list[str]:
    """Return what the calendars of the two show of the only meeting: its status, or an empty text."""
    (item,) = world.meetings()
    shown = [world.calendars[who].shows(item.uid) for who in BOTH]
    return ["" if one is None else one.status for one in shown]


def test_given_three_times_when_one_is_chosen_then_calendars_show_it_and_showed_none_before() -> None:
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 48, MORE)
    world.post()
    assert (_statuses(world), _kinds(world, mentee)) == (["", ""], ["meeting_invitation"])
    assert not any(mail.calendar for _, mail in world.mails)
    world.step("link", mentee, "accept", 1)
    world.post()
    (item,) = world.meetings()
    assert (_statuses(world), item.starts_at, item.options) == (
        ["CONFIRMED"] * 2, clock.iso(NOON + (48 + MORE[0]) * HOUR), [],
    )  # fmt: skip


def test_given_a_confirmed_meeting_when_several_other_times_are_proposed_then_no_calendar_shows_it_until_one_is_chosen() -> (
    None
):
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 48)
    world.act(mentee, "accept", 0)
    world.post()
    world.step("page", mentor, "offer", 60)
    world.post()
    assert _statuses(world) == ["", ""]
    assert (_kinds(world, mentor)[-1], _kinds(world, mentee)[-1]) == ("meeting_moved", "meeting_invitation")
    world.step("link", mentee, "accept", 2)
    world.post()
    assert _statuses(world) == ["CONFIRMED"] * 2


def test_given_three_times_when_two_have_passed_then_the_last_can_be_chosen_and_lapses_when_its_time_is_over() -> None:
    world, (mentor, mentee) = World(), BOTH
    world.propose(mentor, 2, MORE)
    world.post()
    world.wait(6)
    (item,) = world.meetings()
    assert (item.state, item.starts_at, item.options) == ("proposed", clock.iso(NOON + 28 * HOUR), [item.starts_at])
    with pytest.raises(MeetingDecided):
        use_cases.accept(world.as_(mentee), PAIR, item.meeting_id, at=NOON + 2 * HOUR)
    world.wait(30)
    world.post()
    (item,) = world.meetings()
    assert (item.state, _kinds(world, mentee)) == ("cancelled", ["meeting_invitation", "meeting_lapsed"])
