"""Charts as accessible SVG, made on the server: numbers and words in, markup out. Pure.

Colours come from classes (tandem.css), so that dark mode and print have theirs; a shape, a place or a number always
says the same as a colour. Every chart stands beside its numbers in a table, which its description names.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from mentoring.tables.vocabulary import Sighting
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDE = 336
"""Units across a chart: the width of a phone, so that its letters are never smaller than 12 px there."""
BAR, ROOM_FOR_NUMBER = 12, 84
"""A funnel's bar is so high, and so much room is left beside the longest."""
STEP = 40
"""Units from one step of a funnel to the next."""
LANE, TALLEST, FOOT = 84, 44, 18
"""A lane with its name, its tallest column, and the days below all lanes."""
NUMBERED = 10
"""Up to so many columns, each has its number; of more, the last and the highest."""
LINE, HIGH = 300, 16
"""Units of a pair's line."""
SHAPES = {Sighting.HELD: "h", Sighting.PLANNED: "p", Sighting.OFF: "o"}
"""What a meeting's state is drawn as: a full circle, an empty one, a cross (`symbols`)."""
APART = 4
"""Columns between two numbers, so that they don't run into each other."""
MOST_WIDE = 44
"""Units a column may have, so that two weeks don't look like two walls."""


@dataclass(frozen=True)
class Step:
    """A step of a funnel: what it is called, how many came so far, and how that is said behind its bar."""

    name: str
    number: int
    said: str


@dataclass(frozen=True)
class Lane:
    """A row of columns: a name, a class of the stylesheet, a number for each column; None where none is known."""

    name: str
    kind: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True)
class Meeting:
    """A meeting on a line: how it stands (`SHAPES`) and when it begins."""

    kind: Sighting
    at: datetime


@dataclass(frozen=True)
class Span:
    """The time an axis shows."""

    begins: datetime
    ends: datetime

    @classmethod
    def over(cls, moments: Iterable[datetime], now: datetime) -> Span:
        """Return the time from the first of the moments, or now, to two weeks after the last of them and now."""
        known = [now, *moments]
        return cls(min(known), max(known) + timedelta(days=14))

    def x(self, at: datetime, wide: float = LINE) -> float:
        """Return where an instant lies on an axis of a width; what lies outside is at its end."""
        share = (at - self.begins) / max(self.ends - self.begins, timedelta(days=1))
        return round(wide * min(max(share, 0.0), 1.0), 1)

    def months(self) -> list[datetime]:
        """Return the first instants of the months in it (UTC); of more than eight every second, third … one."""
        year, month = self.begins.year, self.begins.month
        found = []
        while True:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December
            first = datetime(year, month, 1, tzinfo=UTC)
            if first >= self.ends:
                break
            found.append(first)
        return found[:: -(-len(found) // 8) or 1]


def _svg(inside: str, *, high: float, title: str, told: str, name: str, kind: str = "chart") -> Markup:
    return Markup(
        '<svg class="{kind}" viewBox="0 0 {wide} {high}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{told}</desc>{inside}</svg>'
    ).format(kind=kind, wide=WIDE, high=f"{high:g}", name=name, title=title, told=told, inside=Markup(inside))  # noqa: S704 - made here


def funnel(steps: Sequence[Step], *, title: str, told: str, name: str = "funnel") -> Markup:
    """Return bars whose lengths are the numbers of the steps, one below the other; the longest of all is full."""
    most = max((one.number for one in steps), default=0) or 1
    bars = []
    for place, one in enumerate(steps):
        y, long = place * STEP, round((WIDE - ROOM_FOR_NUMBER) * one.number / most, 1)
        bars.append(
            f'<text class="name" x="0" y="{y + 13}">{escape(one.name)}</text>'
            f'<rect class="track" x="0" y="{y + 19}" width="{WIDE - ROOM_FOR_NUMBER}" height="{BAR}" rx="2"/>'
            f'<rect class="wanted" x="0" y="{y + 19}" width="{long:g}" height="{BAR}" rx="2"/>'
            f'<text class="name" x="{WIDE - ROOM_FOR_NUMBER + 6}" y="{y + 30}">{escape(one.said)}</text>'
        )
    return _svg("".join(bars), high=len(steps) * STEP, title=title, told=told, name=name)


def lanes(columns: Sequence[str], rows: Sequence[Lane], *, title: str, told: str, name: str) -> Markup:
    """Return a row of columns for each lane, so that no colour has to say which is which.

    Each lane has a scale of its own: a few pairs that need somebody are seen beside hundreds that don't. `columns` are
    the short names of the columns: the first and the last stand below.
    """
    each = min(WIDE / max(len(columns), 1), MOST_WIDE)
    drawn = []
    for place, lane in enumerate(rows):
        base = place * LANE + LANE - 6
        most = max((number for number in lane.numbers if number), default=0) or 1
        drawn.append(
            f'<text class="name" x="0" y="{place * LANE + 11}">{escape(lane.name)}</text>'
            f'<path class="grid" d="M0 {base}H{WIDE}"/>'
        )
        for column, number in enumerate(lane.numbers):
            if number is None:
                continue
            x, tall = round(column * each, 1), round(TALLEST * number / most, 1)
            drawn.append(
                f'<rect class="{lane.kind}" x="{x:g}" y="{base - tall:g}" width="{each * 0.76:.1f}" height="{tall:g}">'
                f"<title>{escape(columns[column])}: {number}</title></rect>"
            )
            if column in _numbered(lane.numbers):
                middle = min(max(x + each * 0.38, 14), WIDE - 16)
                drawn.append(f'<text x="{middle:.1f}" y="{base - tall - 3:g}" text-anchor="middle">{number}</text>')
    foot = len(rows) * LANE + 10
    if columns:
        drawn.append(f'<text x="0" y="{foot}">{escape(columns[0])}</text>')
    if len(columns) > 1:
        end = min(len(columns) * each, WIDE)
        drawn.append(f'<text x="{max(end, 120):g}" y="{foot}" text-anchor="end">{escape(columns[-1])}</text>')
    return _svg("".join(drawn), high=len(rows) * LANE + FOOT, title=title, told=told, name=name)


def _numbered(numbers: Sequence[int | None]) -> set[int]:
    """Return which columns have their number above: of many the last one known and, if it isn't near, the highest."""
    known = [(number, -column) for column, number in enumerate(numbers) if number is not None]
    if len(numbers) <= NUMBERED or not known:
        return set(range(len(numbers)))
    last, highest = max(-column for _, column in known), -max(known)[1]
    return {last} if last - highest < APART else {highest, last}


def symbols() -> Markup:
    """Return the shapes of meetings, once for all lines of a page."""
    return Markup(
        '<svg class="vh" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        '<g id="mh"><circle class="full" r="4.5"/></g><g id="mp"><circle class="hollow" r="4"/></g>'
        '<g id="mo"><path class="cross" d="M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5"/></g></defs></svg>'
    )


def key(kind: Sighting) -> Markup:
    """Return the shape of a meeting's state, for a legend."""
    return Markup(
        '<svg class="way key" viewBox="0 0 16 16" aria-hidden="true"><use href="#m{}" x="8" y="8"/></svg>'
    ).format(SHAPES[kind])


def line(
    span: Span, meetings: Sequence[Meeting], *, lived: tuple[datetime, datetime], now: datetime, pause: float, said: str
) -> Markup:
    """Return a pair's line: its meetings as shapes, and the time it `lived`, dotted where nobody met for long.

    `pause` is for how many days without a meeting the line isn't dotted. `said` is all of it in words.
    """
    begun, ended = lived
    ended = min(max(begun, ended), now)
    held = sorted(one.at for one in meetings if one.kind == Sighting.HELD and begun <= one.at <= ended)
    stops = [begun, *held, ended]
    ways: dict[str, list[str]] = {"life": [], "gap": []}
    for one, following in pairwise(stops):
        x, to = span.x(one), span.x(following)
        if to > x:
            ways["gap" if following - one > timedelta(days=pause) else "life"].append(f"M{x:g} 8H{to:g}")
    paths = "".join(f'<path class="{kind}" d="{"".join(parts)}"/>' for kind, parts in ways.items() if parts)
    marks = "".join(f'<use href="#m{SHAPES[one.kind]}" x="{span.x(one.at):g}" y="8"/>' for one in meetings)
    return Markup(
        '<svg class="way" viewBox="-6 0 312 16" role="img" aria-label="{said}">{paths}'
        '<path class="now" d="M{now} 0V16"/>{marks}</svg>'
    ).format(said=said, paths=Markup(paths), now=f"{span.x(now):g}", marks=Markup(marks))  # noqa: S704 - made here


def axis(span: Span, months: Sequence[tuple[datetime, str]]) -> Markup:
    """Return the months above lines of the same span; who can't see it finds every date in words on the lines."""
    ticks = "".join(
        f'<path class="grid" d="M{span.x(at):g} 12V18"/><text x="{span.x(at):g}" y="10">{escape(text)}</text>'
        for at, text in months
        if span.x(at) < LINE - 20
    )
    return Markup('<svg class="way" viewBox="-6 0 312 18" aria-hidden="true">{}</svg>').format(Markup(ticks))  # noqa: S704
