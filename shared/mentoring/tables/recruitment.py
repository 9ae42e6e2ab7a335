"""Items written by recruitment: organizations, programmes, applications, participants."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NotRequired, TypedDict

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring import clock, ids
from mentoring.letters import plain
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, IntegerOrNoneAttribute, TextOrNoneAttribute
from mentoring.tables.core import COUNT_SHARDS, Item, Placed
from mentoring.tables.vocabulary import (
    Act,
    Again,
    ApplicationState,
    Channel,
    Claim,
    Done,
    JobState,
    JobTask,
    Notice,
    OrganizerRole,
    PairingMode,
    ProgrammeMode,
    ProgrammeStage,
    ProgrammeType,
    Role,
    Standing,
    Visibility,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


ROW_SHARDS = 64
"""Items among which a programme's rows are spread; one BatchGetItem reads them with the programme."""


class Language(TypedDict):
    """`code` is ISO 639-1, `level` a CEFR level A1–C2, or nothing where nobody told it."""

    code: str
    level: str


class Slot(TypedDict):
    """A weekly slot in the person's zone: `weekday` 0 = Monday; `start`, `end` in hours, 0–24, in quarters (16.5)."""

    weekday: int
    start: float
    end: float


class Consent(TypedDict):
    """`kind` is `rules` or `privacy`; `version` of the text; `at` an instant.

    `by` is `person` if they agreed on our page, `file` if an organizer's file says that they agreed elsewhere: then
    `at` is when the file was read. It covers this programme only.
    """

    kind: str
    version: str
    at: str
    by: str


Answer = str | int | list[str]
LONGEST_PLACE = 200
"""Letters of a name by which a list is ordered."""


class Profile(TypedDict):
    """What an applicant said, for pairing and mails (domain.md §2.2). An empty text or list = not said."""

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
    phone: str  # for the partner; not in profiles of before it was asked for, nor is `prefers`
    prefers: str  # a value of Reached
    choices: list[str]  # ranked addresses
    not_with: list[str]  # addresses, or the word "department"
    consents: list[Consent]
    paused: NotRequired[bool]  # a mentor who wants nobody new for now
    listed: NotRequired[bool]  # a mentor whom mentees may find in a list and wish for
    answers: NotRequired[dict[str, Answer]]  # to the organizers' own questions, by their id; see mentoring.questions


OF_ORGANIZERS = (OrganizerRole.OWNER, OrganizerRole.COORDINATOR, OrganizerRole.VIEWER, OrganizerRole.NONE)
"""Roles of organizers, who may do most first."""


class Organization(Item, discriminator="organization"):
    """`ORG#<id>` / `ORG`; due index kind ORGANIZATION while first mails wait, at the next attempt."""

    due_kind = "ORGANIZATION"
    organization_id = UnicodeAttribute()
    name = UnicodeAttribute()
    standing = EnumAttribute(Standing, default=Standing.ESTABLISHED)
    mailed = IntegerAttribute(default=0)  # strangers mailed while new
    mailed_on = UnicodeAttribute(default="")  # the day of the next two, YYYY-MM-DD in UTC
    mailed_today = IntegerAttribute(default=0)
    contacts_today = IntegerAttribute(default=0)  # contact addresses asked to confirm
    confirmed = IntegerAttribute(default=0)  # strangers who confirmed, as last counted
    disowned = IntegerAttribute(default=0)  # people who said «that's not me»

    @staticmethod
    def key(organization_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", "ORG"

    @staticmethod
    def partition(organization_id: str) -> str:
        """Return pk of all that is an organization's."""
        return f"ORG#{organization_id}"


class Member(Item, discriminator="member"):
    """`ORG#<id>` / `MEMBER#<person_id>`; listed `PERSON#<person_id>` / `MEMBER#<organization_id>`.

    One item says all that somebody may do there, so that nothing more is read to know it: `role` holds in every
    programme, `programmes` (programme id → role) in single ones. Whoever may do nothing has no such item.
    """

    organization_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = EnumAttribute(OrganizerRole, default=OrganizerRole.NONE)
    programmes: JSONAttribute = JSONAttribute(default=dict)
    mailed = BooleanAttribute(default=False)  # whether a viewer wants the mails to organizers, too
    since = UnicodeAttribute(default="")

    def role_in(self, programme_id: str) -> OrganizerRole:
        """Return what they may do in a programme: the larger of what they may in all of them and in this one."""
        own = OrganizerRole(self.programmes.get(programme_id, OrganizerRole.NONE))
        return min(self.role, own, key=OF_ORGANIZERS.index)

    @staticmethod
    def key(organization_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", f"MEMBER#{person_id}"

    @staticmethod
    def of(organization_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of an organization's members."""
        return f"ORG#{organization_id}", "MEMBER#"

    @staticmethod
    def list_key(person_id: str, organization_id: str) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"PERSON#{person_id}", f"MEMBER#{organization_id}"

    @staticmethod
    def listed(person_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of somebody's memberships."""
        return f"PERSON#{person_id}", "MEMBER#"


class Invitation(Item, discriminator="invitation"):
    """`ORG#<id>` / `INVITED#<address key>#<programme_id>`: somebody is asked to organize; gone once they answer.

    Without a programme id it is about the whole organization. `hands_over`: who accepts becomes the owner in place of
    `by`. Its link stands for `invitation_id`, which a new one after a withdrawal doesn't have.
    """

    organization_id = UnicodeAttribute()
    programme_id = UnicodeAttribute(default="")
    invitation_id = UnicodeAttribute()
    email = UnicodeAttribute()
    locale = UnicodeAttribute(default="pl")
    role = EnumAttribute(OrganizerRole)
    hands_over = BooleanAttribute(default=False)
    by = UnicodeAttribute()  # person id
    at = UnicodeAttribute()  # of the last mail

    @staticmethod
    def key(organization_id: str, email: str, programme_id: str = "") -> tuple[str, str]:
        """Return pk and sk."""
        return Invitation.key_of(organization_id, ids.address_key(email), programme_id)

    @staticmethod
    def key_of(organization_id: str, address_key: str, programme_id: str = "") -> tuple[str, str]:
        """Return pk and sk by the key of the address, which links carry."""
        return f"ORG#{organization_id}", f"INVITED#{address_key}#{programme_id}"

    @staticmethod
    def of(organization_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of an organization's invitations."""
        return f"ORG#{organization_id}", "INVITED#"


class Founder(Item, discriminator="founder"):
    """`ORG#FOUNDER#<key of a mailbox>` / `FOUNDER`: the new organization of a person, who may have only one at a time.

    Sub-addresses (`anna+1@…`) are one mailbox: `mentoring.limits.mailbox`.
    """

    organization_id = UnicodeAttribute()

    @staticmethod
    def key(mailbox: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#FOUNDER#{ids.address_key(mailbox)}", "FOUNDER"


class Disowned(Item, discriminator="disowned"):
    """`ORG#<id>` / `DISOWNED#<address key>`: somebody said «that's not me»; the organization can't mail them now."""

    at = UnicodeAttribute()

    @staticmethod
    def key(organization_id: str, email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return Disowned.key_of(organization_id, ids.address_key(email))

    @staticmethod
    def key_of(organization_id: str, address_key: str) -> tuple[str, str]:
        """Return pk and sk by the key of the address, which links carry."""
        return f"ORG#{organization_id}", f"DISOWNED#{address_key}"


class RefusedAddress(Item, discriminator="refused_address"):
    """`ORG#<id>` / `REFUSED#<person id>#<address key>`: a no when it was proposed for them; it isn't proposed again."""

    at = UnicodeAttribute()

    @staticmethod
    def key(organization_id: str, person_id: str, email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", f"REFUSED#{person_id}#{ids.address_key(email)}"


class Contact(Item, discriminator="contact"):
    """`ORG#<id>` / `CONTACT#<address key>`: an address for Reply-To: to be confirmed, or confirmed."""

    asked_at = UnicodeAttribute()
    confirmed_at = TextOrNoneAttribute()

    @staticmethod
    def key(organization_id: str, email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return Contact.key_of(organization_id, ids.address_key(email))

    @staticmethod
    def key_of(organization_id: str, address_key: str) -> tuple[str, str]:
        """Return pk and sk by the key of the address, which links carry."""
        return f"ORG#{organization_id}", f"CONTACT#{address_key}"


class FileShape(Item, discriminator="file_shape"):
    """`ORG#<id>` / `SHAPE#<signature of the titles>`: which column of such a file means what, as last imported."""

    mapping: JSONAttribute = JSONAttribute()  # recruitment.imports.mapping
    by = UnicodeAttribute()  # person id
    at = UnicodeAttribute()

    @staticmethod
    def key(organization_id: str, signature: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ORG#{organization_id}", f"SHAPE#{signature}"


class Programme(Item, discriminator="programme"):
    """`PROGRAMME#<id>` / `PROGRAMME`; listed `ORG#<organization_id>` / `PROGRAMME#<id>`."""

    programme_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    organization_name = UnicodeAttribute(default="")
    slug = UnicodeAttribute()
    name = UnicodeAttribute()
    copied_from = UnicodeAttribute(default="")  # id of the programme whose next edition this is
    purpose = UnicodeAttribute(default="")
    audience = UnicodeAttribute(default="")
    outcomes = UnicodeAttribute(default="")
    type = EnumAttribute(ProgrammeType, default=ProgrammeType.COHORT)
    languages: ListAttribute[str] = ListAttribute(default=list)  # of pl, en
    mode = EnumAttribute(ProgrammeMode, default=ProgrammeMode.NONE)
    website = UnicodeAttribute(default="")  # https, cleaned; the organizers' own page
    faq: JSONAttribute = JSONAttribute(default=dict)  # language → list of question and answer (recruitment.domain.faq)
    picture: JSONAttribute = JSONAttribute(default=dict)  # mark, kind, width, height, alt by language
    stage = EnumAttribute(ProgrammeStage, default=ProgrammeStage.DRAFT)
    stage_version = IntegerAttribute(default=0)  # the version with which it came to this stage
    dates: JSONAttribute = JSONAttribute(default=dict)  # name of the date → YYYY-MM-DD, see recruitment.domain.DATES
    rolling: JSONAttribute = JSONAttribute(default=dict)  # mentoring.rolling.Rolling fields; absent = default
    mailing: JSONAttribute = JSONAttribute(default=dict)  # mentoring.mailing.Mailing fields; absent = default
    planned_meetings = IntegerAttribute(default=8)
    meeting_minutes = IntegerAttribute(default=60)
    interval_days = IntegerAttribute(default=21)
    topics: ListAttribute[str] = ListAttribute(default=list)
    consent_texts: JSONAttribute = JSONAttribute(default=dict)  # kind → number, at, again_at; see mentoring.consents
    own_topics = BooleanAttribute(default=True)  # whether applicants may add topics of their own
    pairing_mode = EnumAttribute(PairingMode, default=PairingMode.MOST_SERVED)
    weights: JSONAttribute = JSONAttribute(default=dict)  # mentoring.weights.Weights fields; absent = default
    threshold = IntegerAttribute(default=5000)  # score of a good pair, 0–10 000; for the mode best_quality
    must_cross = BooleanAttribute(default=False)  # nobody is paired within their own department
    no_juniors = BooleanAttribute(default=False)  # nobody is paired with a mentor of a lower position
    levels: JSONAttribute = JSONAttribute(default=dict)  # mentoring.levels: pattern → level, before the usual ones
    rules: JSONAttribute = JSONAttribute(default=dict)  # monitoring.domain.Rules fields; absent = default
    clauses: ListAttribute[str] = ListAttribute(default=list)  # of older programmes, in their first language
    fixed: JSONAttribute = JSONAttribute(null=True)  # the organizers' clauses: a list of language → text
    fixed_version = IntegerAttribute(default=0)  # how often they were changed
    contact = UnicodeAttribute(default="")  # address for Reply-To, once confirmed
    reply_to = UnicodeAttribute(default="")  # `contact`, when it is confirmed; what mails and public pages show
    visibility = EnumAttribute(Visibility, default=Visibility.PUBLIC)
    accent = UnicodeAttribute(default="forest")  # a palette of tandem.css
    zone = UnicodeAttribute(default="Europe/Warsaw")
    call_pattern = UnicodeAttribute(default="")  # mentoring.calls.patterns; empty: pairs bring links of their own

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", "PROGRAMME"

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return pk of a programme's applications, participants and jobs."""
        return f"PROGRAMME#{programme_id}"

    @staticmethod
    def list_key(organization_id: str, programme_id: str) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"ORG#{organization_id}", f"PROGRAMME#{programme_id}"

    @staticmethod
    def listed(organization_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of an organization's programmes."""
        return f"ORG#{organization_id}", "PROGRAMME#"


class FormPlan(Item, discriminator="form_plan"):
    """`PROGRAMME#<id>` / `FORM`: what the application form asks beside the usual, or doesn't; none: the usual form."""

    programme_id = UnicodeAttribute()
    questions: JSONAttribute = JSONAttribute(
        default=list
    )  # mentoring.questions, in order; those not asked any more too
    fields: JSONAttribute = JSONAttribute(default=dict)  # role → field → FieldUse, where it isn't the usual one

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", "FORM"


class ConsentText(Item, discriminator="consent_text"):
    """`PROGRAMME#<id>` / `TEXT#<kind>#<number>`: a text people agree to, by language; number 0 is a copy of the newest.

    Those with a number are never changed: they are what people agreed to.
    """

    programme_id = UnicodeAttribute()
    about = UnicodeAttribute()  # a kind of mentoring.consents
    number = IntegerAttribute()
    texts: JSONAttribute = JSONAttribute(default=dict)  # language → text
    at = UnicodeAttribute()
    by = UnicodeAttribute()  # person id of the organizer

    @staticmethod
    def key(programme_id: str, kind: str, number: int = 0) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"TEXT#{kind}#{number:06}"


class StageChange(Item, discriminator="stage_change"):
    """`PROGRAMME#<id>` / `STAGE#<at>#<version>`: who moved the programme, when, why."""

    programme_id = UnicodeAttribute()
    from_stage = EnumAttribute(ProgrammeStage)
    to_stage = EnumAttribute(ProgrammeStage)
    by = UnicodeAttribute()
    at = UnicodeAttribute()
    reason = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str, at: str, version: int) -> tuple[str, str]:
        """Return pk and sk; `version` is the one the programme had before."""
        return f"PROGRAMME#{programme_id}", f"STAGE#{at}#{version}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's changes of stage, the oldest first."""
        return f"PROGRAMME#{programme_id}", "STAGE#"


class DatesAhead(Item, discriminator="dates_ahead"):
    """`PROGRAMME#<id>` / `DATES`: of which dates organizers were told ahead; due index kind DATES, at the next one.

    Apart from the programme, so that telling makes no form stale that an organizer has open.
    """

    due_kind = "DATES"
    programme_id = UnicodeAttribute()
    told: JSONAttribute = JSONAttribute(default=dict)  # name of the date → day of which they were told, or needn't be
    known: JSONAttribute = JSONAttribute(default=dict)  # name of the date → day as it was last set

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", "DATES"


class LateInvitation(Item, discriminator="late_invitation"):
    """`PROGRAMME#<id>` / `LATE#<invitation_id>`: a link with which people may apply in a role after the last day."""

    invitation_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    until = UnicodeAttribute()  # the instant at which it ends
    made_at = UnicodeAttribute()
    made_by = UnicodeAttribute()  # person id
    revoked_at = TextOrNoneAttribute()

    @staticmethod
    def key(programme_id: str, invitation_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"LATE#{invitation_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's late invitations."""
        return f"PROGRAMME#{programme_id}", "LATE#"


class AskedBack(Item, discriminator="asked_back"):
    """`PROGRAMME#<id>` / `BACK#<application_id>`: somebody of an earlier edition is asked to come to this one, once.

    The id is that of their application there.
    """

    programme_id = UnicodeAttribute()
    earlier_id = UnicodeAttribute()  # the programme they were in
    application_id = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    said = EnumAttribute(Again, default=Again.NONE)
    answered_at = TextOrNoneAttribute()

    @staticmethod
    def key(programme_id: str, application_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"BACK#{application_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of all who are asked to come to a programme."""
        return f"PROGRAMME#{programme_id}", "BACK#"


class Audit(Item, discriminator="audit"):
    """`PROGRAMME#<id>`, or `ORG#<id>`, / `AUDIT#<newest first>#<id>`: what an organizer did, in that transaction.

    Listed under `AUDIT#<place>#<person>`, ranked (index `by_due`) under `AUDIT#<place>#<act>`; `place` is the id of the
    programme, or of the organization for what concerns more than one.
    """

    place = UnicodeAttribute()
    act = EnumAttribute(Act)
    by = UnicodeAttribute()  # person id
    at = UnicodeAttribute()
    about: ListAttribute[str] = ListAttribute(default=list)  # ids of applications, or of people
    facts: JSONAttribute = JSONAttribute(default=dict)  # codes, names of fields, numbers; texts of questions
    why = UnicodeAttribute(default="")  # as they typed it
    kept_until = IntegerOrNoneAttribute()  # epoch seconds, after which TTL deletes it; entries of before have none

    @staticmethod
    def key(programme_id: str, newest_first: str, audit_id: str) -> tuple[str, str]:
        """Return pk and sk; in an organization the same sk in its own partition."""
        return f"PROGRAMME#{programme_id}", f"AUDIT#{newest_first}#{audit_id}"

    @staticmethod
    def of(partition: str) -> tuple[str, str]:
        """Return pk and the sk prefix of what was done in a programme or an organization, the newest first."""
        return partition, "AUDIT#"

    @staticmethod
    def between(since: datetime | None, until: datetime | None) -> tuple[str, str]:
        """Return the first and the last sk of what was done from a moment to before another, in any of its lists."""
        newest = clock.newest_first(until - timedelta(seconds=1)) if until else ""
        return f"AUDIT#{newest}", f"AUDIT#{clock.newest_first(since) if since else ''}~"

    @staticmethod
    def listing(place: str, what: str) -> str:
        """Return the list of what a person did, or of one act."""
        return f"AUDIT#{place}#{what}"

    def list_it(self) -> None:
        """Put it on the lists of its person and its act."""
        self.list_pk, self.list_sk = self.listing(self.place, self.by), self.sk
        self.due_pk, self.due_at = self.listing(self.place, self.act), self.sk


class Slug(Item, discriminator="slug"):
    """`SLUG#<slug>` / `SLUG`: makes slugs unique and finds a programme by its address."""

    slug = UnicodeAttribute()
    programme_id = UnicodeAttribute()

    @staticmethod
    def key(slug: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SLUG#{slug}", "SLUG"

    @staticmethod
    def list_key(slug: str) -> tuple[str, str]:
        """Return its list_pk and list_sk while the programme is public."""
        return Slug.catalogue(), slug

    @staticmethod
    def catalogue() -> str:
        """Return the list of all public programmes."""
        return "CATALOGUE"


class Application(Item, discriminator="application"):
    """`PROGRAMME#<id>` / `APPLICATION#<application_id>`; the id is derived from programme, role and address.

    Due index kind DRAFT: when somebody is reminded of a draft.

    Listed `PERSON#<person_id>` / `APPLICATION#<programme_id>#<role>`. Organizers find it by its row in `Rows`.
    """

    due_kind = "DRAFT"
    application_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    email = UnicodeAttribute()
    locale = UnicodeAttribute(default="pl")
    state = EnumAttribute(ApplicationState, default=ApplicationState.DRAFT)
    channel = EnumAttribute(Channel, default=Channel.FORM)
    profile: JSONAttribute = JSONAttribute()  # Profile
    typed: JSONAttribute = JSONAttribute(default=dict)  # the form as its applicant typed it, until it is sent
    typed_at = TextOrNoneAttribute()
    typed_on = UnicodeAttribute(default="")  # the opened page that saved `typed`, a random text of its form
    added_by = UnicodeAttribute(default="")  # person id of who imported it
    notice = EnumAttribute(Notice, default=Notice.NONE)  # of imported people: told before any other mail
    told_at = TextOrNoneAttribute()
    newcomer = BooleanAttribute(default=False)  # whether the organization was new here when it added them
    answered = EnumAttribute(Claim, default=Claim.NONE)  # to the first mail
    submitted_at = TextOrNoneAttribute()
    decided_at = TextOrNoneAttribute()
    decided_by = TextOrNoneAttribute()
    comment = UnicodeAttribute(default="")  # private to organizers, in no mail
    message = UnicodeAttribute(default="")  # to the applicant, of the last decision alone
    counted = UnicodeAttribute(default="")  # under what it is counted in Counts; nothing while it is a draft
    asked: JSONAttribute = JSONAttribute(default=dict)  # field → what a file said of it: to be asked from the person
    pairs: ListAttribute[str] = ListAttribute(default=list)  # ids of the pairs they are in now
    withdrawn_from = UnicodeAttribute(default="")  # the state before it was withdrawn
    late = UnicodeAttribute(default="")  # the LateInvitation by which it was written after the last day
    taken_out_at = TextOrNoneAttribute()  # when organizers took out who was accepted, until they are put back
    returned = BooleanAttribute(default=False)  # whether they were put back since
    refusal = UnicodeAttribute(default="")  # id of the event of the last refusal: whether its mail had gone
    known_as: ListAttribute[str] = ListAttribute(default=list)  # addresses of before, compared (`mentoring.meant`)
    history: JSONAttribute = JSONAttribute(default=list)  # what organizers did after deciding: at, by, what, why

    @property
    def is_reconsidered(self) -> bool:
        """Return whether the last decision about it was to take a refusal back, whatever was done since."""
        undone = (one["at"] for one in self.history if one["what"] == Done.REFUSAL_UNDONE)
        return self.decided_at is not None and max(undone, default="") >= self.decided_at

    @property
    def full_name(self) -> str:
        """Return the name the form was filled in with; empty while it has none."""
        return f"{self.profile['first_name']} {self.profile['last_name']}".strip()

    @property
    def silent_since(self) -> str:
        """Return when a person imported by a new organization got (or waits for) the first mail, or nothing.

        People who applied themselves or have answered that mail aren't silent. Earlier confirmations of the address
        don't count: they were given to others.
        """
        silent = self.channel == Channel.IMPORT and self.newcomer and not self.answered
        return (self.told_at or self.submitted_at or "") if silent else ""

    @staticmethod
    def key(programme_id: str, application_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"APPLICATION#{application_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's applications."""
        return f"PROGRAMME#{programme_id}", "APPLICATION#"

    @staticmethod
    def list_key(person_id: str, programme_id: str, role: Role) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"PERSON#{person_id}", f"APPLICATION#{programme_id}#{role}"


class Rows(Item, discriminator="rows"):
    """`PROGRAMME#<id>` / `ROWS#<shard>`: a short row of each application of a shard, to filter and order lists by.

    Saved in the transactions that change applications (`recruitment.rows`, `recruitment.counting`).
    """

    programme_id = UnicodeAttribute()
    packed = BinaryAttribute(legacy_encoding=False, default=b"")  # zlib of a JSON list of recruitment.rows.Row

    @staticmethod
    def key(programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"ROWS#{shard:02}"


class Counts(Item, discriminator="counts"):
    """`PROGRAMME#<id>` / `COUNTS#<shard>`: numbers of applications, updated in the transactions that change them.

    `applications` maps `role/state`, or `role/state/waits` while the first mail waits, to a number; the sum of all
    shards is right, a single shard may be negative.
    """

    programme_id = UnicodeAttribute()
    applications: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"COUNTS#{shard}"

    @classmethod
    def keys(cls, programme_id: str) -> list[tuple[str, str]]:
        """Return the keys of all shards."""
        return [cls.key(programme_id, shard) for shard in range(COUNT_SHARDS)]

    @classmethod
    def total(cls, read: Iterable[Item]) -> Counter[tuple[str, str, str]]:
        """Return the numbers by (role, state, `waits` or nothing) of all shards among what was read."""
        found: Counter[tuple[str, str, str]] = Counter()
        for one in read:
            for name, number in one.applications.items() if isinstance(one, cls) else ():
                role, state, waits = (*name.split("/"), "")[:3]
                found[role, state, waits] += int(number)
        return found

    @classmethod
    def undecided(cls, read: Iterable[Item]) -> int:
        """Return how many applications wait for a decision, or for the mail before it."""
        return sum(number for (_, state, _), number in cls.total(read).items() if state == ApplicationState.SUBMITTED)


class Digest(Item, discriminator="digest"):
    """`PROGRAMME#<id>` / `DIGEST`: what organizers were last told of new applications; due index kind DIGEST, daily.

    `new` and `waiting` map roles to numbers: since the time before, and all that wait for a decision. `longest` are
    those who wait longest: name, role and since when.
    """

    due_kind = "DIGEST"
    programme_id = UnicodeAttribute()
    since = UnicodeAttribute(default="")  # the instant up to which it was told
    new: JSONAttribute = JSONAttribute(default=dict)
    waiting: JSONAttribute = JSONAttribute(default=dict)
    longest: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", "DIGEST"


class Readdressed(Item, discriminator="readdressed"):
    """`PROGRAMME#<id>` / `READDRESSED#<application id derived from an address>`: the application it leads to instead.

    Written when an address is corrected, for the new one and for the old one.
    """

    programme_id = UnicodeAttribute()
    application_id = UnicodeAttribute()
    before = UnicodeAttribute(default="")  # where it led, if it leads away: wishes for that person still mean them

    @staticmethod
    def key(programme_id: str, derived_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"READDRESSED#{derived_id}"


class AddressProposal(Item, discriminator="address_proposal"):
    """`PROGRAMME#<id>` / `NEWADDRESS#<application_id>`: another address that organizers propose for somebody.

    Only for whose present address is confirmed: the new one's reader confirms it first. Due index kind ADDRESS: when it
    becomes theirs, when it is over, or two weeks after it became theirs. `person_id` is the person of the present
    address, `by` the organizer, `notice` the event whose mails tell both addresses (none in those of before).
    """

    due_kind = "ADDRESS"
    programme_id = UnicodeAttribute()
    application_id = UnicodeAttribute()
    proposal_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    by = UnicodeAttribute()
    at = UnicodeAttribute()
    notice = UnicodeAttribute(default="")
    confirmed_at = TextOrNoneAttribute()
    given_at = TextOrNoneAttribute()

    @staticmethod
    def key(programme_id: str, application_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"NEWADDRESS#{application_id}"


class Job(Item, discriminator="job"):
    """`PROGRAMME#<id>` / `JOB#<job_id>`; listed `JOBS#<programme_id>` / newest first: work in the background.

    Its files are under `folder`. `position` is how many of `total` things are done, updated in the transaction that
    does them: a continuation starts there. `counts` are the task's own counters, by name.
    """

    job_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    task = EnumAttribute(JobTask)
    state = EnumAttribute(JobState, default=JobState.WAITING)
    by = UnicodeAttribute()  # person id of who asked
    locale = UnicodeAttribute(default="pl")
    zone = UnicodeAttribute(default="Europe/Warsaw")
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    total = IntegerAttribute(default=0)
    position = IntegerAttribute(default=0)
    place = UnicodeAttribute(default="")  # where a task that reads a list of the store continues
    given: JSONAttribute = JSONAttribute(default=dict)  # what was asked for, as the task needs it
    counts: JSONAttribute = JSONAttribute(default=dict)
    problem = UnicodeAttribute(default="")  # msgid of a DomainError
    params: JSONAttribute = JSONAttribute(default=dict)  # its values

    @staticmethod
    def key(programme_id: str, job_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"JOB#{job_id}"

    @staticmethod
    def list_key(programme_id: str, job_id: str, at: datetime) -> tuple[str, str]:
        """Return its list_pk and list_sk, the newest first."""
        return Job.listing(programme_id), f"{clock.newest_first(at)}#{job_id}"

    @staticmethod
    def listing(programme_id: str) -> str:
        """Return the list of a programme's jobs, the newest first."""
        return f"JOBS#{programme_id}"

    @staticmethod
    def folder_of(programme_id: str, job_id: str) -> str:
        """Return the folder of a job's files in the bucket."""
        return f"jobs/{programme_id}/{job_id}/"

    @property
    def folder(self) -> str:
        """Return the folder of this job's files in the bucket."""
        return self.folder_of(self.programme_id, self.job_id)

    @property
    def is_over(self) -> bool:
        """Return whether the job has ended."""
        return self.state in (JobState.DONE, JobState.FAILED)


class Participant(Placed, discriminator="participant"):
    """`PROGRAMME#<id>` / `PARTICIPANT#<id>`; listed `PERSON#<person_id>` / `PARTICIPANT#<programme_id>#<role>`.

    A mentor whom mentees may wish for is ranked by name under `WISHED#<programme_id>`.
    `participant_id` equals the application's id: one application gives one participant.
    """

    participant_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    form = UnicodeAttribute()
    locale = UnicodeAttribute()
    zone = UnicodeAttribute()
    profile: JSONAttribute = JSONAttribute()  # Profile
    accepted_at = UnicodeAttribute()
    withdrawn_at = TextOrNoneAttribute()  # left the programme at that time; the item stays for names and reports
    known_as: ListAttribute[str] = ListAttribute(default=list)  # addresses of before, compared (`mentoring.meant`)

    @property
    def is_listed(self) -> bool:
        """Return whether mentees may wish for this mentor: who said so, takes part and wants somebody new."""
        says = self.profile.get("listed") and not self.profile.get("paused")
        return self.role == Role.MENTOR and bool(says) and not self.withdrawn_at

    def place(self) -> None:
        """See `Placed.place`."""
        listed = self.is_listed
        self.due_pk = self.wish_key(self.programme_id) if listed else None
        self.due_at = f"{plain(self.name)[:LONGEST_PLACE]}#{self.participant_id}" if listed else None

    @staticmethod
    def wish_key(programme_id: str) -> str:
        """Return the list of the mentors whom mentees may wish for."""
        return f"WISHED#{programme_id}"

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PROGRAMME#{programme_id}", f"PARTICIPANT#{participant_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's participants."""
        return f"PROGRAMME#{programme_id}", "PARTICIPANT#"

    @staticmethod
    def list_key(person_id: str, programme_id: str, role: Role) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"PERSON#{person_id}", f"PARTICIPANT#{programme_id}#{role}"

    @staticmethod
    def listed(person_id: str, programme_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of somebody's participations in a programme."""
        return f"PERSON#{person_id}", f"PARTICIPANT#{programme_id}#"
