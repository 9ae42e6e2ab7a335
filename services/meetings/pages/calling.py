"""Where a pair meets: the link it keeps for all its meetings, and the place of one of them."""

from __future__ import annotations

from pydantic import Field

from meetings import domain, use_cases
from meetings.pages.base import PAGES, Html
from meetings.use_cases import calling
from mentoring import calendar, calls, http, web
from mentoring.calls import patterns
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import CallLink, Line, Version

router = http.PageRouter()

JITSI = calls.host(patterns.JITSI)


class CallForm(http.Model):
    """The link under which the two meet, with whatever was pasted around it."""

    link: CallLink = ""
    version: Version = ""


class PlaceForm(http.Model):
    """Where one meeting takes place."""

    place: Line = Field("", max_length=500)
    version: Version = ""


def joining(place: str) -> dict[str, str]:
    """Return the link of the call in a place and its host, each empty if there is none."""
    link = calendar.call_in(place)
    return {"link": link, "host": calls.host(link)} if link.startswith("https://") else {"link": "", "host": ""}


@router.get("/meetings/pair/<pair_id>/call")
def call_page(pair_id: str) -> Html:
    """Show the link under which the two meet, and whose server it leads to."""
    return _call(pair_id)


def _call(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    found = calling.kept(context, pair_id)
    return PAGES.render(
        "call.html",
        context,
        status,
        pair=found.pair,
        call=found.call,
        host=calls.host(found.call.link),
        made_at=calls.host(found.pattern),
        jitsi=JITSI,
        **{"typed": {"link": found.call.link}} | values,
    )


@router.post("/meetings/pair/<pair_id>/call")
def keep_call(pair_id: str) -> Html:
    """Keep the link under which the two meet."""
    try:
        sent = web.form(CallForm)
        calling.keep(http.context(), pair_id, sent.link, sent.version)
    except (Invalid, Stale) as error:
        return _call(pair_id, int(error.status), **_again(error, "link"))
    words = N_("Saved. Meetings ahead without a place of their own have it; both calendars get it by email.")
    gone = N_("You keep no link of your own any more.")
    return web.redirect(f"/meetings/pair/{pair_id}/call", flash=words if sent.link else gone)


@router.get("/meetings/pair/<pair_id>/<meeting_id>/place")
def place_page(pair_id: str, meeting_id: str) -> Html:
    """Show where a meeting takes place, and offer another place for this one alone."""
    return _place(pair_id, meeting_id)


def _place(pair_id: str, meeting_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, item = use_cases.meeting(context, pair_id, meeting_id)
    meeting = use_cases.shown(context, item)
    own = "" if item.called else meeting.place
    return PAGES.render(
        "place.html",
        context,
        status,
        pair=pair,
        meeting=meeting,
        joining=joining(meeting.place),
        open=item.state in domain.OPEN and not pair.outcome,
        **{"typed": {"place": own}} | values,
    )


@router.post("/meetings/pair/<pair_id>/<meeting_id>/place")
def move_place(pair_id: str, meeting_id: str) -> Html:
    """Give one meeting another place or link."""
    try:
        sent = web.form(PlaceForm)
        calling.move_place(http.context(), pair_id, meeting_id, sent.place, sent.version)
    except (Invalid, Stale, domain.MeetingDecided) as error:
        return _place(pair_id, meeting_id, int(error.status), **_again(error, "place"))
    return web.redirect(f"/meetings/pair/{pair_id}", flash=N_("Done. Both of you get it by email, for your calendars."))


def _again(error: Invalid | Stale | domain.MeetingDecided, name: str) -> dict[str, object]:
    """Return what was typed, and why it can't be, at the form's only field."""
    kept = web.kept(error)
    return {"typed": kept["typed"], "errors": kept["errors"] or {name: error.message}}
