"""Rows of a file of applications."""

from __future__ import annotations

import csv
import io

from recruitment import imports
from recruitment.imports import COLUMNS, ParsedFile
from tests.fakes.context import NOON

GOOD = {
    "role": "Mentee", "first_name": "Łucja", "last_name": "Żółć", "email": "lucja@firma.example",
    "topics": "negocjacje",
    "rules_consent": "tak", "privacy_consent": "tak",
}  # fmt: skip


MENTOR = GOOD | {"role": "Mentorka", "capacity": "2"}


def file(*rows: dict[str, str], delimiter: str = ";", language: int = 0, end: str = "\r\n") -> str:
    """Return a CSV file with a column for every field that any row has."""
    fields = [name for name in COLUMNS if any(name in row for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow([COLUMNS[name][language] for name in fields])
    writer.writerows([row.get(name, "") for name in fields] for row in rows)
    return out.getvalue()


def read(text: str | bytes) -> ParsedFile:
    return imports.read(text if isinstance(text, bytes) else text.encode(), NOON, imports.Into("Europe/London"))
