"""Applications from a file: bytes as spreadsheets and forms export them → rows, and what is to be said.

Pure. `table` (and `workbooks`) finds the rows, `titles` and `mapping` say what the columns mean, `cells` reads them.
What can't be understood is noted, and left to ask the person; a row is refused only where nobody could be asked (no
address, name or role), or where somebody said no to a consent. `line` is the physical line a row starts on, as an
editor shows it (a cell of three lines moves the following rows by two), or the row's number in a workbook.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.errors import N_
from mentoring.letters import plain
from mentoring.tables.vocabulary import Role
from mentoring.values import dataclass
from recruitment.imports import cells
from recruitment.imports.cells import Rejected
from recruitment.imports.lines import Broken, FileUnreadable, Line
from recruitment.imports.mapping import (
    MEANING,
    SHOWN,
    Columns,
    ColumnTwice,
    HeaderUnknown,
    Layout,
    MappingWrong,
    Reading,
    mapping_of,
    parsed,
    signature,
)
from recruitment.imports.profiles import FILE, as_text, profile_of
from recruitment.imports.table import read_table
from recruitment.imports.titles import COLUMNS, COMMENT, KEY
from recruitment.imports.words import BOTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mentoring.tables.recruitment import Profile
    from recruitment.domain.form import Form

__all__ = [
    "COLUMNS",
    "COMMENT",
    "KEY",
    "ColumnTwice",
    "Columns",
    "FileUnreadable",
    "HeaderUnknown",
    "Into",
    "Layout",
    "MappingWrong",
    "ParsedFile",
    "Reading",
    "Rejected",
    "Row",
    "RowError",
    "as_text",
    "mapping_of",
    "parsed",
    "plain",
    "read",
    "signature",
]

MOST_ROWS = 20_000
KEPT = 500
"""How many characters of a cell that isn't understood are kept, to ask its person."""
REFUSED, ASKED, REPLACED = "refused", "asked", "replaced"
"""What is said of a row: it isn't imported; it is, and the person is asked; a later row of theirs counts instead."""
NEEDS_WORDS = ("role", "email", "first_name")
"""Fields without which nobody could be asked."""
MISSING_CONSENT = N_("There is no such consent here; we ask the person for it by email.")


class TooManyRows(FileUnreadable):
    """More rows than one import accepts."""

    code = "file-too-long"
    message = N_("The file has more than %(most)s rows. Divide it and import the parts.")


@dataclass(frozen=True)
class RowError:
    """What is said of a row: line, column as the file calls it (or none), code, msgid, values, cell, kind, field."""

    line: int
    column: str
    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    value: str = ""
    kind: str = REFUSED
    about: str = ""


@dataclass(frozen=True)
class Row:
    """A good row. `asked` is field → what was written there: the person is asked for it.

    `key`, `comment` and `cells` are of an exported row: which application it is, what organizers noted, its texts.
    """

    line: int
    role: str
    email: str
    profile: Profile
    asked: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    comment: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedFile:
    """What a file holds: `count` rows, the applications in them, and what is to be said.

    `errors` are of rows that aren't taken, `notes` of others. `ignored` are titles nobody knows, `absent` the fields
    that everybody is asked for, because the file has no such column.
    """

    count: int
    good: tuple[Row, ...]
    errors: tuple[RowError, ...]
    ignored: tuple[str, ...] = ()
    notes: tuple[RowError, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def taken_rows(self) -> int:
        """Return of how many rows there are applications."""
        return len({one.line for one in self.good})

    @property
    def said(self) -> tuple[RowError, ...]:
        """Return all that is said of rows, in the order of lines."""
        return tuple(sorted((*self.errors, *self.notes), key=lambda one: one.line))


def usual() -> Form:
    """Return a form that asks only the usual."""
    from recruitment.domain.form import Form  # noqa: PLC0415 - as `own`: only who reads a file needs it

    return Form()


@dataclass(frozen=True)
class Into:
    """What a file is read into: the zone of people who name none, the programme's own topics, what its form asks."""

    zone: str = "Europe/Warsaw"
    topics: Sequence[str] = ()
    form: Form = field(default_factory=usual)

    def absent(self, known: Mapping[str, str]) -> tuple[str, ...]:
        """Return the fields that somebody has to be asked for, and for which a file has no column."""
        asked = {*ASKED_OF_ALL, *(name for role in Role for name in self.form.insists(role))}
        own = [one.name for one in self.form.asked if one.required]
        return tuple(name for name in (*(one for one in COLUMNS if one in asked), *own) if name not in known)


def read(
    content: bytes,
    now: datetime,
    into: Into | None = None,
    layout: Layout = MEANING,
    *,
    most: int | None = None,
    first: int | None = None,
) -> ParsedFile:
    """Return the content of a file; `now` dates consents, `layout` says what the columns mean.

    `most` is the limit of rows, `MOST_ROWS` unless given; with `first`, only so many are read. Raises `FileUnreadable`
    if it isn't such a table at all.
    """
    into = into or Into()
    header, rows = read_table(content, lambda titles: sum(map(layout.knows, titles)))
    width = max((place + 1 for place, title in enumerate(header.cells) if title), default=0)
    reading = layout.under(header.cells)
    reader = _Reader(reading, (clock.iso(now), into.zone), into)
    good: dict[tuple[str, str], Row] = {}
    errors: list[RowError] = []
    notes: list[RowError] = []
    count, limit = 0, MOST_ROWS if most is None else most
    for row in islice(rows, first):
        count += 1
        if count > limit:
            raise TooManyRows(most=limit)
        found, said = reader.row(row, header.cells, width)
        for one in found:
            if before := good.pop((one.role, one.email), None):
                notes.append(_replaced(before, one, reading.titles.get("email", "")))
            good[one.role, one.email] = one
        (notes if found else errors).extend(said)
    absent = into.absent(reading.titles) if good else ()
    return ParsedFile(count, tuple(good.values()), tuple(errors), reading.ignored, tuple(notes), absent)


ASKED_OF_ALL = ("topics", "rules_consent", "privacy_consent")
"""Fields that a person is asked for where the file has no such column."""


@dataclass(frozen=True)
class _Reader:
    """Reads rows under one header; `defaults` are the instant of consents and the zone."""

    reading: Reading
    defaults: tuple[str, str]
    into: Into

    def row(self, row: Line | Broken, header: Sequence[str], width: int) -> tuple[list[Row], list[RowError]]:
        """Return the applications in a row, and what is to be said of it."""
        from recruitment.imports import own  # noqa: PLC0415 - every page knows the titles of columns, none reads rows

        if isinstance(row, Broken):
            hint = N_("A quotation mark is in a wrong place between lines %(first)s and %(last)s; they were not read.")
            if row.number == row.last:
                hint = N_("A quotation mark is in a wrong place in this line.")
            return [], [RowError(row.number, "", "quotation", hint, {"first": row.number, "last": row.last})]
        if any(row.cells[len(header) :]):
            hint = N_("This row has %(found)s cells, the header has %(expected)s.")
            found = max(place + 1 for place, cell in enumerate(row.cells) if cell)
            return [], [RowError(row.number, "", "cells", hint, {"found": found, "expected": width})]
        raw = self.reading.raw(row.cells + ("",) * (len(header) - len(row.cells)))
        values, refused = cells.read_cells(raw, self.into.topics)
        hard = {name: why for name, why in refused.items() if _is_hard(name, why, raw)}
        if hard:
            told = {name: why for name, why in refused.items() if why.code != "consent-missing"}
            return [], [self._said(row, name, why, raw, REFUSED) for name, why in told.items()]
        asked = {name: raw.get(name, "")[:KEPT] for name, why in refused.items() if why.code != "seats"}
        values |= {
            name: cells.UNSAID[name] if why.understood is None else why.understood for name, why in refused.items()
        }
        roles = (Role.MENTOR, Role.MENTEE) if values["role"] == BOTH else (Role(values["role"]),)
        given = {role: own.of_role(self.into.form, role, values, raw) for role in roles}
        for _, wrong in given.values():
            refused |= {name: why for name, why in wrong.items() if name not in refused}
        rows = [
            Row(
                row.number,
                role,
                values["email"],
                profile_of(values | {"role": role, "answers": given[role][0]}, *self.defaults, by=FILE),
                {name: text for name, text in asked.items() if name != "capacity" or role == Role.MENTOR}
                | {name: raw.get(name, "")[:KEPT] for name in given[role][1]},
                raw.get(KEY, ""),
                raw.get(COMMENT, ""),
                dict(raw) if raw.get(KEY) else {},
            )
            for role in roles
        ]
        absent = self.into.absent(self.reading.titles)
        shown = [name for name in refused if name not in absent and (raw.get(name) or not raw.get(KEY))]
        return rows, [self._said(row, name, refused[name], raw, ASKED) for name in shown]

    def _said(self, row: Line, name: str, why: Rejected, raw: Mapping[str, str], kind: str) -> RowError:
        column = self.reading.titles.get(name) or COLUMNS.get(name, ("",))[0]
        message = MISSING_CONSENT if kind == ASKED and why.code == "consent-missing" else why.message
        return RowError(row.number, column, why.code, message, why.params, raw.get(name, "")[:SHOWN], kind, name)


def _is_hard(name: str, why: Rejected, raw: Mapping[str, str]) -> bool:
    """Return whether a cell keeps its row out: nobody could be asked, or somebody said no."""
    if name == "last_name":
        return why.code != "missing" or not raw.get("first_name")
    return name in NEEDS_WORDS or why.code == "consent"


def _replaced(before: Row, row: Row, column: str) -> RowError:
    hint = N_("This person answers again in line %(line)s; that later answer counts.")
    return RowError(before.line, column, "replaced", hint, {"line": row.line}, row.email, REPLACED)


EMPTY: tuple[object, ...] = ("", [], None)


def id_of(row: Row) -> str:
    """Return the id of the application that an exported row is; nothing for any other row."""
    return row.key.partition(":")[0]


def fingerprint(profile: Mapping[str, Any], comment: str) -> str:
    """Return what tells whether an application still says what it said when it was exported."""
    told = {
        name: _plain(value) for name, value in profile.items() if name != "consents" and value not in ("", [], None)
    }
    whole = json.dumps([told, comment], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """Return a value in which 2 and 2.0 are the same."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value if isinstance(value, str | bool) or value is None else float(value)


def counts(said: Iterable[RowError]) -> dict[str, int]:
    """Return kind → in how many rows it occurs."""
    lines: dict[str, set[int]] = {REFUSED: set(), ASKED: set(), REPLACED: set()}
    for one in said:
        lines[one.kind].add(one.line)
    return {kind: len(found) for kind, found in lines.items()}
