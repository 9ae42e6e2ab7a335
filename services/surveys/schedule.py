"""Every hour: surveys that wait for their programme's kick-off."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.surveys import SurveysWorkContinued
from surveys import use_cases

handler = consumers.scheduled("surveys", use_cases.SCHEDULES, continued=SurveysWorkContinued)
