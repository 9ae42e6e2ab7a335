"""What a delivery works on when its work grows: an event or a run of a schedule, and where it stands in it."""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING

from mentoring import clock, ids
from mentoring.events import Event, from_detail, to_detail
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.events.base import Continued, EventData


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a delivery is working on: an event or a scheduled run, from `cursor` on (empty: from the beginning).

    `began` is the JSON text of the event's detail, or `{"time": …}` of the run; after `stops_at` (seconds of
    `time.monotonic`) no further page is begun.
    """

    continued: type[Continued]
    work_id: str
    name: str
    began: str
    cursor: str = ""
    number: int = 0
    stops_at: float = math.inf

    @property
    def is_over(self) -> bool:
        """Return whether the delivery's share of the time is used up."""
        return time.monotonic() >= self.stops_at

    def next(self, cursor: str) -> Continued:
        """Return the event that continues the work."""
        return self.continued(self.work_id, self.name, self.began, cursor, self.number + 1)

    def event(self) -> Event[EventData]:
        """Return the event that started the work."""
        return from_detail(self.name, json.loads(self.began))

    def run_at(self) -> datetime:
        """Return the instant of the scheduled run that started the work."""
        return clock.parse(json.loads(self.began)["time"])


def of_event(continued: type[Continued], event: Event[EventData], stops_at: float = math.inf) -> Work:
    """Return the work for an event; for a continuation, the work from where the previous part stopped."""
    data = event.data
    if isinstance(data, continued):
        return Work(
            continued=continued,
            work_id=data.work_id,
            name=data.work,
            began=data.began,
            cursor=data.cursor,
            number=data.part,
            stops_at=stops_at,
        )
    began = json.dumps(to_detail(event), ensure_ascii=False, separators=(",", ":"))
    return Work(continued=continued, work_id=event.meta.id, name=event.name, began=began, stops_at=stops_at)


def of_schedule(continued: type[Continued], name: str, at: datetime, stops_at: float = math.inf) -> Work:
    """Return the work of a scheduled run at an instant."""
    instant = clock.iso(at)
    work_id = ids.derived("schedule", continued.source, name, instant)
    began = json.dumps({"time": instant})
    return Work(continued=continued, work_id=work_id, name=name, began=began, stops_at=stops_at)
