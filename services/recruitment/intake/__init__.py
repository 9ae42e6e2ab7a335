"""Applications from a file: bytes as an organizer's spreadsheet exports them → good rows and reasons for the bad ones.

Pure. `table` finds the rows, `cells` reads them, this module knows the columns. A row is good as a whole or not at all,
and tells all its errors at once. `line` is the physical line a row starts on, as an editor shows it: a cell that goes
over three lines moves what follows by two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import N_
from recruitment.intake import cells
from recruitment.intake.cells import Rejected, as_text, plain
from recruitment.intake.table import Broken, FileUnreadable, Line, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mentoring.tables.recruitment import Profile

__all__ = ["FileUnreadable", "Intake", "Rejected", "Row", "RowError", "as_text", "plain", "read"]

MOST_ROWS = 5_000
SHOWN = 80
"""Characters of a refused cell that are shown again."""

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
    "choices": ("Wybory", "Choices"),
    "not_with": ("Nie z", "Not with"),
    "rules_consent": ("Zgoda na regulamin", "Consent to the rules"),
    "privacy_consent": ("Zgoda RODO", "Consent to data processing"),
}
"""Field → its titles: Polish, English, other ways to write it. Order, case and diacritics don't matter."""
NEEDED = ("role", "first_name", "last_name", "email", "topics", "rules_consent", "privacy_consent")
"""Columns a file must have; any other may be missing and counts as not told."""

_TITLES = {plain(title): field for field, titles in COLUMNS.items() for title in titles}


class HeaderUnknown(FileUnreadable):
    """The first row is no header of applications."""

    code = "file-header"
    message = N_("The first row must name the columns. These are missing: %(missing)s.")


class ColumnTwice(FileUnreadable):
    """Two columns have the same meaning: which one counts can't be told."""

    code = "file-column-twice"
    message = N_("The column «%(column)s» is there twice; keep one of them.")


class TooManyRows(FileUnreadable):
    """More than one import takes."""

    code = "file-too-long"
    message = N_("The file has more than %(most)s rows. Divide it and import the parts.")


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row is not imported: line, column as the file calls it (or none), code, msgid with parameters, the cell."""

    line: int
    column: str
    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A good row."""

    line: int
    role: str
    email: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file holds: `count` rows, of which some are good and the others have errors; titles nobody knows."""

    count: int
    good: tuple[Row, ...]
    errors: tuple[RowError, ...]
    ignored: tuple[str, ...] = ()


def read(content: bytes, now: datetime, zone: str = "Europe/Warsaw") -> Intake:
    """Return what the file holds; `zone` is that of people who name none, `now` dates their consents.

    Raises `FileUnreadable` when it isn't a table of applications at all.
    """
    header, rows = read_table(content, lambda titles: sum(plain(title) in _TITLES for title in titles))
    columns = _columns(header)
    good: dict[tuple[str, str], Row] = {}
    errors: list[RowError] = []
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        found, wrong = _row(row, header, columns, (clock.iso(now), zone))
        first = good.get((found.role, found.email)) if found else None
        if found and first:
            wrong = [_duplicate(found, first, header.cells[columns["email"]])]
        elif found:
            good[found.role, found.email] = found
        errors += wrong
    ignored = tuple(title for title in header.cells if title and plain(title) not in _TITLES)
    return Intake(count, tuple(good.values()), tuple(errors), ignored)


def _columns(header: Line) -> dict[str, int]:
    """Return field → position."""
    found: dict[str, int] = {}
    for position, title in enumerate(header.cells):
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
    row: Line | Broken, header: Line, columns: Mapping[str, int], defaults: tuple[str, str]
) -> tuple[Row | None, list[RowError]]:
    if isinstance(row, Broken):
        hint = N_("A quotation mark is in a wrong place between lines %(first)s and %(last)s; they were not read.")
        if row.number == row.last:
            hint = N_("A quotation mark is in a wrong place in this line.")
        return None, [RowError(row.number, "", "quotation", hint, {"first": row.number, "last": row.last})]
    width = len(header.cells)
    if len(row.cells) < width or any(row.cells[width:]):
        hint = N_("This row has %(found)s cells, the header has %(expected)s.")
        return None, [RowError(row.number, "", "cells", hint, {"found": len(row.cells), "expected": width})]
    raw = {name: row.cells[position] for name, position in columns.items()}
    values, refused = cells.read_cells(raw)
    if not refused:
        return Row(row.number, values["role"], values["email"], cells.profile_of(values, *defaults)), []
    return None, [
        RowError(
            row.number, _title(name, header, columns), why.code, why.message, why.params, raw.get(name, "")[:SHOWN]
        )
        for name, why in refused.items()
    ]


def _title(name: str, header: Line, columns: Mapping[str, int]) -> str:
    return header.cells[columns[name]] if name in columns else COLUMNS[name][0]


def _duplicate(row: Row, first: Row, column: str) -> RowError:
    hint = N_("This person already applies in this role in line %(line)s.")
    return RowError(row.line, column, "duplicate", hint, {"line": first.line}, row.email)
