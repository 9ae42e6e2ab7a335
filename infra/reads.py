"""Which service reads whose items, and why: the table in docs/access-patterns.md, written by `make contracts`.

Any service may read another's items, but every such read ties it to them. So each is entered here with its reason: a
test fails on a read that isn't entered, and on an entry that isn't used any more.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from infra import items
from infra.repeated import services
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PAGE = ROOT / "docs" / "access-patterns.md"
BEGIN, END = "<!-- written by make contracts: who reads whose items -->\n", "<!-- to here -->\n"
SHARED = "mentoring"
"""The reader that isn't a service: everybody reads through it."""

REASONS: Mapping[str, Mapping[str, str]] = {
    "mentoring": {
        "Address": "whose an address is, and whether somebody confirmed it (`people`)",
        "Person": "what somebody is called and where they live today (`people`)",
        "Mailbox": "whom a mail reaches, before organizers send it (`people`)",
        "Matter": "which reasons a line of what needs the organizers has (`matters`)",
        "WatchCounts": "how many matters there are (`matters`)",
        "PairCounts": "how many proposals wait for an answer (`matters`)",
        "Counts": "how many applications wait for a decision (`matters`)",
        "DeskCounts": "how many people wait for an answer of the organizers (`matters`)",
        "DeskThread": "since when the first of them waits (`matters`)",
        "Member": "who organizes, in which role, and who is told (`access`; nobody else decides it)",
        "Organization": "whose programme it is, in the same round trip as the membership (`access`)",
        "Programme": "what is organized (`access`), when it begins (`kickoff`)",
        "Participant": "names, languages and zones of those who take part (`people`)",
        "Pair": "who the two of a pair are (`access`)",
        "RoomKey": "the key of what a pair wrote (`rooms`)",
        "ProgrammeKey": "the key of what participants share or write to organizers (`rooms`)",
        "Task": "which homework is carried into a meeting (`agendas`)",
        "Goal": "of which goals the date has passed (`agendas`)",
        "ReplyAddress": "where somebody answers a mail (`replies`)",
        "Meeting": "what calendars show of it (`calendar`)",
        "Gathering": "what calendars and mails show of it (`gatherings`)",
        "SignUp": "how somebody attends it, for their calendar (`gatherings`)",
        "CaseCard": "the key of a case card, which lies in it (`cases`)",
        "Application": "what an account has whose address somebody else is to get (`joining`)",
    },
    "identity": {
        "Delivery": "whether the sign-in mail came back, said on the page that waits for it",
        "Mailbox": "which mails somebody wants, and whether they arrive, on the account's page",
        "Application": "the address of somebody who confirmed it; what comes along with an address that is added",
        "AddressProposal": "the address that organizers proposed and its reader confirmed, when it becomes somebody's",
        "Participant": "the address of somebody accepted or paired, for their account",
    },
    "recruitment": {
        "Address": "whether an imported applicant has signed in since the first mail",
        "Person": (
            "what an applicant is called, and lists of theirs, when an address is corrected; what organizers are "
            "called who did something with an application"
        ),
        "Delivery": "when the notice went to the address in whose place organizers propose another one",
        "Mailbox": "whether mail reaches an applicant, beside the application",
        "Pair": (
            "some of the processes that a change of stage ends, or that end when somebody is taken out; names beside "
            "matters and in the audit, with why a process ended; who is in a pair, for the list of applications; whose "
            "process came to its end, to ask them back"
        ),
        "Seats": "how many places of a mentor are free, where mentees choose whom they wish for",
        "PairMember": "the pairs of somebody whose address was corrected, or who is taken out",
        "Proposal": "which open proposals end when somebody is taken out",
        "ProposalSide": "which proposals are somebody's who is taken out",
        "PairCounts": "how many pairs there are, on the board; how many processes and proposals a change of stage ends",
        "Summary": "which of these processes have no summary, before a programme closes",
        "Matter": "what needs an organizer, on the board",
        "Watch": "which processes need a person most, of those that a change of stage ends",
        "WatchCounts": "how many pairs have which colour, on the board",
        "Gathering": (
            "what the gatherings of a participant are called, on their page and in the export; what an act in the "
            "audit is about, and why one was cancelled"
        ),
        "Guide": "what the guides are called that an act in the audit is about",
        "GatheringRecord": "at which gatherings a participant was, and what they missed",
        "SignUp": "to which gatherings a participant signed up, on their page; which seats end when they are taken out",
    },
    "pairing": {
        "Programme": "stage, mode, weights and rules of a round; planned meetings of a process",
        "Participant": "who is to be paired: roles, profiles, who has left",
        "FormPlan": "which of the organizers' own questions count for a round",
        "Person": "a new name, on the pairs that show it",
        "Meeting": "how many meetings a pair held, whatever the order their events come in",
    },
    "workspace": {
        "Programme": "clauses, dates and stage of the programme a room belongs to",
        "Counts": "how many people a guide is for, beside how many have read it",
        "Participant": "how to reach a partner; where somebody takes part, at home; whom an announcement is for",
        "Application": "how far somebody's applications are, at home",
        "Member": "whether somebody organizes anything, and in which organization, at home",
        "Person": "the list of all that is somebody's, at home",
        "Pair": "stage and outcome: whether the room is open, which guides help now; whom an announcement is for",
        "PairMember": "in which pairs somebody is, at home",
        "Proposal": "what waits for somebody's answer, at home",
        "ProposalSide": "which proposals are somebody's, at home",
        "Seats": "whether a mentee can choose by now, at home",
        "PairCalendar": "the next meeting, at home",
        "GatheringsAhead": "the next gathering, at home",
        "SignUp": "whether somebody comes to it, at home",
        "Attendance": "whether somebody was at a gathering, and so may have certificates, at home",
        "Meeting": "whether the meeting of a takeaway was held; the next one, where the calendar is an old one",
        "Assignment": "how many surveys wait, at home; for whom one waits, when organizers write to these",
        "Address": "whose an address is that organizers chose for an announcement",
        "Matter": "whether nobody is left to suggest, at home",
        "OnboardingProgress": "how far somebody's onboarding is, at home",
    },
    "meetings": {
        "RoomKey": "the key of place and agenda, read with the pair",
        "Person": "where the reader of a mail about a meeting lives; the language of a feed",
        "Pair": "who meets, and whether the process goes on; the two names in a calendar feed",
        "PairMember": "of which pairs a person's calendar feed, and what they see of a programme's calendar, is made",
        "Gathering": "what a programme does together, in calendar feeds",
        "SignUp": "where somebody has a seat, in their calendar feed",
        "Programme": (
            "how long and how often pairs meet, its dates, the pattern of links, the programme's name in the calendar"
        ),
        "Participant": "zone and name of the two, for times and the calendar; their week, for suggested times",
        "SessionGuides": "what the programme suggests for a meeting, on its page",
        "ReplyAddress": "whose calendar answers, and of which pair",
        "RoomHead": "the room, read in one query for what is carried into a meeting; who noted something after one",
        "Task": "homework that is open, on the meeting's page",
        "Goal": "goals whose date has passed, on the meeting's page",
        "Onboarding": "whether it comes before a first meeting; asked of pairs that haven't met",
        "OnboardingProgress": "whether who arranges a first meeting has finished it",
    },
    "surveys": {
        "Pair": "who is asked",
        "Application": "whom organizers took out: they aren't asked about a pair that ended with it",
        "Programme": "whether it has begun: nobody is asked before",
        "Gathering": "whether it is over, and those who were there are to be asked; what it is called, in results",
        "Attendance": "who was there, and so is asked",
        "Participant": "in which role, and whether they still take part",
    },
    "gatherings": {
        "Assignment": "whether a survey after a gathering waits for the reader",
        "Person": "the list of all that is somebody's: in which programmes they take part, which they organize",
        "Programme": "whose gatherings these are; the kick-off, from which the days for onboarding count",
        "Participant": "whether somebody takes part, and as what; who gets a list of onboarding",
        "GuideShelf": "which guides a step of onboarding can be about",
        "Pair": "who is a pair: the two sit in different breakout rooms, and needn't be introduced to each other",
        "PairMember": "in which pairs the reader of the directory is",
    },
    "monitoring": {
        "Pair": "who is watched, and the names on the board",
        "PairMember": "in which pairs somebody is whom no mail reaches, or to whom an organizer wrote",
        "Seats": "whether a mentee for whom nobody was left has a pair by now",
        "Address": "whose an address is to which mail comes back",
        "Person": "where the two live; which organizer looks after a matter",
        "Programme": "the organizers' rules, the stage, the kick-off",
        "Participant": "in which zones the two live; names of mentees without a pair",
        "Mailbox": "whether mail reaches the two at all",
        "Onboarding": "after how many days people are reminded of it",
        "GatheringRecord": "at how many gatherings the two of a pair were, beside it; at which ones, on its page",
        "Gathering": "what the gatherings are called at which somebody was, and when they began, on a pair's page",
        "Document": "whether the report of a process is made, on its pair's page",
        "Counts": "how many people applied and were accepted, on the programme at a glance",
        "PairCounts": "how many pairs there are and how many completed their process, there",
        "AssignmentCounts": "how many surveys were sent and answered, there",
        "Weeks": "the programme's figures week by week, there",
    },
    "notifications": {
        "Passkey": "whether it is still there when its mail is sent",
        "Address": "whether somebody confirmed the address: what others typed waits until then",
        "Person": "which organizers there are to be written to",
        "Application": "to whom a decision goes, and with which message",
        "Participant": "to whom mails of a programme go, and whether they still take part",
        "Programme": "names, Reply-To and stage: whether what a mail says still holds",
        "Counts": "whether applications still wait, before organizers are told of new ones",
        "AskedBack": "whether somebody asked to come again has answered meanwhile",
        "AddressProposal": "which address organizers propose for somebody, and whether it still waits",
        "Digest": "what organizers are told of new applications",
        "Contact": "since when an address for Reply-To waits for its confirmation",
        "Invitation": "whom organizers ask to join them, and whether they still do",
        "Organization": "what the organization is called that somebody shall organize with",
        "Disowned": "who said «that's not me»: no mail of that organization",
        "Job": "what came of work in the background",
        "Pair": "who the two are, and whether their process still goes on",
        "Proposal": "whether it still waits, and with which reasons",
        "ProposalSide": "whether something else waits for somebody's answer",
        "Round": "whether the pairs of a week still wait for an organizer",
        "Seats": "whether a mentee has a mentor meanwhile",
        "Contract": "whether it still waits for that signature",
        "Goal": "whether it, or its conclusion, still waits for consent; goals whose date has passed, before a meeting",
        "Task": "the homework a mail is about, and what is open before a meeting",
        "PairCalendar": "which meeting of the pair a reminder is about",
        "SessionGuides": "what the programme suggests for it",
        "Summary": "whether it still waits for approval",
        "Erasure": "whether a wish to erase still waits for its answer, and until when",
        "ThreadHead": "whether lines of a conversation still wait to be read",
        "Message": "the lines that a mail tells",
        "DeskThread": "whether somebody still waits for the organizers, or they for somebody",
        "Announcement": "what organizers announced, sealed for the programme",
        "Meeting": "time and place for the calendar, and whether it still holds",
        "Plan": "which meetings were proposed together, and what was answered",
        "Assignment": "whether a survey is still open",
        "Matter": "whether what organizers are told of still needs somebody",
        "Watch": "what was tried about a pair that organizers are told of",
        "Written": "what was tried about somebody without a pair of whom organizers are told",
        "Gathering": "time, place and texts of what somebody is invited to, and whether it still holds",
        "Circle": "who is in a group, its date and roles, and whether that still holds",
        "SignUp": "whether somebody has a seat, waits, or is offered one",
        "Document": "where the report of a process lies",
        "WeeklyReport": "the figures of the week, and where the list lies",
        "DailyDigest": "what the organizers' digest of the day tells of",
        "Onboarding": "whether accepted people have steps of onboarding to take",
        "OnboardingProgress": "whether something of it is still left, and how much",
        "Introduction": "who would like to meet whom, and whether it still waits",
    },
    "reporting": {
        "Programme": "names and accent; which programmes run, and when their digest and report come",
        "Participant": "the language a report is written in; the name on a certificate",
        "Pair": "who, when and how it ended; a line of the weekly report",
        "RoomHead": "the room, read in one query",
        "RoomKey": "the key of what the pair wrote, for its own edition alone",
        "Contract": "the clauses and when they were signed",
        "Goal": "what was reached; never shown to organizers",
        "Takeaway": "what the two share of what they took away from meetings; never shown to organizers",
        "Summary": "what the two take away; never shown to organizers",
        "Meeting": "which meetings took place",
        "Watch": "colour and history of a pair in the weekly report",
        "Written": "what was tried about somebody without a pair, in the weekly report",
        "Matter": "what needs a person this week",
        "Counts": "how many applied and were accepted, in the report of a programme",
        "StageChange": "to which stage a programme came this week",
        "Attendance": "who was at a gathering, and so has a certificate; how many were, in the weekly report",
        "GatheringSeats": "how many come and wait, in the weekly report",
        "Gathering": "what a certificate of attendance, and the weekly report, say of it",
    },
}
"""Reader → item of another service → why it is read."""


def owners() -> dict[str, str]:
    """Return item → the service that owns it, from its module or package in `mentoring.tables`."""
    return {one.__name__: service for service in services() for one in items.of(service)}


def reads() -> dict[str, set[str]]:
    """Return reader → the other services' items that its modules import."""
    owner = owners()
    found: dict[str, set[str]] = {}
    for path in sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")]):
        reader = path.relative_to(ROOT).parts[1]
        if "tables" not in path.parts:
            taken = {name for service, name in _imports(path) if owner.get(name) == service != reader}
            found[reader] = found.get(reader, set()) | taken
    return {reader: names for reader, names in found.items() if names}


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (service, name) of everything a module imports from services' items."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mentoring.tables."):
            yield from ((items.owner(node.module or ""), alias.name) for alias in node.names)


def table() -> str:
    """Return the table: one row per reader and owner."""
    owner = owners()
    rows = ["| reader | reads items of | which, and what for |", "|---|---|---|"]
    for reader, reasons in REASONS.items():
        for service in sorted({owner[item] for item in reasons}):
            told = "; ".join(f"{item}: {why}" for item, why in reasons.items() if owner[item] == service)
            rows.append(f"| {'everybody, through `mentoring`' if reader == SHARED else reader} | {service} | {told} |")
    return "\n".join(rows) + "\n"


def written(text: str) -> str:
    """Return the page with the current table."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} has no part of this program")
    return before + begin + table() + end + after
