"""Mondays: the weekly organizer report."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.reporting import ReportingWorkContinued
from reporting import use_cases

handler = consumers.scheduled(
    "reporting",
    {"weekly": use_cases.weekly},
    continued=ReportingWorkContinued,
)
