"""Organizations and programmes, as their organizers see them: the board and the stages of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, matters, palettes, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Address, Line, Version
from mentoring.i18n import translations
from recruitment import domain
from recruitment.pages.base import PAGES, STAGE_NAMES, Html, of_programme
from recruitment.use_cases import boards, editions, organizations, programmes, stages, telling

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.monitoring import Matter

router = http.PageRouter()


class OrganizationForm(http.Model):
    """A new organization."""

    name: Line = Field(max_length=200)


class ProgrammeForm(http.Model):
    """A new programme, with only what can't wait."""

    organization_id: str
    name: Line = Field(max_length=200)
    purpose: str = Field("", max_length=4000)
    audience: str = Field("", max_length=4000)
    outcomes: str = Field("", max_length=4000)
    contact: Address = ""
    planned_meetings: int = Field(8, ge=1, le=60)
    interval_days: int = Field(21, ge=1, le=120)


class StageForm(http.Model):
    """A change of stage."""

    to: str = ""
    reason: str = Field("", max_length=2000)
    version: Version = ""


@router.get("/organizer")
def organizer_page() -> Html:
    """Show my organizations and programmes."""
    return _organizer()


def _organizer(status: int = 200, **values: object) -> Html:
    context = http.context()
    mine = boards.mine(context)
    shown = {"may_found": organizations.may_found(context), "trusted": organizations.trusted} | values
    words = {"stage_names": dict(STAGE_NAMES), "accent": palettes.USUAL}  # about no programme alone
    return PAGES.render("organizer.html", context, status, mine=mine, **words, **shown)


@router.post("/organizer/organizations")
def found_organization() -> Html:
    """Create an organization and continue with its first programme."""
    try:
        one = organizations.found(http.context(), web.form(OrganizationForm).name)
    except Invalid as error:
        return _organizer(422, **web.kept(error))
    done = N_("The organization is there. Now create its first programme.")
    there = f"/organizer/programmes?organization={one.organization_id}"
    return web.redirect(there, flash=done, set_cookies=web.organizes_now())


@router.get("/organizer/programmes")
def new_programme_page() -> Html:
    """Show the form for a new programme of an organization."""
    return _new_programme(http.request().query_string_parameters.get("organization", ""))


def _new_programme(organization_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    owner = organizations.edited(context, organization_id)
    return PAGES.render("new_programme.html", context, status, organization=owner, **values)


@router.post("/organizer/programmes")
def create_programme() -> Html:
    """Create a programme."""
    try:
        settings = web.form(ProgrammeForm).model_dump()
    except web.FormInvalid as error:
        return _new_programme(error.values.get("organization_id", ""), 422, **web.kept(error))
    organization_id = settings.pop("organization_id")
    try:
        programme = programmes.create_programme(http.context(), organization_id, settings)
    except Invalid as error:
        return _new_programme(organization_id, 422, **web.kept(error))
    done = N_("The programme is there, as a draft. Look at its settings, then open recruitment.")
    return web.redirect(f"/organizer/programmes/{programme.programme_id}", flash=done)


@router.get("/organizer/programmes/<programme_id>")
def board(programme_id: str) -> Html:
    """Show the state of a programme and what needs the organizer today."""
    context = http.context()
    found = boards.board(context, programme_id)
    return of_programme(
        found.programme,
        "board.html",
        board=found,
        may_copy=editions.may_make(context, found.programme),
        lines=[_line(context, found, one, who) for one, who in found.lines],
        stage_names=STAGE_NAMES,
        names_of_stages=dict(STAGE_NAMES),
        next_stage=found.following,
        previous_stage=found.preceding,
        state_names=domain.STATE_NAMES,
    )


def _line(
    context: Context, board: boards.Board, one: Matter | matters.Step, who: str
) -> tuple[str, str, str, str, str]:
    """Return whom a line of what needs the organizers is about, why, where it is dealt with, and since when it is."""
    programme_id = board.programme.programme_id
    if isinstance(one, matters.Step):
        place = one.place(programme_id) if board.may_edit else ""
        return "", one.said(context.locale, decides=board.may_edit), place, "", one.since
    why = ", ".join(matters.reasons(one, context.clock(), context.locale))
    who = who or translations("recruitment", context.locale).gettext(N_("A pair"))
    return who, why, f"/monitoring/{programme_id}/matters", one.about, one.since


@router.get("/organizer/programmes/<programme_id>/stage")
def stage_page(programme_id: str) -> Html:
    """Show the effects of a change of stage, and ask."""
    return _stage(programme_id, http.request().query_string_parameters.get("to", ""))


def _stage(programme_id: str, to: str, status: int = 200, **values: object) -> Html:
    preview = stages.preview_move(http.context(), programme_id, to)
    return of_programme(
        preview.programme,
        "stage.html",
        status,
        found=preview.found,
        first=preview.first,
        names_of_stages=dict(STAGE_NAMES),
        **{"problem": ""} | values,
    )


@router.post("/organizer/programmes/<programme_id>/stage")
def move(programme_id: str) -> Html:
    """Move the programme to another stage."""
    try:
        sent = web.form(StageForm)
    except web.FormInvalid as error:
        return _stage(programme_id, str(error.values.get("to", "")), 422, **web.kept(error))
    try:
        stages.move_programme(http.context(), programme_id, sent.to, sent.reason, sent.version)
    except (domain.Unconfirmed, domain.ChangedMeanwhile, domain.ReasonNeeded) as error:
        problem = "" if error.fields else error.message
        return _stage(programme_id, sent.to, error.status, problem=problem, **web.kept(error))
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=N_("The stage is changed."))


@router.post("/organizer/programmes/<programme_id>/first-mails")
def send_first_mails(programme_id: str) -> Html:
    """Send the first mails that wait."""
    _, waiting = telling.send_waiting(http.context(), programme_id)
    some = N_("The first emails are on their way; some people still wait, because only so many may be emailed a day.")
    done = some if waiting else N_("The first emails are on their way.")
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=done)
