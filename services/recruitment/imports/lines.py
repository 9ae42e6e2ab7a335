"""Rows of a file before anybody knows what they mean, whatever kind of file it is."""

from __future__ import annotations

from mentoring import letters
from mentoring.errors import N_, Invalid
from mentoring.spreadsheets import uncell
from mentoring.values import dataclass


class FileUnreadable(Invalid):
    """The file can't be read as a table of applications; nothing is imported."""

    code = "file-unreadable"
    message = N_("This file can't be read as a table of applications.")


class FileEmpty(FileUnreadable):
    """The file has no rows."""

    code = "file-empty"
    message = N_("The file is empty.")


@dataclass(frozen=True)
class Line:
    """A row: the physical line it starts on, and its cells without outer white space and invisible characters."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Broken:
    """Physical lines that can't be split into cells, because of a misplaced quotation mark."""

    number: int
    last: int


def clean(cell: str) -> str:
    """Return a cell without outer white space, invisible characters and the apostrophe that keeps it from computing."""
    return uncell(letters.visible(cell).strip())
