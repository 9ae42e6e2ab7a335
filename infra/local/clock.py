"""The clock the stack controls: ahead of the machine's by the seconds in one file; it never goes back.

It is behind only while the past of the demonstration is made, in a folder where nothing has happened yet.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


class BackInTime(ValueError):
    """The clock was asked to go back; what happened can't unhappen."""


def ahead(file: Path) -> timedelta:
    """Return how far the clock is ahead."""
    try:
        return timedelta(seconds=float(file.read_text("ascii")))
    except FileNotFoundError:
        return timedelta(0)


def now(file: Path) -> datetime:
    """Return the stack's current instant."""
    return datetime.now(UTC) + ahead(file)


def move(file: Path, to: datetime) -> datetime:
    """Move the clock forward to `to`; raise `BackInTime` when that lies behind."""
    distance = to - datetime.now(UTC)
    if distance < ahead(file):
        raise BackInTime(f"the stack's clock already stands at {text(now(file))}")
    _write(file, distance)
    return now(file)


def start_behind(file: Path, distance: timedelta) -> None:
    """Let a clock that nobody has moved yet begin in the past, once more if what began there never ended."""
    if not file.exists() or ahead(file) < timedelta(0):
        _write(file, -distance)


def catch_up(file: Path) -> None:
    """Let a clock that is behind stand where the machine's does."""
    if ahead(file) < timedelta(0):
        _write(file, timedelta(0))


def _write(file: Path, distance: timedelta) -> None:
    partial = file.with_suffix(".part")
    partial.write_text(f"{distance.total_seconds():.3f}", "ascii")
    partial.replace(file)


def text(instant: datetime) -> str:
    """Return an instant as the product writes it: 2026-03-01T12:00:00Z."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def duration(wish: str) -> timedelta:
    """Return an ISO 8601 duration of weeks, days, hours, minutes, seconds (`P7D`, `PT36H`); raise ValueError."""
    found = _DURATION.fullmatch(wish)
    parts = {} if found is None else {name: int(value) for name, value in found.groupdict().items() if value}
    if not parts:
        raise ValueError(f"{wish!r} is no duration such as P7D or PT36H")
    return timedelta(**parts)
