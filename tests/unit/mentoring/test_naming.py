"""The summary of a form's mistakes says which field each is about."""

from __future__ import annotations

import pytest

from mentoring.web.naming import named

MISTAKE = '<li><a href="#{}"><!-- label -->This field is required.</a></li>'


@pytest.mark.parametrize(
    ("field", "called"),
    [
        ('<label for="goal-title">What will be different? <span class="optional">(optional)</span></label>', "What will be different"),
        ('<fieldset id="goal-title" aria-describedby="x">\n    <legend>What will be different?</legend>', "What will be different"),
        ('<label class="choice"><input type="checkbox" name="title" value="yes" id="goal-title" aria-invalid="true"> I agree.</label>', "I agree"),
    ],
)  # fmt: skip
def test_given_a_mistake_when_its_field_has_a_label_then_it_is_told_by_that(field: str, called: str) -> None:
    page = named(MISTAKE.format("goal-title") + field)
    assert f'<a href="#goal-title"><strong>{called}:</strong> This field is required.</a>' in page


def test_given_two_mistakes_when_they_are_the_same_then_each_is_told_by_its_own_label() -> None:
    fields = '<label for="a">Name</label><label for="a-b">Goal</label>'
    page = named(MISTAKE.format("a") + MISTAKE.format("a-b") + fields)
    assert page.index("<strong>Name:</strong>") < page.index("<strong>Goal:</strong>")


def test_given_a_mistake_of_no_field_on_the_page_when_told_then_its_reason_stands_alone() -> None:
    assert '<a href="#other">This field is required.</a>' in named(MISTAKE.format("other") + '<label for="a">A</label>')
