"""A first look at a file: its titles, and what stands under them. Pure."""

from __future__ import annotations

from itertools import islice

from mentoring.values import dataclass
from recruitment.imports import titles
from recruitment.imports.lines import Line
from recruitment.imports.mapping import signature
from recruitment.imports.table import read_table

ROWS, VALUES, LETTERS = 30, 3, 40
"""Rows that are looked at, examples of a column, characters of one."""


@dataclass(frozen=True)
class Sample:
    """The titles of a file, and under each some different values."""

    header: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]

    @property
    def signature(self) -> str:
        """Return what files of the same shape have in common."""
        return signature(self.header)


def sample(content: bytes) -> Sample:
    """Return a first look at a file; raises `FileUnreadable`."""
    header, rows = read_table(content, lambda cells: sum(map(titles.is_known, cells)))
    some = [row.cells for row in islice(rows, ROWS) if isinstance(row, Line)]
    examples = (
        tuple(dict.fromkeys(row[place] for row in some if place < len(row) and row[place]))
        for place in range(len(header.cells))
    )
    return Sample(header.cells, tuple(tuple(one[:LETTERS] for one in found[:VALUES]) for found in examples))
