"""Every hour: pairs that are due."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.monitoring import MonitoringWorkContinued
from monitoring.use_cases import scan

handler = consumers.scheduled("monitoring", scan.SCHEDULES, continued=MonitoringWorkContinued)
