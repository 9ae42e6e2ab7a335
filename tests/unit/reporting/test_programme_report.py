"""The report of a programme: figures as they are, bars that can be read, and a document of an empty programme, too."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mentoring import clock
from reporting import figures, pdf
from reporting.domain import ProgrammeReport
from reporting.figures import PairLine
from tests.fakes.context import NOON
from tests.unit.reporting.givens import PANGRAM

NOUGHT = dict.fromkeys(figures.FIGURES, 0)
WEEK = {"made_at": clock.iso(NOON), "held": 9, "green": 28, "amber": 5, "red": 1}
EMPTY = ProgrammeReport(
    programme="Nowy", organization="Fundacja", accent="none", zone="Europe/Warsaw", made_at=NOON, figures=NOUGHT,
    trend=NOUGHT, funnel=dict.fromkeys(figures.FUNNEL, 0), weeks=({**WEEK, "green": 0, "amber": 0, "red": 0},), stages=(),
    agreed=0, closed=0,
)  # fmt: skip
FULL = replace(
    EMPTY, programme=PANGRAM, figures=NOUGHT | {"pairs": 40, "meetings_held": 112, "matters": 14}, accent="plum",
    trend=NOUGHT | {"meetings_held": 9, "green": -2}, funnel={"applied": 104} | dict.fromkeys(figures.FUNNEL[1:], 40), weeks=(WEEK, WEEK),
    stages=(("running", NOON),), agreed=2, closed=1,
)  # fmt: skip


def text_of(one: ProgrammeReport, locale: str) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.programme(one, locale).content)).pages]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [
        ("en", ("40 pairs", "112 meetings held", "applied 104", "✓ 28", "!! 1", "+9 since last week", "−2", "“Running”", "page 2 of 3")),
        ("pl", ("40 par", "112 odbytych spotkań", "zgłoszone osoby 104", "✓ 28", "!! 1", "„W toku”", "strona 2 z 3")),
    ],
)  # fmt: skip
def test_given_a_programme_when_drawn_then_its_figures_and_words_are_there(
    locale: str, wanted: tuple[str, ...]
) -> None:
    text = text_of(FULL, locale)
    assert PANGRAM in text
    assert [one for one in wanted if one not in text] == []


def test_given_a_programme_in_which_nothing_happened_when_drawn_then_it_is_a_document_all_the_same() -> None:
    assert "0 pairs" in text_of(EMPTY, "en")


def test_given_a_report_when_drawn_again_then_it_is_the_same_bytes() -> None:
    assert pdf.programme(FULL, "pl").content == pdf.programme(FULL, "pl").content


@given(st.dictionaries(st.sampled_from(["green", "amber", "red"]), st.integers(0, 10_000)))
def test_given_any_numbers_when_shown_as_a_bar_then_it_is_whole_and_each_number_can_be_read(
    numbers: dict[str, int],
) -> None:
    found = figures.shares(numbers)
    assert {name: number for name, number, _ in found} == {name: number for name, number in numbers.items() if number}
    assert sum(percent for *_, percent in found) == (100 if found else 0)
    assert all(percent >= figures.NARROWEST for *_, percent in found)


def test_given_pairs_when_counted_then_the_funnel_says_how_many_came_how_far() -> None:
    def pair(**values: Any) -> PairLine:
        given = {"pair_id": "1", "mentor": "", "mentee": "", "stage": "working", "outcome": "", "colour": "green"}
        return PairLine(**given | {"meetings_held": 0, "last_held_at": ""} | values)

    pairs = [pair(), pair(contract=True, goal=True), pair(contract=True, half=True, outcome="completed")]
    assert figures.funnel(pairs, 9, 7) == {
        "applied": 9, "accepted": 7, "paired": 3, "contract": 2, "goal": 1, "half": 1, "closed": 1,
    }  # fmt: skip
