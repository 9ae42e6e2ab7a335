"""A line of the list: what matters first, the rest folded; several at once in the dock at the bottom of the screen."""

from __future__ import annotations

import html
import re

import pytest

from monitoring import api
from monitoring.use_cases import desk
from tests.fakes import MemoryStore, context_at
from tests.integration.lambdas import Call, over
from tests.integration.monitoring.test_overtaken_together import LIST, asking
from tests.unit.monitoring.givens import day, scan, silent

FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)
BUTTON = re.compile(r'<(?:button|a) class="button[^>]*>(.*?)</(?:button|a)>', re.DOTALL)


def line(page: str, about: str) -> str:
    """Return a line of the list."""
    return page.split(f'<li id="{about}">')[1].split("</li>", maxsplit=1)[0]


def said(part: str) -> list[str]:
    """Return what the buttons of a part of a page say, as they are read out."""
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in BUTTON.findall(part)]


@pytest.fixture
def call() -> Call:
    """Given: two pairs that ask for help."""
    return over(api.app, asking())


def test_given_a_pair_that_asks_for_help_when_listed_then_the_next_step_and_done_are_seen_and_the_rest_is_folded(
    call: Call,
) -> None:
    mine = line(call("GET", LIST, "ola")["body"], "0")
    assert said(FOLDED.sub("", mine)) == ["Write: E0", "Done"]
    (folded,) = FOLDED.findall(mine)
    assert said(folded) == ["Mine", "Remind them", "Write: M0", "Pause, end or match again", "Later"]
    assert not folded.startswith("<details open")
    assert "E0 – M0" in folded.split("</summary>")[0], "which “More” it is, is read out"


def test_given_a_pair_that_was_reminded_when_listed_then_how_often_is_seen_and_when_is_folded() -> None:
    given: MemoryStore = silent()
    for at in (32, 38, 44, 50):
        scan(given, day(at))
    context = context_at(day(56), store=given, person_id="ola")
    (shown,) = desk.listing(context, "p", desk.listed(context, "p", "", 9).items).lines
    page = over(api.app, given)("GET", LIST, "ola")["body"]
    mine = line(page, "1")
    times = "reminded once" if shown.reminded == 1 else f"reminded {shown.reminded} times"
    assert times in FOLDED.sub("", mine)
    assert "reminded:" in FOLDED.findall(mine)[0]


def test_given_a_list_when_read_then_several_at_once_is_folded_in_the_dock_and_open_where_it_went_wrong(
    call: Call,
) -> None:
    assert '<details class="dock" id="together"><summary>' in call("GET", LIST, "ola")["body"]
    wrong = call("POST", f"{LIST}/preview", "ola", form={"do": "later", "about": "0", "until": "2001-01-01"})
    assert '<details class="dock" id="together" open><summary>' in wrong["body"]


def test_given_a_viewer_when_they_read_the_list_then_there_is_nothing_to_press(call: Call) -> None:
    page = call("GET", LIST, "wit")["body"]
    assert said(page.split("<h1>")[1]) == []
    assert 'id="together"' not in page
