"""Every hour: surveys that wait for their programme's kick-off."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.surveys import SurveysWorkContinued
from surveys.use_cases import asking

handler = consumers.scheduled("surveys", asking.SCHEDULES, continued=SurveysWorkContinued)
