"""Ongoing programmes: when people are paired, who confirms the pairs, how long each lasts. Pure.

A programme keeps this as a JSON object; whatever is missing there is the usual.
"""

from __future__ import annotations

from datetime import time as clock_time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring.i18n import in_zone, instant_in
from mentoring.tables.vocabulary import FORMING, ProgrammeType
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.tables.recruitment import Programme

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rolling:
    """Pairing every week on a `weekday` (0 = Monday) at an `hour`, in the programme's zone.

    `automatic`: pairs are proposed at once, else an organizer confirms them. After so many `weeks` without a pair a
    mentee is told so. A pair comes to its end after so many `days`; 0: only when the two, or the organizers, end it.
    """

    weekday: int = 0
    hour: int = 8
    automatic: bool = False
    weeks: int = 4
    days: int = 180

    @classmethod
    def of(cls, programme: Programme) -> Rolling:
        """Return how a programme pairs people."""
        return cls(**programme.rolling)

    def next(self, now: datetime, zone: str) -> datetime:
        """Return the next time to pair people, after now; an hour that a clock change skips comes when it would be."""
        today = in_zone(now, zone).date()
        day = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        at = instant_in(day, zone, clock_time(self.hour))
        return at if at > now else instant_in(day + WEEK, zone, clock_time(self.hour))

    def end(self, now: datetime, zone: str) -> datetime | None:
        """Return when a pair that is agreed now comes to its end, at the end of a day; None if not by itself."""
        if not self.days:
            return None
        return instant_in(in_zone(now, zone).date() + timedelta(days=self.days + 1), zone)

    def waits_long(self, since: datetime, now: datetime) -> int:
        """Return for how many weeks somebody has waited who is to be told so, 0 for anybody else."""
        waited = (now - since) // WEEK
        return waited if waited >= self.weeks else 0


def rolls(programme: Programme) -> bool:
    """Return whether a programme pairs people every week now."""
    return is_ongoing(programme) and programme.stage in FORMING


def is_ongoing(programme: Programme) -> bool:
    """Return whether people come and go at any time."""
    return programme.type == ProgrammeType.ONGOING


def checked(told: dict[str, Any]) -> dict[str, Any]:
    """Return settings as they are kept: only those that differ from the usual."""
    usual = Rolling()
    return {name: value for name, value in told.items() if getattr(usual, name) != value}
