"""The scores of all possible pairs as they are stored in the bucket: reads one pair or one row without numpy.

Layout: one line of JSON with the ids and the rules, then little-endian int16 cells, mentees × mentors, row by row. A
cell is a score (0–10 000), or below zero minus the sum of the bits of all rules that forbid the pair: 1 is `rules[0]`,
2 `rules[1]`, 4 `rules[2]` …
"""

from __future__ import annotations

import json
import sys
from array import array
from functools import cached_property

from mentoring.values import dataclass


@dataclass(frozen=True)
class ScoreTable:
    """`mentees` and `mentors` are participant ids; `cells` has `len(mentees) × len(mentors)` numbers."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    rules: tuple[str, ...]
    cells: array[int]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {one: position for position, one in enumerate(self.mentees)}

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {one: position for position, one in enumerate(self.mentors)}

    def row(self, mentee: str) -> dict[str, int]:
        """Return the cells of a mentee by mentor; raises KeyError for an unknown id."""
        start = self._rows[mentee] * len(self.mentors)
        return dict(zip(self.mentors, self.cells[start : start + len(self.mentors)], strict=True))

    def score(self, mentee: str, mentor: str) -> int | None:
        """Return the score of a pair, None if a rule forbids it; raises KeyError for an unknown id."""
        cell = self._cell(mentee, mentor)
        return cell if cell >= 0 else None

    def broken(self, mentee: str, mentor: str) -> list[str]:
        """Return the rules that forbid a pair, empty if none; raises KeyError for an unknown id."""
        cell = self._cell(mentee, mentor)
        return [rule for place, rule in enumerate(self.rules) if cell < 0 and -cell >> place & 1]

    def rule(self, mentee: str, mentor: str) -> str | None:
        """Return the first rule that forbids a pair, or None; raises KeyError for an unknown id."""
        return next(iter(self.broken(mentee, mentor)), None)

    def _cell(self, mentee: str, mentor: str) -> int:
        return self.cells[self._rows[mentee] * len(self.mentors) + self._columns[mentor]]

    def dump(self) -> bytes:
        """Return the table as it is stored in the bucket."""
        head = {"mentees": self.mentees, "mentors": self.mentors, "rules": self.rules}
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + _little(self.cells).tobytes()

    @classmethod
    def load(cls, content: bytes) -> ScoreTable:
        """Return the table from what `dump` returned."""
        line, cells = content.split(b"\n", 1)
        head = json.loads(line)
        table = cls(tuple(head["mentees"]), tuple(head["mentors"]), tuple(head["rules"]), _little(array("h", cells)))
        if len(table.cells) != len(table.mentees) * len(table.mentors):
            raise ValueError("cells don't fit the people")
        return table


def _little(cells: array[int]) -> array[int]:
    if sys.byteorder == "big":
        cells = cells[:]
        cells.byteswap()
    return cells
