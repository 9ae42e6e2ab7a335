"""Events in: the organizers' reports of ended processes; which programmes get a weekly report."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairClosed
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.reporting import ReportingWorkContinued
from mentoring.tables.vocabulary import Edition
from reporting.drawing import draw
from reporting.use_cases import reports

handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: reports.prepare(context, event, Edition.ORGANIZER, draw=draw)),
    on(ProgrammeStageChanged, reports.note_stage),
    continued=ReportingWorkContinued,
    schedules={"weekly": reports.weekly},
)
