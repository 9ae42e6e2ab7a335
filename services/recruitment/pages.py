"""Pages of recruitment: the catalogue, a programme, the application form, the organizer's board and lists."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from mentoring import access, clock, http, web
from mentoring.errors import N_, Invalid
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application
from recruitment import domain, intake, use_cases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.tables.recruitment import Profile, Programme

PAGES = web.Pages("recruitment")
router = http.PageRouter()

Html = Response[str]

STAGE_NAMES = (
    ("draft", N_("Draft")),
    ("recruiting", N_("Recruitment")),
    ("matching", N_("Pairing")),
    ("running", N_("Running")),
    ("closing", N_("Closing")),
    ("closed", N_("Closed")),
)
STATE_NAMES = {
    "draft": N_("draft"),
    "submitted": N_("to decide"),
    "needs_info": N_("more information asked"),
    "accepted": N_("accepted"),
    "waitlisted": N_("waiting list"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
}


class OrganizationForm(BaseModel):
    """A new organization."""

    name: str = Field(max_length=200)


class ProgrammeForm(BaseModel):
    """A new programme, with what can't wait."""

    organization_id: str
    name: str = Field(max_length=200)
    purpose: str = Field("", max_length=4000)
    audience: str = Field("", max_length=4000)
    outcomes: str = Field("", max_length=4000)
    contact: str = ""
    planned_meetings: int = Field(8, ge=1, le=60)
    interval_days: int = Field(21, ge=1, le=120)


class StageForm(BaseModel):
    """A change of stage."""

    to: str
    reason: str = ""


class DecisionForm(BaseModel):
    """A decision on the ticked applications."""

    decision: Literal["accepted", "waitlisted", "rejected", "needs_info"]
    application_ids: list[str] = Field(default_factory=list)


class ApplicationForm(BaseModel):
    """The application form of either role, as typed; each field is read as the same column of an imported file."""

    first_name: str = ""
    last_name: str = ""
    form: str = ""
    city: str = ""
    zone: str = ""
    languages: str = ""
    department: str = ""
    position: str = ""
    manager_email: str = ""
    topics: str = ""
    mode: str = ""
    hours_per_month: str = ""
    availability: str = ""
    capacity: str = ""
    goal: str = ""
    experience: str = ""
    style: str = ""
    choices: str = ""
    not_with: str = ""
    rules_consent: str = ""
    privacy_consent: str = ""
    submit: str = ""


def filtered(found: Iterable[Application], state: str, role: str, text: str) -> list[Application]:
    """Return the applications in a state, of a role, with a text in name, address or department."""
    wanted = intake.plain(text)

    def fits(one: Application) -> bool:
        profile = one.profile
        hay = f"{profile['first_name']} {profile['last_name']} {one.email} {profile['department']} {profile['city']}"
        return (not state or one.state == state) and (not role or one.role == role) and wanted in intake.plain(hay)

    return [one for one in found if fits(one)]


@router.get("/")
def catalogue() -> Html:
    """Show the public programmes."""
    return PAGES.render("catalogue.html", http.context(), programmes=use_cases.catalogue(http.context()))


@router.get("/programmes/<slug>")
def programme_page(slug: str) -> Html:
    """Show a programme."""
    programme = use_cases.public_programme(http.context(), slug)
    return PAGES.render("programme.html", http.context(), programme=programme, accent=programme.accent)


@router.get("/programmes/<slug>/apply/<role>")
def application_page(slug: str, role: str) -> Html:
    """Show the application form with what was saved before."""
    context = http.context()
    programme = use_cases.public_programme(context, slug)
    application = use_cases.my_application(context, programme, role)
    return _application(programme, role, application, typed=intake.as_text(application.profile) if application else {})


@router.post("/programmes/<slug>/apply/<role>")
def apply(slug: str, role: str) -> Html:
    """Save the draft or send the application."""
    context = http.context()
    programme = use_cases.public_programme(context, slug)
    sent = web.form(ApplicationForm)
    submit = bool(sent.submit)
    profile, errors = _profile(sent, role, context.principal.email, submit=submit)
    if errors:
        application = use_cases.my_application(context, programme, role)
        return _application(programme, role, application, status=422, typed=sent.model_dump(), errors=errors)
    use_cases.keep_application(context, programme, role, profile, submit=submit)
    done = N_("Your application is on its way. We will write to you about the decision.")
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=done if submit else N_("Your draft is saved."))


def _application(
    programme: Programme, role: str, application: Application | None, *, status: int = 200, **values: Any
) -> Html:
    if role not in domain.ROLES:
        raise domain.RecruitmentClosed
    editable = application is None or application.state in (domain.DRAFT, domain.NEEDS_INFO)
    return PAGES.render(
        "apply.html",
        http.context(),
        status,
        programme=programme,
        accent=programme.accent,
        role=role,
        application=application,
        editable=editable,
        state_names=STATE_NAMES,
        **values,
    )


def _profile(sent: ApplicationForm, role: str, email: str, *, submit: bool) -> tuple[Profile, dict[str, str]]:
    """Return the profile as typed and, when it is to be submitted, what needs a correction."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    raw = sent.model_dump() | {"role": role, "email": email}
    for field, reads in intake.READERS.items():
        try:
            values[field] = reads(raw[field])
        except intake.Rejected as error:
            if submit or raw[field]:
                errors[field] = error.message
            values[field] = [] if field == "topics" else ""
    if submit and role == domain.MENTOR and values.get("capacity") is None:
        errors["capacity"] = N_("How many mentees? Write a number from 0 to 20.")
    if submit and role == domain.MENTEE and not values.get("goal"):
        errors["goal"] = N_("Write your goal in one to three sentences.")
    now = http.context().clock()
    return intake.profile_of(values, clock.iso(now)), errors


@router.get("/organizer")
def organizer_page() -> Html:
    """Show my organizations and programmes."""
    return _organizer()


def _organizer(status: int = 200, **values: Any) -> Html:
    mine = use_cases.my_organizations(http.context())
    return PAGES.render("organizer.html", http.context(), status, mine=mine, stage_names=dict(STAGE_NAMES), **values)


@router.post("/organizer/organizations")
def found_organization() -> Html:
    """Found an organization."""
    try:
        use_cases.found_organization(http.context(), web.form(OrganizationForm).name)
    except web.FormInvalid as error:
        return _organizer(422, errors=error.fields, typed=error.values)
    return web.redirect("/organizer", flash=N_("The organization is there. Now create its first programme."))


@router.post("/organizer/programmes")
def create_programme() -> Html:
    """Create a programme."""
    try:
        settings = web.form(ProgrammeForm).model_dump()
    except web.FormInvalid as error:
        return _organizer(422, errors=error.fields, typed=error.values)
    programme = use_cases.create_programme(http.context(), settings.pop("organization_id"), settings)
    return web.redirect(f"/organizer/programmes/{programme.programme_id}")


@router.get("/organizer/programmes/<programme_id>")
def board(programme_id: str) -> Html:
    """Show where a programme stands and what needs the organizer today."""
    context = http.context()
    programme = access.organizer(context, programme_id, access.ORGANIZERS)
    applications = context.store.query(Application, f"PROGRAMME#{programme_id}", "APPLICATION#")
    pairs = context.store.listed(Pair, f"PROGRAMME#{programme_id}", "PAIR#")
    watches = context.store.listed(Watch, f"PROGRAMME#{programme_id}", "WATCH#")
    alerts = [one for one in context.store.query(Alert, f"ALERTS#{programme_id}", "ALERT#") if one.state == "open"]
    return PAGES.render(
        "board.html",
        context,
        programme=programme,
        accent=programme.accent,
        stage_names=STAGE_NAMES,
        names_of_stages=dict(STAGE_NAMES),
        next_stage=_following(programme.stage),
        previous_stage=_before(programme.stage),
        states=Counter(one.state for one in applications),
        roles=Counter(one.role for one in applications if one.state == domain.ACCEPTED),
        pairs=pairs,
        stages=Counter(one.stage for one in pairs),
        colours=Counter(one.colour for one in watches if not one.closed),
        alerts=alerts,
        names={pair.pair_id: f"{pair.mentor_name} – {pair.mentee_name}" for pair in pairs},
    )


def _following(stage: str) -> str:
    at = domain.STAGES.index(stage)
    return domain.STAGES[at + 1] if stage not in ("closed", "erased") else ""


def _before(stage: str) -> str:
    at = domain.STAGES.index(stage)
    return domain.STAGES[at - 1] if at and stage not in ("closed", "erased") else ""


@router.post("/organizer/programmes/<programme_id>/stage")
def move(programme_id: str) -> Html:
    """Move the programme to another stage."""
    sent = web.form(StageForm)
    use_cases.move_programme(http.context(), programme_id, sent.to, sent.reason)
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=N_("The stage is changed."))


@router.get("/organizer/programmes/<programme_id>/applications")
def applications_page(programme_id: str) -> Html:
    """List applications with filters."""
    context = http.context()
    programme = access.organizer(context, programme_id)
    query = http.request().query_string_parameters
    wanted = {name: query.get(name, "") for name in ("state", "role", "q")}
    found = use_cases.applications(context, programme_id)
    shown = filtered(found, wanted["state"], wanted["role"], wanted["q"])
    return PAGES.render(
        "applications.html",
        context,
        programme=programme,
        accent=programme.accent,
        applications=sorted(shown, key=lambda one: (one.role, intake.plain(one.profile["last_name"]))),
        total=len(found),
        wanted=wanted,
        state_names=STATE_NAMES,
    )


@router.post("/organizer/programmes/<programme_id>/applications")
def decide(programme_id: str) -> Html:
    """Decide the ticked applications."""
    sent = web.form(DecisionForm)
    if not sent.application_ids:
        raise Invalid(fields={"application_ids": N_("Tick at least one application.")})
    use_cases.decide(http.context(), programme_id, sent.application_ids, sent.decision)
    return web.redirect(
        f"/organizer/programmes/{programme_id}/applications", flash=N_("Decided; everybody gets a mail.")
    )


@router.get("/organizer/programmes/<programme_id>/import")
def import_page(programme_id: str) -> Html:
    """Ask for a file."""
    programme = access.organizer(http.context(), programme_id)
    return PAGES.render("import.html", http.context(), programme=programme, accent=programme.accent, done=None)


@router.post("/organizer/programmes/<programme_id>/import")
def import_file(programme_id: str) -> Html:
    """Import a file and show how it went."""
    context = http.context()
    programme = access.organizer(context, programme_id)
    values: dict[str, Any] = {"done": None}
    status = 200
    try:
        _, content = web.upload("file")
        values["done"] = use_cases.import_applications(context, programme_id, content)
    except web.FormInvalid as error:
        status, values["errors"] = 422, error.fields
    except intake.FileUnreadable as error:
        status, values["unreadable"] = 422, error
    return PAGES.render("import.html", context, status, programme=programme, accent=programme.accent, **values)


@router.get("/organizer/programmes/<programme_id>/applications.csv")
def export(programme_id: str) -> Html:
    """Export applications; no cell is ever a formula."""
    found = use_cases.applications(http.context(), programme_id)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Rola", "Imię", "Nazwisko", "E-mail", "Dział", "Stan", "Tematy", "Cel"])
    for one in found:
        cells = [
            one.role,
            one.profile["first_name"],
            one.profile["last_name"],
            one.email,
            one.profile["department"],
            one.state,
            ", ".join(one.profile["topics"]),
            one.profile["goal"],
        ]
        writer.writerow([domain.csv_cell(str(cell)) for cell in cells])
    return web.attachment(b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv; charset=utf-8", "applications.csv")
