"""Events in: what organizers are told of together, weekly reports that are due, organizers' reports of processes."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.monitoring import MatterRaised
from mentoring.events.pairing import PairClosed
from mentoring.events.recruitment import (
    ApplicationsCollected,
    ProgrammeChanged,
    ProgrammeDateNears,
    ProgrammeStageChanged,
)
from mentoring.events.reporting import ReportingWorkContinued, WeeklyReportDue
from mentoring.tables.vocabulary import Edition
from reporting.drawing import draw, draw_programme
from reporting.use_cases import digests, hourly, reports, weekly, when

handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: reports.prepare(context, event, Edition.ORGANIZER, draw=draw)),
    on(ProgrammeStageChanged, when.note_stage),
    on(ProgrammeChanged, when.note_settings),
    on(ApplicationsCollected, digests.note_applications),
    on(ProgrammeDateNears, digests.note_date),
    on(MatterRaised, digests.note_matter),
    on(WeeklyReportDue, lambda context, event: weekly.prepare(context, event, draw=draw_programme)),
    continued=ReportingWorkContinued,
    schedules=hourly.SCHEDULES,
)
