"""Files of applications → people to pair, and why other rows can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infra.pair import Refused
from mentoring.i18n import translations
from pairing.domain import MENTEE, MENTOR, Person
from recruitment import imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from recruitment.imports import Layout, ParsedFile, Row, RowError

ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Reading a file dates consents, which pairing doesn't read; a fixed day, so that the same file is the same input."""
MOST_ROWS = 100_000
TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".ods", ".xls")
"""What is taken from a folder."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that isn't taken; `column` as the file calls it, empty if the whole row is meant."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Applications:
    """The applicants of some files: ids are address and role. `ignored` are unknown columns, by file.

    `noted` are rows that are taken though something in them isn't understood, or in whose place a later one counts.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    files: int
    rows: int
    rejected: tuple[Rejection, ...]
    ignored: Mapping[str, tuple[str, ...]]
    noted: tuple[Rejection, ...] = ()


def person_id(email: str, role: str) -> str:
    """Return the id of a person in a role: ids sort by address, so that ties are broken by address."""
    return f"{email} {role}"


def email_of(participant_id: str) -> str:
    """Return the address in an id."""
    return participant_id.rpartition(" ")[0]


def files_of(given: str, takes: Callable[[str], bool]) -> list[Path]:
    """Return the files of a path, of several paths with commas between, or of a folder; raises `Refused`.

    In a folder, only files count whose name says so.
    """
    found: list[Path] = []
    for part in [given] if Path(given).exists() else [one.strip() for one in given.split(",") if one.strip()]:
        path = Path(part)
        inside = sorted(path.iterdir()) if path.is_dir() else []
        fitting = [one for one in inside if one.suffix.lower() in TABLES and takes(one.name)]
        if path.is_dir() and not fitting:
            raise Refused(f"{part}: no files of applications in this folder")
        found += fitting or [path]
    if not found:
        raise Refused("no file of applications is named")
    return found


def taken(content: bytes, name: str, layout: Layout | None = None) -> ParsedFile:
    """Return the content of a file; raises `Refused` if it isn't a table of applications, or has no rows."""
    try:
        found = imports.read(content, ANY_DAY, layout=layout or imports.Columns(), most=MOST_ROWS)
    except imports.FileUnreadable as error:
        raise Refused(f"{name}: {error.message % error.params}") from error
    if not found.count:
        raise Refused(f"{name}: there are no applications under the header")
    return found


def people_of(files: Sequence[tuple[str, ParsedFile]]) -> Applications:
    """Return everybody in some files; of people who occur twice in one role the later answer counts."""
    last: dict[tuple[str, str], tuple[str, Row]] = {}
    rejected: list[Rejection] = []
    noted: list[Rejection] = []
    for name, found in files:
        rejected += [_rejection(name, error) for error in found.errors]
        noted += [_rejection(name, note) for note in found.notes]
        for row in found.good:
            if before := last.pop((row.role, row.email), None):
                reason = f"This person answers again in {name}, line {row.line}; that later answer counts."
                noted.append(Rejection(before[0], before[1].line, "", reason))
            last[row.role, row.email] = name, row
    rows = [row for _, row in last.values()]
    return Applications(
        mentees=_people(rows, MENTEE),
        mentors=_people(rows, MENTOR),
        files=len(files),
        rows=sum(found.count for _, found in files),
        rejected=tuple(rejected),
        ignored={name: found.ignored for name, found in files if found.ignored},
        noted=tuple(noted),
    )


def _rejection(file: str, error: RowError) -> Rejection:
    words = translations("recruitment", "en").gettext(error.message) % error.params
    return Rejection(file, error.line, error.column, words)


def _people(rows: Iterable[Row], role: str) -> tuple[Person, ...]:
    found = (
        Person(
            id=person_id(row.email, role),
            email=row.email,
            capacity=row.profile["capacity"] if role == MENTOR else 1,
            profile={**row.profile, "consents": []},
        )
        for row in rows
        if row.role == role
    )
    return tuple(sorted(found, key=lambda one: one.id))
