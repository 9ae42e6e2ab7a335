"""Every hour: the pairs that are due."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.monitoring import MonitoringWorkContinued
from monitoring import use_cases

handler = consumers.scheduled("monitoring", use_cases.SCHEDULES, continued=MonitoringWorkContinued)
