"""The time line of a process: in the order of time, what was and what is planned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.i18n import LOCALES, translations
from workspace import texts
from workspace.timeline import ORDER, Moment, Step, told

NOW = "2026-03-10T12:00:00Z"
MOMENTS = st.lists(
    st.builds(
        Moment,
        st.sampled_from(["", "2026-03-09T12:00:00Z", NOW, "2026-03-10T12:00:01Z", "2026-04-01T09:00:00Z"]),
        st.sampled_from(ORDER),
    )
)


@given(MOMENTS)
def test_given_any_moments_when_told_then_each_that_has_a_time_is_told_once_in_its_order(moments: list[Moment]) -> None:
    found = told(moments, NOW)
    lines = [*found.past, *found.ahead]
    assert sorted(lines, key=lambda one: (one.at, ORDER.index(one.step))) == lines
    assert len(lines) == sum(bool(one.at) for one in moments)
    assert all(one.at <= NOW for one in found.past)
    assert all(one.at > NOW for one in found.ahead)


def test_given_two_steps_of_one_moment_when_told_then_what_led_to_the_other_comes_first() -> None:
    found = told([Moment(NOW, Step.COMPLETED), Moment(NOW, Step.SUMMARY_APPROVED)], NOW)
    assert [one.step for one in found.past] == [Step.SUMMARY_APPROVED, Step.COMPLETED]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("step", list(Step))
def test_given_any_step_when_told_then_it_has_words_in_both_languages(step: Step, locale: str) -> None:
    msgid, catalogue = texts.STEPS[step], translations("workspace", locale)
    assert (catalogue.gettext(msgid) != msgid) == (locale == "pl")
    assert catalogue.gettext(msgid) % {"title": "Cel", "number": 3}
