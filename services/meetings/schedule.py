"""Every five minutes: meetings that are due."""

from __future__ import annotations

from meetings import use_cases
from mentoring import consumers
from mentoring.events.meetings import MeetingsWorkContinued

handler = consumers.scheduled("meetings", use_cases.SCHEDULES, continued=MeetingsWorkContinued)
