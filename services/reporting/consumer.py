"""Events in: reports of ended processes; which programmes get a weekly report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairClosed
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.reporting import ReportingWorkContinued
from reporting import use_cases

if TYPE_CHECKING:
    from reporting.domain import ProcessReport


def _draw(report: ProcessReport, locale: str) -> tuple[bytes, int]:
    from reporting import pdf  # noqa: PLC0415 - only a closed pair has a report to draw, and xhtml2pdf is large

    drawn = pdf.render(report, locale)
    return drawn.content, drawn.pages


handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: use_cases.prepare(context, event, draw=_draw)),
    on(ProgrammeStageChanged, use_cases.note_stage),
    continued=ReportingWorkContinued,
    schedules={"weekly": use_cases.weekly},
)
