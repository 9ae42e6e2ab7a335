"""One meeting: the helper page, and the file that adds it to a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import use_cases
from meetings.pages.base import PAGES, Html
from meetings.pages.pair import STATE_NAMES
from meetings.use_cases import feeds
from mentoring import calendar, http, web
from mentoring.errors import N_, NotFound

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.meetings import Meeting
    from mentoring.tables.pairing import Pair

router = http.PageRouter()

ADVICE = (
    N_("Turn the camera on"),
    N_("Silence notifications"),
    N_("Close other tabs"),
    N_("Put the phone away"),
    N_("Have the agenda and the last homework at hand"),
)


@router.get("/meetings/pair/<pair_id>/<meeting_id>")
def helper(pair_id: str, meeting_id: str) -> Html:
    """Show the meeting helper: agenda, checklist, the last minute."""
    context = http.context()
    found = use_cases.prepare(context, pair_id, meeting_id)
    return PAGES.render(
        "helper.html",
        context,
        pair=found.pair,
        meeting=found.meeting,
        session=found.session,
        tasks=found.tasks,
        goals=found.goals,
        adding=_adding(context, found.pair, found.meeting.item),
        advice=ADVICE,
        state_names=STATE_NAMES,
    )


def _adding(context: Context, pair: Pair, meeting: Meeting) -> dict[str, str]:
    """Return where a meeting can be added to a calendar, by the program; nowhere while or once it has no time."""
    if meeting.called_off or meeting.is_choice:
        return {}
    one = feeds.entry(context, meeting, pair, context.locale)
    here = f"/meetings/pair/{pair.pair_id}/{meeting.meeting_id}/meeting.ics"
    return {"file": here, "google": calendar.google(one), "outlook": calendar.outlook(one)}


@router.get("/meetings/pair/<pair_id>/<meeting_id>/meeting.ics")
def file(pair_id: str, meeting_id: str) -> Html:
    """Return a file that adds a meeting to any calendar program."""
    context = http.context()
    pair, meeting = use_cases.meeting(context, pair_id, meeting_id)
    if meeting.called_off or meeting.is_choice:
        raise NotFound
    one = feeds.entry(context, meeting, pair, context.locale)
    return web.attachment(calendar.feed([one]), "text/calendar; charset=utf-8", "meeting.ics")
