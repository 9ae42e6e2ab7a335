"""Events that recruitment publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class OrganizationFounded(EventData):
    """An organization was created with its first owner."""

    source = "recruitment"
    aggregate = "organization"
    organization_id: str
    owner_id: str


@dataclass(frozen=True)
class OrganizerInvited(EventData):
    """Somebody is invited, again or for the first time, to organize: everything, or one programme.

    Of all events about organizers, `programme_id` is empty where the whole organization is meant.
    """

    source = "recruitment"
    aggregate = "invitation"
    organization_id: str
    programme_id: str
    invitation_id: str
    address_key: str
    role: str


@dataclass(frozen=True)
class InvitationWithdrawn(EventData):
    """An invitation to organize doesn't hold any more."""

    source = "recruitment"
    aggregate = "invitation"
    organization_id: str
    programme_id: str
    invitation_id: str
    role: str


@dataclass(frozen=True)
class OrganizerJoined(EventData):
    """Somebody accepted an invitation to organize; `invited_by` is the person who sent it."""

    source = "recruitment"
    aggregate = "member"
    organization_id: str
    programme_id: str
    member_id: str
    role: str
    invited_by: str


@dataclass(frozen=True)
class OrganizerRoleChanged(EventData):
    """Somebody may do something else from now on; with an empty `role` nothing any more."""

    source = "recruitment"
    aggregate = "member"
    organization_id: str
    programme_id: str
    member_id: str
    role: str
    before: str


@dataclass(frozen=True)
class ProgrammeCreated(EventData):
    """A programme was created as a draft."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    organization_id: str


@dataclass(frozen=True)
class ProgrammeChanged(EventData):
    """Settings of a programme changed."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str


@dataclass(frozen=True)
class ClausesChanged(EventData):
    """The organizers changed the clauses that every contract of a programme begins with, the n-th time."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    fixed_version: int


@dataclass(frozen=True)
class RulesChanged(EventData):
    """What pairs are watched by changed: the rules, the days between meetings, or when the programme begins."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str


@dataclass(frozen=True)
class ProgrammeStageChanged(EventData):
    """A programme moved from one stage to another (domain.md §2)."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    from_stage: str
    to_stage: str


@dataclass(frozen=True)
class ProgrammeDateNears(EventData):
    """A date of a programme is a week away: its name, its day, and how many applications wait for a decision."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    date: str
    day: str
    undecided: int


@dataclass(frozen=True)
class ApplicationSubmitted(EventData):
    """An application is complete; `channel` is `form` or `import`."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    role: str
    channel: str


@dataclass(frozen=True)
class ApplicationsCollected(EventData):
    """Applications came in by the form since organizers were last told; `until` is the instant up to which."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str
    until: str


@dataclass(frozen=True)
class ApplicationChanged(EventData):
    """Somebody changed what they said: before the decision, or, as a participant, for the pairing from then on."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class ApplicantAdded(EventData):
    """Somebody was imported and is to be told: the first mail they get."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class AddressConfirmed(EventData):
    """Somebody who was imported said «that's me» on the link mailed to their address."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class ApplicationCompleted(EventData):
    """Somebody who was imported told what the file didn't: a consent, or what nobody could read."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class ApplicationCorrected(EventData):
    """Organizers corrected what an application says: in a file that was exported, edited and imported again."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class ApplicantDisowned(EventData):
    """Somebody who was imported said «that's not me»; the organization can't write to them any more."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class ContactToConfirm(EventData):
    """A programme's contact address needs to be confirmed by whoever reads its mail."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str


@dataclass(frozen=True)
class ApplicationAccepted(EventData):
    """An applicant became a participant."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    participant_id: str
    person_id: str
    role: str


@dataclass(frozen=True)
class ApplicationDecided(EventData):
    """An application was put on the waiting list, rejected, or sent back with a question; `state` says which."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    state: str


@dataclass(frozen=True)
class ApplicationWithdrawn(EventData):
    """The applicant withdrew."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class AddressCorrected(EventData):
    """An applicant's address was corrected; `from_mailbox` and `to_mailbox` are address keys."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    from_mailbox: str
    to_mailbox: str


@dataclass(frozen=True)
class AddressProposed(EventData):
    """Organizers propose another address for somebody who confirmed the present one; the proposal contains it."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    proposal_id: str


@dataclass(frozen=True)
class AddressGiven(EventData):
    """The address that organizers proposed is the person's now: its reader confirmed it, and nobody stopped it."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    proposal_id: str
    person_id: str


@dataclass(frozen=True)
class AddressTrusted(EventData):
    """An organizer says that mail to an applicant's address works again; `mailbox_id` is its address key."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str
    mailbox_id: str


@dataclass(frozen=True)
class ConsentsAsked(EventData):
    """Organizers ask everybody again who agreed to an earlier text."""

    source = "recruitment"
    aggregate = "programme"
    programme_id: str


@dataclass(frozen=True)
class ConsentToRenew(EventData):
    """Somebody who applied is asked to agree to a new text."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class DraftWaits(EventData):
    """Somebody began an application and hasn't sent it, and recruitment closes soon."""

    source = "recruitment"
    aggregate = "application"
    application_id: str
    programme_id: str


@dataclass(frozen=True)
class AskedToComeAgain(EventData):
    """Somebody of an earlier edition is asked whether they come again; `application_id` is theirs in that one."""

    source = "recruitment"
    aggregate = "programme"
    application_id: str
    earlier_id: str
    programme_id: str


@dataclass(frozen=True)
class JobRequested(EventData):
    """An organizer asked for work in the background, or for its continuation."""

    source = "recruitment"
    aggregate = "job"
    job_id: str
    programme_id: str


@dataclass(frozen=True)
class JobFinished(EventData):
    """A job has finished or failed; the job says which."""

    source = "recruitment"
    aggregate = "job"
    job_id: str
    programme_id: str


@dataclass(frozen=True)
class RecruitmentWorkContinued(Continued):
    """The recruitment worker continues work that takes several parts."""

    source = "recruitment"
    aggregate = "work"
