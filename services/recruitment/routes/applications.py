"""JSON of applications and participants: list, read, decide, withdraw, correct an address."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from mentoring.http.fields import Address
from mentoring.tables.vocabulary import ApplicationState, Role
from recruitment.routes.jobs import JOB, JobView
from recruitment.use_cases import applications, deciding, decision_jobs, gathered, readdress

router = http.Router()

State = Literal[
    "",
    ApplicationState.SUBMITTED,
    ApplicationState.NEEDS_INFO,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
    ApplicationState.REJECTED,
    ApplicationState.WITHDRAWN,
]


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
    """A participant; `attended` and `missed` are numbers of gatherings."""

    participant_id: str
    person_id: str
    role: str
    email: str
    name: str
    profile: dict[str, Any]
    attended: int
    missed: int


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


@router.get("/v1/programmes/<programme_id>/applications", paged=True)
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


@router.get("/v1/programmes/<programme_id>/applications/<application_id>")
def read_application(programme_id: str, application_id: str) -> ApplicationView:
    """Return an application to the organizers."""
    return ApplicationView.of(applications.application(http.context(), programme_id, application_id))


@router.put("/v1/programmes/<programme_id>/applications/<application_id>/address")
def correct_address(programme_id: str, application_id: str, body: AddressWish) -> ApplicationView:
    """Correct an address; what could not be sent to the old one, and is still true, is sent to it."""
    return ApplicationView.of(
        readdress.correct(http.context(), programme_id, application_id, body.email, http.expected())
    )


@router.post("/v1/programmes/<programme_id>/decisions", later=JobView, location=JOB)
def decide(programme_id: str, body: DecisionWish) -> Decided | JobView:
    """Decide applications: 200 and how many of a few, 202 and the job of many."""
    said = deciding.Remarks(body.comment, body.message)
    done = decision_jobs.decide(http.context(), programme_id, body.application_ids, body.decision, said)
    return Decided(decided=len(done)) if isinstance(done, list) else JobView.show(done)


@router.post("/v1/programmes/<programme_id>/withdrawals")
def withdraw(programme_id: str, body: Withdrawal) -> OwnApplicationView:
    """Withdraw one's own application."""
    return OwnApplicationView.of(applications.withdraw(http.context(), programme_id, body.role))


@router.get("/v1/programmes/<programme_id>/participants", paged=True)
def list_participants(programme_id: str) -> ParticipantList:
    """Return participants."""
    context = http.context()
    page, following = http.part_of(lambda after, limit: applications.participants(context, programme_id, after, limit))
    records = gathered.records(context, programme_id, [one.participant_id for one in page])
    shown = [ParticipantView.of(one, **gathered.numbers(records.get(one.participant_id))) for one in page]
    return ParticipantList(items=shown, next=following)
