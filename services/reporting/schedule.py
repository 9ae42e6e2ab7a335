"""Mondays: the weekly organizer report."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.reporting import ReportingWorkContinued
from reporting.use_cases import reports

handler = consumers.scheduled(
    "reporting",
    {"weekly": reports.weekly},
    continued=ReportingWorkContinued,
)
