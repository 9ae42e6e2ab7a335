"""A gathering: its page, signing up, who comes, a file for the calendar, and the page for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from gatherings.domain.place import maps
from gatherings.pages.base import NAMES, PAGES, Html, texts_of
from gatherings.use_cases import attending, planning, reading, signing_up, telling
from mentoring import adding, calendar, gatherings, http, links, web
from mentoring.errors import N_, Conflict, DomainError, Invalid, NotFound, Stale
from mentoring.http.fields import Version
from mentoring.i18n import format_datetime
from mentoring.tables.vocabulary import PhotoConsent, Seat, SignUpState

if TYPE_CHECKING:
    from gatherings.use_cases.attended import Row
    from gatherings.use_cases.reading import Seen
    from mentoring.context import Context

router = http.PageRouter("/gatherings/about/<programme_id>/<gathering_id>")

ON_A_PAGE = 100
FILE = "gathering.ics"
NEAR = timedelta(hours=24)
"""From so long before its start the way to one's breakout room is shown."""
DONE = {
    SignUpState.GOING: N_("You have a seat. The invitation for your calendar is on its way."),
    SignUpState.WAITING: N_("You are on the waiting list. We write to you as soon as a seat is free."),
    SignUpState.CANCELLED: N_("Cancelled. Thank you for telling us."),
    SignUpState.OFFERED: N_("A seat is kept for you."),
}


class SignUpForm(http.Model):
    """How somebody would attend, or that they won't; or, with the answer `photos`, whether these may show them."""

    seat: Seat | None = None
    answer: Literal["come", "yes", "no", "photos"] = "come"
    photos: PhotoConsent = PhotoConsent.UNANSWERED


class VersionForm(http.Model):
    """The version that a button is about."""

    version: Version = ""


class CancelForm(VersionForm):
    """Why a gathering is cancelled."""

    why: str = Field("", max_length=2000)


@router.get("/gatherings/<programme_id>/<gathering_id>")
def gathering_page(programme_id: str, gathering_id: str) -> Html:
    """Show a gathering, to its organizers and those whom it is for."""
    return _page(programme_id, gathering_id)


def _page(programme_id: str, gathering_id: str, error: DomainError | None = None, form: str = "") -> Html:
    context = http.context()
    kept = web.kept(error, form) if error else {}
    who, seen = reading.one(context, programme_id, gathering_id)
    return PAGES.render(
        "gathering.html",
        context,
        error.status if error else 200,
        programme=who.programme,
        accent=who.programme.accent,
        viewer=who,
        **shown(context, seen),
        adding=_adding(context, seen),
        here=f"/gatherings/{programme_id}/{gathering_id}",
        about=links.url(f"/gatherings/about/{programme_id}/{gathering_id}"),
        problem=error.message if error else "",
        problem_values=error.params if error else {},
        errors=kept.get("errors", {}),
        typed=dict(kept.get("typed", {})),  # a reason is nobody's saved text
        **NAMES,
    )


def shown(context: Context, seen: Seen) -> dict[str, Any]:
    """Return what every page of a gathering shows of it."""
    return {
        "seen": seen,
        "item": seen.item,
        "plan": seen.gathering.plan,
        "texts": texts_of(seen, context.locale),
        "host": telling.host_of(context, seen.item),
        "maps": maps(seen.item.place),
        "may_sign_up": seen.may_sign_up(context.clock()),
        "is_near": context.clock() >= seen.gathering.plan.starts_at - NEAR,
        "has_begun": context.clock() >= seen.gathering.plan.starts_at,
        "offered": seen.mine is not None and seen.mine.state == SignUpState.OFFERED,
    }


def _adding(context: Context, seen: Seen) -> adding.Adding | None:
    """Return where the gathering can be added to a calendar, by the program; nowhere unless the reader comes."""
    if not seen.knows_link or not seen.gathering.stands:
        return None
    here = f"{links.url(f'/gatherings/{seen.item.programme_id}/{seen.item.gathering_id}')}/{FILE}"
    return adding.adding(gatherings.coming(seen.item, seen.mine, context.locale), here)


@router.get("/gatherings/<programme_id>/<gathering_id>/gathering.ics")
def file(programme_id: str, gathering_id: str) -> Html:
    """Return a file that adds a gathering to any calendar program, for those who may know how to join online."""
    context = http.context()
    who, seen = reading.one(context, programme_id, gathering_id)
    if not (who.organizes or seen.knows_link):
        raise NotFound
    one = gatherings.entry(seen.item, seen.mine, context.locale, context.clock())
    return web.attachment(calendar.feed([one]), "text/calendar; charset=utf-8", FILE)


@router.post("/gatherings/<programme_id>/<gathering_id>/sign-up")
def sign_up(programme_id: str, gathering_id: str) -> Html:
    """Sign up, take the seat that is kept, or cancel."""
    try:
        done = take(http.context(), programme_id, gathering_id, web.form(SignUpForm))
    except (Conflict, Invalid) as error:
        return _page(programme_id, gathering_id, error)
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}", flash=done)


def take(context: Context, programme_id: str, gathering_id: str, sent: SignUpForm) -> str:
    """Do what a form says; return what to say then."""
    if sent.answer == "photos":
        signing_up.answer_photos(context, programme_id, gathering_id, sent.photos)
        return N_("Thank you, the organizers see your answer.")
    if sent.answer == "no":
        return DONE[signing_up.leave(context, programme_id, gathering_id).state]
    if sent.answer == "yes":
        return DONE[signing_up.accept(context, programme_id, gathering_id).state]
    return DONE[signing_up.sign_up(context, programme_id, gathering_id, sent.seat, sent.photos).state]


# Organizers -----------------------------------------------------------------------------------------------------------


@router.post("/gatherings/<programme_id>/<gathering_id>/announcement")
def announce(programme_id: str, gathering_id: str) -> Html:
    """Announce a gathering."""
    try:
        planning.announce(http.context(), programme_id, gathering_id, web.form(VersionForm).version)
    except (Conflict, Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error)
    words = N_("Announced. Those whom it is for are invited by email; you can leave this page.")
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}", flash=words)


@router.post("/gatherings/<programme_id>/<gathering_id>/cancellation")
def cancel(programme_id: str, gathering_id: str) -> Html:
    """Cancel a gathering."""
    try:
        sent = web.form(CancelForm)
        planning.cancel(http.context(), programme_id, gathering_id, sent.version, sent.why)
    except (Conflict, Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error, "cancel")
    words = N_("Cancelled. Everybody who would have come is told, and their calendars.")
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}", flash=words)


@router.post("/gatherings/<programme_id>/<gathering_id>/deletion")
def delete(programme_id: str, gathering_id: str) -> Html:
    """Delete a draft."""
    try:
        planning.delete(http.context(), programme_id, gathering_id, web.form(VersionForm).version)
    except (Conflict, Stale) as error:
        return _page(programme_id, gathering_id, error)
    return web.redirect(f"/gatherings/{programme_id}", flash=N_("Deleted."))


@router.get("/gatherings/<programme_id>/<gathering_id>/people")
def people(programme_id: str, gathering_id: str) -> Html:
    """Show organizers who signed up."""
    context = http.context()
    items, following = http.part_of(
        lambda after, limit: reading.people_of(context, programme_id, gathering_id, after, limit), ON_A_PAGE
    )
    who, seen = reading.one(context, programme_id, gathering_id)
    return PAGES.render(
        "people.html",
        context,
        programme=who.programme,
        accent=who.programme.accent,
        **shown(context, seen),
        rows=items,
        viewer=who,
        following=following or "",
        here=f"/gatherings/{programme_id}/{gathering_id}",
        **NAMES,
    )


@router.get("/gatherings/<programme_id>/<gathering_id>/people.csv")
def people_csv(programme_id: str, gathering_id: str) -> Html:
    """Return who signed up and who was there, and to whose photos they said what (CSV)."""
    from mentoring.spreadsheets import csv_cell, csv_file  # noqa: PLC0415 - only this route writes one

    found = attending.listed(http.context(), programme_id, gathering_id)
    head = ("name", "email", "role", "seat", "sign_up", "since", "present", "photos")
    return web.attachment(
        csv_file([head, *([csv_cell(one) for one in _line(row)] for row in found.rows)], delimiter=","),
        "text/csv; charset=utf-8",
        "people.csv",
    )


def _line(row: Row) -> list[str]:
    """Return a line of the list: what isn't known is empty."""
    up = row.signed_up
    present = "yes" if row.present else "no" if row.absent else ""
    told = [up.seat, up.state, up.at] if up is not None else ["", "", ""]
    return [row.part.name, row.part.email, row.part.role, *told, present, row.photos]


# For everybody --------------------------------------------------------------------------------------------------------


@router.get("/gatherings/about/<programme_id>/<gathering_id>")
def about(programme_id: str, gathering_id: str) -> Html:
    """Show a gathering to everybody, where its organizers want that."""
    context = http.context()
    programme, seen = reading.open_page(context, programme_id, gathering_id)
    return PAGES.render(
        "about.html",
        context,
        programme=programme,
        accent=programme.accent,
        **shown(context, seen),
        here=links.url(f"/gatherings/about/{programme_id}/{gathering_id}"),
        preview=f"{programme.name} · {format_datetime(seen.gathering.plan.starts_at, context.locale, seen.item.zone)}",
        **NAMES,
    )
