"""The base class of all events, which are defined in `mentoring.events.<publisher>`.

Each class is one detail-type; its fields are the `data` of the event: ids, counts and facts, no personal data. Instants
are RFC 3339 text in UTC. `version` is the schema's version, matched by the rules in template.yaml.
"""

from __future__ import annotations

from typing import ClassVar

from mentoring.values import dataclass

LOADED: dict[str, type[EventData]] = {}
"""Detail-type → class, for the publishers whose modules are imported; `catalogue` imports all."""

_ID_FIELDS = {
    "sign_in": "request_id",
    "contract": "pair_id",
    "summary": "pair_id",
    "takeaway": "meeting_id",
    "thread": "pair_id",
    "desk_thread": "person_id",
    "watch": "pair_id",
    "weekly_report": "report_id",
    "attendance": "person_id",
    "sign_up": "person_id",
    "check_in": "gathering_id",
    "breakout": "gathering_id",
    "circle_round": "round_id",
    "case_card": "card_id",
    "circle_steps": "circle_id",
    "matter": "about",
}
"""Aggregates whose id isn't called `<aggregate>_id`: a pair has one of each."""


@dataclass(frozen=True)
class EventData:
    """Base of all events' data; subclasses register themselves under their name."""

    source: ClassVar[str]
    aggregate: ClassVar[str]
    version: ClassVar[int] = 1
    aggregate_id_field: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if not hasattr(cls, "source"):  # a base of several events, not an event itself
            return
        LOADED[cls.__name__] = cls
        cls.aggregate_id_field = _ID_FIELDS.get(cls.aggregate, f"{cls.aggregate}_id")


@dataclass(frozen=True)
class Continued(EventData):
    """Continues long work in a delivery of its own (`mentoring.work`); each consumer has one, for itself only.

    `work_id` is the id of the event or run that started the work, the same in all parts; `work` is the name of that
    event or schedule; `began` is the JSON text of the event's detail, or `{"time": …}` of the run; `cursor` is where to
    continue, opaque; `part` is the number of the part, 1 for the second one.
    """

    work_id: str
    work: str
    began: str
    cursor: str
    part: int
