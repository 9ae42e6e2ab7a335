"""JSON routes of recruitment and its handler."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AfterValidator, BaseModel, EmailStr, Field

from mentoring import access, http
from mentoring.errors import N_, Invalid
from mentoring.http.conditional import check_if_match
from mentoring.i18n import translations, zone_of
from mentoring.tables.recruitment import Application, Organization, Participant, Programme
from recruitment import domain, pages, use_cases

app = http.create_app("recruitment", pages.PAGES)
app.include_router(pages.router)

Text = Annotated[str, Field(max_length=4000)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def _zone(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError("unknown zone")
    return name


class OrganizationWish(BaseModel):
    """A new organization."""

    name: str = Field(min_length=1, max_length=200)


class OrganizationView(BaseModel):
    """An organization."""

    organization_id: str
    name: str

    @classmethod
    def of(cls, one: Organization) -> OrganizationView:
        """Show an organization."""
        return cls(organization_id=one.organization_id, name=one.name)


class OrganizationList(BaseModel):
    """My organizations."""

    items: list[OrganizationView]
    next: str | None = None


class ProgrammeSettings(BaseModel):
    """What an organizer may set; everything has a default (domain.md §2.1)."""

    purpose: Text | None = None
    audience: Text | None = None
    outcomes: Text | None = None
    type: Literal["cohort", "ongoing"] | None = None
    languages: list[Literal["pl", "en"]] | None = None
    dates: dict[str, Day] | None = None
    planned_meetings: int | None = Field(None, ge=1, le=60)
    meeting_minutes: int | None = Field(None, ge=15, le=240)
    interval_days: int | None = Field(None, ge=1, le=120)
    topics: list[str] | None = Field(None, max_length=200)
    pairing_mode: Literal["most_served", "best_quality"] | None = None
    weights: dict[str, float] | None = None
    rules: dict[str, float] | None = None
    clauses: list[Text] | None = Field(None, max_length=50)
    contact: EmailStr | None = None
    visibility: Literal["public", "unlisted", "invitation"] | None = None
    accent: Literal["forest", "ocean", "plum", "brick", "slate"] | None = None
    zone: Annotated[str, AfterValidator(_zone)] | None = None

    def given(self) -> dict[str, Any]:
        """Return what was sent."""
        unknown = set(self.dates or {}) - set(domain.DATES)
        if unknown:
            raise Invalid(fields={f"/dates/{name}": N_("We don't know this field.") for name in unknown})
        return self.model_dump(exclude_none=True)


class ProgrammeWish(ProgrammeSettings):
    """A new programme."""

    organization_id: str
    name: str = Field(min_length=1, max_length=200)
    slug: str = ""


class ProgrammeChanges(ProgrammeSettings):
    """Changes to a programme."""

    name: str | None = Field(None, min_length=1, max_length=200)


class ProgrammeView(BaseModel):
    """A programme as its organizers see it."""

    programme_id: str
    organization_id: str
    organization_name: str
    slug: str
    name: str
    stage: str
    purpose: str
    audience: str
    outcomes: str
    type: str
    languages: list[str]
    dates: dict[str, str]
    planned_meetings: int
    meeting_minutes: int
    interval_days: int
    topics: list[str]
    pairing_mode: str
    weights: dict[str, float]
    rules: dict[str, float]
    clauses: list[str]
    contact: str
    visibility: str
    accent: str
    zone: str

    @classmethod
    def of(cls, one: Programme) -> ProgrammeView:
        """Show a programme."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class StageWish(BaseModel):
    """A change of stage."""

    to: str
    reason: str = Field("", max_length=2000)


class ImportFile(BaseModel):
    """A file of applications."""

    filename: str = ""
    content_base64: str


class RejectedCell(BaseModel):
    """Why a row isn't imported; `reason` in the reader's language."""

    line: int
    column: str
    code: str
    reason: str


class ImportReport(BaseModel):
    """How an import went: `rows` = imported + already there + rejected rows."""

    rows: int
    imported: int
    already_there: int
    rejected_rows: int
    rejected: list[RejectedCell]

    @classmethod
    def of(cls, done: use_cases.Imported, locale: str) -> ImportReport:
        """Show an import."""
        say = translations("recruitment", locale).gettext
        cells = [
            RejectedCell(line=one.line, column=one.column, code=one.code, reason=say(one.message))
            for one in done.errors
        ]
        return cls(
            rows=done.rows,
            imported=done.imported,
            already_there=done.already_there,
            rejected_rows=len({one.line for one in done.errors}),
            rejected=cells,
        )


class ApplicationView(BaseModel):
    """An application as organizers see it."""

    application_id: str
    role: str
    email: str
    state: str
    channel: str
    submitted_at: str | None
    decided_at: str | None
    comment: str
    profile: dict[str, Any]

    @classmethod
    def of(cls, one: Application) -> ApplicationView:
        """Show an application."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class ApplicationList(BaseModel):
    """A page of applications."""

    items: list[ApplicationView]
    next: str | None


class ParticipantView(BaseModel):
    """A participant."""

    participant_id: str
    person_id: str
    role: str
    email: str
    name: str
    profile: dict[str, Any]

    @classmethod
    def of(cls, one: Participant) -> ParticipantView:
        """Show a participant."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class ParticipantList(BaseModel):
    """A page of participants."""

    items: list[ParticipantView]
    next: str | None


class DecisionWish(BaseModel):
    """A decision on some applications, or with no ids on all submitted ones."""

    decision: Literal["accepted", "waitlisted", "rejected", "needs_info"]
    application_ids: list[str] | None = Field(None, max_length=1000)
    comment: str = Field("", max_length=2000)


class Decided(BaseModel):
    """How many were decided."""

    decided: int


@app.post("/v1/organizations")
def found_organization(body: OrganizationWish) -> Response[str]:
    """Found an organization."""
    one = use_cases.found_organization(http.context(), body.name)
    return http.created(OrganizationView.of(one), f"/v1/organizations/{one.organization_id}", one)


@app.get("/v1/organizations")
def my_organizations() -> OrganizationList:
    """Return my organizations."""
    return OrganizationList(items=[OrganizationView.of(one) for one, _ in use_cases.my_organizations(http.context())])


@app.post("/v1/programmes")
def create_programme(body: ProgrammeWish) -> Response[str]:
    """Create a programme as a draft."""
    settings = body.given()
    organization_id = settings.pop("organization_id")
    one = use_cases.create_programme(http.context(), organization_id, settings)
    return http.created(ProgrammeView.of(one), f"/v1/programmes/{one.programme_id}", one)


@app.get("/v1/programmes/<programme_id>")
def read_programme(programme_id: str) -> Response[str]:
    """Return a programme to its organizers."""
    one = access.organizer(http.context(), programme_id, access.ORGANIZERS)
    return http.versioned(ProgrammeView.of(one), one)


@app.patch("/v1/programmes/<programme_id>")
def change_programme(programme_id: str, body: ProgrammeChanges) -> Response[str]:
    """Change settings of a programme."""
    check_if_match(access.organizer(http.context(), programme_id))
    one = use_cases.change_programme(http.context(), programme_id, body.given())
    return http.versioned(ProgrammeView.of(one), one)


@app.post("/v1/programmes/<programme_id>/stage")
def move_programme(programme_id: str, body: StageWish) -> Response[str]:
    """Move a programme to another stage."""
    one = use_cases.move_programme(http.context(), programme_id, body.to, body.reason)
    return http.versioned(ProgrammeView.of(one), one)


@app.post("/v1/programmes/<programme_id>/imports")
def import_applications(programme_id: str, body: ImportFile) -> ImportReport:
    """Import applications from a file."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except binascii.Error as error:
        raise Invalid(fields={"/content_base64": N_("This is not base64.")}) from error
    context = http.context()
    return ImportReport.of(use_cases.import_applications(context, programme_id, content), context.locale)


@app.get("/v1/programmes/<programme_id>/applications")
def list_applications(
    programme_id: str,
    state: Annotated[str, Query()] = "",
    role: Annotated[str, Query()] = "",
    q: Annotated[str, Query()] = "",
) -> ApplicationList:
    """Return applications, filtered."""
    found = pages.filtered(use_cases.applications(http.context(), programme_id), state, role, q)
    page, following = http.page_of(sorted(found, key=lambda one: one.application_id), lambda one: one.application_id)
    return ApplicationList(items=[ApplicationView.of(one) for one in page], next=following)


@app.post("/v1/programmes/<programme_id>/decisions")
def decide(programme_id: str, body: DecisionWish) -> Decided:
    """Decide applications."""
    done = use_cases.decide(http.context(), programme_id, body.application_ids, body.decision, body.comment)
    return Decided(decided=len(done))


@app.get("/v1/programmes/<programme_id>/participants")
def list_participants(programme_id: str) -> ParticipantList:
    """Return participants."""
    found = use_cases.participants(http.context(), programme_id)
    page, following = http.page_of(found, lambda one: one.participant_id)
    return ParticipantList(items=[ParticipantView.of(one) for one in page], next=following)


handler = http.handler(app)
