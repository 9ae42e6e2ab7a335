"""The states, roles and reasons of items, domains and mails (domain.md §2): one enum for each.

Values are what is stored and what events, JSON and programs use: adding one is compatible, changing one changes
everybody's data. A member with an empty value means “none yet” and is falsy.

Pure (standard library only), so that domains may import it: nothing here knows an item, and importing it loads neither
PynamoDB nor boto3.
"""

from __future__ import annotations

from enum import StrEnum

# Recruitment ---------------------------------------------------------------------------------------------------------


class ProgrammeStage(StrEnum):
    """The stage of a programme (§2), in this order; the last one follows from erasing."""

    DRAFT = "draft"
    RECRUITING = "recruiting"
    MATCHING = "matching"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"
    ERASED = "erased"


FORMING = (ProgrammeStage.MATCHING, ProgrammeStage.RUNNING)
"""Stages in which pairs are formed."""
PROGRAMME_OVER = (ProgrammeStage.CLOSED, ProgrammeStage.ERASED)
"""Stages in which nothing new begins."""
PROGRAMME_ENDING = (ProgrammeStage.CLOSING, *PROGRAMME_OVER)
"""Stages in which pairs are ending or have ended."""


class ProgrammeType(StrEnum):
    """Whether everybody begins together or at any time."""

    COHORT = "cohort"
    ONGOING = "ongoing"


class Public(StrEnum):
    """What holds of a programme today, for everybody who may see its page."""

    OPENS = "opens"  # applications, on a day to come
    OPEN = "open"
    CLOSED = "closed"  # no applications any more; pairs are formed
    RUNNING = "running"
    ENDED = "ended"


class PairingMode(StrEnum):
    """The aim of a pairing round (§2.4)."""

    MOST_SERVED = "most_served"
    BEST_QUALITY = "best_quality"
    SELF_MATCHING = "self_matching"  # mentees choose their mentor themselves


class ProgrammeMode(StrEnum):
    """How the people of a programme meet, as its organizers announce it."""

    NONE = ""  # they haven't said
    ONLINE = "online"
    IN_PERSON = "in_person"
    MIXED = "mixed"


class Visibility(StrEnum):
    """Who can find a programme's page."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    INVITATION = "invitation"


class QuestionKind(StrEnum):
    """How an organizers' own question of the application form is answered."""

    SHORT = "short"
    LONG = "long"
    CHOICE = "one_of"
    CHOICES = "any_of"
    SCALE = "scale"  # 1 to 5
    YES_NO = "yes_no"


class QuestionRule(StrEnum):
    """Who may not be paired because of their answers to a question; who hasn't answered breaks none."""

    NONE = ""
    SAME = "same"  # different answers
    OVERLAP = "overlap"  # nothing chosen in common
    NOT_JUNIOR = "not_junior"  # the mentor's answer is lower than the mentee's


class FieldUse(StrEnum):
    """Whether a field of the application form may stay empty, may not, or isn't asked."""

    OPTIONAL = "if_wanted"
    REQUIRED = "required"
    HIDDEN = "hidden"


class Standing(StrEnum):
    """How far the installation trusts an organization, see recruitment.standing."""

    NEW = "new"
    ESTABLISHED = "established"


class OrganizerRole(StrEnum):
    """What somebody may do in an organization, or in one of its programmes (§1)."""

    NONE = ""  # in the organization, of somebody who has a role in single programmes only
    OWNER = "owner"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"  # reads metadata only


class Role(StrEnum):
    """The role of a participant."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class ApplicationState(StrEnum):
    """The state of an application (§2.2)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How an application came in."""

    FORM = "form"
    IMPORT = "import"


class Notice(StrEnum):
    """For imported people: the mail that tells them, before any other."""

    NONE = ""
    WAITING = "waiting"
    TOLD = "told"


class Claim(StrEnum):
    """What an imported person answers to that mail."""

    NONE = ""
    ME = "me"
    NOT_ME = "not_me"


class Passed(StrEnum):
    """Why a decision passes over an application."""

    ALREADY = "decided_so"  # it is decided so
    STATE = "not_from_its_state"  # its state doesn't allow it
    UNTOLD = "not_told_yet"  # its person doesn't know yet that they were added
    CONSENTS = "no_consent_yet"  # its person hasn't agreed yet


class Done(StrEnum):
    """What organizers did with an application after they had decided, and what became of it."""

    TAKEN_OUT = "taken_out"
    PUT_BACK = "put_back"
    REFUSAL_UNDONE = "refusal_undone"
    MENDED = "mended"
    READDRESSED = "readdressed"
    READDRESS_ASKED = "readdress_asked"  # another address was proposed, which its reader is to confirm
    READDRESS_GIVEN = "readdress_given"  # its reader confirmed it, and it is theirs
    READDRESS_WITHDRAWN = "readdress_withdrawn"
    READDRESS_STOPPED = "readdress_stopped"  # from the present address
    READDRESS_DENIED = "readdress_denied"  # from the new one: it isn't theirs
    READDRESS_LAPSED = "readdress_lapsed"  # nobody confirmed it in time, or it opens an account of its own by then


class Act(StrEnum):
    """What an organizer did, as the audit has it."""

    CREATED = "created"  # a programme
    SETTINGS = "settings"
    STAGE = "stage"
    DECIDED = "decided"
    CORRECTED = "corrected"
    READDRESSED = "readdressed"
    READDRESS_ASKED = "readdress_asked"  # of its reader, who is to confirm it
    READDRESS_WITHDRAWN = "readdress_withdrawn"
    TRUSTED = "trusted"  # an address that mails came back from
    IMPORTED = "imported"
    EXPORTED = "exported"
    DECIDED_MANY = "decided_many"
    INVITED = "invited"
    UNINVITED = "uninvited"
    JOINED = "joined"
    ROLE = "role"
    TAKEN_OUT = "taken_out"
    PUT_BACK = "put_back"
    REFUSAL_UNDONE = "refusal_undone"
    FORM = "form"
    LATE_LINK = "late_link"
    LATE_LINK_REVOKED = "late_link_revoked"
    FIRST_MAILS = "first_mails"  # those that waited, sent by hand
    ASKED_BACK = "asked_back"  # people of an earlier edition
    ROUND = "round"  # of pairing, begun
    ROUND_CANCELLED = "round_cancelled"
    ROUND_EDITED = "round_edited"
    ROUND_SENT = "round_sent"
    PAIR_PAUSED = "pair_paused"
    PAIR_CLOSED = "pair_closed"
    REMATCHED = "rematched"
    REMINDED = "reminded_by_hand"
    MATTERS = "matters"
    GATHERING_ANNOUNCED = "gathering_announced"
    GATHERING_CHANGED = "gathering_changed"
    GATHERING_CANCELLED = "gathering_cancelled"
    ATTENDED = "noted_present"
    MISSED = "noted_absent"
    CHECK_IN = "check_in"
    BREAKOUT = "breakout"
    CIRCLES = "circles"
    CIRCLES_SENT = "circles_sent"
    ONBOARDING = "onboarding"
    WAIVED = "waived"
    ANNOUNCED = "announced"
    WRITTEN_TO = "written_to"
    GUIDE_PUBLISHED = "guide_published"
    GUIDE_CHANGED = "guide_changed"
    GUIDE_WITHDRAWN = "guide_withdrawn"
    SESSION_GUIDE = "session_guide"


class JobTask(StrEnum):
    """What a job in the background does."""

    IMPORT = "import"
    DECIDE = "decide"
    EXPORT = "export"
    ASK_BACK = "ask_back"


class Came(StrEnum):
    """Whom of an earlier edition organizers ask to come again."""

    TOOK_PART = "took_part"
    COMPLETED = "completed"  # a pair of theirs came to its end
    UNPAIRED = "unpaired"  # accepted, and never in a pair
    WAITED = "waited"  # on the waiting list to the end


class Again(StrEnum):
    """What somebody answers who is asked to come again."""

    NONE = ""
    BEGUN = "came_again"
    NO = "not_this_time"


class JobState(StrEnum):
    """The state of a job."""

    WAITING = "waiting"  # not started yet
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # `problem` says why, in words


# Pairing -------------------------------------------------------------------------------------------------------------


class RoundState(StrEnum):
    """The state of a pairing round (§2.4)."""

    REQUESTED = "requested"
    SOLVING = "solving"
    PREVIEW = "preview"
    SENT = "sent"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ProposalOrigin(StrEnum):
    """What a proposal comes from."""

    ROUND = "round"  # a round that was sent
    RESERVE = "reserve"  # the search after one that came to nothing
    REQUEST = "request"  # a mentee's own choice


class ProposalState(StrEnum):
    """The state of a proposal."""

    SENT = "sent"
    BY_ONE = "accepted_by_one"
    AGREED = "agreed"
    DECLINED = "declined"
    EXPIRED = "expired"


OPEN_PROPOSALS = (ProposalState.SENT, ProposalState.BY_ONE)
"""States in which a proposal waits for an answer."""


class ExpiredFor(StrEnum):
    """Why a proposal expired."""

    NONE = ""
    SILENCE = "silence"  # seven days
    FULL = "full"  # the mentor has no place left
    PAIRED = "paired"  # the mentee has a pair
    LEFT = "left"  # one of the two left the programme


class PairStage(StrEnum):
    """The stage of a pair's process (§2.5)."""

    ACTIVE = "active"
    CONTRACTING = "contracting"
    GOALS = "goals"
    WORKING = "working"
    CLOSING = "closing"
    COMPLETED = "completed"
    CLOSED_EARLY = "closed_early"


class PairOutcome(StrEnum):
    """How a pair's process ended (§2.8)."""

    NONE = ""  # it goes on
    COMPLETED = "completed"
    CLOSED_EARLY = "closed_early"


# Workspace -----------------------------------------------------------------------------------------------------------


class ContractState(StrEnum):
    """The state of one version of a contract."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    BY_ONE = "signed_by_one"
    SIGNED = "signed"
    AMENDED = "amended"  # replaced by another signed version


class GoalState(StrEnum):
    """The state of a goal."""

    DRAFT = "draft"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    ACHIEVED = "achieved"
    PARTLY = "partly"
    CHANGED = "changed"
    DROPPED = "dropped"


GOAL_ENDS = (GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED)
"""States of a concluded goal."""


class TaskState(StrEnum):
    """Whether homework is done."""

    OPEN = "open"
    DONE = "done"


class SeenBy(StrEnum):
    """Who can see something in the room (§2.5); the last three are seen by the pair as well."""

    AUTHOR = "author"
    PAIR = "pair"
    MENTORS = "mentors"
    MENTEES = "mentees"
    PROGRAMME = "programme"


class Doer(StrEnum):
    """Who does homework, as one of the two sees it; stored is a person id, or nothing for both."""

    ME = "me"
    PARTNER = "partner"
    BOTH = "both"


class SharedKind(StrEnum):
    """What a pair shares beyond itself."""

    NOTE = "note"
    LINK = "link"
    FILE = "file"


class ThreadKind(StrEnum):
    """Who writes to each other: the two of a pair, or somebody and the organizers of a programme."""

    PAIR = "pair"
    DESK = "desk"


class DeskState(StrEnum):
    """Whether somebody waits for an answer of the organizers."""

    OPEN = "open"
    ANSWERED = "answered"


class AnnouncementState(StrEnum):
    """How far an announcement has got."""

    SENDING = "sending"  # it goes out in parts
    SENT = "sent"


class SegmentKind(StrEnum):
    """Whom of a role an announcement is for."""

    EVERYBODY = "everybody"
    STAGE = "stage"  # whose pair is in a stage
    UNSIGNED = "unsigned"  # whose contract isn't signed
    SILENT = "silent"  # whose pair hasn't met for some days
    SURVEY = "survey"  # for whom a survey waits
    UNMATCHED = "unmatched"  # who have no pair
    CHOSEN = "chosen"  # these people


class Audience(StrEnum):
    """For whom something of the programme is written."""

    MENTORS = "mentors"
    MENTEES = "mentees"
    BOTH = "both"


class GuideStage(StrEnum):
    """In which part of the process a guide helps, in that order; `always` in all of it."""

    FIRST_MEETING = "first_meeting"
    CONTRACT = "contract"
    GOALS = "goals"
    WORKING = "working"
    CLOSING = "closing"
    ALWAYS = "always"


class GuideState(StrEnum):
    """Whether participants see a guide."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SummaryState(StrEnum):
    """The state of the joint summary."""

    PROPOSED = "proposed"
    BY_ONE = "approved_by_one"
    APPROVED = "approved"


# Meetings ------------------------------------------------------------------------------------------------------------


class MeetingState(StrEnum):
    """The state of a meeting (§2.5)."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    TO_CONFIRM = "to_confirm"  # its time is over, and nobody has said yet whether it took place
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


class PlanState(StrEnum):
    """The state of a plan of meetings (§2.5), as it was answered together; each meeting has a state of its own."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    CALLED_OFF = "called_off"  # declined, withdrawn, or what was left of it called off


class MeetingOutcome(StrEnum):
    """What became of a meeting: it was held, or why not."""

    NONE = ""
    HELD = "held"
    CANCELLED_EARLY = "cancelled_early"
    CANCELLED_LATE = "cancelled_late"
    NO_SHOW_MENTOR = "no_show_mentor"
    NO_SHOW_MENTEE = "no_show_mentee"
    TECHNICAL = "technical"


class Reached(StrEnum):
    """How somebody would rather be reached by their partner."""

    ANY = ""
    EMAIL = "by_mail"
    PHONE = "by_phone"


class Reminder(StrEnum):
    """A reminder of a meeting: how long before it (ISO 8601)."""

    DAY = "PT24H"
    HOUR = "PT1H"


# Gatherings ----------------------------------------------------------------------------------------------------------


class GatheringKind(StrEnum):
    """What people of a programme gather for (§2.3)."""

    OPENING = "opening"
    CLOSING = "closing"
    WORKSHOP = "workshop"
    INTERVISION = "intervision"
    NETWORKING = "networking"


class Venue(StrEnum):
    """Where a gathering is held."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    BOTH = "both"


class Seat(StrEnum):
    """How somebody attends a gathering."""

    ONLINE = "online"
    IN_PERSON = "in_person"


class GatheringState(StrEnum):
    """The state of a gathering (§2.3)."""

    DRAFT = "draft"  # only organizers see it
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    ENDED = "ended"


class SignUpState(StrEnum):
    """Whether somebody comes to a gathering."""

    GOING = "going"
    WAITING = "waiting"  # there was no seat
    OFFERED = "offered"  # one is free, and kept until they answer
    CANCELLED = "cancelled"


SEATED = (SignUpState.GOING, SignUpState.OFFERED)
"""States in which somebody has a seat, or one is kept for them."""


class Invited(StrEnum):
    """For whom a gathering is."""

    EVERYBODY = "everybody"
    MENTORS = "mentors"
    MENTEES = "mentees"
    CHOSEN = "chosen"  # these people

    def admits(self, role: Role) -> bool:
        """Return whether it is for everybody with a role."""
        return self in (Invited.EVERYBODY, Invited.MENTORS if role == Role.MENTOR else Invited.MENTEES)


class Readers(StrEnum):
    """Who of those a gathering is for reads its materials."""

    AUDIENCE = "audience"  # everybody it is for
    SIGNED_UP = "signed_up"  # who has a seat, or was there
    ATTENDED = "attended"  # who was there


class PhotoConsent(StrEnum):
    """Whether photos of a gathering may show somebody."""

    UNANSWERED = ""
    ALLOWED = "allowed"
    REFUSED = "refused"


class CalendarKind(StrEnum):
    """What stands in the calendar of a programme."""

    DATE = "date"
    GATHERING = "gathering"
    MEETING = "meeting"


class Turnout(StrEnum):
    """What became of a gathering for somebody, as organizers see it."""

    ATTENDED = "attended"
    MISSED = "not_there"
    SIGNED_UP = "signed_up"
    WAITS = "waits"


class FoundBy(StrEnum):
    """By whom somebody wants to be found in the networking directory."""

    BOTH = "both"
    MENTORS = "mentors"
    MENTEES = "mentees"

    def admits(self, role: Role) -> bool:
        """Return whether people with a role find them."""
        return self in (FoundBy.BOTH, FoundBy.MENTORS if role == Role.MENTOR else FoundBy.MENTEES)


class IntroductionState(StrEnum):
    """What became of the wish to meet somebody; a no is known to nobody but who said it."""

    ASKED = "asked"
    DECLINED = "declined"
    MET = "met"


class Ahead(StrEnum):
    """A reminder of a gathering: how long before it (ISO 8601)."""

    WEEK = "P7D"
    DAY = "PT24H"


class OnboardingKind(StrEnum):
    """What a step of somebody's onboarding is."""

    READING = "reading"  # a text
    PAGE = "page"  # a page elsewhere
    GUIDE = "guide"  # one of the programme's guides
    QUIZ = "quiz"
    GATHERING = "gathering"  # being there


class OnboardingState(StrEnum):
    """A step as it is for somebody."""

    TODO = "todo"
    DONE = "done"
    WAIVED = "waived"  # an organizer said it isn't needed, and why


class Arrival(StrEnum):
    """How far somebody is with their onboarding, who hasn't begun first."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    SETTLED = "settled"  # nothing that is required is left


class GatheringNews(StrEnum):
    """What somebody is told of a gathering."""

    INVITED = "invited"
    SEATED = "seated"  # they have a seat
    QUEUED = "queued"  # they are on the waiting list
    OFFER = "offer"  # a seat is kept for them
    LAPSED = "lapsed"  # it is no longer
    LEFT = "left"  # they don't come
    MOVED = "moved"  # it has another time or place
    CALLED_OFF = "called_off"
    NEAR = "near"  # a reminder
    HOSTING = "hosting"  # they are its host
    HOSTED = "hosted"  # they no longer are: somebody else is, or nobody


class Noted(StrEnum):
    """How it is known that somebody was at a gathering."""

    HOST = "host"  # who holds it said so
    CODE = "code"  # they confirmed it themselves


class RoundPress(StrEnum):
    """What the host's buttons do with the clock of a round."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    ADD = "add"  # minutes
    END = "end"
    NEXT = "next"  # ends this round and begins the next one


class BreakoutState(StrEnum):
    """The state of the rounds of talks in breakout rooms."""

    READY = "ready"  # people are seated, the round hasn't begun
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"  # so was the last round


class CircleRoundState(StrEnum):
    """The state of groups that were proposed for intervision or peer circles (§2.3)."""

    DRAFT = "draft"  # only organizers see them
    SENT = "sent"  # everybody knows their group


class CircleState(StrEnum):
    """How far a group is with its next meeting."""

    POLLING = "polling"  # it looks for a date
    ARRANGED = "arranged"
    MET = "met"  # the last meeting is over
    CALLED_OFF = "called_off"
    NO_DATE = "no_date"  # too few could come at any


class CircleRole(StrEnum):
    """Who does what at a meeting of a group."""

    MODERATOR = "moderator"
    PRESENTER = "presenter"  # brings the case
    TIME_KEEPER = "time_keeper"
    CONSULTANT = "consultant"


class CircleStep(StrEnum):
    """The steps of the method, in their order."""

    ROLES = "roles"
    CASE = "case"
    QUESTION = "question"
    CLARIFYING = "clarifying"
    IDEAS = "ideas"
    SUMMARY = "summary"
    LEARNING = "learning"


class CircleTheme(StrEnum):
    """What a case was about, in so few words that it tells nothing of anybody."""

    NONE = ""
    RELATIONSHIP = "relationship"
    GOALS = "goals"
    MOTIVATION = "motivation"
    BOUNDARIES = "boundaries"
    FEEDBACK = "feedback"
    CONFLICT = "conflict"
    CAREER = "career"
    ENDING = "ending"
    OTHER = "other"


class CaseEnd(StrEnum):
    """Why a case card was erased."""

    NONE = ""  # it isn't
    DAY_OVER = "day_over"  # nobody kept it
    BY_AUTHOR = "by_author"
    PASSED_ON = "passed_on"  # somebody else presents


class CircleNews(StrEnum):
    """What somebody is told of their group."""

    FORMED = "formed"  # who is in it, and that it looks for a date
    ANSWER = "to_answer"  # dates wait for their answer
    ARRANGED = "arranged"  # when it meets, and as what they come
    ROLE = "role"  # another one
    NO_DATE = "no_date"


class CircleDeed(StrEnum):
    """What became different of a group."""

    ANSWERED = "answered"
    ARRANGED = "arranged"
    EXTENDED = "extended"
    NO_DATE = "no_date"
    ASKED_AGAIN = "asked_again"
    ROLE = "role"
    ENTERED = "entered"
    STEP = "step"
    MINUTES = "minutes"
    THEME = "theme"
    LINK = "link"
    MOVED = "moved"
    ENDED = "ended"
    REOPENED = "reopened"
    LEFT = "left"


# Surveys -------------------------------------------------------------------------------------------------------------


class SurveyName(StrEnum):
    """Which survey; the questions are in surveys.domain."""

    START = "start"
    PAIR_FIT = "pair_fit"
    END = "end"
    EARLY_END = "early_end"
    GATHERING = "gathering"


class AssignmentState(StrEnum):
    """Whether somebody is still asked to answer a survey."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"  # the process ended before an answer


# Monitoring ----------------------------------------------------------------------------------------------------------


class Colour(StrEnum):
    """The state of a pair (§2.6), in the order in which organizers look at them."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


class MatterState(StrEnum):
    """Whether a matter waits for an organizer."""

    OPEN = "open"
    LATER = "put_aside"  # until a day
    DONE = "done"  # by an organizer, or settled by facts


class Urgency(StrEnum):
    """How urgently a matter needs an organizer, in the order in which matters are listed."""

    HELP = "help"  # one of the two asks the organizers for something
    BAD_FIT = "bad_fit"
    UNREACHABLE = "unreachable"
    STUCK = "stuck"  # it doesn't go on by itself: reminders didn't help, or nobody is left to suggest
    ENDED = "ended"  # early, by one of the two: whether the mentee is matched again is to be decided
    SILENT = "silent"
    OTHER = "other"


SAME_DAY = (Urgency.HELP, Urgency.BAD_FIT, Urgency.UNREACHABLE)
"""What organizers are told of on the same day; everything else waits for the digest."""


class ProgrammeStep(StrEnum):
    """A next step of the programme itself, which is a matter for its organizers."""

    APPLICATIONS = "applications"  # to decide on
    PROPOSALS = "proposals"  # without an answer
    MESSAGES = "messages"  # of people whom nobody has answered
    UNPAIRED = "unpaired"  # mentees who were in no pair and no round since
    DATE = "date"  # within a week
    CONTACT = "contact_unconfirmed"


class Worry(StrEnum):
    """The rule behind a colour, a nudge or a matter."""

    NONE = ""
    FIRST_MEETING = "first_meeting"
    SILENCE = "silence"
    CONTRACT = "contract"
    GOAL = "goal"
    SURVEY = "survey"
    ONBOARDING = "onboarding"  # of one person, who may have no pair yet
    RATING = "rating"
    UNMATCHED = "unmatched"
    UNREACHABLE = "unreachable"  # mail to one of the two comes back
    HELP = "help"  # these three are requests of one of the two
    PAUSE = "pause"
    END = "end"
    ENDED = "ended"  # one of the two has ended the process early
    PAUSED = "paused"  # these three make a pair grey
    CLOSED = "closed"
    OVER = "over"


class StepKind(StrEnum):
    """What monitoring does about a worry."""

    NUDGE = "nudge"
    ALERT = "alert"
    SUGGEST = "suggest"


class Sighting(StrEnum):
    """What a watch knows of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    OFF = "off"


class Come(StrEnum):
    """How far people and pairs have come in a programme, in this order."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    PAIRED = "paired"
    SIGNED = "signed"
    AGREED = "goal_agreed"
    HALFWAY = "halfway"
    COMPLETED = "completed"


class Lacking(StrEnum):
    """What a pair may lack; pairs that ended lack nothing."""

    NOTHING = ""
    MEETING = "meeting"
    PLAN = "plan"
    CONTRACT = "contract"
    GOAL = "goal"
    SURVEY = "survey"


class Sorting(StrEnum):
    """By what organizers sort their pairs."""

    NAME = "name"
    COLOUR = "colour"
    HELD = "held"
    LAST = "last"


class Happened(StrEnum):
    """What organizers see on the time line of a pair."""

    AGREED = "agreed"  # to be a pair
    PROPOSED = "contract_proposed"
    SIGNED = "contract_signed"
    GOAL = "goal_agreed"
    HELD = "held"  # these three are meetings
    PLANNED = "planned"
    OFF = "off"
    PAUSED = "paused"
    RESUMED = "resumed"
    ASKED = "asked"  # in a survey that is still open
    NUDGED = "nudged"
    ALERTED = "alerted"
    SUGGESTED = "suggested"
    WRITTEN = "written"  # an organizer wrote to one of them
    HANDLED = "handled"  # what needed an organizer was done
    ATTENDED = "attended"  # a gathering
    CLOSING = "closing"
    CLOSED = "closed"
    REPORT = "report"


# Notifications -------------------------------------------------------------------------------------------------------


class DeliveryState(StrEnum):
    """What became of one mail to one recipient."""

    CLAIMED = "claimed"
    """It is being sent; if that process died, nobody knows whether it left."""
    WAITING = "waiting"
    """It certainly did not leave, and will be tried again."""
    SENT = "sent"
    """SES accepted it."""
    UNWANTED = "unwanted"
    """The recipient doesn't want mails of this kind."""
    WITHHELD = "withheld"
    """Not sent, because earlier mails to the address bounced."""
    REFUSED = "refused"
    """It can't be sent: the address, or the mail itself, is invalid."""
    BOUNCED = "bounced"
    """SES accepted it, and it bounced."""
    SETTLED = "settled"
    """It was sent again to the right address, or is no longer true."""


# Reporting -----------------------------------------------------------------------------------------------------------


class Edition(StrEnum):
    """For whom a report is written."""

    PAIR = "pair"
    ORGANIZER = "organizer"
