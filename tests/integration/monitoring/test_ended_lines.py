"""The line of a process that one of the two ended early: who did, and how the reason they gave begins."""

from __future__ import annotations

import html
import re

import pytest

from monitoring import api
from tests.integration.lambdas import Call, over
from tests.unit.monitoring.givens import silent
from tests.unit.monitoring.test_ended import ended

LONG = "Moja szefowa mówi „nie mamy na to czasu”, " + "więc w tym kwartale rezygnuję z udziału " * 5


@pytest.mark.parametrize(
    ("by", "language", "said"),
    [
        ("jan", "en", "the mentee's decision; the reason given: Moja szefowa"),
        ("anna", "en", "the mentor's decision; the reason given: Moja szefowa"),
        ("jan", "pl", "decyzja Mentee; podany powód: Moja szefowa"),
        ("anna", "pl", "decyzja Mentora lub Mentorki; podany powód: Moja szefowa"),
    ],
)
def test_given_a_long_reason_when_the_list_is_read_then_it_says_who_ended_it_and_how_the_reason_begins(
    by: str, language: str, said: str
) -> None:
    given = silent()
    ended(given, by, close_reason=LONG)
    call: Call = over(api.app, given)
    page = call("GET", "/monitoring/p/matters", "ola", language=language)["body"]
    (shown,) = re.findall(rf"\({re.escape(said)}[^)]*\)", html.unescape(page))
    assert (len(shown.partition(": ")[2]) <= 81, shown[-2:], "“" in shown) == (True, "…)", False)
    for_viewers = html.unescape(call("GET", "/monitoring/p/matters", "wit", language=language)["body"])
    assert f"({said.partition(';')[0]})" in for_viewers
    assert "szefowa" not in for_viewers
