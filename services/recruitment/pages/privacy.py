"""«Who can see what»: the page and the list it is made of, which names every kind of item that tells of a person.

`tests/architecture/test_who_sees.py` compares the list with the items, with what a partner and organizers are shown,
and with what is sealed: a new kind of item, field or eye without words here fails it.
"""

from __future__ import annotations

from enum import StrEnum

from mentoring import http
from mentoring.errors import N_
from mentoring.tables.vocabulary import SeenBy
from mentoring.values import dataclass
from recruitment.pages.base import PAGES, Html

router = http.PageRouter("/privacy")


class Eyes(StrEnum):
    """Who sees something, in the order of the page."""

    AUTHOR = "author"
    PAIR = "pair"
    CHOSEN = "chosen"  # by who wrote it, among `SeenBy`
    PROGRAMME = "programme"
    ORGANIZERS = "organizers"
    ANYBODY = "anybody"


@dataclass(frozen=True)
class Seen:
    """Something somebody sees, and the kinds of items it lies in; `fields` names what it is in a profile."""

    words: str
    items: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


CARD = ("first_name", "last_name", "city", "zone", "phone", "prefers")
"""What of an application the partner sees."""

SEEN: dict[Eyes, tuple[Seen, ...]] = {
    Eyes.AUTHOR: (
        Seen(
            N_("the address of your calendar feed, which is a secret: whoever has it sees your meetings"),
            ("Feed", "FeedAddress"),
        ),
        Seen(N_("which guides and announcements you have read"), ("GuideReader",)),
    ),
    Eyes.PAIR: (
        Seen(N_("your conversation"), ("Message", "ThreadHead")),
        Seen(N_("your own words in the contract"), ("Contract",)),
        Seen(N_("the words of your goals, and how you rate where you are"), ("Goal",)),
        Seen(
            N_("link, place and agenda of your meetings, and what you add when you answer several at once"),
            ("Meeting", "Plan", "PairCall"),
        ),
        Seen(N_("your joint summary, and the full report of your process"), ("Summary", "Document")),
        Seen(N_("whether one of you wants your room erased"), ("Erasure",)),
        Seen(
            N_("of each other: name, the contact you chose, city and what time it is there, as long as you are a pair"),
            ("Person", "Participant"),
            CARD,
        ),
    ),
    Eyes.CHOSEN: (
        Seen(N_("notes, with all their versions for the two of you"), ("Note", "NoteText")),
        Seen(N_("materials: links and files"), ("Material",)),
        Seen(N_("homework, and what you take away from a meeting; at most the two of you"), ("Task", "Takeaway")),
    ),
    Eyes.PROGRAMME: (
        Seen(N_("what somebody chose to show them, with the author's name"), ("SharedItem",)),
        Seen(
            N_(
                "in your intervision group or peer circle: names, when you can meet, roles, and who promised "
                "confidentiality; a case card only those who did, until it is erased"
            ),
            ("Circle", "CircleSteps", "CaseCard"),
        ),
        Seen(
            N_("in breakout rooms of a gathering: the names of those in the same room, while you are in it"),
            ("Breakout",),
        ),
        Seen(
            N_(
                "under “People to meet” what you wrote there yourself, if you are in that list: mentors, mentees or "
                "both, and the organizers; at gatherings only if you said so, too"
            ),
            ("DirectoryEntry", "DirectoryCard"),
        ),
        Seen(
            N_(
                "that you would like to meet somebody, with the sentence you add: only who you ask; each other's "
                "address once both of you said yes. A no is told to nobody"
            ),
            ("Introduction",),
        ),
        Seen(
            N_(
                "if you as a mentor said so, whoever applies as a mentee: your name, department, position, topics and "
                "free places; never your address"
            ),
            ("Participant", "Seats"),
            ("listed", "department", "position", "topics", "capacity"),
        ),
        Seen(
            N_(
                "before you are a pair, whoever is suggested to you or may choose you: name, department, city, a "
                "mentor's experience, a mentee's goal, and why you suit each other"
            ),
            ("Proposal", "ProposalSide", "Seats"),
            ("department", "experience", "goal"),
        ),
    ),
    Eyes.ORGANIZERS: (
        Seen(
            N_("your whole application, also whom you would rather not be paired with, and your consents"),
            ("Application", "Participant", "Rows", "Digest"),
            (
                *CARD,
                "form", "languages", "department", "position", "manager_email", "topics", "mode", "hours_per_month",
                "availability", "capacity", "goal", "experience", "style", "choices", "not_with", "consents", "paused",
                "answers", "listed",
            ),
        ),
        Seen(
            N_(
                "of your pair: who it is, how far you are, whether the contract is signed, its three numbers (days "
                "between meetings, how many, how long), when you meet and whether you met, and what became of your "
                "goals"
            ),
            (
                "Pair", "PairMember", "RoomHead", "Meeting", "PairCalendar", "Watch", "Matter", "Unreached", "Nudged",
                "Written",
            ),
        ),
        Seen(
            N_(
                "of surveys: results of at least five people, without names. Where they learn more, the question "
                "says so. Your partner never sees your answers"
            ),
            ("Assignment", "Answer", "Waiting"),
        ),
        Seen(
            N_("which steps of your onboarding are done, and when; never your answers in a quiz, which aren't stored"),
            ("OnboardingProgress", "Newcomer"),
        ),
        Seen(
            N_(
                "to which gatherings you come, and how, whether you wait for a seat, and whether photos may show you; "
                "of other people you see only how many come, and whoever chose to tell you"
            ),
            ("SignUp", "Queued"),
        ),
        Seen(
            N_("which gatherings you attended, and with whom you sat in which breakout room"),
            ("Attendance", "GatheringRecord", "Breakout"),
        ),
        Seen(
            N_(
                "in which intervision group or peer circle you are, when it met, who came, and one word for what it "
                "was about; never the case card, nor who had which role"
            ),
            ("CircleRound", "Circle", "CircleMember"),
        ),
        Seen(
            N_("how many were asked to come to a next edition; that you said “not this time” isn't shown to them"),
            ("AskedBack",),
        ),
        Seen(N_("what you write to them, and why a process ended"), ("DeskThread", "Message")),
        Seen(N_("whether our emails reach you"), ("Mailbox", "Delivery", "Announced")),
    ),
    Eyes.ANYBODY: (
        Seen(N_("nothing about you: only the pages of public programmes are open to everybody"), ("Programme", "Slug")),
    ),
}  # fmt: skip
"""Who → what they see."""

BOOKKEEPING = frozenset({
    "Address", "AddressProposal", "Audit", "BusyDay", "Contact", "Disowned", "Founder", "Invitation", "Job",
    "Readdressed", "RefusedAddress", "ReplyAddress",
    "RoomKey", "FileShape", "Passkey", "ProgrammeKey", "DailyDigest", "Running", "SessionList", "Tally",
    "DatesAhead", "LateInvitation", "WeeklyPairing",
    "Counted", "Counts", "PairCounts", "WatchCounts", "AssignmentCounts", "AnnouncementReads", "GuideReads", "Weeks",
    "OnboardingCounts", "DeskCounts", "Placed", "WatchWeek",
    "WeeklyReport", "Round", "StageChange", "GatheringSeats", "GatheringAsked",
    "Organization", "Member", "ConsentText", "Gathering", "GatheringsAhead", "CheckIn", "Onboarding", "OnboardingList",
    "Announcement", "AnnouncementPeople", "Guide", "GuideShelf", "SessionGuides", "FormPlan",
})  # fmt: skip
"""Items that tell nobody of a participant: keys, marks and hashes; numbers; what organizers are and write for all."""

STATUS = frozenset({
    "pair_id", "stage", "contract_state", "contract_signed_at", "contract_fixed", "amendment_state", "goal_states",
    "summary_state",
})  # fmt: skip
"""What organizers are told of a room, which the page sums up."""

HEADINGS = {
    Eyes.AUTHOR: N_("Only you"),
    Eyes.PAIR: N_("You and your partner"),
    Eyes.CHOSEN: N_("Whom you choose"),
    Eyes.PROGRAMME: N_("Other mentors and mentees of your programme"),
    Eyes.ORGANIZERS: N_("The organizers of your programme"),
    Eyes.ANYBODY: N_("Everybody"),
}
CHOICES = {
    SeenBy.AUTHOR: N_("only you"),
    SeenBy.PAIR: N_("both of you"),
    SeenBy.MENTORS: N_("both of you and all mentors"),
    SeenBy.MENTEES: N_("both of you and all mentees"),
    SeenBy.PROGRAMME: N_("all who take part"),
}


@router.get("/privacy")
def who_sees_what() -> Html:
    """Show who can see what."""
    return PAGES.render(
        "privacy.html", http.context(), seen=SEEN, headings=HEADINGS, choices=list(CHOICES.values()), eyes=Eyes
    )
