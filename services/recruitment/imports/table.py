"""Bytes of a file → its rows, each with the line it starts on, as an editor or a spreadsheet numbers them.

Reads CSV in UTF-8 with or without BOM, UTF-16, Windows-1250, ISO 8859-2 and Mac CE; semicolon, comma or tab; any mix of
line ends; quoted cells over several lines (RFC 4180); Excel's first line `sep=;`. If the bytes leave a choice (code
page, separator), the reading with the most known titles in the header wins, then the most Polish letters, then the
most columns; a file that mixes encodings is rejected. Workbooks are read by `workbooks`, loaded with the first of them.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from mentoring.errors import N_
from recruitment.imports.lines import Broken, FileEmpty, FileUnreadable, Line, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DELIMITERS = (";", ",", "\t")

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF8_LETTER = re.compile(rb"[\xc4\xc5][\x80-\xbf]")
"""Most Polish letters in UTF-8; the same bytes in Windows-1250 are a sequence that no language uses."""
SWALLOWED = ("unexpected end of data", "field larger than field limit")
"""The message of `csv` when a quotation mark is never closed."""
_PAGE = re.compile(
    rb"\s*(?:<!doctype html|<html|<head|<meta|<table|<\?xml[^>]*>\s*<(?:html|Workbook)|mime-version:)", re.IGNORECASE
)
"""How a web page begins, or a mail with one: what many programs call an .xls."""
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_LOOKED_AT = 50_000
"""Characters in which letters are counted."""
_SEPARATOR_LINE = re.compile(r"sep=.", re.IGNORECASE)


class FileIsPage(FileUnreadable):
    """The file is a web page with the name of a workbook."""

    code = "file-is-page"
    message = N_(
        "This is a web page that only has the name of a spreadsheet. Open it in your spreadsheet, save it as a "
        "workbook (.xlsx) or as “CSV UTF-8”, and import that file."
    )


class FileEncoding(FileUnreadable):
    """The encoding can't be determined."""

    code = "file-encoding"
    message = N_(
        "The letters of this file can't be read. Save it as “CSV UTF-8” in your spreadsheet and import it again."
    )


class QuoteOpen(FileUnreadable):
    """An unclosed quotation mark swallows the rest of the file."""

    code = "file-quote-open"
    message = N_("A quotation mark opened in line %(line)s is never closed, so the rest of the file can't be read.")


def read_table(content: bytes, known: Callable[[tuple[str, ...]], int]) -> tuple[Line, Iterator[Line | Broken]]:
    """Return the header and the rows below it; `known` counts the known titles of a header.

    Raises `FileUnreadable`, or, while the rows are read, `QuoteOpen`.
    """
    if content.startswith((_ZIP, _OLE)):
        from recruitment.imports import workbooks  # noqa: PLC0415 - only workbooks pay for it

        return workbooks.read_table(content, known)
    if _PAGE.match(content.removeprefix(b"\xef\xbb\xbf")[:500]):
        raise FileIsPage
    readings = [(text, delimiter) for text in _texts(content) for delimiter in DELIMITERS]
    headers = [_header(text, delimiter) for text, delimiter in readings]
    scores = [
        (known(header.cells), _polish(text), len(header.cells)) if header else (-1, 0, 0)
        for header, (text, _) in zip(headers, readings, strict=True)
    ]
    best = max(range(len(readings)), key=scores.__getitem__)
    header = headers[best]
    if header is None:
        raise FileEmpty
    return header, (row for row in _rows(*readings[best]) if row.number > header.number)


def _polish(text: str) -> int:
    """Return how many letters are Polish, less those that no Polish text has: a wrong code page shows them."""
    letters_beyond = [letter for letter in text[:_LOOKED_AT] if letter > "\x7f"]
    return sum(1 if letter in _POLISH else -1 for letter in letters_beyond)


def _header(text: str, delimiter: str) -> Line | None:
    """Return the first row, without cells if quotation marks spoil it, or None."""
    try:
        first = next(_rows(text, delimiter), None)
    except QuoteOpen:
        return Line(1, ())
    return Line(first.number, ()) if isinstance(first, Broken) else first


def _texts(content: bytes) -> list[str]:
    """Return the possible texts of the bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    elif _decodes(content, "utf-8-sig"):
        encodings = ["utf-8-sig"]
    elif _UTF8_LETTER.search(content):
        raise FileEncoding
    else:
        encodings = ["cp1250", "iso8859-2", "mac_latin2"]
    texts = [content.decode(encoding) for encoding in encodings if _decodes(content, encoding)]
    readable = [text for text in texts if "\x00" not in text]
    if not readable:
        raise FileEncoding
    return readable


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str, delimiter: str) -> Iterator[Line | Broken]:
    """Yield every row that isn't blank; after a misplaced quotation mark continue with the next physical line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = 1 if _SEPARATOR_LINE.fullmatch(lines[0]) else 0
    while begin < len(lines):
        rest = (lines[position] + "\n" for position in range(begin, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                number, before = begin + before + 1, reader.line_num
                shown = tuple(clean(cell) for cell in cells)
                if any(shown):
                    yield Line(number, shown)
        except csv.Error as error:
            if any(sign in str(error) for sign in SWALLOWED):
                raise QuoteOpen(line=begin + before + 1) from error
            yield Broken(begin + before + 1, begin + reader.line_num)
        begin += reader.line_num
