"""Files whose cells a spreadsheet shows as they are."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mentoring.letters import bare

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS = ("=", "+", "-", "@")
"""First characters of a formula (OWASP, CSV injection); full-width and small forms count too (NFKC)."""
_BEGIN = ("\t", "\r", "\n")
BOM = b"\xef\xbb\xbf"


def csv_cell(text: str) -> str:
    """Return text as a cell that is never a formula: what looks like one gets an apostrophe in front.

    Leading invisible characters, white space and control characters are looked through, because some programs drop
    them. What begins with such an apostrophe itself gets another one, so that `uncell` returns what was written.
    """
    return f"'{text}" if _computes(text) or uncell(text) != text else text


def uncell(text: str) -> str:
    """Return what a cell that `csv_cell` wrote says: without the apostrophe in front of what looks like a formula."""
    rest = text.lstrip("'")
    return text[1:] if rest != text and _computes(rest) else text


def _computes(text: str) -> bool:
    letters = unicodedata.normalize("NFKC", bare(text))
    first = next((one for one in letters if not one.isspace() and unicodedata.category(one) != "Cc"), "")
    return (bool(first) and first in _SIGNS) or text.startswith(_BEGIN)


def csv_text(rows: Iterable[Iterable[object]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """Return rows as CSV (RFC 4180) without formulas; `end` closes each row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows([csv_cell(str(cell)) for cell in row] for row in rows)
    return out.getvalue()


def csv_file(rows: Iterable[Iterable[object]], *, delimiter: str = ";") -> bytes:
    """Return rows as a CSV file that spreadsheets open with the right encoding: UTF-8 with a byte order mark."""
    return BOM + csv_text(rows, delimiter=delimiter).encode()


def workbook(sheets: Iterable[tuple[str, Iterable[Iterable[str]]]]) -> bytes:
    """Return an XLSX file whose cells are all text, never formulas or links; the first row of a sheet are its titles.

    Needs the layer with xlsxwriter, and loads it with the first call. The same rows give the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - see above

    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **plain})
    book.set_properties({"created": MADE})
    bold = book.add_format({"bold": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name[:MOST_NAME])
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text[:MOST_TEXT], None if number else bold)
                if not number:
                    sheet.set_column(column, column, min(max(len(text) + 2, 12), 40))
    book.close()
    return out.getvalue()


MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""When every workbook says it was made."""
MOST_NAME, MOST_TEXT = 31, 32_767
"""Longest name of a sheet and text of a cell, in characters (Excel's limits)."""
