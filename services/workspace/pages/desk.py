"""Pages of what participants and organizers write to each other, and of the organizers' inbox."""

from __future__ import annotations

from functools import partial

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_
from workspace.pages.base import PAGES, Html
from workspace.pages.messages import ON_ITS_PAGE, written
from workspace.use_cases import desk
from workspace.use_cases import inbox as inboxes

router = http.PageRouter()


class AssignmentForm(http.Model):
    """Who takes care of a thread; empty for nobody."""

    person_id: str = Field("", max_length=64)


@router.get("/desk/<programme_id>")
def show(programme_id: str) -> Html:
    """Show what the user and the organizers wrote to each other; the newest page counts as read."""
    return _mine(programme_id)


def _mine(programme_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    mine = desk.open_mine(context, programme_id)
    items, following = http.part_of(lambda after, limit: desk.lines(context, mine.thread, after, limit), ON_ITS_PAGE)
    first = not items or items[0].number == mine.thread.last
    if items and first and mine.reader.unread:
        desk.look_mine(context, programme_id, mine.thread.last)
    return PAGES.render(
        "desk.html",
        context,
        status,
        programme=mine.programme,
        accent=mine.programme.accent,
        me=mine.thread.person_id,
        items=items,
        following=following,
        first_page=first,
        read=mine.reader.read,
        **{"problem": ""} | values,
    )


@router.post("/desk/<programme_id>")
def write(programme_id: str) -> Html:
    """Write to the organizers."""
    return written(
        lambda text: desk.write_mine(http.context(), programme_id, text),
        f"/desk/{programme_id}",
        partial(_mine, programme_id),
    )


@router.get("/inbox/<programme_id>")
def inbox(programme_id: str) -> Html:
    """Show the inbox: who waits for an answer first."""
    context = http.context()
    items, following = http.part_of(
        lambda after, limit: inboxes.inbox(context, programme_id, after, limit), ON_ITS_PAGE
    )
    programme = inboxes.programme_of(context, programme_id)
    return PAGES.render(
        "inbox.html",
        context,
        programme=programme,
        accent=programme.accent,
        rows=inboxes.rows(context, items),
        following=following or "",
    )


@router.get("/inbox/<programme_id>/<participant_id>")
def thread(programme_id: str, participant_id: str) -> Html:
    """Show what a participant and the organizers wrote to each other; the newest page counts as looked at."""
    return _theirs(programme_id, participant_id)


def _theirs(programme_id: str, participant_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    row = inboxes.open_theirs(context, programme_id, participant_id)
    items, following = http.part_of(lambda after, limit: desk.lines(context, row.thread, after, limit), ON_ITS_PAGE)
    first = not items or items[0].number == row.thread.last
    if items and first and row.unread:
        inboxes.look_theirs(context, programme_id, participant_id, row.thread.last)
    programme = inboxes.programme_of(context, programme_id)
    return PAGES.render(
        "inbox_thread.html",
        context,
        status,
        programme=programme,
        accent=programme.accent,
        row=row,
        person_id=row.thread.person_id,
        team=(team := inboxes.team(context, programme_id)),
        names=dict(team),
        items=items,
        following=following,
        first_page=first,
        **{"problem": ""} | values,
    )


@router.post("/inbox/<programme_id>/<participant_id>")
def answer(programme_id: str, participant_id: str) -> Html:
    """Answer a participant."""
    return written(
        lambda text: inboxes.write_answer(http.context(), programme_id, participant_id, text),
        web.back(f"/inbox/{programme_id}/{participant_id}"),
        partial(_theirs, programme_id, participant_id),
    )


@router.post("/inbox/<programme_id>/<participant_id>/assignment")
def assign(programme_id: str, participant_id: str) -> Html:
    """Say who takes care of a thread."""
    inboxes.assign(http.context(), programme_id, participant_id, web.form(AssignmentForm).person_id)
    return web.redirect(f"/inbox/{programme_id}/{participant_id}", flash=N_("Noted."))


@router.post("/inbox/<programme_id>/<participant_id>/settled")
def settle(programme_id: str, participant_id: str) -> Html:
    """Say that a thread needs no answer."""
    inboxes.settle(http.context(), programme_id, participant_id)
    return web.redirect(f"/inbox/{programme_id}", flash=N_("Noted."))
