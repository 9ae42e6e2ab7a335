"""Applications from a file: bytes as an organizer's spreadsheet exports them → good rows, and errors of the others.

Pure. `table` finds the rows, `cells` reads them, this module knows the columns. A row is taken completely or not at
all, and reports all its errors at once. `line` is the physical line a row starts on, as an editor shows it: a cell of
three lines moves the following rows by two.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from mentoring import clock
from mentoring.errors import N_
from mentoring.letters import plain
from mentoring.values import dataclass
from recruitment.imports import cells
from recruitment.imports.cells import Rejected
from recruitment.imports.profiles import FILE, as_text, profile_of
from recruitment.imports.table import Broken, FileUnreadable, Line, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from mentoring.tables.recruitment import Profile

__all__ = [
    "FileUnreadable",
    "HeaderUnknown",
    "Layout",
    "ParsedFile",
    "Reading",
    "Rejected",
    "Row",
    "RowError",
    "as_text",
    "plain",
    "read",
]

MOST_ROWS = 20_000
SHOWN = 80
"""How many characters of a rejected cell are shown."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "role": ("Rola", "Role"),
    "first_name": ("Imię", "First name"),
    "last_name": ("Nazwisko", "Last name", "Surname"),
    "form": ("Forma", "Preferred form", "Form"),
    "email": ("E-mail", "E-mail address", "Email", "Email address", "Adres e-mail"),
    "city": ("Miasto", "City"),
    "zone": ("Strefa czasowa", "Time zone", "Timezone"),
    "languages": ("Języki", "Languages"),
    "department": ("Dział", "Department"),
    "position": ("Stanowisko", "Position", "Job title"),
    "manager_email": ("E-mail przełożonego", "Line manager's e-mail", "Manager's e-mail", "Manager email"),
    "topics": ("Tematy", "Topics"),
    "mode": ("Tryb", "Mode"),
    "hours_per_month": ("Godziny miesięcznie", "Hours per month"),
    "availability": ("Dostępność", "Availability"),
    "capacity": ("Liczba mentees", "Number of mentees", "Capacity"),
    "goal": ("Cel", "Goal"),
    "experience": ("Doświadczenie", "Experience"),
    "style": ("Styl", "Style"),
    "phone": ("Telefon", "Phone", "Phone number"),
    "prefers": ("Woli kontakt", "Preferred contact"),
    "choices": ("Wybory", "Choices"),
    "not_with": ("Nie z", "Not with"),
    "rules_consent": ("Zgoda na regulamin", "Consent to the rules"),
    "privacy_consent": ("Zgoda RODO", "Consent to data processing"),
}
"""Field → its titles: Polish, English, other spellings. Order, case and diacritics don't matter."""
NEEDED = ("role", "first_name", "last_name", "email", "topics", "rules_consent", "privacy_consent")
"""Required columns; missing others count as empty."""

_TITLES = {plain(title): field for field, titles in COLUMNS.items() for title in titles}


class HeaderUnknown(FileUnreadable):
    """The first row isn't a header of applications."""

    code = "file-header"
    message = N_("The first row must name the columns. These are missing: %(missing)s.")


class ColumnTwice(FileUnreadable):
    """Two columns have the same meaning, so it is unclear which one counts."""

    code = "file-column-twice"
    message = N_("The column “%(column)s” is there twice; keep one of them.")


class TooManyRows(FileUnreadable):
    """More rows than one import accepts."""

    code = "file-too-long"
    message = N_("The file has more than %(most)s rows. Divide it and import the parts.")


@dataclass(frozen=True)
class RowError:
    """Why a row isn't imported: line, column as the file calls it (or none), code, msgid with parameters, the cell."""

    line: int
    column: str
    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True)
class Row:
    """A good row."""

    line: int
    role: str
    email: str
    profile: Profile


@dataclass(frozen=True)
class ParsedFile:
    """What a file holds: `count` rows, of which some are good and the others have errors; titles nobody knows."""

    count: int
    good: tuple[Row, ...]
    errors: tuple[RowError, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """How rows under one header are read: `raw` maps a row's cells to field → text, `titles` is field → column."""

    raw: Callable[[tuple[str, ...]], Mapping[str, str]]
    titles: Mapping[str, str]


class Layout(Protocol):
    """Which columns a file has, and what they mean."""

    def knows(self, title: str) -> bool:
        """Return whether a column of this title is read."""
        ...

    def under(self, header: tuple[str, ...]) -> Reading:
        """Return how to read the rows; raises `FileUnreadable` for an unusable header."""
        ...


class _Own:
    """The layout of `COLUMNS`, which programmes import and export."""

    def knows(self, title: str) -> bool:
        """See `Layout.knows`."""
        return plain(title) in _TITLES

    def under(self, header: tuple[str, ...]) -> Reading:
        """See `Layout.under`."""
        columns = _columns(header)
        return Reading(
            lambda row: {name: row[position] for name, position in columns.items()},
            {name: header[position] for name, position in columns.items()},
        )


OWN = _Own()


def read(
    content: bytes, now: datetime, zone: str = "Europe/Warsaw", layout: Layout = OWN, most: int | None = None
) -> ParsedFile:
    """Return the content of a file; `zone` is for people who name none, `now` dates their consents.

    `most` is the limit of rows, `MOST_ROWS` unless given. Raises `FileUnreadable` if it isn't such a table at all.
    """
    header, rows = read_table(content, lambda titles: sum(map(layout.knows, titles)))
    reading = layout.under(header.cells)
    good: dict[tuple[str, str], Row] = {}
    errors: list[RowError] = []
    count, limit = 0, MOST_ROWS if most is None else most
    for row in rows:
        count += 1
        if count > limit:
            raise TooManyRows(most=limit)
        found, wrong = _row(row, len(header.cells), reading, (clock.iso(now), zone))
        first = good.get((found.role, found.email)) if found else None
        if found and first:
            wrong = [_duplicate(found, first, reading.titles.get("email", ""))]
        elif found:
            good[found.role, found.email] = found
        errors += wrong
    ignored = tuple(title for title in header.cells if title and not layout.knows(title))
    return ParsedFile(count, tuple(good.values()), tuple(errors), ignored)


def _columns(header: tuple[str, ...]) -> dict[str, int]:
    """Return field → position."""
    found: dict[str, int] = {}
    for position, title in enumerate(header):
        name = _TITLES.get(plain(title))
        if name in found:
            raise ColumnTwice(column=title)
        if name is not None:
            found[name] = position
    missing = [" / ".join(COLUMNS[name][:2]) for name in NEEDED if name not in found]
    if missing:
        raise HeaderUnknown(missing=", ".join(missing))
    return found


def _row(
    row: Line | Broken, width: int, reading: Reading, defaults: tuple[str, str]
) -> tuple[Row | None, list[RowError]]:
    if isinstance(row, Broken):
        hint = N_("A quotation mark is in a wrong place between lines %(first)s and %(last)s; they were not read.")
        if row.number == row.last:
            hint = N_("A quotation mark is in a wrong place in this line.")
        return None, [RowError(row.number, "", "quotation", hint, {"first": row.number, "last": row.last})]
    if len(row.cells) < width or any(row.cells[width:]):
        hint = N_("This row has %(found)s cells, the header has %(expected)s.")
        return None, [RowError(row.number, "", "cells", hint, {"found": len(row.cells), "expected": width})]
    raw = reading.raw(row.cells)
    values, refused = cells.read_cells(raw)
    if not refused:
        return Row(row.number, values["role"], values["email"], profile_of(values, *defaults, by=FILE)), []
    return None, [
        RowError(
            row.number,
            reading.titles.get(name, COLUMNS[name][0]),
            why.code,
            why.message,
            why.params,
            raw.get(name, "")[:SHOWN],
        )
        for name, why in refused.items()
    ]


def _duplicate(row: Row, first: Row, column: str) -> RowError:
    hint = N_("This person already applies in this role in line %(line)s.")
    return RowError(row.line, column, "duplicate", hint, {"line": first.line}, row.email)
