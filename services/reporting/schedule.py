"""Every hour: what is new for organizers, once a day at most, and the weekly reports that are due."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.reporting import ReportingWorkContinued
from reporting.use_cases import hourly

handler = consumers.scheduled("reporting", hourly.SCHEDULES, continued=ReportingWorkContinued)
