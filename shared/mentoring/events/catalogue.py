"""Every event of the product, by the service that publishes it.

Each class is one detail-type; its fields are the `data` of the event: ids, counts and facts, no personal data.
Instants are RFC 3339 text in UTC. `version` is the schema's version, matched by the rules in template.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

EVENTS: dict[str, type[EventData]] = {}

_ID_FIELDS = {
    "sign_in": "request_id",
    "contract": "pair_id",
    "summary": "pair_id",
    "watch": "pair_id",
    "weekly_report": "report_id",
}
"""Aggregates whose id has another name than `<aggregate>_id`: a pair has one contract, summary and watch."""


@dataclass(frozen=True, slots=True)
class EventData:
    """Base of all events' data; subclasses register themselves under their name."""

    source: ClassVar[str]
    aggregate: ClassVar[str]
    version: ClassVar[int] = 1
    aggregate_id_field: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if not hasattr(cls, "source"):  # a base of several events, none itself
            return
        EVENTS[cls.__name__] = cls
        cls.aggregate_id_field = _ID_FIELDS.get(cls.aggregate, f"{cls.aggregate}_id")


@dataclass(frozen=True, slots=True)
class Continued(EventData):
    """Work that grows goes on in a delivery of its own (`mentoring.work`); one event a consumer, to itself alone.

    `work_id` is the id of the event or run that it began with, the same in all parts; `work` that event's name, or the
    schedule's; `began` the JSON text of the event's detail, or `{"time": …}` of the run; `cursor` where to go on,
    opaque; `part` the number of the part, 1 for the second one.
    """

    work_id: str
    work: str
    began: str
    cursor: str
    part: int


# identity ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignInRequested(EventData):
    """Somebody asked for a sign-in link; the request knows the address, the event doesn't."""

    source = "identity"
    aggregate = "sign_in"
    request_id: str


@dataclass(frozen=True, slots=True)
class PersonRegistered(EventData):
    """A person exists: first sign-in or first acceptance."""

    source = "identity"
    aggregate = "person"
    person_id: str


@dataclass(frozen=True, slots=True)
class PersonChanged(EventData):
    """A person said how to call them, or in which language and zone they live."""

    source = "identity"
    aggregate = "person"
    person_id: str


# recruitment ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrganizationFounded(EventData):
    """An organization was created with its first owner."""

    source = "recruitment"
    aggregate = "organization"
    organization_id: str
    owner_id: str


@dataclass(frozen=True, slots=True)
class ProgrammeCreated(EventData):
    """A programme was created as a draft."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    organization_id: str


@dataclass(frozen=True, slots=True)
class ProgrammeChanged(EventData):
    """Settings of a programme changed."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str


@dataclass(frozen=True, slots=True)
class ProgrammeStageChanged(EventData):
    """A programme moved from one stage to another (domain.md §2)."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    from_stage: str
    to_stage: str


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted(EventData):
    """An application is complete; `channel` is `form` or `import`."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    role: str
    channel: str


@dataclass(frozen=True, slots=True)
class ApplicantAdded(EventData):
    """Somebody who was imported is to hear of it: the first mail they get."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True, slots=True)
class AddressConfirmed(EventData):
    """Somebody who was imported said «that's me» on the link mailed to their address."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True, slots=True)
class ApplicantDisowned(EventData):
    """Somebody who was imported said «that's not me»; the organization can't write to them any more."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True, slots=True)
class ContactToConfirm(EventData):
    """A programme's contact address is to be confirmed by whoever reads mail sent there."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str


@dataclass(frozen=True, slots=True)
class ApplicationAccepted(EventData):
    """An applicant became a participant."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    participant_id: str
    person_id: str
    role: str


@dataclass(frozen=True, slots=True)
class ApplicationDecided(EventData):
    """An application was put on the waiting list, rejected or asked for more; `state` says which."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    state: str


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn(EventData):
    """The applicant withdrew."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True, slots=True)
class AddressCorrected(EventData):
    """An applicant is written to at another address; `from_mailbox` and `to_mailbox` are address keys."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    from_mailbox: str
    to_mailbox: str


@dataclass(frozen=True, slots=True)
class AddressTrusted(EventData):
    """An organizer says that mail reaches an applicant's address again; `mailbox_id` is its address key."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    mailbox_id: str


@dataclass(frozen=True, slots=True)
class JobRequested(EventData):
    """An organizer asked for work that is done in the background, or for it to go on."""

    source = "recruitment"
    aggregate = "job"
    job_id: str
    programme_id: str


@dataclass(frozen=True, slots=True)
class JobFinished(EventData):
    """A job is done, or can't be done; the job says which."""

    source = "recruitment"
    aggregate = "job"
    job_id: str
    programme_id: str


@dataclass(frozen=True, slots=True)
class RecruitmentWorkContinued(Continued):
    """The recruitment worker goes on with work that takes several parts."""

    source = "recruitment"
    aggregate = "work"


# pairing -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairingRequested(EventData):
    """An organizer asked for a pairing run; the worker takes it up."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True, slots=True)
class PairingPreviewed(EventData):
    """The run is done and its preview can be looked at."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str
    matched: int
    unmatched: int


@dataclass(frozen=True, slots=True)
class PairingCancelled(EventData):
    """An organizer stopped a run before it was done."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True, slots=True)
class PairingPreviewEdited(EventData):
    """An organizer changed a preview by hand."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True, slots=True)
class PairingRoundSent(EventData):
    """The organizer sent the round: the worker makes the proposals."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True, slots=True)
class PairProposed(EventData):
    """One proposal was made; both sides are asked."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    round_id: str
    proposal_id: str
    mentor_id: str
    mentee_id: str


@dataclass(frozen=True, slots=True)
class ProposalReminded(EventData):
    """A proposal is three days old and somebody has not answered; `waiting_for` are participant ids."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    waiting_for: list[str]


@dataclass(frozen=True, slots=True)
class ProposalAcceptedByOne(EventData):
    """One side said yes; `by` is a participant id."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    by: str


@dataclass(frozen=True, slots=True)
class ProposalDeclined(EventData):
    """One side said no; the reason stays with the organizer."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    by: str


@dataclass(frozen=True, slots=True)
class ProposalExpired(EventData):
    """A proposal can't become a pair any more.

    `why`: nobody, or only one, answered within seven days (`silence`), the mentor's last place went (`full`), the
    mentee has a pair (`paired`), one of the two left the programme (`left`).
    """

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    why: str = "silence"


@dataclass(frozen=True, slots=True)
class RematchRequested(EventData):
    """Mentees (participant ids) need somebody else: the worker looks for the best mentors left, for all at once."""

    source = "pairing"
    aggregate = "rematch"
    programme_id: str
    rematch_id: str
    mentee_ids: list[str]


@dataclass(frozen=True, slots=True)
class MenteeLeftUnmatched(EventData):
    """Nobody is left for a mentee; `cause` is the code of the rule, or lack of places, that stands in the way."""

    source = "pairing"
    aggregate = "mentee"
    programme_id: str
    mentee_id: str
    cause: str


@dataclass(frozen=True, slots=True)
class MentorsSuggested(EventData):
    """A mentee can choose: the list of `mentors` suitable ones is ready."""

    source = "pairing"
    aggregate = "mentee"
    programme_id: str
    round_id: str
    mentee_id: str
    mentors: int


@dataclass(frozen=True, slots=True)
class PairAgreed(EventData):
    """Both sides said yes: the pair exists. Ids of participants and of persons."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    proposal_id: str
    mentor_id: str
    mentee_id: str
    mentor_person_id: str
    mentee_person_id: str


@dataclass(frozen=True, slots=True)
class PairStageChanged(EventData):
    """The pair's stage followed from a fact (domain.md §2.5)."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    from_stage: str
    to_stage: str


@dataclass(frozen=True, slots=True)
class PairPaused(EventData):
    """The process rests until an instant; an empty `until` means that it goes on again."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    until: str


@dataclass(frozen=True, slots=True)
class PairClosed(EventData):
    """The process ended: `outcome` is `completed` or `closed_early`; `by` is the person who closed it, or `system`."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class PairingWorkContinued(Continued):
    """The pairing consumer goes on with work that takes several parts."""

    source = "pairing"
    aggregate = "work"


@dataclass(frozen=True, slots=True)
class PairingWorkerContinued(Continued):
    """The pairing worker goes on with work that takes several parts."""

    source = "pairing"
    aggregate = "work"


# workspace -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContractProposed(EventData):
    """One of the pair proposed a text of the contract; `by` is a person id."""

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    by: str


@dataclass(frozen=True, slots=True)
class ContractSignedByOne(EventData):
    """The first signature is there; `by` is a person id."""

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    by: str


@dataclass(frozen=True, slots=True)
class ContractSigned(EventData):
    """Both signed the same text; `sha256` is the hash of that text."""

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ContractSignaturesVoided(EventData):
    """A text that was signed changed, or was dropped; `by` and `signed_by` are person ids."""

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    by: str
    signed_by: list[str]


@dataclass(frozen=True, slots=True)
class GoalProposed(EventData):
    """One of the pair wrote a goal; the other is asked to agree."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    by: str


@dataclass(frozen=True, slots=True)
class GoalAgreed(EventData):
    """Both agreed on a goal."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str


@dataclass(frozen=True, slots=True)
class GoalConcluded(EventData):
    """A goal ended: `state` is achieved, partly, changed or dropped."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    state: str


@dataclass(frozen=True, slots=True)
class TaskAssigned(EventData):
    """Homework was noted."""

    source = "workspace"
    aggregate = "task"
    programme_id: str
    pair_id: str
    task_id: str
    by: str


@dataclass(frozen=True, slots=True)
class TaskDone(EventData):
    """Homework was ticked off."""

    source = "workspace"
    aggregate = "task"
    programme_id: str
    pair_id: str
    task_id: str


@dataclass(frozen=True, slots=True)
class SummaryProposed(EventData):
    """One of the pair wrote the joint summary; `by` is a person id."""

    source = "workspace"
    aggregate = "summary"
    programme_id: str
    pair_id: str
    by: str


@dataclass(frozen=True, slots=True)
class SummaryApproved(EventData):
    """Both approved the joint summary: the process can be completed."""

    source = "workspace"
    aggregate = "summary"
    programme_id: str
    pair_id: str


# meetings ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingProposed(EventData):
    """A time was proposed; `by` is a person id. `sequence` is the calendar SEQUENCE (RFC 5545 §3.8.7.4)."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    starts_at: str
    sequence: int


@dataclass(frozen=True, slots=True)
class MeetingConfirmed(EventData):
    """Both agreed on the time."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    starts_at: str
    sequence: int


@dataclass(frozen=True, slots=True)
class MeetingRescheduled(EventData):
    """A new time was proposed for the same meeting: it waits for an answer again."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    starts_at: str
    sequence: int


@dataclass(frozen=True, slots=True)
class MeetingCancelled(EventData):
    """A proposed or confirmed meeting won't take place; `was_confirmed` tells whether calendars hold it."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    sequence: int
    was_confirmed: bool


@dataclass(frozen=True, slots=True)
class MeetingReminderDue(EventData):
    """A confirmed meeting starts in 24 hours (`before` = `PT24H`) or in one (`PT1H`)."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    before: str


@dataclass(frozen=True, slots=True)
class MeetingEnded(EventData):
    """A confirmed meeting's time is over; both are asked whether it took place."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str


@dataclass(frozen=True, slots=True)
class MeetingHeld(EventData):
    """The meeting took place; `presumed` when nobody answered for 72 hours; `number` counts the pair's held ones."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    starts_at: str
    number: int
    presumed: bool


@dataclass(frozen=True, slots=True)
class MeetingNotHeld(EventData):
    """The meeting did not take place; `reason` is one of domain.md §2.5."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeetingsWorkContinued(Continued):
    """The meetings consumer goes on with work that takes several parts."""

    source = "meetings"
    aggregate = "work"


# surveys -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SurveyAssigned(EventData):
    """A person is asked to answer a survey."""

    source = "surveys"
    aggregate = "assignment"
    programme_id: str
    pair_id: str
    assignment_id: str
    person_id: str
    survey: str


@dataclass(frozen=True, slots=True)
class SurveyAnswered(EventData):
    """A survey was answered; the answers stay there. `low` marks a rating the organizer should know of."""

    source = "surveys"
    aggregate = "assignment"
    programme_id: str
    pair_id: str
    assignment_id: str
    survey: str
    low: bool


@dataclass(frozen=True, slots=True)
class SurveysWorkContinued(Continued):
    """The surveys consumer goes on with work that takes several parts."""

    source = "surveys"
    aggregate = "work"


# monitoring ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairWentInactive(EventData):
    """A rule found a silent pair; both are nudged. `rule` and `days` are the reason, `occurrence` counts the nudges."""

    source = "monitoring"
    aggregate = "watch"
    programme_id: str
    pair_id: str
    rule: str
    days: int
    occurrence: int


@dataclass(frozen=True, slots=True)
class AlertRaised(EventData):
    """A pair needs a person: the organizer is told once per rule and occurrence."""

    source = "monitoring"
    aggregate = "alert"
    programme_id: str
    pair_id: str
    alert_id: str
    rule: str
    days: int


@dataclass(frozen=True, slots=True)
class HelpRequested(EventData):
    """A participant answered a nudge with «we need help»; `by` is a person id."""

    source = "monitoring"
    aggregate = "watch"
    programme_id: str
    pair_id: str
    by: str


@dataclass(frozen=True, slots=True)
class MonitoringWorkContinued(Continued):
    """The monitoring consumer goes on with work that takes several parts."""

    source = "monitoring"
    aggregate = "work"


# notifications -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MailboxRecovered(EventData):
    """Mails may go to an address again that were held back; `mailbox_id` is its address key."""

    source = "notifications"
    aggregate = "mailbox"
    mailbox_id: str


# reporting -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportPrepared(EventData):
    """The PDF report of a pair's process can be read; `edition` is `pair` or `organizer`."""

    source = "reporting"
    aggregate = "document"
    programme_id: str
    pair_id: str
    document_id: str
    edition: str


@dataclass(frozen=True, slots=True)
class WeeklyReportPrepared(EventData):
    """The weekly organizer report of a programme is ready to be mailed; `week` is an ISO week such as 2026-W12."""

    source = "reporting"
    aggregate = "weekly_report"
    programme_id: str
    report_id: str
    week: str


@dataclass(frozen=True, slots=True)
class ReportingWorkContinued(Continued):
    """The reporting consumer goes on with work that takes several parts."""

    source = "reporting"
    aggregate = "work"
