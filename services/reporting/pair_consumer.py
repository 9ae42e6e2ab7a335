"""Events in: the pair's own report of its process, made by the one function of reporting that may open rooms."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairClosed
from mentoring.tables.vocabulary import Edition
from reporting.drawing import draw
from reporting.use_cases import reports

handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: reports.prepare(context, event, Edition.PAIR, draw=draw)),
    name="reporting-pair",
)
