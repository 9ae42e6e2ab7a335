"""Onboarding: what organizers may write, how far somebody is, and that nothing is taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings import starter
from gatherings.domain.onboarding import MOST_STEPS, Checklist, Progress, Question, Step, TooManySteps
from mentoring import clock
from mentoring.errors import Invalid
from mentoring.tables.vocabulary import Arrival, OnboardingKind, OnboardingState, Role
from tests.fakes.context import NOON

AT = clock.iso(NOON)


def step(step_id: str = "a", **changes: Any) -> Step:
    texts = {"pl": {"title": step_id, "text": "Treść"}}
    return Step(**{"step_id": step_id, "what": OnboardingKind.READING, "required": True, "texts": texts} | changes)


def question(**changes: Any) -> Question:
    told: dict[str, Any] = {"question": "Czy?", "choices": ["tak", "nie"], "why": "Bo tak."}
    return Question({"pl": told | changes.pop("pl", {})}, changes.pop("right", 0))


def quiz(*questions: Question) -> Step:
    return step("q", what=OnboardingKind.QUIZ, questions=questions)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (step(texts={"pl": {"title": "", "text": ""}}), "/title_pl"),
        (step(texts={"pl": {"title": "", "text": "x"}}), "/title_pl"),
        (step(texts={"pl": {"title": "x", "text": ""}}), "/text_pl"),
        (step(what=OnboardingKind.PAGE), "/link"),
        (step(what=OnboardingKind.PAGE, link="javascript:alert(1)"), "/link"),
        (step(what=OnboardingKind.GUIDE), "/about"),
        (quiz(), "/question_1_pl"),
        (quiz(*[question()] * 4), "/question_1_pl"),
        (quiz(question(pl={"why": ""})), "/why_1_pl"),
        (quiz(question(pl={"choices": ["tak"]})), "/choices_1_pl"),
        (quiz(question(pl={"choices": list("abcdef")})), "/choices_1_pl"),
        (quiz(question(right=2)), "/right_1"),
        (quiz(question(right=-1)), "/right_1"),
    ],
)
def test_given_a_step_that_lacks_something_when_checked_then_its_field_says_so(told: Step, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        told.checked()
    assert field in refused.value.fields


def test_given_a_quiz_in_two_languages_when_they_have_other_answers_then_it_is_refused() -> None:
    texts = {one: {"title": "x", "text": ""} for one in ("pl", "en")}
    told = {
        one: {"question": "?", "choices": choices, "why": "!"} for one, choices in (("pl", ["a", "b"]), ("en", "abc"))
    }
    asked = Question({one: each | {"choices": list(each["choices"])} for one, each in told.items()}, 0)
    with pytest.raises(Invalid) as refused:
        replace(quiz(asked), texts=texts).checked()
    assert "/choices_1_en" in refused.value.fields


def test_given_a_step_with_what_its_kind_does_not_have_when_checked_then_that_goes() -> None:
    told = step(
        about="g", questions=(question(),), texts={"pl": {"title": "x", "text": "y"}, "en": {"title": "", "text": ""}}
    )
    kept = told.checked()
    assert (kept.about, kept.questions, list(kept.texts)) == ("", (), ["pl"])


def test_given_a_quiz_when_answered_then_each_answer_is_marked_and_none_may_be_missing() -> None:
    asked = quiz(question(), question(right=1))
    assert asked.mark([0, 0]) == [True, False]
    for answers in ([0], [0, -1], [0, 2]):
        with pytest.raises(Invalid) as refused:
            asked.mark(answers)
        assert list(refused.value.fields) == ["/answer_2"]


def test_given_a_full_list_when_one_more_is_put_then_it_is_refused() -> None:
    full = Checklist(tuple(step(str(number)) for number in range(MOST_STEPS)))
    assert full.put(step("1", required=False)).find("1") == step("1", required=False)
    with pytest.raises(TooManySteps):
        full.put(step("new"))


def test_given_a_list_with_a_step_that_is_gone_when_moved_then_only_those_present_change_places() -> None:
    listed = Checklist((step("a"), step("b", gone=True), step("c")))
    assert [one.step_id for one in listed.move("c", -1).present] == ["c", "a"]
    assert listed.move("a", -1) == listed.move("c", 1) == listed


def test_given_somebody_in_the_middle_when_a_step_is_removed_then_what_they_did_stays() -> None:
    listed = Checklist((step("a"), step("b"), step("c", required=False)))
    mine = Progress().do("a", AT)
    shorter = listed.drop("a", kept=True)
    assert [one.step_id for one in mine.shown(shorter)] == ["a", "b", "c"]
    assert [one.step_id for one in Progress().shown(shorter)] == ["b", "c"]
    assert mine.standing(shorter).done == 1


def test_given_steps_when_done_or_waived_then_who_is_how_far_follows() -> None:
    listed = Checklist((step("a", required=False), step("b"), step("c")))
    standing = Progress().standing(listed)
    assert (standing.arrival, standing.total, standing.done) == (Arrival.NOT_BEGUN, 3, 0)
    assert standing.following == step("b"), "what is required comes first"
    begun = Progress().do("b", AT)
    assert begun.standing(listed).arrival == Arrival.BEGUN
    ready = begun.waive([step("b"), step("c")], "Jesienią", "ola", AT)
    assert ready.standing(listed).arrival == Arrival.SETTLED
    assert (ready.state("b"), ready.state("c")) == (OnboardingState.DONE, OnboardingState.WAIVED)
    assert ready.standing(listed).following == step("a", required=False)
    assert ready.do("c", AT).state("c") == OnboardingState.DONE


STEPS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8).map(
    lambda made: Checklist(tuple(step(str(n), required=r, gone=g) for n, (r, g) in enumerate(made)))
)


@given(STEPS, st.lists(st.tuples(st.sampled_from("01234567"), st.booleans()), max_size=12))
def test_given_any_list_when_steps_are_done_or_waived_then_numbers_add_up_and_never_fall(
    listed: Checklist, acts: list[tuple[str, bool]]
) -> None:
    mine, before = Progress(), Progress().standing(listed)
    for step_id, done in acts:
        mine = mine.do(step_id, AT) if done else mine.waive([step(step_id)], "x", "o", AT)
        now = mine.standing(listed)
        assert now.done >= before.done
        assert len(now.left) <= len(before.left)
        assert now.done <= now.total
        assert (now.following is None) == (now.done == now.total)
        before = now


@pytest.mark.parametrize("role", list(Role))
def test_given_the_starter_list_of_a_role_when_read_then_it_is_whole_in_both_languages(role: Role) -> None:
    listed = starter.checklist("p", role)
    assert starter.checklist("p", role) == listed
    assert starter.checklist("other", role).steps[0].step_id != listed.steps[0].step_id
    for one in listed.steps:
        assert one.checked() == one
        assert set(one.texts) == {"pl", "en"}
    (asked,) = [one for one in listed.steps if one.what == OnboardingKind.QUIZ]
    assert len(asked.questions) == 3
