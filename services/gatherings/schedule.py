"""Every five minutes: what is due."""

from __future__ import annotations

from gatherings import use_cases
from mentoring import consumers
from mentoring.events.gatherings import GatheringsWorkContinued

handler = consumers.scheduled("gatherings", use_cases.SCHEDULES, continued=GatheringsWorkContinued)
