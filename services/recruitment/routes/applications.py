"""JSON of applications and participants: list, read, decide, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from mentoring.i18n import translations
from mentoring.tables.core import ANY
from mentoring.tables.vocabulary import ApplicationState, Channel, Passed, Role
from recruitment import domain
from recruitment.routes.jobs import JOB, JobView
from recruitment.use_cases import applications, deciding, decision_jobs, gathered, previewing

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme

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


class Filter(http.Model):
    """Which applications are meant: what is empty filters nothing."""

    q: str = Field("", max_length=200, description="Words of a name or an address, without regard to case and accents.")
    state: State = ""
    role: Role | Literal[""] = ""
    source: Channel | Literal[""] = ""
    consents: Literal["", "missing", "given"] = ""
    topic: str = Field("", max_length=200)
    department: str = Field("", max_length=200)
    city: str = Field("", max_length=200)
    paired: Literal["", "yes", "no"] = Field("", description="Whether the person is in a pair now.")


class DecisionWish(http.Model):
    """A decision on some applications, on all that fit a filter, or with neither on all submitted ones."""

    decision: Literal[
        ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.REJECTED, ApplicationState.NEEDS_INFO
    ]
    application_ids: list[str] | None = Field(None, max_length=1000)
    filter: Filter | None = Field(None, description="All that fit it; needs the ETag of the preview as If-Match.")
    comment: str = Field("", max_length=2000, description="For organizers only; in no mail.")
    message: str = Field("", max_length=2000, description="To the applicants, in the mail about this decision.")


class Decided(http.View):
    """How many applications changed."""

    decided: int


class PassedOver(http.View):
    """How many a decision passes over, and why; the first 20 of them."""

    reason: Passed
    number: int
    application_ids: list[str]


class MailPreview(http.View):
    """A mail of a decision: to how many, in which language, in which role, what it says."""

    number: int
    locale: str
    role: Role
    subject: str
    lines: list[str]


class DecisionPreview(http.Versioned):
    """What a decision would do: how many are decided on, who is passed over, the mails."""

    decision: str
    decided: int
    passed_over: list[PassedOver]
    mails: list[MailPreview]

    @classmethod
    def show(cls, programme: Programme, one: previewing.Preview) -> DecisionPreview:
        """Show a preview, its mails in their own languages."""
        passed = [
            PassedOver(reason=reason, number=len(some), application_ids=[each.application_id for each in some[:20]])
            for reason, some in one.passed.items()
        ]
        mails = []
        for mail in one.mails:
            say = translations("recruitment", mail.locale).gettext
            subject = say(mail.words.subject) % {"programme": programme.name}
            told = {"subject": subject, "lines": [say(line) for line in mail.words.lines]}
            mails.append(MailPreview.of(mail, **told))
        return cls.of(one, decided=len(one.decided), passed_over=passed, mails=mails)


class Withdrawal(http.Model):
    """The wish to withdraw one's own application in a role."""

    role: Role


class OwnApplicationView(http.View):
    """An application as its applicant sees it."""

    application_id: str
    role: str
    state: str


@router.get("/v1/programmes/<programme_id>/applications", paged=True)
def list_applications(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
    programme_id: str,
    state: Annotated[State, Query()] = "",
    role: Annotated[Role | Literal[""], Query()] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    source: Annotated[Channel | Literal[""], Query()] = "",
    consents: Annotated[Literal["", "missing", "given"], Query()] = "",
    topic: Annotated[str, Query(max_length=200)] = "",
    department: Annotated[str, Query(max_length=200)] = "",
    city: Annotated[str, Query(max_length=200)] = "",
    paired: Annotated[Literal["", "yes", "no"], Query()] = "",
    sort: Annotated[Literal["", "name", "newest", "oldest"], Query()] = "",
) -> ApplicationList:
    """Return applications, who waits for a decision first; `q` are words of a name or an address."""
    context = http.context()
    wanted = {"state": state, "role": role, "q": q, "source": source, "consents": consents, "topic": topic}
    wanted |= {"department": department, "city": city, "paired": paired, "sort": sort}
    page, following = http.part_of(
        lambda after, limit: applications.applications(context, programme_id, wanted, after, limit)
    )
    return ApplicationList(items=[ApplicationView.of(one) for one in page], next=following)


@router.get("/v1/programmes/<programme_id>/applications/<application_id>")
def read_application(programme_id: str, application_id: str) -> ApplicationView:
    """Return an application to the organizers."""
    return ApplicationView.of(applications.application(http.context(), programme_id, application_id))


@router.post("/v1/programmes/<programme_id>/decisions/preview")
def preview(programme_id: str, body: DecisionWish) -> DecisionPreview:
    """Return what a decision would do; its ETag is the If-Match of that decision. Nothing changes."""
    programme, (found,) = previewing.preview(http.context(), programme_id, _choice(body), body.decision)
    return DecisionPreview.show(programme, found)


@router.post("/v1/programmes/<programme_id>/decisions", later=JobView, location=JOB, expects="optional")
def decide(programme_id: str, body: DecisionWish) -> Decided | JobView:
    """Decide applications: 200 and how many of a few, 202 and the job of many.

    With the ETag of a preview as If-Match, exactly what was previewed is decided, or nothing.
    """
    said, expected = deciding.Remarks(body.comment, body.message), http.expected(optional=True)
    if expected == ANY and body.filter is not None:
        raise domain.Unconfirmed
    if expected != ANY:
        done = previewing.decide(http.context(), programme_id, _choice(body), body.decision, said, expected)
    else:
        done = decision_jobs.decide(http.context(), programme_id, body.application_ids, body.decision, said)
    return Decided(decided=len(done)) if isinstance(done, list) else JobView.show(done)


def _choice(body: DecisionWish) -> previewing.Choice:
    if body.application_ids is not None:
        return previewing.Choice(body.application_ids)
    wanted = body.filter.model_dump() if body.filter else {"state": ApplicationState.SUBMITTED}
    return previewing.Choice(everybody=True, wanted=wanted)


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
