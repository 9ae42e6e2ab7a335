"""When the organizers of a programme get what can wait: a digest once a day at most, and the weekly report. Pure.

A programme keeps this as a JSON object; whatever is missing there is the usual.
"""

from __future__ import annotations

from datetime import date, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any

from mentoring.i18n import day_in, in_zone, instant_in
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.tables.recruitment import Programme

DAY, WEEK = timedelta(days=1), timedelta(days=7)
GATHERING = timedelta(hours=1)
"""What happens so long after the hour of the digest is still in that day's: what is looked at hourly is found then."""


@dataclass(frozen=True)
class Mailing:
    """The digest comes at `digest_hour`, the report on `report_weekday` (0 = Monday) at `report_hour`, local time."""

    digest_hour: int = 8
    report_weekday: int = 0
    report_hour: int = 8

    @classmethod
    def of(cls, programme: Programme) -> Mailing:
        """Return when the organizers of a programme get their mails."""
        return cls(**programme.mailing)

    def next_digest(self, now: datetime, zone: str, told_on: str = "") -> datetime:
        """Return the next time of the digest after now, on a day after `told_on`, the day of the last one.

        An hour that a clock change skips comes when it would be.
        """
        today = in_zone(now, zone).date()
        day = max(today, date.fromisoformat(told_on) + DAY) if told_on else today
        at = instant_in(day, zone, clock_time(self.digest_hour))
        return at if at > now else instant_in(day + DAY, zone, clock_time(self.digest_hour))

    def digest_of(self, happened: datetime, zone: str, told_on: str) -> datetime:
        """Return the time of the digest with what happened then, if the last one was on the day `told_on`."""
        return self.next_digest(happened - GATHERING, zone, told_on)

    @staticmethod
    def day_of(due_at: datetime, now: datetime, zone: str) -> str:
        """Return the day whose digest is told now: the one it was due on, unless that is long past.

        A digest of the last hour of a day is looked at after midnight; it is still that day's.
        """
        return max(day_in(due_at, zone), day_in(now - 2 * GATHERING, zone))

    def next_report(self, now: datetime, zone: str) -> datetime:
        """Return the next time of the weekly report, after now."""
        today = in_zone(now, zone).date()
        day = today + timedelta(days=(self.report_weekday - today.weekday()) % 7)
        at = instant_in(day, zone, clock_time(self.report_hour))
        return at if at > now else instant_in(day + WEEK, zone, clock_time(self.report_hour))


def checked(told: dict[str, Any]) -> dict[str, Any]:
    """Return settings as they are kept: only those that differ from the usual."""
    usual = Mailing()
    return {name: value for name, value in told.items() if getattr(usual, name) != value}
