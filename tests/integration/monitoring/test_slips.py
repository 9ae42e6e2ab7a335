"""What organizers mistype on the list of what needs them: nothing else is lost, and it is said where."""

from __future__ import annotations

import html
import re

import pytest

from monitoring import api
from tests.integration.lambdas import Call, coming, over
from tests.integration.monitoring.test_overtaken_together import LIST, asking


@pytest.fixture
def call() -> Call:
    """Given: two pairs that ask for help, and how the list is asked."""
    return over(api.app, asking())


def chosen(page: str) -> list[str]:
    """Return what the form for several at once has."""
    form = page.split('id="together"')[1]
    return [*re.findall(r'<option value="(\w+)" selected', form), *re.findall(r'type="date" value="([^"]*)"', form)]


@pytest.mark.parametrize("day", ["2001-01-01", "2026-02-30"])
def test_given_a_day_that_can_not_be_when_one_matter_is_put_aside_then_its_line_says_so_and_stays_open(
    call: Call, day: str
) -> None:
    answer = call("POST", f"{LIST}/1", "ola", form={"do": "later", "version": "1", "until": day})
    page = html.unescape(answer["body"])
    assert answer["statusCode"] == 422
    assert re.search(r'role="alert"[^>]*><p><strong><a href="#1">E1 – M1</a>: \w', page)
    assert re.findall(r'<li id="(\d)">(?:(?!</li>).)*<details open>', page, re.DOTALL) == ["1"]
    assert page.count(f'name="until" value="{day}"') == 1


def test_given_a_day_that_can_not_be_when_several_are_put_aside_then_the_choice_stays(call: Call) -> None:
    form = {"do": "later", "which": "ticked", "about": "1", "until": "2001-01-01"}
    answer = call("POST", f"{LIST}/preview", "ola", form=form)
    assert (answer["statusCode"], chosen(answer["body"])) == (422, ["ticked", "later", "2001-01-01"])
    assert re.findall(r'value="(\d)" aria-label="[^"]*" checked', answer["body"]) == ["1"]


def test_given_no_line_when_several_are_chosen_then_what_was_to_be_done_stays(call: Call) -> None:
    answer = call("POST", f"{LIST}/preview", "ola", form={"do": "pause", "which": "ticked", "until": coming(0)})
    assert (answer["statusCode"], chosen(answer["body"])) == (422, ["ticked", "pause", coming(0)])
    assert "Tick at least one line." in answer["body"]


@pytest.mark.parametrize("do", ["done", "take", "later", "remind"])
def test_given_a_line_that_somebody_ticked_off_when_an_older_page_is_pressed_then_it_says_that_it_is_done(
    call: Call, do: str
) -> None:
    seen = {"version": "1", "until": coming(0)}
    assert call("POST", f"{LIST}/1", "ola", form=seen | {"do": "done"})["statusCode"] == 303
    answer = call("POST", f"{LIST}/1", "ola", form=seen | {"do": do})
    assert (answer["statusCode"], "This is done already" in answer["body"]) == (412, True)
