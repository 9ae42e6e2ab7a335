"""The page of one pair: where it stands, what happened, and what an organizer can do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mentoring import http, matters, web
from mentoring.errors import N_
from mentoring.web import charts
from monitoring import texts
from monitoring.pages import deeds
from monitoring.pages.base import PAGES, Html
from monitoring.sight import lines, words
from monitoring.use_cases import organizers, sight

if TYPE_CHECKING:
    from mentoring.context import Context
    from monitoring.domain.moments import Moment

router = http.PageRouter()


@router.get("/monitoring/<programme_id>/pairs/<pair_id>")
def pair_page(programme_id: str, pair_id: str) -> Html:
    """Show organizers a pair."""
    return _pair(programme_id, pair_id)


def _pair(programme_id: str, pair_id: str, status: int = 200, problem: str = "") -> Html:
    context = http.context()
    seen = sight.pair(context, programme_id, pair_id)
    over = lines.span([seen.one], context.clock())
    return PAGES.render(
        "pair.html",
        context,
        status,
        problem=problem,
        until=deeds.typed_day() if problem else "",
        deeds=deeds.DEEDS,
        next_week=deeds.next_week(context, seen.programme),
        back=f"?{urlencode({web.BACK: _here(programme_id, pair_id)})}",
        programme=seen.programme,
        accent=seen.programme.accent,
        seen=seen,
        one=seen.one,
        pair=seen.one.pair,
        reasons=matters.reasons(seen.matter, context.clock(), context.locale) if seen.matter is not None else [],
        colour=words.COLOURS[seen.one.verdict.colour],
        reason=texts.colour(seen.one, context.locale),
        rhythm=texts.rhythm(seen.one.pair, context.locale),
        stages=[(stage, words.STAGES[stage]) for stage in words.LINE],
        stage=words.STAGES[seen.one.pair.stage],
        ahead=[(one, _said(context, seen, one)) for one in seen.ahead],
        past=[(one, _said(context, seen, one)) for one in seen.past],
        symbols=charts.symbols(),
        keys=lines.KEYS,
        key=charts.key,
        line=lines.line(seen.one, over, context, seen.programme.interval_days),
        axis=lines.axis(over, context),
    )


def _here(programme_id: str, pair_id: str) -> str:
    return f"/monitoring/{programme_id}/pairs/{pair_id}"


def _said(context: Context, seen: sight.PairSeen, one: Moment) -> str:
    return words.happened(one, context.clock(), context.locale, seen.programme.zone)


@router.post("/monitoring/<programme_id>/pairs/<pair_id>")
def deal(programme_id: str, pair_id: str) -> Html:
    """Do something with the pair's matter, or only remind the two where none is open, and show their page again."""
    context, here = http.context(), _here(programme_id, pair_id)
    if not any(web.typed().get("version", [])):
        organizers.nudge(context, programme_id, pair_id)
        return web.redirect(here, flash=N_("Both get a friendly reminder by email."))
    return deeds.deal(context, programme_id, pair_id, lambda _: here, partial(_pair, programme_id, pair_id))
