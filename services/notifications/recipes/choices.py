"""Several proposed times in a mail: a button for each, on both clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.afar import other_clock

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Meeting
    from notifications.mail import Recipient
    from notifications.people import PairToTell


def choices(
    context: Context, meeting: Opened[Meeting], found: PairToTell, to: Recipient, link: str
) -> list[dict[str, str]]:
    """Return the times that wait for a choice, none for a single one; `link` is where the recipient answers.

    Who chooses gets a link for each: `starts_at` (an instant), `words` (empty on one clock), `link`.
    """
    if not meeting.is_choice:
        return []
    chooses, now, there = meeting.proposed_by != to.key, clock.iso(context.clock()), found.other(to.key).zone
    return [
        {
            "starts_at": one,
            "words": other_clock(clock.parse(one), to.locale, to.zone, there),
            "link": f"{link}?at={one}" if chooses else "",
        }
        for one in meeting.options
        if one > now
    ]
