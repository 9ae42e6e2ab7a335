"""Cells of every CSV file the product writes."""

from __future__ import annotations

import ast
import csv
import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infra.template import ROOT
from mentoring.spreadsheets import csv_cell, csv_file, csv_text

HIDDEN = "\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufeff\u00ad\u034f\u3164\ufe0f\u180e \u00a0\u3000\x00\x1f"
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
CELLS = st.text(HIDDEN + SIGNS + "\t\r\n'aą1;,\"", max_size=12) | st.text(max_size=20)


@pytest.mark.parametrize(
    "text", ["\u200b=1+1", "\ufeff=1+1", "\u00ad＝HYPERLINK(1)", " \u202e@SUM(A1)", "＋1", "\u200b\t-1", "\t1", "\r=1"]
)
def test_given_a_formula_behind_letters_nobody_sees_when_made_a_cell_then_it_is_text(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@given(CELLS)
@example("\x80=")
def test_given_any_text_when_made_a_cell_then_no_program_reads_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = csv_cell(text)

    shown = [one for one in unicodedata.normalize("NFKC", cell) if unicodedata.category(one) not in ("Cf", "Cc", "Zs")]
    first = next((one for one in shown if one not in "\u034f\u1160\u3164\ufe0f"), "")
    assert first not in tuple("=+-@")
    assert cell[:1] not in ("\t", "\r", "\n")
    assert cell in (text, f"'{text}")


@given(st.text(alphabet=st.characters(categories=["L", "N"])))
def test_given_a_plain_name_when_put_in_a_cell_then_it_stays(text: str) -> None:
    assert csv_cell(text) in (text, f"'{text}") if text[:1] in "⁺⁻₊₋" else csv_cell(text) == text


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=3), st.sampled_from(";,"))
def test_given_any_cells_when_written_as_a_table_then_a_reader_gets_each_as_a_safe_cell(
    rows: list[list[str]], delimiter: str
) -> None:
    text = csv_text(rows, delimiter=delimiter)

    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == [
        [csv_cell(cell) for cell in row] for row in rows
    ]


def test_given_a_file_for_a_spreadsheet_when_written_then_it_is_utf_8_with_its_mark() -> None:
    assert csv_file([["Imię", "=1"], ["Łucja", 2]]) == "\ufeffImię;'=1\r\nŁucja;2\r\n".encode()


def test_given_the_product_when_looked_at_then_only_one_place_writes_csv() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("services", "shared", "infra/pair")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("writer", "DictWriter")
        and isinstance(node.value, ast.Name)
        if node.value.id == "csv"
    }
    assert writers == {"shared/mentoring/spreadsheets.py"}
