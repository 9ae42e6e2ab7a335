"""Organizers are told a week before each date of a programme what is due then, once for each day it is set to. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring.recruiting import AHEAD, DUE_IN
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Ahead:
    """The dates of a programme (name → YYYY-MM-DD), its zone, and of which days its organizers were told.

    They are told at the `hour` of their digest, in the programme's zone.
    """

    dates: Mapping[str, str]
    zone: str
    told: Mapping[str, str]
    hour: int = 8

    def set(self, known: Mapping[str, str], now: datetime) -> Ahead:
        """Return it after organizers set dates; `known` are those of before.

        Of a date that is new and less than a week away nobody needs a mail: whoever set it has just seen it.
        """
        new = [name for name in self.due(now) if name not in known]
        return self.tell(new)

    def tell(self, names: Iterable[str]) -> Ahead:
        """Return it after organizers were told of these dates, as they are set now."""
        return replace(self, told={**self.told, **{name: self.dates[name] for name in names}})

    def due(self, now: datetime) -> list[str]:
        """Return the dates to tell of now: less than a week away, still to come, not told of."""
        return [name for name, at in self._waiting(now) if at <= now]

    def next(self, now: datetime) -> datetime | None:
        """Return when to look again: when the next date is to be told of; None if there is none."""
        return min((at for _, at in self._waiting(now)), default=None)

    def _waiting(self, now: datetime) -> list[tuple[str, datetime]]:
        home = ZoneInfo(self.zone)
        today = now.astimezone(home).date().isoformat()
        at = time(self.hour)
        return [
            (name, datetime.combine(date.fromisoformat(day) - AHEAD, at, home).astimezone(UTC))
            for name, day in self.dates.items()
            if name in DUE_IN and day > today and self.told.get(name) != day
        ]
