"""Pairs, as organizers pause and close them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import clock, http, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day
from pairing import use_cases
from pairing.pages.base import PAGES, Html, end_of

router = http.PageRouter()


class PauseForm(http.Model):
    """The last day of a break; empty to continue the process."""

    until: Day | None = None


class CloseForm(http.Model):
    """Why an organizer ends a process, and whether the mentee is matched again."""

    reason: str = Field("", max_length=2000)
    rematch: Literal["yes"] | None = None


@router.get("/pairing/<programme_id>/pairs/<pair_id>/close")
def close_page(programme_id: str, pair_id: str) -> Html:
    """Show an organizer the effects of pausing or ending a process."""
    return _close_page(programme_id, pair_id)


def _close_page(programme_id: str, pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, pair = use_cases.organized_pair(context, programme_id, pair_id)
    paused = pair.paused_until is not None and pair.paused_until > clock.iso(context.clock())
    return PAGES.render(
        "close.html", context, status, pair=pair, programme=programme, accent=programme.accent, paused=paused, **values
    )


@router.post("/pairing/<programme_id>/pairs/<pair_id>/pause")
def pause(programme_id: str, pair_id: str) -> Html:
    """Pause a process until the end of a day in the programme's zone, or continue it."""
    context = http.context()
    programme, _ = use_cases.organized_pair(context, programme_id, pair_id)
    try:
        day = web.form(PauseForm).until
        until = None if day is None else end_of(day, programme.zone)
        use_cases.pause(context, pair_id, until)
    except Invalid as error:
        return _close_page(programme_id, pair_id, 422, **web.kept(error))
    said = N_("The process goes on.") if until is None else N_("The process rests; nobody is reminded of anything.")
    return web.redirect(web.back(f"/monitoring/{programme_id}"), flash=said)


@router.post("/pairing/<programme_id>/pairs/<pair_id>/close")
def close(programme_id: str, pair_id: str) -> Html:
    """End a process early, and have the mentee matched again if asked to."""
    context = http.context()
    try:
        sent = web.form(CloseForm)
    except Invalid as error:
        return _close_page(programme_id, pair_id, 422, **web.kept(error))
    use_cases.organized_pair(context, programme_id, pair_id)
    use_cases.close_early(context, pair_id, sent.reason, rematch=sent.rematch is not None)
    said = N_("The process has ended; we look for another mentor.") if sent.rematch else N_("The process has ended.")
    return web.redirect(web.back(f"/monitoring/{programme_id}"), flash=said)
