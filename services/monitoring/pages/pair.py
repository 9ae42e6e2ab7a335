"""The page of one pair: where it stands, what happened, and what an organizer can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, matters, web
from mentoring.errors import N_
from mentoring.web import charts
from monitoring import texts
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
    context = http.context()
    seen = sight.pair(context, programme_id, pair_id)
    over = lines.span([seen.one], context.clock())
    return PAGES.render(
        "pair.html",
        context,
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
        ahead=[(one, _said(context, one)) for one in seen.ahead],
        past=[(one, _said(context, one)) for one in seen.past],
        symbols=charts.symbols(),
        keys=lines.KEYS,
        key=charts.key,
        line=lines.line(seen.one, over, context, seen.programme.interval_days),
        axis=lines.axis(over, context),
    )


def _said(context: Context, one: Moment) -> str:
    return words.happened(one, context.clock(), context.locale, context.zone)


@router.post("/monitoring/<programme_id>/pairs/<pair_id>")
def remind(programme_id: str, pair_id: str) -> Html:
    """Remind the two of the reason for their colour, and show their page again."""
    organizers.nudge(http.context(), programme_id, pair_id)
    return web.redirect(
        f"/monitoring/{programme_id}/pairs/{pair_id}", flash=N_("Both get a friendly reminder by mail.")
    )
