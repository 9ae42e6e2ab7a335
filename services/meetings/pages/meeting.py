"""One meeting: the helper page, and the file that adds it to a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import use_cases
from meetings.pages.adding import by_hand
from meetings.pages.arranging import times
from meetings.pages.base import PAGES, Html
from meetings.pages.calling import joining
from meetings.pages.pair import STATE_NAMES
from meetings.use_cases import feeds
from mentoring import adding, calendar, http, links, web
from mentoring.errors import N_, NotFound

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.meetings import Meeting
    from mentoring.tables.pairing import Pair

router = http.PageRouter("/meetings/entry/<token>")

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
        parts=found.parts,
        adding=by_hand(context, found.pair, found.meeting),
        times=times(context, found.pair, [found.meeting.item])[meeting_id],
        joining=joining(found.meeting.place),
        advice=ADVICE,
        state_names=STATE_NAMES,
    )


@router.get("/meetings/pair/<pair_id>/<meeting_id>/meeting.ics")
def file(pair_id: str, meeting_id: str) -> Html:
    """Return a file that adds a meeting to any calendar program."""
    context = http.context()
    return _file(context, *use_cases.meeting(context, pair_id, meeting_id), context.locale)


@router.get("/meetings/entry/<token>")
def file_of_link(token: str) -> Html:
    """Return the same to whoever has a mail with this link, in the mail's language; the link does nothing else."""
    context = http.context()
    link = links.read("entry", token, context.clock())
    pair_id = link.claims["pair_id"]
    use_cases.look_ahead(context, pair_id, link.subject, link.person_id)
    meeting = use_cases.meeting_of_link(context, pair_id, link.subject)
    return _file(context, use_cases.pair_of(context, meeting), meeting, link.claims["locale"])


def _file(context: Context, pair: Pair, meeting: Meeting, locale: str) -> Html:
    if meeting.called_off or meeting.is_choice:
        raise NotFound
    one = feeds.as_invited(context, meeting, pair, locale)
    return web.attachment(calendar.feed([one]), "text/calendar; charset=utf-8", adding.FILE)
