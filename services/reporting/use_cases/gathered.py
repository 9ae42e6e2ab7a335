"""Gatherings of a programme in its weekly report: those of the last week, and those ahead, with the pages' numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.vocabulary import GatheringState, Seat, Venue

if TYPE_CHECKING:
    from mentoring.context import Context

WEEK = timedelta(days=7)
HELD = (GatheringState.ANNOUNCED, GatheringState.ENDED)
MOST = 20
"""Gatherings ahead in one report, the soonest first."""


def told(context: Context, programme_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return the gatherings of the last seven days (`past`) and those ahead (`ahead`), soonest first.

    Each is `{gathering_id, titles, starts_at, seats, present}`: `titles` by language; `seats` of each kind `{seat,
    taken, waiting, free}`, `free` None for as many as come; `present` how many were there, None for those ahead. Read
    are the programme's gatherings and the seats of those in the report, and of the past ones who was there.
    """
    now = context.clock()
    begin, end = clock.iso(now - WEEK), clock.iso(now)
    planned = sorted(context.store.query(Gathering, *Gathering.of(programme_id)), key=lambda one: one.starts_at)
    past = [one for one in planned if one.state in HELD and begin <= one.starts_at < end]
    ahead = [one for one in planned if one.state == GatheringState.ANNOUNCED and one.starts_at >= end][:MOST]
    keys = [GatheringSeats.key(one.gathering_id) for one in (*past, *ahead)]
    seats = {one.gathering_id: one for one in (context.store.get_many(GatheringSeats, keys) if keys else [])}
    return {
        "past": [_line(one, seats.get(one.gathering_id), _present(context, one)) for one in past],
        "ahead": [_line(one, seats.get(one.gathering_id), None) for one in ahead],
    }


def _present(context: Context, one: Gathering) -> int:
    noted = context.store.query(Attendance, *Attendance.of(one.gathering_id))
    return sum(each.present for each in noted)


def _line(one: Gathering, seats: GatheringSeats | None, present: int | None) -> dict[str, Any]:
    return {
        "gathering_id": one.gathering_id,
        "titles": {locale: text["title"] for locale, text in one.texts.items()},
        "starts_at": one.starts_at,
        "seats": [_seats(seat, seats) for seat in Seat if one.venue in (Venue.BOTH, Venue(seat.value))],
        "present": present,
    }


def _seats(seat: Seat, seats: GatheringSeats | None) -> dict[str, Any]:
    most = seats.capacity(seat) if seats is not None else None
    taken, waiting = (seats.taken(seat), seats.waiting(seat)) if seats is not None else (0, 0)
    free = None if most is None else max(most - taken, 0)
    return {"seat": seat.value, "taken": taken, "waiting": waiting, "free": free}
