"""Cells of every CSV file the product writes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mentoring.spreadsheets import csv_cell


@given(st.text(), st.sampled_from("=+-@\t\r\n＝＋－＠"))
def test_given_any_text_when_a_cell_begins_like_a_formula_then_it_is_text(text: str, sign: str) -> None:
    assert csv_cell(sign + text).startswith("'")
    assert csv_cell(f"  {sign.strip() or '='}{text}").startswith("'")


@given(st.text(max_size=20))
def test_given_any_text_when_made_a_cell_then_it_is_never_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = csv_cell(text)

    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell)
    assert cell.removeprefix("'") == text.removeprefix("'")


@given(st.text(alphabet=st.characters(categories=["L", "N"])))
def test_given_a_plain_name_when_put_in_a_cell_then_it_stays(text: str) -> None:
    assert csv_cell(text) == text
