"""Every mail: rendered in both languages and all forms, sent once, with the headers and parts it needs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock, people
from mentoring.errors import NotFound
from mentoring.events import catalogue as events
from mentoring.tables.identity import Address, Person
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Alert
from mentoring.tables.once import OnceItem
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.recruitment import Application, Contact, Job, Programme
from mentoring.tables.reporting import WeeklyReport
from mentoring.tables.surveys import Assignment
from mentoring.tables.workspace import Contract, Goal, Task
from notifications import composer, recipes, sending, use_cases
from notifications.mail import NUDGES, Mail, Recipient
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, event, profile, world

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

AT = clock.iso(NOON)
FILES = {"lista": b"lista", "report": b"%PDF-1.7\n"}


TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What SES takes as the name and value of a tag (SES API v2, MessageTag); it refuses a mail with another."""


class FakeSender:
    """`Sender` that keeps what it is given, and can fail; tags that SES refuses it refuses too."""

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
    store.put(
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
        Contact(*Contact.key("org-1", "organizator@firma.example"), asked_at=AT),
        *(
            Job(
                *Job.key(PROGRAMME, job_id), job_id=job_id, programme_id=PROGRAMME, task=job_id if job_id in ("decide", "export") else "import", by=by, state=state,
                created_at=AT, updated_at=AT, position=4, total=4, counts={"rows": 5, "made": 4, "rejected": 1},
            )
            for job_id, by, state in (("j", ORGANIZER, "done"), ("failed", ORGANIZER, "failed"), ("foreign", "x", "done"), ("decide", ORGANIZER, "done"), ("export", ORGANIZER, "failed"))
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
        *(
            Alert(
                *Alert.key(PROGRAMME, name), alert_id=name, programme_id=PROGRAMME, pair_id="", participant_id="mentee",
                rule="unmatched", cause=cause, days=0, raised_at=AT,
            )
            for name, cause in (("um", "language"), ("us", "several"))
        ),
        Contract(*Contract.key(PAIR, 1), **common, number=1, state="proposed", proposed_by=MENTEE),
        Goal(*Goal.key(PAIR, "g"), **common, goal_id="g", title="Cel <b>", start_level=1, target_level=9, state="draft", proposed_by=MENTEE),
        Task(*Task.key(PAIR, "t"), **common, task_id="t", author=MENTOR, text="Zadanie", due_on="2026-04-01", visibility="pair", created_at=AT),
        Task(*Task.key(PAIR, "s"), **common, task_id="s", author=MENTOR, text="Sekret", visibility="author", created_at=AT),
        Meeting(
            *Meeting.key(PAIR, "m"), **common, meeting_id="m", starts_at=AT, minutes=60, zone="Europe/Warsaw", place="tu",
            agenda="plan", state="proposed", proposed_by=MENTOR, uid="m@tandem",
        ),
        Assignment(*Assignment.key(PROGRAMME, "a"), **common, assignment_id="a", person_id=MENTEE, participant_id="mentee", role="mentee", survey="start", assigned_at=AT, list_pk=f"PERSON#{MENTEE}", list_sk="SURVEY#a"),
        Alert(*Alert.key(PROGRAMME, "al"), **common, alert_id="al", rule="silence", days=46, raised_at=AT),
        WeeklyReport(
            *WeeklyReport.key(PROGRAMME, "2026-W10"), report_id="w", programme_id=PROGRAMME, week="2026-W10", made_at=AT,
            attachment_key="lista",
            figures={"trend": {"pairs": 1}} | dict.fromkeys(("pairs", "active", "green", "amber", "red", "meetings_held", "completed", "closed_early"), 1)
            | {"trend": dict.fromkeys(("pairs", "active", "green", "amber", "red", "meetings_held", "completed", "closed_early"), 1)},
            pairs=[{"mentor": "A", "mentee": "B", "words": {"pl": "cisza", "en": "silence"}, "history": [{"step": "nudge", "at": AT}]}],
        ),
    )  # fmt: skip
    return store


ALL: list[tuple[events.EventData, int]] = [
    (events.SignInRequested("r"), 1),
    (events.SignInRequested("gone"), 0),
    (events.ApplicationSubmitted("mentee", PROGRAMME, "mentee", "form"), 1),
    (events.ApplicationSubmitted("mentee", PROGRAMME, "mentee", "import"), 0),
    (events.ApplicantAdded("added", PROGRAMME), 1),
    (events.ApplicantAdded("mentee", PROGRAMME), 0),
    (events.ApplicantDisowned("added", PROGRAMME), 1),
    (events.ContactToConfirm(PROGRAMME), 1),
    *((events.JobFinished(job_id, PROGRAMME), count) for job_id, count in (("j", 1), ("failed", 1), ("foreign", 0), ("decide", 1), ("export", 1))),
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
    *((events.AlertRaised(PROGRAMME, "", alert_id, "unmatched", 0), 1) for alert_id in ("um", "us")),
    (events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), 2),
    (events.ContractProposed(PROGRAMME, PAIR, 1, MENTEE), 1),
    (events.ContractSignedByOne(PROGRAMME, PAIR, 1, MENTOR), 1),
    (events.ContractSignedByOne(PROGRAMME, PAIR, 1, MENTEE), 0),
    (events.ContractSigned(PROGRAMME, PAIR, 1, "ab" * 32), 2),
    *((events.ContractSignaturesVoided(PROGRAMME, PAIR, number, MENTEE, [MENTOR]), 1) for number in (1, 2)),
    (events.ContractSignaturesVoided(PROGRAMME, PAIR, 1, MENTEE, [MENTEE]), 0),
    (events.GoalProposed(PROGRAMME, PAIR, "g", MENTEE), 1),
    (events.TaskAssigned(PROGRAMME, PAIR, "t", MENTOR), 1),
    (events.TaskAssigned(PROGRAMME, PAIR, "s", MENTOR), 0),
    (events.SummaryProposed(PROGRAMME, PAIR, MENTEE), 1),
    (events.MeetingProposed(PROGRAMME, PAIR, "m", MENTOR, AT, 0), 1),
    (events.MeetingRescheduled(PROGRAMME, PAIR, "m", MENTEE, AT, 1), 1),
    (events.MeetingConfirmed(PROGRAMME, PAIR, "m", AT, 1), 2),
    (events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 2, was_confirmed=True), 2),
    (events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 2, was_confirmed=False), 1),
    *((events.MeetingReminderDue(PROGRAMME, PAIR, "m", before), 2) for before in ("PT24H", "PT1H")),
    (events.MeetingEnded(PROGRAMME, PAIR, "m"), 2),
    (events.SurveyAssigned(PROGRAMME, PAIR, "a", MENTEE, "start"), 1),
    (events.SurveyAssigned(PROGRAMME, PAIR, "none", MENTEE, "start"), 0),
    *((events.PairWentInactive(PROGRAMME, PAIR, rule, 32, 1), 2) for rule in ("silence", "first_meeting", "contract", "goal")),
    (events.PairWentInactive(PROGRAMME, PAIR, "survey", 5, 1), 1),
    *((events.AlertRaised(PROGRAMME, PAIR, "al", rule, 46), 1) for rule in ("silence", "first_meeting", "contract", "help", "pause", "end", "rating", "x")),
    (events.AlertRaised(PROGRAMME, PAIR, "none", "silence", 46), 0),
    (events.PairStageChanged(PROGRAMME, PAIR, "working", "closing"), 0),
    *((events.PairClosed(PROGRAMME, PAIR, outcome, "system"), 2) for outcome in ("completed", "closed_early")),
    (events.ReportPrepared(PROGRAMME, PAIR, "d", "pair"), 2),
    (events.ReportPrepared(PROGRAMME, PAIR, "d", "organizer"), 0),
    (events.WeeklyReportPrepared(PROGRAMME, "w", "2026-W10"), 1),
]  # fmt: skip


def _notify(store: MemoryStore, data: events.EventData, sender: FakeSender, marked: Any = None) -> int:
    context = context_at(store=store, service="notifications")
    return sending.notify(context, marked or event(data, store), sender)


def change(store: MemoryStore, kind: Any, key: tuple[str, str], **values: Any) -> None:
    """Given: this item is so by now."""
    found = store.get(kind, *key)
    assert found is not None
    for name, value in values.items():
        setattr(found, name, value)
    store.put(found)


def _part(message: EmailMessage, kind: str) -> str:
    (part,) = [one for one in message.walk() if one.get_content_type() == kind]
    return str(part.get_content())  # type: ignore[attr-defined]


def _button(html: str) -> str:
    """Return the words of a mail's button."""
    return "".join(re.findall(r'<a class="cta"[^>]*>([^<]+)</a>', html))


@pytest.mark.parametrize("locale", ["pl", "en"])
@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_an_event_when_notified_then_its_mails_can_be_read(
    store: MemoryStore, data: events.EventData, count: int, locale: str
) -> None:
    from dataclasses import replace

    mails = recipes.made(context_at(store=store), data)
    assert len(mails) == count
    for mail in mails:
        for form in ("f", "m", "n"):
            wanted = replace(mail, to=replace(mail.to, locale=locale, form=form))
            message = composer.compose(wanted, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
            text, html = _part(message, "text/plain"), _part(message, "text/html")
            assert mail.link in text
            assert mail.link.replace("&", "&amp;") in html
            assert not re.search(r"\{\{|%\(|None", text + html)
            assert "\n\n\n" not in text
            for paragraph in [*re.findall(r"<p [^>]*>([^<]+)</p>", html), _button(html)]:
                assert f"\n\n{unescape(paragraph).strip()}" in re.sub("(?m)^ +", "", f"\n\n{text}"), mail.kind
            assert "<b>" not in html
            assert len(html.encode()) < 100_000
            assert ("Dzień dobry" in text) == (locale == "pl")
            assert message["X-Tandem-Mail"] == mail.kind


@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_no_address_for_answers_when_a_mail_is_read_then_it_says_who_can_be_asked_instead(
    store: MemoryStore, data: events.EventData, count: int
) -> None:
    """Organizers are asked nothing of the kind: they know themselves."""
    mails = recipes.made(context_at(store=store), data)
    assert len(mails) == count
    for mail in mails:
        for answers_to, asked in (("", False), ("org@firma.example", True)):
            wanted = replace(mail, to=replace(mail.to, locale="en"), reply_to=answers_to)
            message = composer.compose(wanted, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
            for text in (_part(message, "text/plain"), _part(message, "text/html")):
                assert ("reply to this mail" in text) == asked
                named = "Ask the organizers at Firma" in text
                assert named == (not asked and bool(mail.programme) and mail.to.key != ORGANIZER)


@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_any_mail_to_participants_when_made_then_it_says_which_organization_causes_it(
    store: MemoryStore, data: events.EventData, count: int
) -> None:
    """So that none reaches who told that organization «that's not me»."""
    for mail in recipes.made(context_at(store=store), data):
        assert mail.organization == "org-1" or mail.to.key == ORGANIZER or mail.kind == "sign_in"


@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_a_polish_mail_when_read_then_no_name_needs_a_case_it_has_not_and_organizers_have_no_gender(
    store: MemoryStore, data: events.EventData, count: int
) -> None:
    for mail in recipes.made(context_at(store=store), data):
        message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
        text = f"{message['Subject']}\n{_part(message, 'text/plain')}"
        assert not re.search(
            r"\b(dla|od|do|z|o): (Mentor|Mentee)\b|[Oo]rganizator(ów|zy|om)|nikt Ci nie odpowiada", text
        )


def test_given_every_recipe_when_compared_then_each_kind_is_covered_and_has_its_template() -> None:
    assert {type(data) for data, _ in ALL} == set(recipes.TOLD)
    kinds = {path.stem for path in composer.KINDS.iterdir()}
    assert len(kinds) == 34
    assert kinds >= NUDGES


def test_given_an_event_that_comes_again_when_notified_then_nothing_is_sent_twice(store: MemoryStore) -> None:
    sender = FakeSender()
    agreed = event(events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), store)
    assert [_notify(store, agreed.data, sender, agreed) for _ in range(2)] == [2, 0]


def test_given_meeting_mails_when_composed_then_the_calendar_part_says_request_or_cancel(store: MemoryStore) -> None:
    sender = FakeSender()
    ahead = clock.iso(NOON + timedelta(days=1))
    change(store, Meeting, Meeting.key(PAIR, "m"), state="confirmed", sequence=3, starts_at=ahead)
    _notify(store, events.MeetingConfirmed(PROGRAMME, PAIR, "m", ahead, 3), sender)
    change(store, Meeting, Meeting.key(PAIR, "m"), state="not_held", sequence=4)
    _notify(store, events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 4, was_confirmed=True), sender)
    found = [
        (one.get_content_type(), one.get_param("method"))
        for _, m in sender.sent
        for one in m.walk()
        if one.get_content_type() == "text/calendar"
    ]
    assert found == [("text/calendar", "REQUEST")] * 2 + [("text/calendar", "CANCEL")] * 2


def test_given_nudges_when_composed_then_one_click_unsubscribes_and_contract_mails_always_come(
    store: MemoryStore,
) -> None:
    sender = FakeSender()
    nudge = events.PairWentInactive(PROGRAMME, PAIR, "silence", 32, 1)
    _notify(store, nudge, sender)
    message = sender.sent[0][1]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(message["List-Unsubscribe"]).strip("<>").rsplit("/", 1)[1]
    for _ in range(2):
        use_cases.unsubscribe(context_at(NOON + timedelta(days=1), store=store), token)
    assert _notify(store, nudge, sender) == 1
    assert _notify(store, events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), sender) == 2
    assert "List-Unsubscribe" not in sender.sent[-1][1]


@given(st.text(max_size=80), st.text(max_size=40))
def test_given_any_name_when_composed_then_no_header_can_be_smuggled_in(name: str, title: str) -> None:
    mail = Mail(
        "goal_to_agree",
        Recipient("k", "a@firma.example", name),
        "https://x.example/t",
        values={"other": name, "title": title},
    )
    message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
    raw = bytes(message).split(b"\r\n\r\n")[0].split(b"\r\n")
    headers = [line.split(b":")[0] for line in raw if line and not line.startswith((b" ", b"\t"))]
    assert set(headers) <= {
        b"From",
        b"To",
        b"Subject",
        b"Date",
        b"Message-ID",
        b"X-Tandem-Mail",
        b"Auto-Submitted",
        b"Content-Language",
        b"MIME-Version",
        b"Content-Type",
    }


@pytest.mark.parametrize("data", [
    events.PairAgreed(PROGRAMME, "none", "p", "a", "b", "c", "d"), events.ProposalExpired(PROGRAMME, "none"),
    events.GoalProposed(PROGRAMME, PAIR, "none", MENTEE), events.MeetingEnded(PROGRAMME, PAIR, "none"),
    events.ApplicationDecided("none", PROGRAMME, "rejected"), events.WeeklyReportPrepared(PROGRAMME, "w", "1999-W01"),
    events.WeeklyReportPrepared("none", "w", "2026-W10"),
], ids=lambda one: type(one).__name__)  # fmt: skip
def test_given_something_that_is_not_there_when_notified_then_the_queue_hears_of_it(
    store: MemoryStore, data: Any
) -> None:
    with pytest.raises(NotFound):
        recipes.made(context_at(store=store), data)


def _read(store: MemoryStore, data: events.EventData, to: str, locale: str = "en") -> tuple[str, str]:
    """Return subject and text of what somebody gets."""
    from dataclasses import replace

    (mail,) = [one for one in recipes.made(context_at(store=store), data) if one.to.key == to]
    message = composer.compose(
        replace(mail, to=replace(mail.to, locale=locale)), event_id="e", sender="t@t.example", now=NOON
    )
    return str(message["Subject"]), _part(message, "text/plain")


def test_given_a_reserve_when_proposed_then_the_mentee_reads_kindly_that_it_is_the_next_suggestion(
    store: MemoryStore,
) -> None:
    made = events.PairProposed(PROGRAMME, "r", "n", "mentor", "mentee")
    subject, text = _read(store, made, MENTEE)
    assert subject == "The next suggestion for you: Mentor"
    assert "it is nobody's fault" in text
    assert "Następna propozycja" in _read(store, made, MENTEE, "pl")[0]
    assert "next suggestion" not in "".join(_read(store, made, MENTOR))


def test_given_an_open_survey_when_reminded_then_who_has_answered_hears_nothing_and_nobody_reads_of_silence(
    store: MemoryStore,
) -> None:
    reminded = events.PairWentInactive(PROGRAMME, PAIR, "survey", 5, 1)
    (mail,) = recipes.made(context_at(store=store), reminded)
    assert (mail.to.key, mail.link) == (MENTEE, "https://tandem.firma.example/surveys")
    _, text = _read(store, reminded, MENTEE)
    assert "The short survey about you and Mentor is still waiting" in text
    assert "a survey of this programme is waiting for you" in text
    assert not re.search("quiet|break|one click", text)


def test_given_a_survey_of_another_pair_when_reminded_then_it_is_not_this_one(store: MemoryStore) -> None:
    other = store.get(Assignment, *Assignment.key(PROGRAMME, "a"))
    assert other
    other.pair_id = "pair-2"
    store.put(other)
    assert recipes.made(context_at(store=store), events.PairWentInactive(PROGRAMME, PAIR, "survey", 5, 1)) == []


def test_given_two_far_apart_when_they_are_a_pair_then_the_mail_says_how_and_when_to_reach_each_other(
    store: MemoryStore,
) -> None:
    store.put(_account(MENTEE, name="Jan Nowy", form="m", locale="en", zone="America/New_York", own=EVERYTHING))
    agreed = events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    for mail, said in zip(
        recipes.made(context_at(store=store), agreed),
        (
            ("mentee@firma.example", "13:00", "07:00", "(Nowy Jork)"),
            ("mentor@firma.example", "07:00", "13:00", "(Warsaw)", "Kraków"),
        ),
        strict=True,
    ):
        message = composer.compose(mail, event_id="e", sender="Tandem <tandem@firma.example>", now=NOON, files=FILES)
        for part in ("plain", "html"):
            body = message.get_body((part,))
            assert body is not None
            assert all(one in body.get_content() for one in said), part


def test_given_a_pair_that_ended_meanwhile_when_its_mail_is_written_then_it_tells_no_contact(
    store: MemoryStore,
) -> None:
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "closed_early"
    store.put(pair)
    agreed = events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    for mail in recipes.made(context_at(store=store), agreed):
        other = "mentee" if mail.to.key == MENTOR else "mentor"
        message = composer.compose(mail, event_id="e", sender="Tandem <tandem@firma.example>", now=NOON, files=FILES)
        assert f"{other}@firma.example" not in message.as_string().partition("\n\n")[2]


@pytest.mark.parametrize("outcome", ["completed", "closed_early"])
def test_given_a_pair_that_never_met_when_it_ended_then_the_mail_is_kind_and_promises_no_report(
    store: MemoryStore, outcome: str
) -> None:
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    for held, promised in ((0, False), (2, True)):
        pair.meetings_held = held
        store.put(pair)
        closed = events.PairClosed(PROGRAMME, PAIR, outcome, MENTOR)
        for mail in recipes.made(context_at(store=store), closed):
            english = replace(mail, to=replace(mail.to, locale="en"))
            message = composer.compose(
                english, event_id="e", sender="Tandem <tandem@firma.example>", now=NOON, files=FILES
            )
            for part in ("plain", "html"):
                body = message.get_body((part,))
                assert body is not None
                said = " ".join(unescape(body.get_content()).split())
                assert ("report is being prepared" in said) == promised
                assert ("there is no report" in said.lower()) == (held == 0)


EVERYTHING = ["form", "locale", "name", "zone"]


def _account(person_id: str, **values: Any) -> Person:
    told = {"email": "mentee@firma.example", "registered_at": AT} | values
    return Person(*Person.key(person_id), person_id=person_id, **told)


def test_given_a_changed_account_when_notified_then_language_name_form_and_zone_are_the_ones_of_today(
    store: MemoryStore,
) -> None:
    store.put(_account(MENTEE, name="Jan Nowy", form="m", locale="en", zone="Europe/London", own=EVERYTHING))
    mentor, mentee = recipes.made(
        context_at(store=store), events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    )
    told = Recipient(MENTEE, "mentee@firma.example", "Jan Nowy", "m", "en", "Europe/London")
    assert (mentee.to, mentor.values["other"]) == (told, "Jan Nowy")
    assert (mentor.to.name, mentor.to.locale) == ("Mentor", "pl")
    (asked,) = recipes.made(context_at(store=store), events.ProposalReminded(PROGRAMME, "p", ["mentee"]))
    assert (asked.to, asked.values["reasons"]) == (told, ["reason"])


@pytest.mark.parametrize("own", [[], ["locale"]])
def test_given_an_account_never_filled_in_when_notified_then_the_programme_s_own_word_counts(
    store: MemoryStore, own: list[str]
) -> None:
    store.put(_account(MENTEE, name="Insulting Name", form="n", locale="en", zone="Asia/Tokyo", own=own))
    suggested = events.MentorsSuggested(PROGRAMME, "r", "mentee", 5)
    (mail,) = recipes.made(context_at(store=store), suggested)
    assert (mail.to.name, mail.to.form, mail.to.zone) == ("Mentee", "f", "Europe/Warsaw")
    assert mail.to.locale == ("en" if own else "pl")


@pytest.mark.parametrize(("own", "told"), [([], ("Anna Krawiec", "pl")), (EVERYTHING, ("Jan Nowy", "en"))])
def test_given_an_applicant_with_an_account_when_decided_then_only_what_they_set_themselves_counts(
    store: MemoryStore, own: list[str], told: tuple[str, str]
) -> None:
    email = "anna@firma.example"
    person_id = people.person_id_of(context_at(store=store), email)
    store.put(
        Application(
            *Application.key(PROGRAMME, "anna"), application_id="anna", programme_id=PROGRAMME, role="mentee",
            email=email, profile=profile(first_name="Anna", last_name="Krawiec"),
        ),
        _account(person_id, name="Jan Nowy", form="m", locale="en", zone="Europe/London", own=own),
    )  # fmt: skip
    accepted = events.ApplicationAccepted("anna", PROGRAMME, "anna", person_id, "mentee")
    (mail,) = recipes.made(context_at(store=store), accepted)
    assert (mail.to.name, mail.to.locale) == told


def test_given_an_organizer_with_a_name_nobody_but_others_gave_when_notified_then_without_a_name(
    store: MemoryStore,
) -> None:
    found = store.get(Person, *Person.key(ORGANIZER))
    assert found is not None
    found.name = "Insulting Name"
    store.put(found)
    declined = events.ProposalDeclined(PROGRAMME, "p", "mentee")
    mails = recipes.made(context_at(store=store), declined)
    assert [mail.to.name for mail in mails if mail.to.key == ORGANIZER] == [""]


def test_given_a_no_when_the_other_side_hears_then_without_the_reason(store: MemoryStore) -> None:
    declined = events.ProposalDeclined(PROGRAMME, "p", "mentee")
    assert "brak czasu" in _read(store, declined, ORGANIZER)[1]
    assert "brak czasu" not in "".join(_read(store, declined, MENTOR))


@pytest.mark.parametrize("stage", ["closing", "closed"])
@pytest.mark.parametrize("mode", ["most_served", "self_matching"])
def test_given_a_programme_that_pairs_nobody_any_more_when_a_process_ends_early_then_no_other_partner_is_offered(
    stage: str, mode: str
) -> None:
    from tests.fakes.people import pair

    store = world(stage=stage, pairing_mode=mode)
    store.put(pair(outcome="closed_early", meetings_held=1))
    for who in (MENTOR, MENTEE):
        _, text = _read(store, events.PairClosed(PROGRAMME, PAIR, "closed_early", "system"), who)
        assert "another" not in text
        assert "Thank you for the time you gave each other. Your report is being prepared" in text


@pytest.mark.parametrize(("outcome", "offered"), [("", True), ("closed_early", False), ("completed", False)])
def test_given_a_process_that_ended_when_its_meetings_are_called_off_then_no_other_time_is_asked_for(
    store: MemoryStore, outcome: str, offered: bool
) -> None:
    change(store, Pair, Pair.key(PAIR), outcome=outcome)
    data = events.MeetingCancelled(PROGRAMME, PAIR, "m", "system", 2, was_confirmed=True)
    for who in (MENTOR, MENTEE):
        _, text = _read(store, data, who)
        assert ("Propose another time" in text, "Propose a time:" in text) == (offered, offered)
        assert "out of your calendar" in text


@pytest.mark.parametrize(
    ("mode", "role", "said", "unsaid"),
    [
        ("most_served", "mentee", "You will get a proposal", "choose"),
        ("self_matching", "mentee", "you choose your mentor", "You will get a proposal"),
        ("self_matching", "mentor", "Mentees choose", "You will get a proposal"),
    ],
)
def test_given_a_programme_when_somebody_is_accepted_then_the_mail_says_who_chooses_there(
    store: MemoryStore, mode: str, role: str, said: str, unsaid: str
) -> None:
    change(store, Programme, Programme.key(PROGRAMME), pairing_mode=mode)
    (mail,) = recipes.made(context_at(store=store), events.ApplicationAccepted(role, PROGRAMME, role, role, role))
    english = replace(mail, to=replace(mail.to, locale="en"))
    message = composer.compose(english, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
    for text in (_part(message, "text/plain"), _part(message, "text/html")):
        assert said in text
        assert unsaid not in text


@pytest.mark.parametrize(
    ("left_by", "rematch", "mode", "to_mentor", "to_mentee"),
    [
        (None, False, "most_served", "tell the organizers", "tell the organizers"),
        (None, True, "most_served", "tell the organizers", "looking for another mentor"),
        ("mentor", True, "most_served", "You have left", "Mentor has left"),
        ("mentor", False, "self_matching", "You have left", "/pairing/programme-1/mentors"),
        ("mentee", False, "most_served", "Mentee has left", "You have left"),
    ],
)
def test_given_a_pair_that_ended_early_when_told_then_each_hears_what_comes_for_them(
    left_by: str | None, rematch: bool, mode: str, to_mentor: str, to_mentee: str
) -> None:
    from tests.fakes.people import pair

    store = world(pairing_mode=mode)
    store.put(pair(left_by=left_by, rematch=rematch, outcome="closed_early"))
    closed = events.PairClosed(PROGRAMME, PAIR, "closed_early", "x")
    assert to_mentor in _read(store, closed, MENTOR)[1]
    assert to_mentee in _read(store, closed, MENTEE)[1]


def test_given_a_pair_in_closing_when_heard_then_both_are_told_until_when_a_summary_is_waited_for(
    store: MemoryStore,
) -> None:
    closing = store.get(Pair, *Pair.key(PAIR))
    assert closing is not None
    closing.stage = "closing"
    closing.set_due(datetime(2026, 4, 1, 12, tzinfo=UTC))
    store.put(closing)
    sender = FakeSender()
    assert _notify(store, events.PairStageChanged(PROGRAMME, PAIR, "working", "closing"), sender) == 2
    assert all("1 kwietnia 2026" in _part(message, "text/plain") for _, message in sender.sent)
    assert _notify(store, events.PairStageChanged(PROGRAMME, PAIR, "closing", "completed"), sender) == 0


def test_given_a_question_to_an_applicant_when_decided_then_the_mail_says_what_is_missing(store: MemoryStore) -> None:
    asked = store.get(Application, *Application.key(PROGRAMME, "mentee"))
    assert asked is not None
    asked.comment, asked.message, asked.state = "słabe zgłoszenie", "Jaki jest Twój <cel>?", "needs_info"
    store.put(asked)
    sender = FakeSender()
    _notify(store, events.ApplicationDecided("mentee", PROGRAMME, "needs_info"), sender)
    change(store, Application, Application.key(PROGRAMME, "mentee"), state="rejected", message="")
    _notify(store, events.ApplicationDecided("mentee", PROGRAMME, "rejected"), sender)
    assert "słabe" not in "".join(message.as_string() + _part(message, "text/plain") for _, message in sender.sent)
    (_, question), (_, refusal) = sender.sent
    assert "Jaki jest Twój <cel>?" in _part(question, "text/plain")
    assert "Jaki jest Twój &lt;cel&gt;?" in _part(question, "text/html")
    assert "cel" not in _part(refusal, "text/plain")


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("kind", ["cancelled", "confirmed", "invitation", "outcome", "reminder"])
def test_given_a_meeting_mail_when_read_as_text_then_every_fact_has_its_line_and_paragraphs_stand_apart(
    kind: str, told: bool
) -> None:
    facts = {"place": "https://spotkania.firma.example", "agenda": "Plan", "homework": "Notatka"}
    values = {"other": "Jan", "starts_at": AT, "minutes": 60, "before": "PT1H", "moved": False, "over": False}
    to = Recipient("k", "a@firma.example", "Anna", locale="en")
    mail = Mail(
        f"meeting_{kind}", to, "https://tandem.firma.example/x",
        values=values | (facts if told else dict.fromkeys(facts, "")),
    )  # fmt: skip
    message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=clock.parse(AT), files=FILES)
    text = _part(message, "text/plain")
    hello, when, *rest, button = text.split("\n\n--")[0].split("\n\n")
    assert (hello, button.count("\n")) == ("Hello,", 1)
    assert when.startswith("    Monday 2 March 2026, 13:00")
    assert when.split("\n")[1:] == ([f"    {facts['place']}"] if told else [])
    assert rest
    assert not any("\n" in one for one in rest)
