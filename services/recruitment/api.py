"""JSON routes of recruitment and its handler."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import ConfigDict, Field, StringConstraints

from mentoring import http, levels
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Address, AddressOrNone, Day, Line, Weight, Zone
from mentoring.tables.recruitment import Job
from mentoring.tables.vocabulary import (
    ApplicationState,
    JobState,
    JobTask,
    PairingMode,
    ProgrammeType,
    Role,
    Standing,
    Visibility,
)
from mentoring.weights import FULL, Part
from recruitment import pages
from recruitment.pages import base
from recruitment.pages.jobs import LINK_LIFETIME
from recruitment.use_cases import (
    applications,
    contacts,
    deciding,
    decision_jobs,
    exporting,
    import_jobs,
    importing,
    jobs,
    organizations,
    programmes,
    readdress,
    stages,
    telling,
)

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Organization
    from recruitment.use_cases.stages import Preview

app = http.create_app("recruitment", base.PAGES)
for router in pages.ROUTERS:
    app.include_router(router)

JOB = "/v1/programmes/{programme_id}/jobs/{job_id}"

Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Days = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
State = Literal[
    "",
    ApplicationState.SUBMITTED,
    ApplicationState.NEEDS_INFO,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
    ApplicationState.REJECTED,
    ApplicationState.WITHDRAWN,
]


class OrganizationWish(http.Model):
    """A new organization."""

    name: Name


class OrganizationView(http.Versioned):
    """An organization."""

    organization_id: str
    name: str
    standing: Standing = Field(
        description="Programmes of a new one aren't in the catalogue, and it may mail few strangers."
    )

    @classmethod
    def show(cls, one: Organization) -> OrganizationView:
        """Show an organization."""
        return cls.of(one, standing=Standing.ESTABLISHED if organizations.trusted(one) else Standing.NEW)


class OrganizationList(http.View):
    """My organizations."""

    items: list[OrganizationView]
    next: str | None = None


class ProgrammeSettings(http.Model):
    """What an organizer may set; everything has a default (domain.md §2.1). A name nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")

    purpose: Text | None = None
    audience: Text | None = None
    outcomes: Text | None = None
    type: ProgrammeType | None = None
    languages: list[Literal["pl", "en"]] | None = Field(None, min_length=1, max_length=2)
    dates: dict[str, Day] | None = None
    planned_meetings: int | None = Field(None, ge=1, le=60)
    meeting_minutes: int | None = Field(None, ge=15, le=240)
    interval_days: int | None = Field(None, ge=1, le=120)
    topics: list[Name] | None = Field(None, max_length=200)
    pairing_mode: PairingMode | None = None
    weights: dict[Part, Weight] | None = None
    threshold: Annotated[int, Field(ge=0, le=FULL)] | None = None
    must_cross: bool | None = None
    no_juniors: bool | None = None
    levels: dict[str, int] | None = Field(None, max_length=levels.MOST)
    rules: dict[str, Days] | None = Field(None, max_length=20)
    clauses: list[Text] | None = Field(None, max_length=50)
    contact: AddressOrNone | None = None
    visibility: Visibility | None = None
    accent: Literal["forest", "ocean", "plum", "brick", "slate"] | None = None
    zone: Zone | None = None

    def given(self) -> dict[str, Any]:
        """Return what was sent, as Programme keeps it."""
        return self.model_dump(mode="json", exclude_none=True)


class ProgrammeWish(ProgrammeSettings):
    """A new programme."""

    organization_id: str
    name: Name
    slug: str = ""


class ProgrammeChanges(ProgrammeSettings):
    """Changes to a programme."""

    name: Name | None = None


class ProgrammeView(http.Versioned):
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
    threshold: int
    must_cross: bool
    no_juniors: bool
    levels: dict[str, int]
    rules: dict[str, float]
    clauses: list[str]
    contact: str
    reply_to: str = Field(description="The contact address once it is confirmed; mails carry it as Reply-To.")
    visibility: str
    accent: str
    zone: str


class StageWish(http.Model):
    """A change of stage."""

    to: str
    reason: str = Field("", max_length=2000)


class Counted(http.View):
    """How many of what."""

    what: str
    number: int


class EndingView(http.View):
    """A process that ends, or comes to its end, with the change."""

    pair_id: str
    name: str
    meetings_held: int
    summary: str


class ConsequencesView(http.Versioned):
    """What a change of stage does; where it `asks`, the change needs the ETag of this as If-Match.

    `ending` is how many processes end or come to their end, `first` are 20 of them at most, those that need a person
    before others.
    """

    from_stage: str
    to_stage: str
    asks: bool
    counts: list[Counted]
    mails: list[Counted]
    ending: int
    first: list[EndingView]

    @classmethod
    def show(cls, preview: Preview) -> ConsequencesView:
        """Show what a change does."""
        counts, mails = (
            [Counted(what=what, number=number) for what, number in told]
            for told in (preview.found.counts, preview.found.mails)
        )
        first = [EndingView.of(each, meetings_held=each.held) for each in preview.first]
        return cls.of(preview.found, counts=counts, mails=mails, first=first)


class ImportFile(http.Model):
    """A file of applications."""

    filename: str = ""
    content_base64: str = Field(max_length=6_000_000)


class RejectedCell(http.View):
    """Why a row isn't imported; `reason` in the reader's language, `value` the beginning of the cell."""

    line: int
    column: str
    code: str
    reason: str
    value: str


class ImportReport(http.View):
    """How an import went: `rows` = `imported` + `already_there` + `rejected_rows`; `ignored_columns` nobody knows."""

    rows: int
    imported: int
    told: int = Field(description="People who get the first mail now.")
    waiting: int = Field(description="People whose first mail waits for the quota of a new organization.")
    already_there: int
    rejected_rows: int
    rejected: list[RejectedCell]
    ignored_columns: list[str]

    @classmethod
    def show(cls, done: importing.Imported) -> ImportReport:
        """Show an import."""
        rejected = [RejectedCell(**one) for one in base.reasons(done.errors)]
        return cls.of(done, rejected=rejected, ignored_columns=done.ignored)


class JobView(http.View):
    """Work in the background; what came of it is in `report` once it is `done`."""

    job_id: str
    programme_id: str
    task: JobTask
    state: JobState
    position: int = Field(description="So many are done.")
    total: int = Field(description="Of so many; 0 while it waits.")
    created_at: str
    problem: str = Field(description="Why it failed, in the reader's language.")
    report: ImportReport | None = Field(description="Of an import, with the first errors; all are a list of their own.")
    decided: int = Field(description="Of decisions: how many applications changed so far.")
    file_url: str | None = Field(description="Of an export: where its file can be got, for five minutes.")
    passed_over: int = Field(description="Of decisions: how many could not be decided so any more.")

    @classmethod
    def show(cls, one: Job) -> JobView:
        """Show a job."""
        counts = {name: int(one.counts.get(name, 0)) for name in ("decided", "passed_over")}
        problem = base.words(one.problem, one.params) if one.problem else ""
        imported = one.task == JobTask.IMPORT and one.state == JobState.DONE
        report = cls._report(one) if imported else None
        return cls.of(one, problem=problem, report=report, file_url=cls._file(one), **counts)

    @classmethod
    def _file(cls, one: Job) -> str | None:
        if one.task != JobTask.EXPORT or one.state != JobState.DONE:
            return None
        return exporting.link(http.context(), one, LINK_LIFETIME)

    @classmethod
    def _report(cls, one: Job) -> ImportReport:
        first = import_jobs.errors(http.context(), one, "", import_jobs.ERRORS).items
        report = ImportReport.show(import_jobs.imported(one))
        return report.model_copy(update={"rejected": [RejectedCell(**cell) for cell in base.reasons(first)]})


class JobErrors(http.View):
    """A page of what was not imported."""

    items: list[RejectedCell]
    next: str | None


class ApplicationView(http.Versioned):
    """An application as organizers see it."""

    application_id: str
    role: str
    email: str
    state: str
    channel: str
    submitted_at: str | None
    decided_at: str | None
    comment: str
    message: str
    profile: dict[str, Any]


class ApplicationList(http.View):
    """A page of applications."""

    items: list[ApplicationView]
    next: str | None


class ParticipantView(http.View):
    """A participant."""

    participant_id: str
    person_id: str
    role: str
    email: str
    name: str
    profile: dict[str, Any]


class ParticipantList(http.View):
    """A page of participants."""

    items: list[ParticipantView]
    next: str | None


class AddressWish(http.Model):
    """Another address of an applicant."""

    email: Address


class DecisionWish(http.Model):
    """A decision on some applications, or with no ids on all submitted ones."""

    decision: Literal[
        ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.REJECTED, ApplicationState.NEEDS_INFO
    ]
    application_ids: list[str] | None = Field(None, max_length=1000)
    comment: str = Field("", max_length=2000, description="For organizers only; in no mail.")
    message: str = Field("", max_length=2000, description="To the applicants, in the mail about this decision.")


class FirstMails(http.View):
    """How many people who were imported got their first mail now, and how many still wait."""

    told: int
    waiting: int


class ContactView(http.View):
    """A contact address and the same as Reply-To, once it is confirmed."""

    contact: str
    reply_to: str


class Decided(http.View):
    """How many applications changed."""

    decided: int


class Withdrawal(http.Model):
    """The wish to withdraw one's own application in a role."""

    role: Role


class OwnApplicationView(http.View):
    """An application as its applicant sees it."""

    application_id: str
    role: str
    state: str


@app.post("/v1/organizations", status=201, location="/v1/organizations/{organization_id}")
def found_organization(body: OrganizationWish) -> OrganizationView:
    """Found an organization."""
    return OrganizationView.show(organizations.found(http.context(), body.name))


@app.get("/v1/organizations")
def my_organizations() -> OrganizationList:
    """Return my organizations."""
    mine = organizations.mine(http.context())
    return OrganizationList(items=[OrganizationView.show(one) for one, _ in mine])


@app.get("/v1/organizations/<organization_id>")
def read_organization(organization_id: str) -> OrganizationView:
    """Return an organization to its members."""
    return OrganizationView.show(organizations.organization(http.context(), organization_id))


@app.post("/v1/programmes", status=201, location="/v1/programmes/{programme_id}")
def create_programme(body: ProgrammeWish) -> ProgrammeView:
    """Create a programme as a draft."""
    settings = body.given()
    organization_id = settings.pop("organization_id")
    return ProgrammeView.of(programmes.create_programme(http.context(), organization_id, settings))


@app.get("/v1/programmes/<programme_id>")
def read_programme(programme_id: str) -> ProgrammeView:
    """Return a programme to its organizers."""
    return ProgrammeView.of(programmes.looked_at(http.context(), programme_id))


@app.patch("/v1/programmes/<programme_id>")
def change_programme(programme_id: str, body: ProgrammeChanges) -> ProgrammeView:
    """Change settings of a programme."""
    return ProgrammeView.of(programmes.change_programme(http.context(), programme_id, body.given(), http.expected()))


@app.get("/v1/programmes/<programme_id>/stage")
def preview_move(programme_id: str, to: Annotated[str, Query()]) -> ConsequencesView:
    """Return what a change of stage would do: what ends, how many mails go out, 20 of the processes it ends."""
    return ConsequencesView.show(stages.preview_move(http.context(), programme_id, to))


@app.post("/v1/programmes/<programme_id>/stage", expects="optional")
def move_programme(programme_id: str, body: StageWish) -> ProgrammeView:
    """Move a programme to another stage; what ends or mails something needs the ETag of its preview as If-Match."""
    expected = http.expected(optional=True)
    return ProgrammeView.of(stages.move_programme(http.context(), programme_id, body.to, body.reason, expected))


@app.post("/v1/programmes/<programme_id>/imports", later=JobView, location=JOB)
def import_applications(programme_id: str, body: ImportFile) -> ImportReport | JobView:
    """Import applications from a CSV file: 200 and the report of a short one, 202 and the job of a longer one."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except ValueError as error:
        raise Invalid(fields={"/content_base64": N_("This is not base64.")}) from error
    context = http.context()
    if import_jobs.is_small(content):
        return ImportReport.show(importing.import_applications(context, programme_id, content))
    return JobView.show(import_jobs.begin(context, programme_id, content))


@app.post("/v1/programmes/<programme_id>/exports", status=202, location=JOB)
def export_applications(programme_id: str) -> JobView:
    """Export all applications as CSV: 202 and the job, which tells in the end where the file is."""
    return JobView.show(exporting.begin(http.context(), programme_id))


@app.get("/v1/programmes/<programme_id>/jobs/<job_id>")
def read_job(programme_id: str, job_id: str) -> JobView:
    """Return how far work in the background is, and in the end what came of it."""
    return JobView.show(jobs.get(http.context(), programme_id, job_id))


@app.get("/v1/programmes/<programme_id>/jobs/<job_id>/errors", paged=True)
def list_errors(programme_id: str, job_id: str) -> JobErrors:
    """Return what an import did not take, page by page."""
    job = jobs.get(http.context(), programme_id, job_id)
    found, following = http.part_of(lambda after, limit: import_jobs.errors(http.context(), job, after, limit))
    return JobErrors(items=[RejectedCell(**one) for one in base.reasons(found)], next=following)


@app.post("/v1/programmes/<programme_id>/first-mails")
def send_first_mails(programme_id: str) -> FirstMails:
    """Send the first mails that wait, as many as may go out now."""
    told, waiting = telling.send_waiting(http.context(), programme_id)
    return FirstMails(told=told, waiting=waiting)


@app.post("/v1/programmes/<programme_id>/contact-requests")
def ask_contact(programme_id: str) -> ContactView:
    """Ask the contact address for confirmation again."""
    return ContactView.of(contacts.ask_again(http.context(), programme_id))


@app.get("/v1/programmes/<programme_id>/applications", paged=True)
def list_applications(
    programme_id: str,
    state: Annotated[State, Query()] = "",
    role: Annotated[Role | Literal[""], Query()] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> ApplicationList:
    """Return applications by name, who waits for a decision first; `q` begins a last name or is an address."""
    context, wanted = http.context(), {"state": state, "role": role, "q": q}
    page, following = http.part_of(
        lambda after, limit: applications.applications(context, programme_id, wanted, after, limit)
    )
    return ApplicationList(items=[ApplicationView.of(one) for one in page], next=following)


@app.get("/v1/programmes/<programme_id>/applications/<application_id>")
def read_application(programme_id: str, application_id: str) -> ApplicationView:
    """Return an application to the organizers."""
    return ApplicationView.of(applications.application(http.context(), programme_id, application_id))


@app.put("/v1/programmes/<programme_id>/applications/<application_id>/address")
def correct_address(programme_id: str, application_id: str, body: AddressWish) -> ApplicationView:
    """Correct an address; what could not be sent to the old one, and is still true, is sent to it."""
    return ApplicationView.of(
        readdress.correct(http.context(), programme_id, application_id, body.email, http.expected())
    )


@app.post("/v1/programmes/<programme_id>/decisions", later=JobView, location=JOB)
def decide(programme_id: str, body: DecisionWish) -> Decided | JobView:
    """Decide applications: 200 and how many of a few, 202 and the job of many."""
    said = deciding.Remarks(body.comment, body.message)
    done = decision_jobs.decide(http.context(), programme_id, body.application_ids, body.decision, said)
    return Decided(decided=len(done)) if isinstance(done, list) else JobView.show(done)


@app.post("/v1/programmes/<programme_id>/withdrawals")
def withdraw(programme_id: str, body: Withdrawal) -> OwnApplicationView:
    """Withdraw one's own application."""
    return OwnApplicationView.of(applications.withdraw(http.context(), programme_id, body.role))


@app.get("/v1/programmes/<programme_id>/participants", paged=True)
def list_participants(programme_id: str) -> ParticipantList:
    """Return participants."""
    context = http.context()
    page, following = http.part_of(lambda after, limit: applications.participants(context, programme_id, after, limit))
    return ParticipantList(items=[ParticipantView.of(one) for one in page], next=following)


handler = http.handler(app)
