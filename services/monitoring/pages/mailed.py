"""The page behind a link of the weekly report: one matter, and what its organizer does with it, not signed in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from mentoring import http, links, matters, web
from mentoring.errors import N_, Conflict, Invalid, Stale
from mentoring.http.fields import Day, Version
from mentoring.i18n import in_zone
from mentoring.tables.vocabulary import SAME_DAY, MatterState
from monitoring.pages.base import PAGES, Html
from monitoring.use_cases import desk, mailed

if TYPE_CHECKING:
    from mentoring.context import Context

router = http.PageRouter("/monitoring/matter/<token>")

DONE = {
    "remind": N_("Both get a friendly reminder by mail. The matter comes back in a week if nothing changes."),
    "done": N_("Ticked off."),
    "later": N_("Put aside until that day."),
    "take": N_("It is yours now."),
}
"""What was chosen in the mail or on the page → what is said once it is done."""


class DeedForm(http.Model):
    """What an organizer does with a matter; `until` is the day until which it is put aside."""

    do: Literal["done", "later", "take", "remind"]
    until: Day | None = None
    version: Version


@router.get("/monitoring/matter/<token>")
def matter_page(token: str) -> Html:
    """Show a matter, and what can be done about it; what was chosen in the mail comes first."""
    return _page(token, _link(token))


@router.post("/monitoring/matter/<token>")
def deal(token: str) -> Html:
    """Do something about a matter, in the name of the organizer who got the mail."""
    link = _link(token)
    try:
        sent = web.form(DeedForm)
        _deal(http.context().acting_as(link.person_id), link, sent)
    except (Stale, Conflict) as error:
        return _page(token, link, int(error.status), problem=error.message)
    except Invalid as error:
        return _page(token, link, 422, problem=next(iter(error.fields.values()), error.message))
    return web.redirect(f"/monitoring/matter/{token}", flash=DONE[sent.do])


def _link(token: str) -> links.Link:
    return links.read("matter", token, http.context().clock())


def _deal(context: Context, link: links.Link, sent: DeedForm) -> None:
    programme_id, about = link.claims["programme_id"], link.subject
    match sent.do:
        case "remind":
            desk.remind(context, programme_id, about, sent.version)
        case "later":
            if sent.until is None:
                raise Invalid(fields={"until": N_("Choose a day in the future.")})
            desk.later(context, programme_id, about, sent.until, sent.version)
        case "take":
            desk.take(context, programme_id, about, sent.version)
        case _:
            desk.done(context, programme_id, about, sent.version)


def _page(token: str, link: links.Link, status: int = 200, *, problem: str = "") -> Html:
    context = http.context().acting_as(link.person_id)
    programme_id = link.claims["programme_id"]
    one, found = mailed.shown(context, programme_id, link.subject)
    (line,) = found.lines
    chosen = http.request().query_string_parameters.get("do", "")
    reminds = line.watched is not None and line.watched.may_be_nudged and one.urgency not in SAME_DAY
    return PAGES.render(
        "mailed.html",
        http.context(),
        status,
        programme=found.programme,
        accent=found.programme.accent,
        may_decide=found.may_decide,
        line=line,
        one=one,
        open=one.state is MatterState.OPEN,
        mine=one.taken_by == link.person_id,
        reasons=matters.reasons(one, context.clock(), http.context().locale),
        deeds=_deeds(chosen, reminds=reminds, mine=one.taken_by == link.person_id),
        chosen=chosen,
        next_week=_next_week(context, found.programme.zone),
        token=token,
        problem=problem,
    )


def _deeds(chosen: str, *, reminds: bool, mine: bool) -> list[str]:
    """Return what can be done, what was chosen in the mail first."""
    possible = [*(["remind"] if reminds else []), "done", "later", *([] if mine else ["take"])]
    return sorted(possible, key=lambda one: one != chosen)


def _next_week(context: Context, zone: str) -> date:
    return (in_zone(context.clock(), zone) + desk.ANSWERED_WITHIN).date()
