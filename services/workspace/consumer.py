"""Events in."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairAgreed
from workspace import use_cases

handler = consumers.handler("workspace", on(PairAgreed, use_cases.open_room))
