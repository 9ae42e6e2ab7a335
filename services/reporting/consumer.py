"""Events in: the organizers' reports of ended processes; which programmes get a weekly report."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairClosed
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.reporting import ReportingWorkContinued
from mentoring.tables.vocabulary import Edition
from reporting import use_cases
from reporting.drawing import draw

handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: use_cases.prepare(context, event, Edition.ORGANIZER, draw=draw)),
    on(ProgrammeStageChanged, use_cases.note_stage),
    continued=ReportingWorkContinued,
    schedules={"weekly": use_cases.weekly},
)
