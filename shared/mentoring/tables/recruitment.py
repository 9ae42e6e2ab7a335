"""Items written by recruitment: organizations, programmes, applications, participants."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypedDict

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from mentoring import ids
from mentoring.tables.core import Item


class Language(TypedDict):
    """`code` is ISO 639-1, `level` a CEFR level A1–C2."""

    code: str
    level: str


class Slot(TypedDict):
    """A weekly slot in the person's zone: `weekday` 0 = Monday; `start`, `end` are whole hours, 0–24."""

    weekday: int
    start: int
    end: int


class Consent(TypedDict):
    """`kind` is `rules` or `privacy`; `version` of the text; `at` an instant.

    `by` is `person` when they agreed on our page, `file` when an organizer's file says that they did, elsewhere: then
    `at` is when the file was read. It is no consent to anything of another programme.
    """

    kind: str
    version: str
    at: str
    by: str


class Profile(TypedDict):
    """What an applicant told, as pairing and the mails read it (domain.md §2.2). Empty text or list = not told."""

    first_name: str
    last_name: str
    form: str  # f | m | n
    city: str
    zone: str  # IANA
    languages: list[Language]
    department: str
    position: str
    manager_email: str
    topics: list[str]  # ranked
    mode: str  # online | hybrid | in_person
    hours_per_month: float | None
    availability: list[Slot]  # empty = flexible
    capacity: int  # mentors; 0 for mentees
    goal: str  # mentees
    experience: str  # mentors
    style: str
    choices: list[str]  # ranked addresses
    not_with: list[str]  # addresses, or the word "department"
    consents: list[Consent]


class Organization(Item, discriminator="organization"):
    """`ORG#<id>` / `ORG`; due index kind ORGANIZATION while first mails wait: when they are tried again."""

    due_kind = "ORGANIZATION"
    organization_id = UnicodeAttribute()
    name = UnicodeAttribute()
    standing = UnicodeAttribute(default="established")  # new | established, see recruitment.standing
    mailed = NumberAttribute(default=0)  # strangers mailed while new
    mailed_on = UnicodeAttribute(default="")  # the day of the next two, YYYY-MM-DD in UTC
    mailed_today = NumberAttribute(default=0)
    contacts_today = NumberAttribute(default=0)  # contact addresses asked to confirm
    confirmed = NumberAttribute(default=0)  # strangers who said «that's me», as last counted
    disowned = NumberAttribute(default=0)  # people who said «that's not me»

    @staticmethod
    def key(organization_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", "ORG"


class Member(Item, discriminator="member"):
    """`ORG#<id>` / `MEMBER#<person_id>`; listed `PERSON#<person_id>` / `MEMBER#<organization_id>`."""

    organization_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = UnicodeAttribute()  # owner | coordinator | viewer

    @staticmethod
    def key(organization_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", f"MEMBER#{person_id}"


class Founder(Item, discriminator="founder"):
    """`ORG#FOUNDER#<key of a mailbox>` / `FOUNDER`: the new organization somebody has; one at a time, whatever races.

    Sub-addresses (`anna+1@…`) are one mailbox: `mentoring.limits.mailbox`.
    """

    organization_id = UnicodeAttribute()

    @staticmethod
    def key(mailbox: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#FOUNDER#{ids.address_key(mailbox)}", "FOUNDER"


class Disowned(Item, discriminator="disowned"):
    """`ORG#<id>` / `DISOWNED#<address key>`: who said «that's not me»; the organization doesn't mail them any more."""

    at = UnicodeAttribute()

    @staticmethod
    def key(organization_id: str, email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", f"DISOWNED#{ids.address_key(email)}"


class Contact(Item, discriminator="contact"):
    """`ORG#<id>` / `CONTACT#<address key>`: an address for Reply-To, asked to confirm and confirmed."""

    asked_at = UnicodeAttribute()
    confirmed_at = UnicodeAttribute(null=True)

    @staticmethod
    def key(organization_id: str, email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", f"CONTACT#{ids.address_key(email)}"


class Programme(Item, discriminator="programme"):
    """`PROGRAMME#<id>` / `PROGRAMME`; listed `ORG#<organization_id>` / `PROGRAMME#<id>`."""

    programme_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    organization_name = UnicodeAttribute(default="")
    slug = UnicodeAttribute()
    name = UnicodeAttribute()
    purpose = UnicodeAttribute(default="")
    audience = UnicodeAttribute(default="")
    outcomes = UnicodeAttribute(default="")
    type = UnicodeAttribute(default="cohort")  # cohort | ongoing
    languages: ListAttribute[Any] = ListAttribute(default=list)  # of pl, en
    stage = UnicodeAttribute(default="draft")
    stage_version = NumberAttribute(default=0)  # the version with which it came to this stage
    dates: JSONAttribute = JSONAttribute(default=dict)  # name of the date → YYYY-MM-DD, see recruitment.domain.DATES
    planned_meetings = NumberAttribute(default=8)
    meeting_minutes = NumberAttribute(default=60)
    interval_days = NumberAttribute(default=21)
    topics: ListAttribute[Any] = ListAttribute(default=list)
    pairing_mode = UnicodeAttribute(default="most_served")  # most_served | best_quality | self_matching
    weights: JSONAttribute = JSONAttribute(default=dict)  # mentoring.weights.Weights fields; absent = default
    threshold = NumberAttribute(default=5000)  # score from which a pair is good, 0–10 000; of the mode best_quality
    must_cross = BooleanAttribute(default=False)  # nobody is paired within their own department
    no_juniors = BooleanAttribute(default=False)  # nobody is paired with a mentor of a lower position
    levels: JSONAttribute = JSONAttribute(default=dict)  # mentoring.levels: pattern → level, before the usual ones
    rules: JSONAttribute = JSONAttribute(default=dict)  # monitoring.domain.Rules fields; absent = default
    clauses: ListAttribute[Any] = ListAttribute(default=list)  # texts fixed by the organizer
    contact = UnicodeAttribute(default="")  # address for Reply-To, once confirmed
    reply_to = UnicodeAttribute(default="")  # `contact`, when it is confirmed; what mails and public pages show
    visibility = UnicodeAttribute(default="public")  # public | unlisted | invitation
    accent = UnicodeAttribute(default="forest")  # a palette of tandem.css
    zone = UnicodeAttribute(default="Europe/Warsaw")

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", "PROGRAMME"


class StageChange(Item, discriminator="stage_change"):
    """`PROGRAMME#<id>` / `STAGE#<at>#<version>`: who moved the programme, when, why."""

    programme_id = UnicodeAttribute()
    from_stage = UnicodeAttribute()
    to_stage = UnicodeAttribute()
    by = UnicodeAttribute()
    at = UnicodeAttribute()
    reason = UnicodeAttribute(default="")


class Slug(Item, discriminator="slug"):
    """`SLUG#<slug>` / `SLUG`: makes slugs unique and finds a programme by its address."""

    slug = UnicodeAttribute()
    programme_id = UnicodeAttribute()

    @staticmethod
    def key(slug: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SLUG#{slug}", "SLUG"


class Application(Item, discriminator="application"):
    """`PROGRAMME#<id>` / `APPLICATION#<application_id>`; the id is derived from programme, role and address.

    Listed `PERSON#<person_id>` / `APPLICATION#<programme_id>#<role>`; ranked (index `by_due`) by name under
    `APPLICATIONS#<programme_id>#open` while it waits for a decision, else under `…#rest`.
    """

    application_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    role = UnicodeAttribute()  # mentor | mentee
    email = UnicodeAttribute()
    locale = UnicodeAttribute(default="pl")
    state = UnicodeAttribute(default="draft")
    channel = UnicodeAttribute(default="form")  # form | import
    profile: JSONAttribute = JSONAttribute()  # Profile
    added_by = UnicodeAttribute(default="")  # person id of who imported it
    notice = UnicodeAttribute(default="")  # of who was imported: waiting | told; told before any other mail
    told_at = UnicodeAttribute(null=True)
    newcomer = BooleanAttribute(default=False)  # whether the organization was new here when it added them
    answered = UnicodeAttribute(default="")  # to the first mail: me | not_me
    submitted_at = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    comment = UnicodeAttribute(default="")  # private to organizers, in no mail
    message = UnicodeAttribute(default="")  # to the applicant, of the last decision alone
    counted = UnicodeAttribute(default="")  # under what it is counted in Counts; nothing while it is a draft

    @property
    def silent_since(self) -> str:
        """Return when who was imported by a new organization got the first mail (while it waits: came in), or nothing.

        Whoever applied or has answered that mail isn't silent. The organization has no claim to a confirmation of the
        address before then: it was given to others.
        """
        silent = self.channel == "import" and self.newcomer and not self.answered
        return str(self.told_at or self.submitted_at or "") if silent else ""

    @staticmethod
    def key(programme_id: str, application_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"APPLICATION#{application_id}"

    @staticmethod
    def rank_key(programme_id: str, *, is_open: bool) -> str:
        """Return where applications of a programme are ranked by name."""
        return f"APPLICATIONS#{programme_id}#{'open' if is_open else 'rest'}"


class Counts(Item, discriminator="counts"):
    """`PROGRAMME#<id>` / `COUNTS#<shard>`: how many applications there are, kept in the transactions that change them.

    `applications` is `role/state`, or `role/state/waits` while the first mail waits, → so many; the sum of all shards
    is true, a shard alone may hold fewer than none.
    """

    programme_id = UnicodeAttribute()
    applications: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"COUNTS#{shard}"


class Readdressed(Item, discriminator="readdressed"):
    """`PROGRAMME#<id>` / `READDRESSED#<application id derived from an address>`: which application it reaches instead.

    Written when an address was corrected, for the new one and for the old one.
    """

    programme_id = UnicodeAttribute()
    application_id = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, derived_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"READDRESSED#{derived_id}"


class Task(StrEnum):
    """What a job does."""

    IMPORT = "import"
    DECIDE = "decide"
    EXPORT = "export"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"  # nobody has looked at it yet
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # `problem` says why, in words


class Job(Item, discriminator="job"):
    """`PROGRAMME#<id>` / `JOB#<job_id>`; listed `JOBS#<programme_id>` / newest first: work in the background.

    Its files lie under `folder`. `position` is how many of `total` things are done, kept in the transaction that does
    them: whoever goes on begins there. `counts` are what the task counts, by names of its own.
    """

    job_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    task = UnicodeAttribute()  # Task
    state = UnicodeAttribute(default=JobState.WAITING)
    by = UnicodeAttribute()  # person id of who asked
    locale = UnicodeAttribute(default="pl")
    zone = UnicodeAttribute(default="Europe/Warsaw")
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    total = NumberAttribute(default=0)
    position = NumberAttribute(default=0)
    place = UnicodeAttribute(default="")  # where it goes on in a list of the store, of tasks that read one
    given: JSONAttribute = JSONAttribute(default=dict)  # what was asked for, as the task takes it
    counts: JSONAttribute = JSONAttribute(default=dict)
    problem = UnicodeAttribute(default="")  # msgid of a DomainError
    params: JSONAttribute = JSONAttribute(default=dict)  # its values

    @staticmethod
    def key(programme_id: str, job_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"JOB#{job_id}"

    @staticmethod
    def list_key(programme_id: str) -> str:
        """Return the partition in which a programme's jobs are listed, the newest first."""
        return f"JOBS#{programme_id}"

    @staticmethod
    def folder_of(programme_id: str, job_id: str) -> str:
        """Return where the files of a job lie in the bucket."""
        return f"jobs/{programme_id}/{job_id}/"

    @property
    def folder(self) -> str:
        """Return where the files of this job lie in the bucket."""
        return self.folder_of(str(self.programme_id), str(self.job_id))

    @property
    def is_over(self) -> bool:
        """Return whether nothing more is going to happen."""
        return self.state in (JobState.DONE, JobState.FAILED)


class Participant(Item, discriminator="participant"):
    """`PROGRAMME#<id>` / `PARTICIPANT#<id>`; listed `PERSON#<person_id>` / `PARTICIPANT#<programme_id>#<role>`.

    `participant_id` equals the application's id: one application gives one participant.
    """

    participant_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = UnicodeAttribute()  # mentor | mentee
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    form = UnicodeAttribute()
    locale = UnicodeAttribute()
    zone = UnicodeAttribute()
    profile: JSONAttribute = JSONAttribute()  # Profile
    accepted_at = UnicodeAttribute()
    withdrawn_at = UnicodeAttribute(null=True)  # left the programme then; the item stays for names and reports

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"PARTICIPANT#{participant_id}"
