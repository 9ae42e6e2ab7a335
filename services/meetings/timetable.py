"""The timetable of a meeting: when each part of its agenda begins and ends. Pure.

The last five minutes are always for what the two take away, homework and the next date; what an agenda plans for these
gives way. Lines may say how long they take («10 min: …», «… (15 min)»); the others share what is left.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUTE = timedelta(minutes=1)
CLOSING = 5
"""Minutes at the end; of a short meeting a third."""
MOST = 12
"""So many parts have times of their own; what an agenda has beyond stays with the last of them."""
_WORD = r"(?:minut[a-ząęółśżźćń]*|minutes?|mins?\b\.?|m\.|')"
_FIRST = re.compile(rf"^(\d{{1,3}})\s*{_WORD}\s*[:.–—-]*\s*(?=\S)", re.IGNORECASE)
_LAST = re.compile(rf"\s*[(\[–—-]\s*(\d{{1,3}})\s*{_WORD}\s*[)\]]?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A part of a meeting between two instants; the closing one has no name of its own."""

    name: str
    starts_at: datetime
    ends_at: datetime
    is_closing: bool = False

    @property
    def minutes(self) -> int:
        """Return how long it takes."""
        return (self.ends_at - self.starts_at) // MINUTE


def lines(own: str, guide: Sequence[str]) -> tuple[str, ...]:
    """Return what a meeting is planned by: an own agenda with several points or minutes, or the guide.

    A sentence of one's own is what the two want to talk about, not a plan of the hour.
    """
    points = tuple(line.strip().lstrip("-*• ").strip() for line in own.splitlines())
    points = tuple(one for one in points if one)
    planned = len(points) > 1 or any(_said(one)[1] for one in points)
    return points if planned or not guide else tuple(guide)


def timetable(starts_at: datetime, minutes: int, agenda: Iterable[str]) -> tuple[Part, ...]:
    """Return the parts of a meeting, one after the other, each a minute at least, and the closing one at its end."""
    closing = min(CLOSING, minutes // 3)
    names, wanted = _grouped([_said(one) for one in agenda], minutes - closing)
    if sum(wanted) == minutes and all(wanted):  # an agenda for the whole meeting: its end is the closing
        lengths = _cut(wanted, minutes - closing)
    else:
        lengths = _fitted(wanted, minutes - closing)
    parts, at = [], starts_at
    for name, length in zip(names, lengths, strict=True):
        if length:
            parts.append(Part(name, at, at + length * MINUTE))
            at += length * MINUTE
    end = starts_at + minutes * MINUTE
    return (*parts, Part("", at, end, is_closing=True)) if at < end else tuple(parts)


def _said(line: str) -> tuple[str, int]:
    """Return a line without the minutes it names, and these; 0 if it names none."""
    for found, rest in ((_FIRST.match(line), _FIRST), (_LAST.search(line), _LAST)):
        if found is not None and int(found[1]):
            return rest.sub("", line, count=1).strip() or line, int(found[1])
    return line, 0


def _grouped(said: list[tuple[str, int]], room: int) -> tuple[list[str], list[int]]:
    """Return names and minutes of as many parts as have times of their own; without any, one part without a name."""
    if room < 1:
        return [], []
    most = max(1, min(MOST, room))
    kept, rest = said[: most - 1] if len(said) > most else said, said[most - 1 :] if len(said) > most else []
    if rest:
        kept = [*kept, ("; ".join(name for name, _ in rest), sum(minutes for _, minutes in rest))]
    kept = kept or [("", 0)]
    return [name for name, _ in kept], [minutes for _, minutes in kept]


def _cut(wanted: list[int], room: int) -> list[int]:
    """Return lengths as they are wanted, without what lies beyond `room` minutes."""
    lengths, left = [], room
    for one in wanted:
        lengths.append(min(one, left))
        left -= lengths[-1]
    return lengths


def _fitted(wanted: list[int], room: int) -> list[int]:
    """Return whole minutes for each part that fill `room`, in proportion to what is wanted.

    Parts that don't say how long they take share what the others leave, or take as long as these do on average.
    """
    if not wanted:
        return []
    said, silent = [one for one in wanted if one], wanted.count(0)
    share = 1.0
    if silent:
        left = room - sum(said)
        share = left / silent if left >= silent else sum(said) / len(said) if said else 1.0
    weights = [one or share for one in wanted]
    spare = room - len(weights)
    exact = [one * spare / sum(weights) for one in weights] if sum(weights) != room else [one - 1 for one in weights]
    lengths = [1 + int(one) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda number: (int(exact[number]) - exact[number], number))
    for number in by_rest[: room - sum(lengths)]:
        lengths[number] += 1
    return lengths
