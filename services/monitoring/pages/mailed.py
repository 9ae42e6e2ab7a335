"""The page behind a link of a mail: one matter, and what its organizer does with it, not signed in."""

from __future__ import annotations

from mentoring import http, links, matters
from mentoring.tables.vocabulary import SAME_DAY, MatterState
from monitoring.domain import Deed
from monitoring.pages import deeds
from monitoring.pages.base import PAGES, Html
from monitoring.use_cases import mailed

router = http.PageRouter("/monitoring/matter/<token>")


@router.get("/monitoring/matter/<token>")
def matter_page(token: str) -> Html:
    """Show a matter, and what can be done about it; what was chosen in the mail comes first."""
    return _page(token, _link(token))


@router.post("/monitoring/matter/<token>")
def deal(token: str) -> Html:
    """Do something about a matter, in the name of the organizer who got the mail."""
    link = _link(token)
    context = http.context().acting_as(link.person_id)

    def again(status: int, problem: str) -> Html:
        return _page(token, link, status, problem=problem)

    there = f"/monitoring/matter/{token}"
    return deeds.deal(context, link.claims["programme_id"], link.subject, lambda _: there, again)


def _link(token: str) -> links.Link:
    return links.read("matter", token, http.context().clock())


def _page(token: str, link: links.Link, status: int = 200, *, problem: str = "") -> Html:
    context = http.context().acting_as(link.person_id)
    programme_id = link.claims["programme_id"]
    one, found = mailed.shown(context, programme_id, link.subject)
    (line,) = found.lines
    chosen = http.request().query_string_parameters.get("do", "")
    urgent = one.urgency in SAME_DAY
    reminds = line.watched is not None and line.watched.may_be_nudged and not urgent
    return PAGES.render(
        "mailed.html",
        http.context(),
        status,
        programme=found.programme,
        accent=found.programme.accent,
        may_decide=found.may_decide,
        line=line,
        one=one,
        open=one.state is MatterState.OPEN and found.desk.open > 0,
        aside=one.state is MatterState.LATER and found.desk.aside > 0,
        me=link.person_id,
        mine=one.taken_by == link.person_id,
        reasons=matters.reasons(one, context.clock(), http.context().locale),
        deeds=_deeds(chosen, reminds=reminds, mine=one.taken_by == link.person_id),
        chosen=chosen,
        urgent=urgent,
        next_week=deeds.next_week(context, found.programme),
        token=token,
        problem=problem,
    )


def _deeds(chosen: str, *, reminds: bool, mine: bool) -> list[Deed]:
    """Return what can be done, what was chosen in the mail first."""
    possible = [*([Deed.REMIND] if reminds else []), Deed.DONE, Deed.LATER, *([] if mine else [Deed.TAKE])]
    return sorted(possible, key=lambda one: one != chosen)
