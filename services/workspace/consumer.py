"""Events in."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.pairing import PairAgreed
from workspace import use_cases

handler = consumers.handler("workspace", {PairAgreed: use_cases.open_room})
