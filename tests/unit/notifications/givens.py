"""One of everything a mail can be about, every event that makes mails, and a sender that keeps them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, rooms
from mentoring.events import catalogue as events
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Address, Passkey, Person
from mentoring.tables.meetings import Meeting, Plan
from mentoring.tables.monitoring import Matter
from mentoring.tables.once import OnceItem
from mentoring.tables.pairing import Proposal
from mentoring.tables.recruitment import AddressProposal, Application, Contact, Counts, Digest, Job
from mentoring.tables.reporting import DailyDigest, WeeklyReport
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import CircleRole, JobTask
from mentoring.tables.workspace import Announcement, Contract, DeskThread, Erasure, Goal, Message, Task, ThreadHead
from notifications import sending
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.onboarding import head, progress
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, event, profile, world
from tests.fakes.rooms import Room
from tests.unit.gatherings import circle_givens as groups
from tests.unit.gatherings.givens import gathering
from tests.unit.gatherings.givens import item as gathering_item
from tests.unit.notifications.organizers_given import MAILED, items

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage


AT = clock.iso(NOON)
SAME_DAY = {
    "help": "help", "pause": "help", "end": "help", "rating": "bad_fit", "unreachable": "unreachable",
}  # fmt: skip
"""Rule → urgency of what organizers hear of the same day."""
IN_A_MONTH = clock.iso(NOON + timedelta(days=30))
PLANNED = ("2026-03-17T14:00:00Z", "2026-03-31T13:00:00Z", "2026-04-14T13:00:00Z")
"""Meetings of a plan: at 15:00 in Warsaw, before and after clocks change there."""


OLD = "dawny@firma.example"
ADDRESSES: dict[str, dict[str, Any]] = {
    "w": {"person_id": ORGANIZER, "email": "nowy@firma.example", "expires_at": "2026-03-03T12:00:00Z", "used": False},
    "news": {"before": OLD, "removed": [OLD]},
    "other": {"before": OLD, "removed": ["inny@firma.example"]},
    "moved": {"before": OLD, "removed": []},
}
"""A wish to add an address, and whom changes of addresses are told."""


FILES = {"lista": b"lista", "raport": b"%PDF-1.7\n", "report": b"%PDF-1.7\n"}


TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What SES accepts as name and value of a tag (SES API v2, MessageTag); it refuses a mail with any other."""


class FakeSender:
    """A `Sender` that stores what it is given, and can fail; it refuses the tags that SES refuses."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, EmailMessage]] = []
        self.failing: dict[str, Exception] = {}

    def send(self, message: EmailMessage, to: str, tags: Mapping[str, str]) -> str:
        if to in self.failing:
            raise self.failing[to]
        assert all(TAG.fullmatch(one) for tag in tags.items() for one in tag), tags
        self.sent.append((to, message))
        return f"m{len(self.sent)}"


@pytest.fixture
def store() -> MemoryStore:
    """Given: one of everything a mail can be about."""
    store = world(contact="organizator@firma.example")
    for key, content in FILES.items():
        store.files.put(key, content, "")
    common: dict[str, Any] = {"pair_id": PAIR, "programme_id": PROGRAMME}
    here = Room.there(context_at(store=store), PAIR)
    store.put(
        Passkey(*Passkey.key(ORGANIZER, "k"), passkey_id="k", credential_id="c", name="telefon", kept="x", made_at=AT),
        *(OnceItem(OnceItem.address(name), data=data, expires_at=1) for name, data in ADDRESSES.items()),
        OnceItem("signin#r", data={"email": "ola@firma.example", "locale": "pl", "expires_at": "2026-03-02T12:15:00Z"}, expires_at=1),
        Person(*Person.key(ORGANIZER), person_id=ORGANIZER, email="organizator@firma.example", registered_at=AT),
        *(
            Application(
                *Application.key(PROGRAMME, role), application_id=role, programme_id=PROGRAMME, role=role,
                email=f"{role}@firma.example", state="submitted", profile=profile(),
            )
            for role in ("mentor", "mentee")
        ),
        Application(
            *Application.key(PROGRAMME, "added"), application_id="added", programme_id=PROGRAMME, role="mentor",
            email="added@firma.example", state="submitted", profile=profile(), channel="import", notice="told",
        ),
        Digest(
            *Digest.key(PROGRAMME), programme_id=PROGRAMME, since=AT, new={"mentor": 1, "mentee": 2},
            waiting={"mentee": 4, "mentor": 1},
            longest=[
                {"name": "Ola Lis", "role": "mentee", "at": "2026-02-20T12:00:00Z"},
                {"name": "Jan Kos", "role": "mentor", "at": "2026-02-27T12:00:00Z"},
            ],
        ),
        DailyDigest(
            *DailyDigest.key(PROGRAMME), programme_id=PROGRAMME, told_on="2026-03-02",
            told={"applications": AT, "dates": {"kick_off": {"day": "2026-03-09", "undecided": 2}}},
        ),
        Counts(*Counts.key(PROGRAMME, 0), programme_id=PROGRAMME, applications={"mentee/submitted": 4}),
        Contact(*Contact.key("org-1", "organizator@firma.example"), asked_at=AT),
        *(
            Job(
                *Job.key(PROGRAMME, job_id), job_id=job_id, programme_id=PROGRAMME, task=job_id.removesuffix("!") if job_id.removesuffix("!") in list(JobTask) else "import", by=by, state=state,
                created_at=AT, updated_at=AT, position=4, total=4, counts={"rows": 5, "made": 4, "rejected": 1},
            )
            for job_id, by, state in (("j", ORGANIZER, "done"), ("failed", ORGANIZER, "failed"), ("foreign", "x", "done"), *((f"{task}{'!' * (state == 'failed')}", ORGANIZER, state) for task in JobTask for state in ("done", "failed")))
        ),
        *(
            Address(*Address.key(f"{name}@firma.example"), person_id=name, email=f"{name}@firma.example", verified_at=AT)
            for name in ("mentor", "mentee", "organizator")
        ),
        Proposal(
            *Proposal.key(PROGRAMME, "p"), proposal_id="p", programme_id=PROGRAMME, round_id="r", mentor_id="mentor",
            mentee_id="mentee", score=1, reasons={"pl": ["powód"], "en": ["reason"]}, state="declined", sent_at=AT,
            decline_reason="brak czasu", accepted_by=["mentor"],
        ),
        *(
            Proposal(
                *Proposal.key(PROGRAMME, name), proposal_id=name, programme_id=PROGRAMME, round_id="r", origin=origin,
                mentor_id="mentor", mentee_id="mentee", score=1, reasons={"pl": ["powód"], "en": ["reason"]},
                state="accepted_by_one" if origin == "request" else "sent", sent_at=AT,
                accepted_by=["mentee"] if origin == "request" else [],
            )
            for name, origin in (("q", "request"), ("n", "reserve"))
        ),
        Contract(*Contract.key(PAIR, 1), **common, number=1, state="proposed", proposed_by=MENTEE),
        here.written(Goal(*Goal.key(PAIR, "g"), **common, goal_id="g", start_level=1, target_level=9, state="draft", proposed_by=MENTEE), title="Cel <b>"),
        here.written(Goal(*Goal.key(PAIR, "e"), **common, goal_id="e", start_level=1, target_level=9, state="in_progress", proposed_by=MENTEE, agreed_at=AT, end_state="dropped", end_by=MENTEE, end_at=AT), title="Cel <b>", reason="Nowa praca", evidence="Nic <i>"),
        here.written(Task(*Task.key(PAIR, "t"), **common, task_id="t", author=MENTOR, due_on="2026-04-01", visibility="pair", created_at=AT), text="Zadanie"),
        here.written(Task(*Task.key(PAIR, "s"), **common, task_id="s", author=MENTOR, visibility="author", created_at=AT), text="Sekret"),
        here.written(Meeting(
            *Meeting.key(PAIR, "m"), **common, meeting_id="m", starts_at=AT, minutes=60, zone="Europe/Warsaw",
            state="proposed", proposed_by=MENTOR, uid="m@tandem",
        ), place="tu", agenda="plan"),
        *(
            here.written(Meeting(
                *Meeting.key(PAIR, f"planned-{number}"), **common, meeting_id=f"planned-{number}", starts_at=at, minutes=60,
                zone="Europe/Warsaw", state="proposed", proposed_by=MENTOR, accepted_by=[MENTOR], uninvited=[MENTOR],
                uid=f"planned-{number}@tandem", plan_id="pl", planned_at=at, together=True,
            ), place="tu", agenda="plan")
            for number, at in enumerate(PLANNED)
        ),
        here.written(Plan(
            *Plan.key(PAIR, "pl"), **common, plan_id="pl", zone="Europe/Warsaw", first="2026-03-17T15:00", every=2, number=3,
            minutes=60, meetings=[f"planned-{number}" for number in range(3)], proposed_by=MENTOR, note_by=MENTEE,
        ), note="Urlop <b>"),
        Assignment(*Assignment.key(PROGRAMME, "a"), **common, assignment_id="a", person_id=MENTEE, participant_id="mentee", role="mentee", survey="start", assigned_at=AT, list_pk=f"PERSON#{MENTEE}", list_sk="SURVEY#a"),
        Matter(
            *Matter.key(PROGRAMME, PAIR), **common, about=PAIR, urgency="help", since=AT,
            reasons=[{"rule": rule, "cause": "", "days": 0, "since": AT, "raised_at": AT} for rule in SAME_DAY],
        ),
        WeeklyReport(
            *WeeklyReport.key(PROGRAMME, "2026-W10"), report_id="w", programme_id=PROGRAMME, week="2026-W10", made_at=AT,
            attachment_key="lista", document_key="raport",
            figures=dict.fromkeys(FIGURES, 1) | {"matters": 3, "trend": dict.fromkeys(FIGURES, 1)},
            lines=[
                {
                    "about": PAIR, "pair_id": PAIR, "participant_id": "", "urgency": "silent", "since": AT,
                    "reasons": [{"rule": "silence", "cause": "", "since": "2026-01-20T12:00:00Z"}], "taken_by": ORGANIZER,
                    "tried": [AT],
                },
                {"step": "applications", "number": 4, "date": "", "day": ""},
            ],
            news={
                "stages": [{"to": "running", "at": AT}], "agreed": [{"pair_id": PAIR, "outcome": ""}],
                "agreed_number": 1, "closed": [], "closed_number": 0,
            },
            before=[{"made_at": "2026-02-23T07:25:00Z", "held": 2, "green": 4, "amber": 0, "red": 1}],
        ),
    )  # fmt: skip
    store.put(
        ThreadHead(
            *ThreadHead.key(PAIR), thread_id=PAIR, thread_kind="pair", programme_id=PROGRAMME, last=4,
            readers={who: {"read": 1, "unread": 2, "mailed": 1, "due": ""} for who in (MENTOR, MENTEE)},
        ),
        *(
            here.written(
                Message(
                    *Message.key(PAIR, number), thread_id=PAIR, number=number, author=author, written_at=AT,
                ),
                text=text,
            )
            for number, (author, text) in enumerate(
                ((MENTOR, "Przeczytane"), (MENTOR, "Pierwsza linia\n\ni druga <b>"), (MENTEE, "Moje"), (MENTOR, "Ostatnia")), 1
            )
        ),
    )  # fmt: skip
    store.put(rooms.new_of_programme(context_at(store=store), PROGRAMME))
    at_the_desk = Room.of_programme(context_at(store=store), PROGRAMME)
    announcement = Announcement(
        *Announcement.key(PROGRAMME, "an"), announcement_id="an", programme_id=PROGRAMME, by=ORGANIZER,
        audience="both", segment="everybody", sent_at=AT, total=2,
    )  # fmt: skip
    news = {"pl": {"subject": "Warsztat w środę", "text": "Spotkanie **online**: https://firma.example/warsztat"}}
    store.put(at_the_desk.written(announcement, texts=news))
    thread = DeskThread(
        *DeskThread.key(PROGRAMME, MENTEE), programme_id=PROGRAMME, person_id=MENTEE, participant_id="mentee", last=2,
        readers={who: {"read": 0, "unread": 1, "mailed": 0, "due": ""} for who in (MENTEE, "desk")},
        state="open", waits_since=AT,
    )  # fmt: skip
    store.put(
        thread,
        *(
            at_the_desk.written(
                Message(
                    *Message.key(thread.thread_id, number), thread_id=thread.thread_id, number=number, author=author,
                    written_at=AT,
                ),
                text=text,
            )
            for number, (author, text) in enumerate(((MENTEE, "Sekretna skarga"), (ORGANIZER, "Porozmawiajmy")), 1)
        ),
    )  # fmt: skip
    store.put(opening := gathering_item("ga", gathering(place="Rynek 1", venue="both")))
    for name, state in (
        ("ga", "going"),
        ("off", "going"),
        ("queue", "waiting"),
        ("kept", "offered"),
        ("left", "cancelled"),
        ("none", ""),
        ("hosted", ""),
    ):
        told = {"person_id": MENTEE, "participant_id": "mentee", "programme_id": PROGRAMME, "at": AT, "seat": "online"}
        if state:
            store.put(SignUp(*SignUp.key(name, MENTEE), gathering_id=name, state=state, offered_until=AT, **told))
        if name != opening.gathering_id:
            host = "mentee" if name == "hosted" else ""
            store.put(gathering_item(name, gathering("cancelled" if name == "off" else "announced", host=host)))
    store.put(
        *(
            Introduction(
                    *Introduction.key(PROGRAMME, one, other), introduction_id=f"in-{state}", programme_id=PROGRAMME,
                    asker_person_id=one, asker_id=asker, asked_person_id=other, asked_id=asked, name="Osoba",
                    state=state, sentence="Też uczę się oddawać zadania.", asked_at=AT, until=IN_A_MONTH, turn=1,
            )
            for one, asker, other, asked, state in (
                (MENTEE, "mentee", MENTOR, "mentor", "asked"), (MENTOR, "mentor", MENTEE, "mentee", "met"),
            )
        )
    )  # fmt: skip
    store.put(head(), progress(), *items(), _account(MENTOR))
    proposed = AddressProposal(
        *AddressProposal.key(PROGRAMME, "mentee"), programme_id=PROGRAMME, application_id="mentee",
        proposal_id="new", person_id=MENTEE, email="nowy@inna.example", by=ORGANIZER, at=AT,
    )  # fmt: skip
    proposed.set_due(NOON + timedelta(days=14))
    store.put(proposed)
    group = {MENTOR: "mentor", MENTEE: "mentee"}
    store.put(groups.circle(group, "polling"), groups.arranged(group, "arranged"))
    store.put(groups.circle(group, "none", role="mentee", state="no_date"))
    for name, role in (("moderates", "moderator"), ("presents", "presenter"), ("keeps-time", "time_keeper")):
        store.put(groups.arranged(group, name, {MENTOR: CircleRole.CONSULTANT, MENTEE: CircleRole(role)}))
    store.put(Erasure(*Erasure.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, asked_by=MENTEE, until=AT))
    return store


NEWS = [
    ("none", "invited", ""), ("ga", "invited", ""), ("ga", "seated", ""), ("queue", "queued", ""), ("kept", "offer", ""),
    ("left", "lapsed", ""), ("left", "left", ""), ("ga", "moved", ""), ("queue", "moved", ""), ("off", "called_off", ""),
    ("ga", "near", "P7D"), ("ga", "near", "PT24H"), ("hosted", "hosting", ""), ("hosted", "moved", ""), ("hosted", "near", "P7D"),
    ("none", "hosted", ""), ("ga", "hosted", ""),
]  # fmt: skip
"""Of which gathering somebody is told what; none has signed up to the first."""
GROUP_NEWS = [
    ("polling", "formed"), ("none", "no_date"), ("polling", "to_answer"), ("arranged", "arranged"),
    ("moderates", "role"), ("presents", "role"), ("keeps-time", "role"),
]  # fmt: skip
"""Of which group the mentee is told what."""


ALL: list[tuple[events.EventData, int]] = [
    (events.SignInRequested("r"), 1),
    (events.SignInRequested("gone"), 0),
    (events.AddressProposed("mentee", PROGRAMME, "new"), 2),
    (events.AddressAsked(ORGANIZER, "w"), 1),
    (events.AddressAsked(ORGANIZER, "gone"), 0),
    (events.AddressAsked("gone", "w"), 0),
    (events.AddressesChanged(ORGANIZER, "moved", "", main=True, removed=False), 1),
    (events.AddressesChanged(ORGANIZER, "news", "", main=True, removed=True), 1),
    (events.AddressesChanged(ORGANIZER, "news", "", main=False, removed=True), 1),
    (events.AddressesChanged(ORGANIZER, "other", "", main=False, removed=True), 2),
    (events.AddressesChanged(ORGANIZER, "moved", "", main=False, removed=False), 0),
    (events.AddressesChanged(ORGANIZER, "gone", "", main=True, removed=True), 0),
    (events.PasskeyAdded(ORGANIZER, "k"), 1),
    (events.PasskeyAdded(ORGANIZER, "gone"), 0),
    (events.SessionCopied(ORGANIZER, "Firefox/Windows"), 1),
    (events.SessionCopied(ORGANIZER, ""), 1),
    (events.SessionCopied("gone", "Firefox/Windows"), 0),
    *((events.LinkRenewalAsked(purpose, PAIR, MENTEE, {}), 1) for purpose in ("contract", "summary", "nudge")),
    *((events.LinkRenewalAsked(purpose, "x", MENTEE, {"pair_id": PAIR}), 1) for purpose in ("goal", "goal_end", "meeting", "outcome", "plan")),
    *((events.LinkRenewalAsked(purpose, "x", MENTEE, {"programme_id": PROGRAMME}), 1) for purpose in ("proposal", "survey")),
    (events.LinkRenewalAsked("survey", "x", "somebody", {"programme_id": PROGRAMME}), 0),
    (events.LinkRenewalAsked("outcome", "x", "somebody", {"pair_id": PAIR}), 0),
    (events.LinkRenewalAsked("outcome", "x", MENTEE, {"pair_id": "gone"}), 0),
    (events.ApplicationSubmitted("mentee", PROGRAMME, "mentee", "form"), 1),
    (events.ApplicationSubmitted("mentee", PROGRAMME, "mentee", "import"), 0),
    (events.DigestPrepared(PROGRAMME, "2026-03-02"), 1),
    (events.ApplicantAdded("added", PROGRAMME), 1),
    (events.ApplicantAdded("mentee", PROGRAMME), 0),
    (events.ApplicantDisowned("added", PROGRAMME), 1),
    (events.ContactToConfirm(PROGRAMME), 1),
    (events.ConsentToRenew("mentee", PROGRAMME), 1),
    (events.DraftWaits("mentee", PROGRAMME), 1),
    (events.AskedToComeAgain("mentee", PROGRAMME, PROGRAMME), 1),
    *MAILED,
    *((events.JobFinished(job_id, PROGRAMME), count) for job_id, count in (("j", 1), ("failed", 1), ("foreign", 0), *((f"{task}{end}", 1) for task in JobTask for end in ("", "!")))),
    *((events.ApplicationAccepted(role, PROGRAMME, role, role, role), 1) for role in ("mentor", "mentee")),
    *((events.ApplicationDecided("mentee", PROGRAMME, state), 1) for state in ("rejected", "waitlisted", "needs_info")),
    (events.PairProposed(PROGRAMME, "r", "p", "mentor", "mentee"), 1),
    (events.ProposalReminded(PROGRAMME, "p", ["mentee"]), 1),
    (events.ProposalDeclined(PROGRAMME, "p", "mentee"), 2),
    (events.ProposalDeclined(PROGRAMME, "p", "mentor"), 1),
    *((events.ProposalExpired(PROGRAMME, "p", why), count) for why, count in (("silence", 2), ("full", 0), ("paired", 1), ("left", 1))),
    (events.PairProposed(PROGRAMME, "r", "q", "mentor", "mentee"), 1),
    (events.ProposalReminded(PROGRAMME, "q", ["mentor"]), 1),
    *((events.ProposalDeclined(PROGRAMME, "q", by), 2) for by in ("mentor", "mentee")),
    *((events.ProposalExpired(PROGRAMME, "q", why), count) for why, count in (("silence", 1), ("full", 1), ("paired", 1), ("left", 2))),
    (events.PairProposed(PROGRAMME, "r", "n", "mentor", "mentee"), 2),
    (events.MenteeLeftUnmatched(PROGRAMME, "mentee", "language"), 1),
    (events.MentorsSuggested(PROGRAMME, "r", "mentee", 5), 1),
    *((events.WeeklyPairsFound(PROGRAMME, "r", matched, 1, long), 1) for matched, long in ((3, 0), (0, 1), (1, 2))),
    *((events.MenteeWaitsLong(PROGRAMME, "mentee", weeks, cause), 1) for weeks, cause in ((1, ""), (4, "language"))),
    (events.MatterRaised(PROGRAMME, "mentee", "", "mentee", "unmatched", "stuck", 0), 0),
    (events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), 2),
    (events.ContractProposed(PROGRAMME, PAIR, 1, MENTEE), 1),
    (events.ContractSignedByOne(PROGRAMME, PAIR, 1, MENTOR), 1),
    (events.ContractSignedByOne(PROGRAMME, PAIR, 1, MENTEE), 0),
    (events.ContractSigned(PROGRAMME, PAIR, 1, "ab" * 32), 2),
    *((events.ContractSignaturesVoided(PROGRAMME, PAIR, number, MENTEE, [MENTOR]), 1) for number in (1, 2)),
    (events.ContractSignaturesVoided(PROGRAMME, PAIR, 1, MENTEE, [MENTEE]), 0),
    *((events.ContractSignaturesVoided(PROGRAMME, PAIR, 1, "", who), 2) for who in ([MENTOR], [])),
    (events.GoalProposed(PROGRAMME, PAIR, "g", MENTEE), 1),
    *((events.GoalEndProposed(PROGRAMME, PAIR, "e", end, MENTEE), 1) for end in ("achieved", "partly", "changed", "dropped")),
    (events.TaskAssigned(PROGRAMME, PAIR, "t", MENTOR), 1),
    (events.TaskAssigned(PROGRAMME, PAIR, "s", MENTOR), 0),
    (events.SummaryProposed(PROGRAMME, PAIR, MENTEE), 1),
    (events.RoomErasureAsked(PROGRAMME, PAIR, MENTEE), 1),
    *((events.RoomErasureDropped(PROGRAMME, PAIR, MENTEE, who), 1) for who in (MENTEE, MENTOR)),
    *((events.RoomErased(PROGRAMME, PAIR, agreed), 2) for agreed in (True, False)),
    (events.MessagesUnread(PROGRAMME, PAIR, MENTEE, 1, 4), 1),
    (events.DeskMessagesUnread(PROGRAMME, MENTEE, 0, 2), 1),
    (events.DeskMessagesWait(PROGRAMME, MENTEE, 1), 1),
    (events.AnnouncementAddressed(PROGRAMME, "an", MENTEE, "mentee"), 1),
    (events.AnswerUnkept(PROGRAMME, "", MENTEE, "files"), 1),
    *((events.AnswerUnkept(PROGRAMME, PAIR, MENTEE, why), 1) for why in ("closed", "empty", "files", "too_long")),
    (events.MeetingProposed(PROGRAMME, PAIR, "m", MENTOR, AT, 0), 1),
    (events.MeetingRescheduled(PROGRAMME, PAIR, "m", MENTEE, AT, 1), 2),
    (events.MeetingConfirmed(PROGRAMME, PAIR, "m", AT, 1), 2),
    (events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 2, was_confirmed=True), 2),
    (events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 2, was_confirmed=False), 2),
    (events.MeetingCancelled(PROGRAMME, PAIR, "m", "system", 2, was_confirmed=False, lapsed=True), 2),
    (events.MeetingDoubted(PROGRAMME, PAIR, "m", MENTEE, AT, 1), 1),
    (events.MeetingPlaceChanged(PROGRAMME, PAIR, "m", MENTEE, 1), 2),
    *((events.MeetingAnswerUnused(PROGRAMME, PAIR, "m", MENTEE, why), 1) for why in ("moved", "over", "begun", "busy", "time", "own", "onboarding", "unreadable")),
    (events.PlanProposed(PROGRAMME, PAIR, "pl", MENTOR, 0), 1),
    (events.PlanAgreed(PROGRAMME, PAIR, "pl", MENTEE, 1), 2),
    (events.PlanCalledOff(PROGRAMME, PAIR, "pl", MENTEE, 1, was_agreed=False, meeting_ids=["planned-0", "planned-2"]), 2),
    (events.PlanCalledOff(PROGRAMME, PAIR, "pl", MENTOR, 1, was_agreed=False, meeting_ids=["planned-0"]), 1),
    (events.PlanCalledOff(PROGRAMME, PAIR, "pl", "system", 1, was_agreed=True, meeting_ids=["planned-2"]), 2),
    (events.PlanDoubted(PROGRAMME, PAIR, "pl", MENTEE, 0), 1),
    *((events.PlanAnswerUnused(PROGRAMME, PAIR, "pl", MENTEE, why), 1) for why in ("over", "begun", "busy", "time", "own", "onboarding", "unreadable")),
    *((events.MeetingReminderDue(PROGRAMME, PAIR, "m", before), 2) for before in ("PT24H", "PT1H")),
    (events.MeetingEnded(PROGRAMME, PAIR, "m"), 2),
    (events.MeetingContested(PROGRAMME, PAIR, "m", AT, settled=False), 2),
    (events.MeetingContested(PROGRAMME, PAIR, "m", AT, settled=True), 0),
    (events.SurveyAssigned(PROGRAMME, PAIR, "a", MENTEE, "start"), 1),
    (events.SurveyAssigned(PROGRAMME, PAIR, "none", MENTEE, "start"), 0),
    (events.GatheringSurveyAssigned(PROGRAMME, "ga", "a", MENTEE, "mentee"), 1),
    *((events.CircleTold(PROGRAMME, name, MENTEE, "mentee", news, 1), 1) for name, news in GROUP_NEWS),
    *((events.GatheringTold(PROGRAMME, name, MENTEE, "mentee", news, 0, ahead), 1) for name, news, ahead in NEWS),
    (events.IntroductionAsked(PROGRAMME, "in-asked", MENTEE, MENTOR, 1), 1),
    (events.IntroductionAccepted(PROGRAMME, "in-met", MENTOR, MENTEE), 2),
    *((events.PairWentInactive(PROGRAMME, PAIR, rule, 32, 1), 2) for rule in ("silence", "first_meeting", "contract", "goal")),
    (events.PairWentInactive(PROGRAMME, PAIR, "survey", 5, 1), 1),
    *((events.MatterRaised(PROGRAMME, PAIR, PAIR, "", rule, urgency, 0), 1) for rule, urgency in SAME_DAY.items()),
    (events.OnboardingOverdue(PROGRAMME, "mentee", MENTEE, 7, 1), 1),
    (events.MatterRaised(PROGRAMME, PAIR, PAIR, "", "silence", "silent", 46), 0),
    (events.PairStageChanged(PROGRAMME, PAIR, "working", "closing"), 0),
    *((events.PairClosed(PROGRAMME, PAIR, outcome, "system"), 2) for outcome in ("completed", "closed_early")),
    *((events.PairPaused(PROGRAMME, PAIR, until, by), count) for until in (IN_A_MONTH, "") for by, count in ((MENTEE, 1), (ORGANIZER, 2))),
    (events.ReportPrepared(PROGRAMME, PAIR, "d", "pair"), 2),
    (events.ReportPrepared(PROGRAMME, PAIR, "d", "organizer"), 0),
    (events.WeeklyReportPrepared(PROGRAMME, "w", "2026-W10"), 1),
]  # fmt: skip


def notify(store: MemoryStore, data: events.EventData, sender: FakeSender, marked: Any = None) -> int:
    context = context_at(store=store, service="notifications")
    return sending.notify(context, marked or event(data, store), sender)


def change(store: MemoryStore, kind: Any, key: tuple[str, str], **values: Any) -> None:
    """Given: this item has changed."""
    found = store.get(kind, *key)
    assert found is not None
    for name, value in values.items():
        setattr(found, name, value)
    store.put(found)


def _part(message: EmailMessage, kind: str) -> str:
    (part,) = [one for one in message.walk() if one.get_content_type() == kind]
    return str(part.get_content())  # type: ignore[attr-defined]


FIGURES = ("matters", "pairs", "active", "green", "amber", "red", "meetings_held", "completed", "closed_early")
EVERYTHING = ["form", "locale", "name", "zone"]


def _account(person_id: str, **values: Any) -> Person:
    told = {"email": "mentee@firma.example", "registered_at": AT} | values
    return Person(*Person.key(person_id), person_id=person_id, **told)
