"""Erasing what a pair wrote: what will happen, to whom, and the answer of both."""

from __future__ import annotations

from mentoring import http, web
from mentoring.errors import N_, Conflict
from workspace.pages.base import PAGES, Html
from workspace.use_cases import erasure

router = http.PageRouter()


@router.get("/rooms/<pair_id>/erasure")
def erasure_page(pair_id: str) -> Html:
    """Say what erasing means, and ask; or say what became of it."""
    return _show(pair_id)


def _show(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    found = erasure.look(context, pair_id)
    return PAGES.render(
        "erasure.html",
        context,
        status,
        found=found,
        pair=found.pair,
        partner=found.partner,
        me=context.principal.person_id,
        **{"problem": ""} | values,
    )


@router.post("/rooms/<pair_id>/erasure")
def ask(pair_id: str) -> Html:
    """Ask for it, or agree."""
    try:
        erasure.ask(http.context(), pair_id)
    except Conflict as error:
        return _show(pair_id, error.status, problem=error.message)
    return web.redirect(f"/rooms/{pair_id}/erasure", flash=N_("Noted."))


@router.post("/rooms/<pair_id>/erasure/withdrawal")
def drop(pair_id: str) -> Html:
    """Take it back, or keep everything."""
    try:
        erasure.drop(http.context(), pair_id)
    except Conflict as error:
        return _show(pair_id, error.status, problem=error.message)
    return web.redirect(f"/rooms/{pair_id}/erasure", flash=N_("Everything stays as it is."))
