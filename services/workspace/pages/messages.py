"""The conversation of a pair."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, DomainError
from workspace import conversation
from workspace.pages.base import PAGES, Html
from workspace.use_cases import messages, rooms

if TYPE_CHECKING:
    from collections.abc import Callable

router = http.PageRouter()
ON_ITS_PAGE = 30
"""Lines that are shown at a time."""


class MessageForm(http.Model):
    """A line as typed."""

    text: str = Field("", max_length=conversation.MOST_TEXT)


@router.get("/rooms/<pair_id>/messages")
def show(pair_id: str) -> Html:
    """Show the conversation; its newest page counts as read."""
    return _show(pair_id)


def _show(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    talk = messages.open_talk(context, pair_id)
    items, following = http.part_of(lambda after, limit: messages.lines(context, talk, after, limit), ON_ITS_PAGE)
    if items and items[0].number == talk.last and talk.mine.unread:
        messages.mark_read(context, pair_id, talk.last)
    programme = rooms.programme_of(context, talk.pair)
    return PAGES.render(
        "messages.html",
        context,
        status,
        accent=programme.accent if programme else "forest",
        pair=talk.pair,
        me=context.principal.person_id,
        partner=talk.partner,
        items=items,
        following=following,
        first_page=not items or items[0].number == talk.last,
        read=talk.mine.read,
        unread=talk.mine.unread,
        **{"problem": ""} | values,
    )


@router.post("/rooms/<pair_id>/messages")
def write(pair_id: str) -> Html:
    """Write a line."""
    return written(
        lambda text: messages.write_message(http.context(), pair_id, text),
        f"/rooms/{pair_id}/messages",
        partial(_show, pair_id),
    )


def written(write_it: Callable[[str], object], page: str, again: Callable[..., Html]) -> Html:
    """Write a line and lead back to its page, or show that again with what was typed."""
    try:
        write_it(web.form(MessageForm).text)
    except DomainError as error:
        if error.status not in (409, 422):
            raise
        return again(error.status, problem="" if error.fields else error.message, **web.kept(error))
    return web.redirect(page, flash=N_("Sent."))
