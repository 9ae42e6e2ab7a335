"""Pairs, as organizers pause and close them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from pydantic import Field

from mentoring import clock, http, walltime, web
from mentoring.errors import N_, DomainError, Invalid, Stale
from mentoring.http.fields import Day, Version
from mentoring.i18n import day_in, format_date
from mentoring.tables.vocabulary import PairOutcome
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html, end_of

if TYPE_CHECKING:
    from datetime import datetime

router = http.PageRouter()


class PauseForm(http.Model):
    """The last day of a break; to continue the process, no day is asked for."""

    until: Day | None = None
    version: Version


class AgainForm(http.Model):
    """The pair whose mentee is matched again, as it was seen."""

    version: Version


class CloseForm(http.Model):
    """Why an organizer ends a process, and whether the mentee is matched again."""

    reason: str = Field("", max_length=2000)
    rematch: Literal["yes"] | None = None
    version: Version


@router.get("/pairing/<programme_id>/pairs/<pair_id>/close")
def close_page(programme_id: str, pair_id: str) -> Html:
    """Show an organizer the effects of pausing or ending a process, or that it has ended."""
    return _close_page(programme_id, pair_id)


def _again(programme_id: str, pair_id: str, error: DomainError) -> Html:
    """Show the page again with what was sent and what is true now."""
    problem = "" if isinstance(error, Invalid) else error.message
    return _close_page(programme_id, pair_id, int(error.status), problem=problem, **web.kept(error))


def _close_page(programme_id: str, pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, pair = use_cases.organized_pair(context, programme_id, pair_id)
    rests, back = pair.rests(context.clock()), web.back(f"/monitoring/{programme_id}")
    until = day_in(clock.parse(pair.paused_until), programme.zone) if rests and pair.paused_until else ""
    return PAGES.render(
        "close.html",
        context,
        status,
        pair=pair,
        programme=programme,
        accent=programme.accent,
        paused=rests,
        until=until,
        current={"until": format_date(date.fromisoformat(until), context.locale)} if until else {},
        may_match_again=use_cases.may_match_again(context, programme, pair),
        nobody=domain.NotMatchedAgain.message if pair.outcome is PairOutcome.CLOSED_EARLY else "",
        reason="" if pair.close_reason == domain.WITHDRAWN else pair.close_reason or "",
        list=back,
        here=f"/pairing/{programme_id}/pairs/{pair_id}/close?{urlencode({web.BACK: back})}",
        **{"problem": "", "typed": {}} | values,
    )


@router.post("/pairing/<programme_id>/pairs/<pair_id>/pause")
def pause(programme_id: str, pair_id: str) -> Html:
    """Pause a process until the end of a day in the programme's zone, or continue it."""
    context = http.context()
    programme, _ = use_cases.organized_pair(context, programme_id, pair_id)
    try:
        sent = web.form(PauseForm)
        until = _until(sent, programme.zone)
        use_cases.pause(context, pair_id, until, sent.version)
    except (Invalid, Stale, domain.PairEnded) as error:
        return _again(programme_id, pair_id, error)
    said = N_("The process goes on.") if until is None else N_("The process rests; nobody is reminded of anything.")
    return web.redirect(web.back(f"/monitoring/{programme_id}"), flash=said)


def _until(sent: PauseForm, zone: str) -> datetime | None:
    """Return the end of the day that was chosen; None where the form asked for no day."""
    if sent.until is not None:
        return end_of(sent.until, zone)
    return walltime.coming(None, http.context().clock()) if "until" in web.typed() else None


@router.post("/pairing/<programme_id>/pairs/<pair_id>/close")
def close(programme_id: str, pair_id: str) -> Html:
    """End a process early, and have the mentee matched again if asked to."""
    context = http.context()
    use_cases.organized_pair(context, programme_id, pair_id)
    try:
        sent = web.form(CloseForm)
        use_cases.close_early(context, pair_id, sent.reason, sent.version, rematch=sent.rematch is not None)
    except (Invalid, Stale, domain.PairEnded) as error:
        return _again(programme_id, pair_id, error)
    said = N_("The process has ended; we look for another mentor.") if sent.rematch else N_("The process has ended.")
    return web.redirect(web.back(f"/monitoring/{programme_id}"), flash=said)


@router.post("/pairing/<programme_id>/pairs/<pair_id>/rematch")
def match_again(programme_id: str, pair_id: str) -> Html:
    """Have the mentee of a process that one of the two ended matched again."""
    context = http.context()
    use_cases.organized_pair(context, programme_id, pair_id)
    try:
        use_cases.match_again(context, pair_id, web.form(AgainForm).version)
    except (Invalid, Stale, domain.NotMatchedAgain) as error:
        return _again(programme_id, pair_id, error)
    return web.redirect(web.back(f"/monitoring/{programme_id}"), flash=N_("We look for another mentor."))
