"""Time as an argument: a clock is a callable that returns the current instant in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from mentoring.clock_offset import offset

Clock = Callable[[], datetime]

_LAST = 9_999_999_999


def now() -> datetime:
    """Return the current instant, aware, in UTC, whole microseconds."""
    return datetime.now(UTC) + offset()


def fixed(instant: datetime) -> Clock:
    """Return a clock that always returns `instant` (aware)."""
    if instant.tzinfo is None:
        raise ValueError("a clock needs an aware instant")
    return lambda: instant.astimezone(UTC)


def iso(instant: datetime) -> str:
    """Return the instant as RFC 3339 text in UTC with whole seconds; such texts sort as the instants do."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(text: str) -> datetime:
    """Return the aware UTC instant of RFC 3339 text; raise ValueError when it has no offset or is no instant."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return instant.astimezone(UTC)


def full_days(since: datetime, until: datetime) -> int:
    """Return the full days between two instants, 0 if the first is later."""
    return max(0, (until - since) // timedelta(days=1))


def newest_first(instant: datetime) -> str:
    """Return a text that sorts in the reverse order of instants, to the second: for lists with the newest first.

    Instants before 1970, which nothing here happened at, are as 1970.
    """
    return f"{_LAST - max(0, int(instant.timestamp())):010}"
