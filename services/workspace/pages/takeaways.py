"""What the two take away from their meetings: the list, and the short form of one meeting (a page or part of one)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Conflict, Stale
from mentoring.http.fields import Version
from mentoring.tables.vocabulary import SeenBy
from workspace.pages.base import PAGES, Html, VersionForm, refused
from workspace.pages.notes import of_pair
from workspace.use_cases import takeaways

router = http.PageRouter()


class TakeawayForm(http.Model):
    """A takeaway as typed."""

    text: str = Field(max_length=takeaways.MOST_TEXT)
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR
    version: Version = ""


@router.get("/rooms/<pair_id>/takeaways")
def takeaways_page(pair_id: str) -> Html:
    """Show the meetings that were held, with what the user may see of what was noted."""
    context = http.context()
    pair, meetings = takeaways.all_of(context, pair_id)
    return PAGES.render("takeaways.html", context, meetings=meetings, **of_pair(pair, context.principal.person_id))


@router.get("/rooms/<pair_id>/takeaways/<meeting_id>")
def takeaway_page(pair_id: str, meeting_id: str) -> Html:
    """Show what the user noted of a meeting, and the form."""
    return _takeaway(pair_id, meeting_id)


def _takeaway(pair_id: str, meeting_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, one = takeaways.one_of(context, pair_id, meeting_id)
    return PAGES.render(
        "takeaway.html",
        context,
        status,
        meeting=one,
        **of_pair(pair, context.principal.person_id) | {"problem": "", "opened": ""} | values,
    )


@router.post("/rooms/<pair_id>/takeaways/<meeting_id>")
def note_takeaway(pair_id: str, meeting_id: str) -> Html:
    """Note what the user takes away from a meeting."""
    try:
        sent = web.form(TakeawayForm)
        takeaways.note(http.context(), pair_id, meeting_id, sent.text, sent.visibility, sent.version)
    except (web.FormInvalid, Stale, Conflict) as error:
        return _takeaway(pair_id, meeting_id, error.status, **refused("takeaway", error))
    return web.redirect(f"/rooms/{pair_id}/takeaways", flash=N_("Noted."))


@router.post("/rooms/<pair_id>/takeaways/<meeting_id>/deletion")
def delete_takeaway(pair_id: str, meeting_id: str) -> Html:
    """Delete what the user noted of a meeting."""
    try:
        takeaways.delete(http.context(), pair_id, meeting_id, web.form(VersionForm).version)
    except (Stale, Conflict) as error:
        return _takeaway(pair_id, meeting_id, error.status, **refused("takeaway", error))
    return web.redirect(f"/rooms/{pair_id}/takeaways", flash=N_("The takeaway is deleted."))
