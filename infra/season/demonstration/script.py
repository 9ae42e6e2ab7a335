"""The script of the demonstration: what its pairs do, and the calendar of its season."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

FOLDER = Path(__file__).parent.parent / "samples" / "demonstration"
APPLICATIONS, NEWCOMERS = FOLDER / "zgloszenia.csv", FOLDER / "nowy-nabor.csv"
DOMAIN = "nurt.example"
WARSAW = ZoneInfo("Europe/Warsaw")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
NINE = time(9)
WEEKS = 17
"""Whole weeks before the one in which the programme is looked at."""
AGO = timedelta(weeks=WEEKS + 1)
"""So long before it is shown it may have begun at the earliest."""


@dataclass(frozen=True)
class Calendar:
    """The days of the season; week 0 begins on `monday`."""

    monday: date

    @classmethod
    def ending(cls, now: datetime) -> Calendar:
        """Return the calendar whose week `WEEKS` is the one of `now`."""
        today = now.astimezone(WARSAW).date()
        return cls(today - timedelta(days=today.weekday(), weeks=WEEKS))

    def at(self, moment: str) -> datetime:
        """Return the instant of a moment such as «5 Tue 16:00», at nine without an hour."""
        week, day, *hour = moment.split()
        on = self.monday + timedelta(weeks=int(week), days=DAYS.index(day))
        return datetime.combine(on, time.fromisoformat(hour[0]) if hour else NINE, WARSAW).astimezone(UTC)

    def start_of_week(self, moment: str) -> datetime:
        """Return the Monday at nine of the week of a moment."""
        return self.at(f"{moment.split(maxsplit=1)[0]} Mon")

    def end_of_week(self, moment: str) -> datetime:
        """Return the Friday at nine of the week of a moment."""
        return self.at(f"{moment.split(maxsplit=1)[0]} Fri")


@dataclass
class Agenda:
    """What is done when, in the order in which it was entered; `who`: what one of them does is done one by one."""

    entries: dict[datetime, dict[str, list[Callable[[], object]]]] = field(default_factory=dict)

    def enter(self, at: datetime, who: str, what: Callable[[], object]) -> None:
        """Enter something for an instant."""
        self.entries.setdefault(at, {}).setdefault(who, []).append(what)


@dataclass(frozen=True)
class Meeting:
    """A meeting of a script: `how` is invited, logged, called_off, or why it wasn't held."""

    at: str
    how: str
    agenda: str
    homework: str
    takeaway: str

    @property
    def is_held(self) -> bool:
        """Return whether it takes place."""
        return self.how in ("invited", "logged")


def pairs() -> list[dict[str, Any]]:
    """Return the scripts of all pairs, the one first that is shown."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / "pairs.toml").read_text("utf-8"))["pair"]
    return [one | {"meetings": [Meeting(*each) for each in one["meetings"]]} for one in found]


def address(name: str) -> str:
    """Return the address of somebody of the script."""
    return f"{name}@{DOMAIN}"
