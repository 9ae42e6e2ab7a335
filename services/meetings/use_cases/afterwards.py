"""What is left to do after a meeting, on one page: who noted something already, and when the two meet next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.use_cases.arranging import propose
from meetings.use_cases.reading import open_pair
from meetings.use_cases.suggesting import suggested
from mentoring import clock
from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import MeetingState
from mentoring.tables.workspace import RoomHead
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.use_cases.suggesting import Suggested
    from mentoring.context import Context
    from mentoring.tables.meetings import Arranged, Meeting
    from mentoring.tables.pairing import Pair


class NextIsPlanned(Conflict):
    """One of the two proposed a time meanwhile."""

    code = "next-meeting-planned"
    message = N_("A time for your next meeting was proposed meanwhile. It stands below.")


@dataclass(frozen=True)
class Afterwards:
    """`noted`: the user noted what they take away; `following` is the next meeting, without one times are `offered`."""

    noted: bool
    following: Arranged | None
    offered: Suggested | None


def afterwards(context: Context, pair: Pair, meeting: Meeting) -> Afterwards | None:
    """Return what is left to do after a meeting; None before that is known, and once the process has ended."""
    if pair.outcome or meeting.state not in (MeetingState.HELD, MeetingState.NOT_HELD):
        return None
    head = context.store.get(RoomHead, *RoomHead.key(pair.pair_id))
    noted = meeting.meeting_id in (head.noted.get(context.principal.person_id, []) if head is not None else [])
    following = _following(context, pair.pair_id)
    return Afterwards(noted, following, None if following else suggested(context, pair.pair_id))


def propose_next(context: Context, pair_id: str, at: datetime) -> None:
    """Propose a time for the next meeting; a second click changes nothing.

    Raise `NextIsPlanned` if there is another one by now: both are asked right after a meeting.
    """
    open_pair(context, pair_id)
    found = _following(context, pair_id)
    mine = found is not None and found.proposed_by == context.principal.person_id
    if found is not None and not (mine and clock.parse(found.starts_at) == at):
        raise NextIsPlanned
    propose(context, pair_id, at, context.zone)


def _following(context: Context, pair_id: str) -> Arranged | None:
    """Return the next meeting of a pair that stands."""
    now = clock.iso(context.clock())
    known = store.calendar(context, pair_id).arranged()
    return next((one for one in known if one.state in domain.OPEN and one.starts_at > now), None)
