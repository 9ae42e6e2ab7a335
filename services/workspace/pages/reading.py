"""Guides as participants read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, web
from mentoring.errors import N_
from mentoring.texts import language
from workspace.pages.base import PAGES, Html
from workspace.pages.guides import STAGE_NAMES
from workspace.use_cases import reading

if TYPE_CHECKING:
    pass

router = http.PageRouter()


@router.get("/guides/<programme_id>")
def my_guides(programme_id: str) -> Html:
    """Show the guides of a programme to somebody who takes part in it, what helps them now first."""
    context = http.context()
    mine = reading.for_me(context, programme_id)
    stages = dict.fromkeys(one.stage for one in mine.entries)
    return PAGES.render(
        "my_guides.html",
        context,
        mine=mine,
        programme=mine.programme,
        by_stage=[(stage, [one for one in mine.entries if one.stage == stage]) for stage in stages],
        stage_names=STAGE_NAMES,
        accent=mine.programme.accent,
    )


@router.get("/guides/<programme_id>/<guide_id>")
def my_guide(programme_id: str, guide_id: str) -> Html:
    """Show a guide."""
    context = http.context()
    mine, item = reading.guide_for_me(context, programme_id, guide_id)
    following = [one for one in mine.entries if one.guide_id not in (mine.read | {guide_id})]
    return PAGES.render(
        "my_guide.html",
        context,
        programme=mine.programme,
        guide=item,
        shown=language(item.texts, context.locale),
        stage_names=STAGE_NAMES,
        is_read=guide_id in mine.read,
        following=following[0] if following else None,
        accent=mine.programme.accent,
    )


@router.post("/guides/<programme_id>/<guide_id>/reading")
def have_read(programme_id: str, guide_id: str) -> Html:
    """Mark a guide as read."""
    reading.have_read(http.context(), programme_id, guide_id)
    return web.redirect(f"/guides/{programme_id}", flash=N_("Noted. Thank you for reading."))
