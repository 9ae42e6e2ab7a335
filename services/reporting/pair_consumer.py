"""Events in: the pair's own report of its process, made by the one function of reporting that may open rooms."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairClosed
from mentoring.tables.vocabulary import Edition
from reporting import use_cases
from reporting.drawing import draw

handler = consumers.handler(
    "reporting",
    on(PairClosed, lambda context, event: use_cases.prepare(context, event, Edition.PAIR, draw=draw)),
    name="reporting-pair",
)
