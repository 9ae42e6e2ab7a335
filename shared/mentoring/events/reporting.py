"""Events that reporting publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class ReportPrepared(EventData):
    """The PDF report of a pair's process is ready; `edition` is `pair` or `organizer`."""

    source = "reporting"
    aggregate = "document"
    programme_id: str
    pair_id: str
    document_id: str
    edition: str


@dataclass(frozen=True)
class DigestPrepared(EventData):
    """What is new for the organizers of a programme is ready to be mailed; `day` is the day in the programme's zone."""

    source = "reporting"
    aggregate = "programme"
    programme_id: str
    day: str


@dataclass(frozen=True)
class WeeklyReportDue(EventData):
    """It is the hour of a programme's weekly report; `week` is its ISO week there, such as 2026-W12."""

    source = "reporting"
    aggregate = "programme"
    programme_id: str
    week: str


@dataclass(frozen=True)
class WeeklyReportPrepared(EventData):
    """The weekly organizer report of a programme is ready to be mailed; `week` is an ISO week such as 2026-W12."""

    source = "reporting"
    aggregate = "weekly_report"
    programme_id: str
    report_id: str
    week: str


@dataclass(frozen=True)
class ReportingWorkContinued(Continued):
    """The reporting consumer continues work that takes several parts."""

    source = "reporting"
    aggregate = "work"
