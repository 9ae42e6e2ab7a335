"""Events that gatherings publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class GatheringEnded(EventData):
    """The time of a gathering is over."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str


@dataclass(frozen=True)
class GatheringsWorkContinued(Continued):
    """The gatherings consumer continues work that takes several parts."""

    source = "gatherings"
    aggregate = "work"
