"""A programme's pairs with colour and reason, and what organizers do about them."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from mentoring import http, web
from mentoring.errors import N_
from monitoring import texts
from monitoring.pages.base import COLOURS, PAGES, Html
from monitoring.use_cases import newcomers, organizers

router = http.PageRouter()

PAIRS = 24
"""Pairs on one page: with the two of each, they fit into one read."""
LONGEST = 2000
"""Longest cursor that is passed on, in characters."""


@router.get("/monitoring/<programme_id>")
def pairs_page(programme_id: str) -> Html:
    """Show a programme's pairs, the ones that need somebody first."""
    context = http.context()
    colour = http.request().query_string_parameters.get("colour", "")

    watches, following = http.part_of(partial(organizers.watches, context, programme_id, colour), PAIRS)
    board = organizers.watchlist(context, programme_id, watches)
    shown = organizers.beside(context, board.programme, watches)
    return PAGES.render(
        "pairs.html",
        context,
        programme=board.programme,
        accent=board.programme.accent,
        may_decide=board.may_decide,
        total=sum(board.colours.values()),
        pairs=shown,
        following=following or "",
        records=organizers.attendance(context, shown),
        unreached=organizers.unreached(context, shown),
        counts=board.colours,
        colours=COLOURS,
        colour=colour,
        matters=board.matters,
        back=_back(),
        kept=_kept,
        reason=lambda one: texts.colour(one, context.locale),
        rhythm=lambda pair: texts.rhythm(pair, context.locale),
    )


def _back() -> str:
    """Return the query that leads back to the current part of the page."""
    kept = _kept()
    return f"?{kept}" if kept else ""


def _kept(without: str = "") -> str:
    """Return the query of the current part of the page, without one parameter."""
    asked = http.request().query_string_parameters
    names = (name for name in ("colour", "cursor") if name != without)
    return urlencode({name: asked[name] for name in names if len(asked.get(name, "")) in range(1, LONGEST)})


@router.post("/monitoring/<programme_id>/pairs/<pair_id>/nudge")
def nudge(programme_id: str, pair_id: str) -> Html:
    """Remind a pair."""
    organizers.nudge(http.context(), programme_id, pair_id)
    return web.redirect(f"/monitoring/{programme_id}{_back()}", flash=N_("Both get a friendly reminder by email."))


@router.post("/monitoring/<programme_id>/onboarding/<participant_id>/nudge")
def nudge_newcomer(programme_id: str, participant_id: str) -> Html:
    """Remind somebody of their onboarding, and lead back to who is how far."""
    newcomers.nudge(http.context(), programme_id, participant_id)
    return web.redirect(f"/onboarding/{programme_id}/people", flash=N_("They get a friendly reminder by email."))
