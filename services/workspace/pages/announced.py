"""Announcements as their readers see them."""

from __future__ import annotations

from mentoring import http
from mentoring.texts import language
from workspace import announcing
from workspace.pages.base import PAGES, Html
from workspace.use_cases import announced

router = http.PageRouter()

ON_A_PAGE = 20


@router.get("/desk/<programme_id>/announcements")
def my_announcements(programme_id: str) -> Html:
    """Show what the organizers of a programme announced to the user."""
    context = http.context()
    items, following = http.part_of(lambda after, limit: announced.mine(context, programme_id, after, limit), ON_A_PAGE)
    programme = announced.programme_of(context, programme_id)
    return PAGES.render(
        "my_announcements.html",
        context,
        programme=programme,
        accent=programme.accent,
        rows=[(one, announcing.subject(one.item.texts, context.locale)) for one in items],
        following=following or "",
    )


@router.get("/desk/<programme_id>/announcements/<announcement_id>")
def my_announcement(programme_id: str, announcement_id: str) -> Html:
    """Show an announcement; who has opened it has seen it."""
    context = http.context()
    got = announced.see(context, programme_id, announcement_id)
    written = language(got.item.texts, context.locale)
    return PAGES.render(
        "my_announcement.html",
        context,
        programme=got.programme,
        accent=got.programme.accent,
        item=got.item,
        written=written,
        text=got.item.texts[written],
    )
