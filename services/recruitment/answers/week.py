"""Weekly times as a grid of half hours ↔ slots. Pure.

A cell is called `<weekday>-<half hour>`: `0-33` is Monday, 16:30 to 17:00. The grid shows `SHOWN`; what lies outside of
it, or isn't in half hours, is typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring.values import dataclass
from recruitment.imports import times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentoring.tables.recruitment import Slot

DAYS = range(7)
HALVES = 48
SHOWN = range(12, 44)
"""Half hours of the day in the grid: 6:00 to 22:00."""
_CELL = re.compile(r"([0-6])-(\d|[1-3]\d|4[0-7])")


@dataclass(frozen=True)
class Grid:
    """Weekly times: the cells that are marked, and the slots that no cell can show."""

    marked: frozenset[str]
    beside: tuple[Slot, ...]

    @classmethod
    def of(cls, slots: Iterable[Slot]) -> Grid:
        """Return slots as a grid."""
        marked: set[str] = set()
        beside: list[Slot] = []
        for one in merged(slots):
            first, last = one["start"] * 2, one["end"] * 2
            if first != int(first) or last != int(last):
                beside.append(one)
                continue
            halves = range(int(first), int(last))
            marked |= {cell(one["weekday"], half) for half in halves if half in SHOWN}
            beside += of_cells(cell(one["weekday"], half) for half in halves if half not in SHOWN)
        return cls(frozenset(marked), tuple(beside))


def cell(weekday: int, half: int) -> str:
    """Return the name of a cell."""
    return f"{weekday}-{half}"


def of_cells(cells: Iterable[str]) -> list[Slot]:
    """Return the slots that marked cells make; what names no cell is passed over."""
    found = [match for one in cells if (match := _CELL.fullmatch(one))]
    halves = [(int(match[1]), int(match[2])) for match in found]
    return merged([_slot(day, half / 2, (half + 1) / 2) for day, half in halves])


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """Return the same times with as few slots as can be, in the order of the week."""
    found: list[Slot] = []
    for one in sorted(slots, key=lambda slot: (slot["weekday"], slot["start"])):
        last = found[-1] if found else None
        if last and last["weekday"] == one["weekday"] and one["start"] <= last["end"]:
            found[-1] = _slot(last["weekday"], last["start"], max(last["end"], one["end"]))
        else:
            found.append(_slot(one["weekday"], one["start"], one["end"]))
    return found


def text(slots: Sequence[Slot], days: Sequence[str]) -> str:
    """Return slots as they are typed, with the names of the days from Monday."""
    return ", ".join(f"{days[one['weekday']]} {times.text(one['start'])}-{times.text(one['end'])}" for one in slots)


def _slot(weekday: int, start: float, end: float) -> Slot:
    return {"weekday": weekday, "start": _plain(start), "end": _plain(end)}


def _plain(hours: float) -> float:
    return int(hours) if hours == int(hours) else hours
