"""A first look at a file: its titles, and what stands under them. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from mentoring.values import dataclass
from recruitment.imports import cells, titles
from recruitment.imports.lines import Line
from recruitment.imports.mapping import signature
from recruitment.imports.table import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROWS, VALUES, LETTERS = 30, 3, 40
"""Rows that are looked at, examples of a column, characters of one."""


@dataclass(frozen=True)
class Sample:
    """The titles of a file, and under each some different values.

    `suggested` are fields for columns whose titles nobody knows, by what stands in them or by a title that resembles.
    """

    header: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    suggested: tuple[str, ...]

    @property
    def signature(self) -> str:
        """Return what files of the same shape have in common."""
        return signature(self.header)


def sample(content: bytes) -> Sample:
    """Return a first look at a file; raises `FileUnreadable`."""
    header, rows = read_table(content, lambda cells: sum(map(titles.is_known, cells)))
    some = [row.cells for row in islice(rows, ROWS) if isinstance(row, Line)]
    values = [
        tuple(dict.fromkeys(row[place] for row in some if place < len(row) and row[place]))
        for place in range(len(header.cells))
    ]
    examples = tuple(tuple(one[:LETTERS] for one in found[:VALUES]) for found in values)
    known = set(titles.guessed(header.cells).values())
    suggested: list[str] = []
    for title, found in zip(header.cells, values, strict=True):
        name = "" if not title or titles.is_known(title) else _suggested(title, found)
        suggested.append("" if name in known or name in suggested else name)
    return Sample(header.cells, examples, tuple(suggested))


def _suggested(title: str, values: tuple[str, ...]) -> str:
    """Return the field that at least half of the values look like, or else the one with the most similar title."""
    for name, fits in LOOKS.items():
        if values and sum(map(fits, values)) * 2 >= len(values):
            return name
    near = get_close_matches(titles.bare(title), titles.TITLES, 1, ALIKE)
    return titles.TITLES[near[0]] if near and titles.TITLES[near[0]] not in titles.PASSED else ""


def _reads(name: str, *, but: Sequence[object] = ()) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            return cells.READERS[name](text) not in but
        except cells.Rejected:
            return False

    return fits


LOOKS: Mapping[str, Callable[[str], bool]] = {
    "email": _reads("email"),
    "role": _reads("role"),
    "availability": _reads("availability", but=[[]]),
    "languages": _reads("languages", but=[[]]),
}
"""Field → whether a text looks like one."""
ALIKE = 0.7
"""How much alike titles are for a suggestion."""
