"""«Add to my calendar» in a mail: web calendars, and the file, which a link fetches where it isn't attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import adding, calendar, clock, links
from notifications.recipes.base import sign

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Meeting
    from notifications.mail import Recipient
    from notifications.people import PairToTell

NOWHERE = {"file": "", "google": "", "outlook": ""}


def by_hand(
    context: Context, meeting: Opened[Meeting], found: PairToTell, to: Recipient, *, attached: bool
) -> dict[str, str]:
    """Return where a meeting can be added, by the program; nowhere while several times wait for a choice.

    The file is fetched without signing in; its link says nothing but which meeting, and whose.
    """
    if meeting.is_choice:
        return NOWHERE
    coming = adding.Coming(
        title=calendar.title(found.mentor.name, found.mentee.name, to.locale),
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        place=meeting.place,
        page=links.url(f"/meetings/pair/{meeting.pair_id}/{meeting.meeting_id}"),
    )
    claims = {"pair_id": meeting.pair_id, "locale": to.locale}
    file = "" if attached else links.url("/meetings/entry", sign(context, "entry", meeting.meeting_id, to, **claims))
    one = adding.adding(coming, file)
    return {"file": one.file, "google": one.google, "outlook": one.outlook}
