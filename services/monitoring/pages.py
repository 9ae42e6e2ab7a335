"""Pages of monitoring: pairs with colour and reason, alerts, answers to nudges."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import access, http, links, web
from mentoring.errors import N_
from mentoring.tables.pairing import Pair
from monitoring import use_cases, words

PAGES = web.Pages("monitoring")
router = http.PageRouter()

Html = Response[str]


@router.get("/monitoring/<programme_id>")
def pairs_page(programme_id: str) -> Html:
    """Show a programme's pairs, those that need a person first."""
    context = http.context()
    programme = access.organizer(context, programme_id, access.ORGANIZERS)
    colour = http.request().query_string_parameters.get("colour", "")
    found = use_cases.pairs(context, programme_id)
    return PAGES.render(
        "pairs.html",
        context,
        programme=programme,
        accent=programme.accent,
        found=[one for one in found if not colour or one.watch.colour == colour],
        counts={shade: sum(one.watch.colour == shade for one in found) for shade in ("red", "amber", "green", "grey")},
        colour=colour,
        alerts=[one for one in use_cases.alerts(context, programme_id) if one.state == "open"],
        names={one.pair.pair_id: f"{one.pair.mentor_name} – {one.pair.mentee_name}" for one in found},
        reason=lambda given: words.reason(given, context.locale),
    )


@router.post("/monitoring/<programme_id>/alerts/<alert_id>")
def handle(programme_id: str, alert_id: str) -> Html:
    """Tick an alert off."""
    use_cases.handle(http.context(), programme_id, alert_id)
    return web.redirect(f"/monitoring/{programme_id}", flash=N_("Ticked off."))


@router.get("/monitoring/answer/<token>")
def nudge_page(token: str) -> Html:
    """Show why the nudge came and what can be answered."""
    link = links.read("nudge", token, http.context().clock())
    pair = access.pair_member(http.context().acting_as(link.person_id), link.subject)
    return _nudge(token, pair, link, asked=False)


@router.post("/monitoring/answer/<token>")
def ask_for_help(token: str) -> Html:
    """Tell the organizers that the pair needs help."""
    link = links.read("nudge", token, http.context().clock())
    context = http.context().acting_as(link.person_id)
    use_cases.ask_for_help(context, link.subject)
    return _nudge(token, access.pair_member(context, link.subject), link, asked=True)


def _nudge(token: str, pair: Pair, link: links.Link, *, asked: bool) -> Html:
    partner = pair.mentee_name if link.person_id == pair.mentor_person_id else pair.mentor_name
    return PAGES.render("nudge.html", http.context(), pair=pair, partner=partner, token=token, asked=asked)
