"""Every hour: first mails that waited, dates a week away, drafts to be sent soon, new applications, new addresses."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.recruitment import RecruitmentWorkContinued
from recruitment.use_cases import hourly

handler = consumers.scheduled("recruitment", hourly.SCHEDULES, continued=RecruitmentWorkContinued)
