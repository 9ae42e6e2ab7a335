"""Calendars never lie: whatever a pair does, both calendars show what the meeting's state says, at every moment."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import settings as told
from tests.unit.meetings.calendars import BOTH, DOMAIN, World

SEQUENCES = int(os.environ.get("CALENDAR_SEQUENCES", "150"))
"""How many random sequences are tried; `CALENDAR_SEQUENCES=5000` before a release."""


@pytest.fixture(autouse=True, scope="module")
def _takes_mail() -> object:
    """Given: a stack that takes mail."""
    with pytest.MonkeyPatch.context() as patch:
        with_domain = replace(told.settings(), inbound_domain=DOMAIN)
        for module in ("mentoring.replies", "meetings.use_cases.calendar_answers", "notifications.recipes.meetings"):
            patch.setattr(f"{module}.settings", lambda: with_domain)
        yield


OUTCOMES = ("held", "technical", "cancelled_late")
WHO = st.sampled_from(BOTH)
AHEAD = st.integers(1, 60)
STEPS = st.one_of(
    st.tuples(st.just("propose"), WHO, st.just(""), AHEAD),
    st.tuples(st.sampled_from(["page", "link"]), WHO, st.sampled_from(["accept", "decline", "move", *OUTCOMES]), AHEAD),
    st.tuples(st.just("calendar"), WHO, st.sampled_from(["ACCEPTED", "TENTATIVE", "DECLINED", "COUNTER"]), AHEAD),
    st.tuples(st.just("again"), WHO, st.just(""), st.integers(0, 9)),
    st.tuples(st.just("wait"), WHO, st.just(""), st.integers(0, 80)),
    st.tuples(st.sampled_from(["wait", "close"]), WHO, st.just(""), st.just(1)),
)
POST = st.sampled_from(["at once", "at once", "backwards", "late"])


@settings(max_examples=SEQUENCES)
@given(AHEAD, st.lists(st.tuples(STEPS, POST), min_size=1, max_size=14))
def test_given_any_sequence_of_what_people_do_when_all_mails_have_come_then_both_calendars_show_the_meeting(
    ahead: int, steps: list[tuple[tuple[str, str, str, int], str]]
) -> None:
    world = World()
    world.propose(BOTH[0], ahead)
    world.post()
    world.check()
    for step, post in steps:
        world.step(*step)
        world.post(backwards=post == "backwards", late=post == "late")
        if post != "late":
            world.check()
    world.post()
    world.check()
