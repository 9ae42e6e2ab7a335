"""The envelope around every event: `{meta, data}`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Generic, TypeVar

from mentoring import clock
from mentoring.events.base import LOADED, EventData
from mentoring.values import dataclass

Told_co = TypeVar("Told_co", bound=EventData, covariant=True)
"""The class of an event's data."""


@dataclass(frozen=True, kw_only=True)
class Meta:
    """Who, when, and what about; `sequence` rises by one with every version of the aggregate.

    `organizer` is the person who did it, if they did it as an organizer of the programme.
    """

    id: str
    version: int
    occurred_at: datetime
    aggregate: str
    aggregate_id: str
    sequence: int
    programme_id: str | None
    correlation_id: str
    causation_id: str | None
    organizer: str | None = None


@dataclass(frozen=True)
class Event(Generic[Told_co]):
    """One event: its envelope and its data, an instance of one of its publisher's classes.

    Annotate functions that take one kind with `Event[PairAgreed]`, and those that take any with `Event[EventData]`.
    """

    meta: Meta
    data: Told_co

    @property
    def name(self) -> str:
        """Return the detail-type on the bus."""
        return type(self.data).__name__


def to_detail(event: Event[EventData]) -> dict[str, Any]:
    """Return the JSON object that goes into `detail` of an EventBridge entry."""
    meta = asdict(event.meta) | {"occurred_at": clock.iso(event.meta.occurred_at)}
    return {"meta": meta, "data": asdict(event.data)}


def kind_of(name: str) -> type[EventData]:
    """Return the class of a detail-type; raise KeyError for an unknown name.

    A consumer has already imported the classes it takes; only an unexpected event imports all publishers' modules.
    """
    if name not in LOADED:
        from mentoring.events import catalogue  # noqa: F401, PLC0415 - importing it fills LOADED
    return LOADED[name]


def from_detail(name: str, detail: dict[str, Any]) -> Event[EventData]:
    """Return the event of `detail-type` and `detail`; raise KeyError for an unknown name, TypeError for bad data.

    Fields unknown to this version are ignored: additive changes must not stop a consumer.
    """
    kind = kind_of(name)
    known = {field: value for field, value in detail["data"].items() if field in kind.__dataclass_fields__}
    members = {field: value for field, value in detail["meta"].items() if field in Meta.__dataclass_fields__}
    meta = Meta(**members | {"occurred_at": clock.parse(members["occurred_at"])})
    return Event(meta, kind(**known))
