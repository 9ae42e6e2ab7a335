"""Bytes of a workbook (XLSX, ODS, XLS) → its rows as text. Formulas are read as the values they had when it was saved.

Of several sheets the one with the most known titles counts, then the first that isn't empty.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from mentoring.errors import N_
from recruitment.imports.lines import Broken, FileEmpty, FileUnreadable, Line, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNPACKED = 200_000_000
"""Most bytes that a workbook may unpack to: many times the largest one that an import takes."""
MOST_ENTRIES, MOST_SHEETS, WIDEST = 2_000, 30, 1_000
"""Most files in a workbook, sheets that are looked at, columns of one."""
_LOCAL, _NAMES_AT = 30, 26
"""Size of a local file header of a ZIP archive; where it tells how long name and extra field are (APPNOTE 4.3.7)."""
_PIECE = 1 << 20


class FileIsBroken(FileUnreadable):
    """The workbook can't be opened."""

    code = "file-broken-workbook"
    message = N_("This workbook can't be opened. Save it again as a workbook (.xlsx) or as “CSV UTF-8”.")


class FileIsLocked(FileUnreadable):
    """The workbook asks for a password."""

    code = "file-locked"
    message = N_("This workbook is protected by a password. Save it without one and import it again.")


class FileUnpacksTooBig(FileUnreadable):
    """The workbook unpacks to more than can be read."""

    code = "file-unpacks-too-big"
    message = N_("This workbook is too big once it is unpacked. Save the sheet alone as “CSV UTF-8”.")


def read_table(content: bytes, known: Callable[[tuple[str, ...]], int]) -> tuple[Line, Iterator[Line | Broken]]:
    """See `table.read_table`; rows are numbered as the spreadsheet numbers them."""
    if content.startswith(b"PK"):
        _check_size(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names[:MOST_SHEETS]
        ]
    except PasswordError as error:
        raise FileIsLocked from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileIsBroken from error
    best: tuple[int, Line, Iterator[Line | Broken]] | None = None
    for rows in sheets:
        lines = _lines(rows)
        header = next(lines, None)
        if header is not None and (best is None or known(header.cells) > best[0]):
            best = known(header.cells), header, lines
    if best is None:
        raise FileEmpty
    return best[1], best[2]


def _lines(rows: list[list[Any]]) -> Iterator[Line]:
    """Yield the rows that aren't blank, as they are asked for."""
    for number, row in enumerate(rows, start=1):
        cells = tuple(clean(_text(cell)) for cell in row[:WIDEST])
        if any(cells):
            yield Line(number, cells)


def _text(cell: Any) -> str:
    """Return a value as somebody would type it: 2.0 → «2», a day → «2026-03-05», true → «tak»."""
    if isinstance(cell, bool):
        return "tak" if cell else "nie"
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else f"{cell:.10g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() else cell.date().isoformat()
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _check_size(content: bytes) -> None:
    """Raise `FileUnpacksTooBig` for an archive that unpacks to too much, whatever its own headers promise."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileIsBroken from error
    left = UNPACKED
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > left:
        raise FileUnpacksTooBig
    for one in entries:
        left -= _size(content, one, left)


def _size(content: bytes, entry: zipfile.ZipInfo, most: int) -> int:
    """Return how many bytes an entry really unpacks to."""
    lengths = content[entry.header_offset + _NAMES_AT : entry.header_offset + _LOCAL]
    if len(lengths) != _LOCAL - _NAMES_AT:
        raise FileIsBroken
    begin = entry.header_offset + _LOCAL + sum(struct.unpack("<HH", lengths))
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FileIsBroken
    size, packed, unpacking = 0, content[begin : begin + entry.compress_size], zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not unpacking.eof:
            size += len(unpacking.decompress(packed, _PIECE))
            packed = unpacking.unconsumed_tail
            if size > most:
                raise FileUnpacksTooBig
    except zlib.error as error:
        raise FileIsBroken from error
    return size
