"""Work that grows with a programme, done in parts of bounded size.

A consumer or a schedule whose work grows handles one part a delivery: `part` reads it page by page, hands the pages on
and stops after `MOST` items or when the delivery's share of time is over. `go_on` then puts a `<Consumer>WorkContinued`
event into the last transaction of the part, beside the marker: delivered twice, a part is followed by one next part.
What a page's handler writes must be repeatable: after a crash its part begins anew.
See docs/decisions/0013-work-that-grows-goes-on-in-events.md.
"""

from __future__ import annotations

import json
import math
import time
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from mentoring import clock, ids
from mentoring.events import Event, from_detail, to_detail
from mentoring.store.port import Page
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events.base import Continued, EventData
    from mentoring.store import UnitOfWork

T = TypeVar("T")

TOGETHER = 25
"""Items of a page, unless a caller knows how many of its own fit into one transaction."""
MOST = 500
"""Items handled in one part."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a delivery works on: an event or a run of a schedule, from `cursor` on (empty: from the beginning).

    `began` is the JSON text of the event's detail, or of `{"time": …}` of the run; `stops_at` is an instant of
    `time.monotonic`, in seconds, after which no other page is begun.
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
        """Return whether the delivery's share of time is used up."""
        return time.monotonic() >= self.stops_at

    def next(self, cursor: str) -> Continued:
        """Return the event that lets the work go on."""
        return self.continued(self.work_id, self.name, self.began, cursor, self.number + 1)

    def event(self) -> Event[EventData]:
        """Return the event that the work began with."""
        return from_detail(self.name, json.loads(self.began))

    def run_at(self) -> datetime:
        """Return the instant of the schedule's run that the work began with."""
        return clock.parse(json.loads(self.began)["time"])


def of_event(continued: type[Continued], event: Event[EventData], stops_at: float = math.inf) -> Work:
    """Return the work on an event; that on a continuation of it goes on where the part before stopped."""
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
    """Return the work of a schedule's run at an instant."""
    instant = clock.iso(at)
    work_id = ids.derived("schedule", continued.source, name, instant)
    began = json.dumps({"time": instant})
    return Work(continued=continued, work_id=work_id, name=name, began=began, stops_at=stops_at)


def cursor(context: Context) -> str:
    """Return where this part begins; empty at the beginning of the work."""
    return context.work.cursor if context.work is not None else ""


def part(
    context: Context,
    read: Callable[[str, int], Page[T]],
    handle: Callable[[list[T]], object],
    *,
    together: int = TOGETHER,
    begin: str | None = None,
) -> str:
    """Hand pages of at most `together` items to `handle`, from this part's cursor on; return where the next begins.

    Empty means that nothing is left. `read(after, limit)` returns a page of the store; `begin` is the place in the list
    when the cursor holds more than that.
    """
    after = cursor(context) if begin is None else begin
    handled = 0
    while True:
        page = read(after, together)
        if page.items:
            handle(page.items)
        after, handled = page.next, handled + together
        if not after or _is_enough(context, handled):
            return after


def pages_of(items: Sequence[T], place: Callable[[T], str]) -> Callable[[str, int], Page[T]]:
    """Return what reads a list at hand page by page, as `part` takes it.

    `place` gives where an item stands, rising from one to the next: a list that changed meanwhile goes on behind it.
    """
    places = [place(one) for one in items]

    def read(after: str, limit: int) -> Page[T]:
        begin = bisect_right(places, after) if after else 0
        end = begin + limit
        return Page(list(items[begin:end]), places[end - 1] if end < len(places) else "")

    return read


def _is_enough(context: Context, handled: int) -> bool:
    """Return whether a part is long enough; who calls a use case without a consumer wants all of it."""
    return context.work is not None and (handled >= MOST or context.work.is_over)


def go_on(context: Context, uow: UnitOfWork, after: str) -> None:
    """Put into the last transaction of a part that the work goes on at `after`; nothing when that is empty."""
    if after and context.work is not None:
        uow.publish(context.work.next(after))


def in_parts(
    context: Context,
    read: Callable[[str, int], Page[T]],
    handle: Callable[[list[T]], object],
    *,
    together: int = TOGETHER,
) -> None:
    """Do one part, as `part` does, and let the work go on; the usual shape of a consumer whose work grows."""
    after = part(context, read, handle, together=together)
    uow = context.begin()
    go_on(context, uow, after)
    uow.commit()
