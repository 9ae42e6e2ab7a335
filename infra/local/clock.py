"""The clock the stack controls: ahead of the machine's by the seconds in one file, never behind, never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class BackInTime(ValueError):
    """The clock was asked to go back; what happened can't unhappen."""


def ahead(file: Path) -> timedelta:
    """Return how far the clock is ahead."""
    try:
        return timedelta(seconds=float(file.read_text("ascii")))
    except (OSError, ValueError):
        return timedelta(0)


def now(file: Path) -> datetime:
    """Return the stack's instant."""
    return datetime.now(UTC) + ahead(file)


def move(file: Path, to: datetime) -> datetime:
    """Move the clock forward to `to`; raise `BackInTime` when that lies behind."""
    distance = to - datetime.now(UTC)
    if distance < ahead(file):
        raise BackInTime(f"the stack's clock already stands at {now(file):%Y-%m-%d %H:%M:%S} UTC")
    partial = file.with_suffix(".part")
    partial.write_text(f"{distance.total_seconds():.3f}", "ascii")
    partial.rename(file)
    return now(file)
