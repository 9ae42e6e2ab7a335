"""«Add to my calendar» on pages of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain
from mentoring import adding, calendar, clock, links

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Meeting
    from mentoring.tables.pairing import Pair


def by_hand(context: Context, pair: Pair, meeting: Opened[Meeting]) -> adding.Adding | None:
    """Return where a meeting ahead can be added to a calendar; None while or once it has no time."""
    if meeting.state not in domain.OPEN or meeting.is_choice:
        return None
    here = f"/meetings/pair/{meeting.pair_id}/{meeting.meeting_id}"
    coming = adding.Coming(
        title=calendar.title(pair.mentor_name, pair.mentee_name, context.locale),
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        place=meeting.place,
        page=links.url(here),
    )
    return adding.adding(coming, f"{here}/{adding.FILE}")
