"""What needs the organizers of a programme, and what they do about it without leaving the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from mentoring import http, matters, web
from mentoring.errors import N_, Conflict, Invalid, Stale
from mentoring.http.fields import Day, Version
from mentoring.tables.vocabulary import SAME_DAY, Colour, Urgency
from monitoring.pages.base import PAGES, Html
from monitoring.use_cases import desk

if TYPE_CHECKING:
    from mentoring.context import Context

router = http.PageRouter()

MATTERS = 30
"""Matters on one page: with what is shown of each, they fit into one read."""
LONGEST = 2000
"""Longest cursor that is passed on, in characters."""
URGENCIES = {
    Urgency.HELP: (N_("asks for you"), Colour.RED),
    Urgency.BAD_FIT: (N_("not a good pair"), Colour.RED),
    Urgency.UNREACHABLE: (N_("unreachable"), Colour.RED),
    Urgency.STUCK: (N_("stuck"), Colour.AMBER),
    Urgency.SILENT: (N_("silent"), Colour.AMBER),
    Urgency.OTHER: (N_("to look at"), Colour.GREY),
}


class DeedForm(http.Model):
    """What an organizer does with a matter; `until` is the day until which it is put aside."""

    do: Literal["done", "later", "take", "back", "remind"]
    until: Day | None = None
    version: Version


@router.get("/monitoring/<programme_id>/matters")
def matters_page(programme_id: str) -> Html:
    """Show what needs the organizers, the most urgent first."""
    return _matters(programme_id)


def _matters(programme_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    shown, following = http.part_of(partial(desk.listed, context, programme_id), MATTERS)
    found = desk.desk(context, programme_id, shown)
    return PAGES.render(
        "matters.html",
        context,
        status,
        programme=found.programme,
        accent=found.programme.accent,
        may_decide=found.may_decide,
        number=found.desk.number,
        steps=() if "cursor" in http.request().query_string_parameters else found.desk.steps,
        lines=found.lines,
        following=following or "",
        back=_back(),
        urgencies=URGENCIES,
        same_day=SAME_DAY,
        next_week=(context.clock() + desk.ANSWERED_WITHIN).date(),
        reasons=lambda one: matters.reasons(one, context.clock(), context.locale),
        **{"problem": ""} | values,
    )


@router.post("/monitoring/<programme_id>/matters/<about>")
def deal(programme_id: str, about: str) -> Html:
    """Do something with one matter, and come back to the same part of the list."""
    context = http.context()
    try:
        sent = web.form(DeedForm)
        said = _deal(context, programme_id, about, sent)
    except (Stale, Conflict) as error:
        return _matters(programme_id, error.status, problem=error.message)
    except Invalid as error:
        return _matters(programme_id, 422, problem=next(iter(error.fields.values()), error.message))
    return web.redirect(f"/monitoring/{programme_id}/matters{_back()}", flash=said)


def _deal(context: Context, programme_id: str, about: str, sent: DeedForm) -> str:
    """Do what was sent; return what is said of it."""
    match sent.do:
        case "remind":
            desk.remind(context, programme_id, about, sent.version)
            return N_("Both get a friendly reminder by mail. The matter comes back in a week if nothing changes.")
        case "later":
            if sent.until is None:
                raise Invalid(fields={"until": N_("Choose a day in the future.")})
            desk.later(context, programme_id, about, sent.until, sent.version)
            return N_("Put aside until that day.")
        case "take":
            desk.take(context, programme_id, about, sent.version)
            return N_("It is yours now.")
        case "back":
            desk.give_back(context, programme_id, about, sent.version)
            return N_("It is nobody's in particular now.")
    desk.done(context, programme_id, about, sent.version)
    return N_("Ticked off.")


def _back() -> str:
    """Return the query that leads back to the current part of the list."""
    cursor = http.request().query_string_parameters.get("cursor", "")
    return f"?{urlencode({'cursor': cursor})}" if len(cursor) in range(1, LONGEST) else ""
