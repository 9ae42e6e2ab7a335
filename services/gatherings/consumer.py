"""Events in."""

from __future__ import annotations

from gatherings import use_cases
from mentoring import consumers
from mentoring.events.gatherings import GatheringsWorkContinued

handler = consumers.handler("gatherings", continued=GatheringsWorkContinued, schedules=use_cases.SCHEDULES)
