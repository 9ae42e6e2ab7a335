"""What organizers did, in words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic import Field

from mentoring import http, texts, web
from mentoring.errors import N_, Invalid
from mentoring.forms import by_form
from mentoring.http.fields import Day
from mentoring.questions import written
from mentoring.tables.vocabulary import Act
from recruitment import domain
from recruitment.answers import LABELS
from recruitment.domain import team as roles
from recruitment.pages.acts import ACTS, CODES, PLACES, SEEN_BY_VIEWERS, SENTENCES
from recruitment.pages.base import PAGES, STAGE_NAMES, Html, of_programme
from recruitment.use_cases import audited, programmes, team
from recruitment.use_cases.form_plan import Did

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.store import Page
    from recruitment.use_cases.audited import Entry

router = http.PageRouter()

FORM_NAMES = {
    Did.ADDED: N_("question added"),
    Did.CHANGED: N_("question changed"),
    Did.MOVED: N_("question moved"),
    Did.REMOVED: N_("question not asked any more"),
    Did.RESTORED: N_("question asked again"),
    Did.FIELDS: N_("which fields are required"),
    Did.ALL: N_("all of it at once"),
}
FIELD_NAMES = LABELS | {
    "capacity": N_("Number of mentees"),
    "name": N_("Name"),
    "purpose": N_("Why, and what for"),
    "audience": N_("For whom"),
    "outcomes": N_("Measurable outcomes"),
    "faq": N_("Questions people ask"),
    "website": N_("Your own page"),
    "picture": N_("Picture of the public page"),
    "mode": N_("How people meet"),
    "own_topics": N_("Topics of people's own"),
    "clauses": N_("Rules everybody agrees to"),
    "consent_texts": N_("What applicants agree to"),
    "ask_again": N_("Everybody is asked again for consent"),
    "contact": N_("Contact address"),
    "visibility": N_("Who can see the public page"),
    "accent": N_("Colour"),
    "dates": N_("Dates"),
    "type": N_("Together or at any time"),
    "rolling": N_("Pairing of an ongoing programme"),
    "mailing": N_("When organizers get their emails"),
    "planned_meetings": N_("Planned meetings"),
    "meeting_minutes": N_("Minutes a meeting"),
    "interval_days": N_("Days between meetings"),
    "call_pattern": N_("Links of meetings"),
    "pairing_mode": N_("Aim of the pairing"),
    "threshold": N_("Score of a good pair"),
    "must_cross": N_("Nobody is paired within their own department"),
    "no_juniors": N_("Nobody is paired with a mentor of a lower position than their own"),
    "levels": N_("Levels of positions"),
    "weights": N_("What counts for a score, and how much"),
    "rules": N_("Rules of reminders and alerts"),
}
"""Field of an application, or setting → what it is called."""


class AuditDays(http.Model):
    """From which day to which the audit is read; both days are part of it."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")


@router.get("/organizer/programmes/<programme_id>/audit")
def audit(programme_id: str) -> Html:
    """Show what organizers did in a programme."""
    context = http.context()
    status, shown = _read(context, partial(audited.of_programme, context, programme_id))
    programme = programmes.looked_at(context, programme_id)
    people = team.people_of(context, programme.organization_id)
    home = f"/organizer/programmes/{programme_id}"
    return of_programme(programme, "audit.html", status, home=home, days_of=programme.zone, people=people, **shown)


@router.get("/organizer/team/<organization_id>/audit")
def audit_of_organization(organization_id: str) -> Html:
    """Show what concerned an organization as a whole."""
    context = http.context()
    status, shown = _read(context, partial(audited.of_organization, context, organization_id))
    found = team.part_of(context, organization_id)[0]
    shown |= {"home": f"/organizer/team/{organization_id}", "days_of": context.zone}
    people = team.people_of(context, organization_id)
    return PAGES.render("audit.html", context, status, programme=None, organization=found, people=people, **shown)


def _read(context: Context, read: Callable[[audited.Wanted, str, int], Page[Entry]]) -> tuple[int, dict[str, Any]]:
    """Return the status of the page and what it shows; whatever is wrong with a day is said beside it."""
    query = http.request().query_string_parameters
    act = query.get("act", "")
    wanted = audited.Wanted(query.get("by", ""), act if act in tuple(Act) else "")
    try:
        days = web.asked(AuditDays)
        wanted = replace(wanted, first=days.first, last=days.last)
        entries, following = http.part_of(partial(read, wanted), of=wanted.name)
    except Invalid as error:
        if not error.fields.keys() & {"from", "/from", "/to", "to"}:
            raise
        return 422, _shown(context, [], None, wanted) | web.kept(error) | {"typed": query, "wrong": True}
    return 200, _shown(context, entries, following, wanted)


def _shown(context: Context, entries: list[Entry], following: str | None, wanted: audited.Wanted) -> dict[str, Any]:
    days = {"from": wanted.first, "to": wanted.last}
    asked = {"by": wanted.by, "act": wanted.act} | {name: day.isoformat() for name, day in days.items() if day}
    return {
        "entries": entries,
        "following": following,
        "wanted": wanted,
        "older": "cursor" in http.request().query_string_parameters,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "acts": ACTS,
        "sentences": SENTENCES,
        "by_form": by_form,
        "codes": CODES,
        "places": PLACES,
        "seen_by_viewers": SEEN_BY_VIEWERS,
        "stage_names": dict(STAGE_NAMES),
        "state_names": domain.STATE_NAMES,
        "role_names": roles.ROLE_NAMES,
        "form_names": FORM_NAMES,
        "field_names": FIELD_NAMES,
        "worded": lambda texts: written(texts, context.locale),
        "title": lambda titles: titles.get(texts.language(titles, context.locale), ""),
    }
