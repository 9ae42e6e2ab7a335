"""Events in: the reports of ended processes; which programmes get a weekly report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairClosed
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.reporting import ReportingWorkContinued
from mentoring.store.bucket import Bucket
from reporting import pdf, use_cases

if TYPE_CHECKING:
    from reporting.domain import ProcessReport

FILES = Bucket()


def _draw(report: ProcessReport, locale: str) -> tuple[bytes, int]:
    drawn = pdf.render(report, locale)
    return drawn.content, drawn.pages


handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: use_cases.prepare(context, event, files=FILES, draw=_draw)),
    on(ProgrammeStageChanged, use_cases.note_stage),
    continued=ReportingWorkContinued,
    schedules={"weekly": partial(use_cases.weekly, files=FILES)},
)
