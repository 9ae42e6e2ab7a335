"""Single kinds of mail: what each says in which case."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from mentoring import clock, links
from mentoring.events import catalogue as events
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Programme
from mentoring.tables.surveys import Assignment
from mentoring.tables.workspace import Goal, RoomKey, SessionGuides, Task
from notifications import composer, confirmed, recipes
from notifications.mail import Mail, Recipient
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, world
from tests.fakes.rooms import Room
from tests.unit.notifications.givens import AT, EVERYTHING, FILES, FakeSender, _account, _part, change, notify


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
    assert mail.to.key == MENTEE
    link = links.read("survey", mail.link.removeprefix("https://tandem.firma.example/surveys/answer/"), NOON)
    assert (link.subject, link.person_id, link.claims["programme_id"]) == ("a", MENTEE, PROGRAMME)
    _, text = _read(store, reminded, MENTEE)
    assert "The short survey about you and Mentor has been waiting for your answer for 5 days" in text
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
    told = {"phone": "+1 212 555 0100", "prefers": "by_phone", "contact_email": "mentee@praca.example"}
    own = [*EVERYTHING, *told]
    store.put(_account(MENTEE, name="Jan Nowy", form="m", locale="en", zone="America/New_York", own=own, **told))
    agreed = events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    for mail, said in zip(
        recipes.made(context_at(store=store), agreed),
        (
            ("+1 212 555 0100", "mentee@praca.example", "Nowy Jork: 07:00, 6 godzin wcześniej niż u Ciebie", "woli"),
            ("mentor@firma.example", "13:00 in Warsaw, 6 hours ahead of you", "Kraków"),
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


def test_given_a_room_that_was_erased_when_its_meetings_are_called_off_then_both_hear_it_without_words(
    store: MemoryStore,
) -> None:
    change(store, Pair, Pair.key(PAIR), outcome="completed")
    change(store, RoomKey, RoomKey.key(PAIR), wrapped=None, erased_at="2026-03-02T12:00:00Z")
    data = events.MeetingCancelled(PROGRAMME, PAIR, "m", "system", 2, was_confirmed=True)
    for who in (MENTOR, MENTEE):
        _, text = _read(store, data, who)
        assert "out of your calendar" in text


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
        ("mentor", True, "most_served", "You no longer take part", "Mentor no longer takes part"),
        ("mentor", False, "self_matching", "You no longer take part", "/pairing/programme-1/mentors"),
        ("mentee", False, "most_served", "Mentee no longer takes part", "You no longer take part"),
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


def test_given_somebody_who_was_taken_out_when_their_pair_ends_then_only_their_partner_is_told(
    store: MemoryStore,
) -> None:
    from tests.fakes.people import pair

    change(store, Application, Application.key(PROGRAMME, "mentee"), taken_out_at="2026-03-02T12:00:00Z")
    store.put(pair(left_by="mentee", outcome="closed_early"))
    sender = FakeSender()
    assert notify(store, events.PairClosed(PROGRAMME, PAIR, "closed_early", "x"), sender) == 1
    assert "Mentee nie bierze już udziału" in _part(sender.sent[0][1], "text/plain")


def test_given_a_pair_that_has_not_met_when_its_programme_closes_then_no_summary_is_asked_for(
    store: MemoryStore,
) -> None:
    closing = store.get(Pair, *Pair.key(PAIR))
    assert closing is not None
    closing.stage, closing.meetings_held = "closing", 0
    closing.set_due(datetime(2026, 4, 1, 12, tzinfo=UTC))
    store.put(closing)
    sender = FakeSender()
    assert notify(store, events.PairStageChanged(PROGRAMME, PAIR, "active", "closing"), sender) == 2
    for _, message in sender.sent:
        assert "podsumowanie" not in _part(message, "text/plain")
        assert "1 kwietnia 2026" in _part(message, "text/plain")


def test_given_a_pair_in_closing_when_heard_then_both_are_told_until_when_a_summary_is_waited_for(
    store: MemoryStore,
) -> None:
    closing = store.get(Pair, *Pair.key(PAIR))
    assert closing is not None
    closing.stage = "closing"
    closing.set_due(datetime(2026, 4, 1, 12, tzinfo=UTC))
    store.put(closing)
    sender = FakeSender()
    assert notify(store, events.PairStageChanged(PROGRAMME, PAIR, "working", "closing"), sender) == 2
    assert all("1 kwietnia 2026" in _part(message, "text/plain") for _, message in sender.sent)
    assert notify(store, events.PairStageChanged(PROGRAMME, PAIR, "closing", "completed"), sender) == 0


def test_given_a_question_to_an_applicant_when_decided_then_the_mail_says_what_is_missing(store: MemoryStore) -> None:
    asked = store.get(Application, *Application.key(PROGRAMME, "mentee"))
    assert asked is not None
    asked.comment, asked.message, asked.state = "słabe zgłoszenie", "Jaki jest Twój <cel>?", "needs_info"
    store.put(asked)
    sender = FakeSender()
    notify(store, events.ApplicationDecided("mentee", PROGRAMME, "needs_info"), sender)
    change(store, Application, Application.key(PROGRAMME, "mentee"), state="rejected", message="")
    notify(store, events.ApplicationDecided("mentee", PROGRAMME, "rejected"), sender)
    assert "słabe" not in "".join(message.as_string() + _part(message, "text/plain") for _, message in sender.sent)
    (_, question), (_, refusal) = sender.sent
    assert "Jaki jest Twój <cel>?" in _part(question, "text/plain")
    assert "Jaki jest Twój &lt;cel&gt;?" in _part(question, "text/html")
    assert "cel" not in _part(refusal, "text/plain")


def test_given_open_homework_and_overdue_goals_when_the_reminder_comes_then_each_reads_theirs(
    store: MemoryStore,
) -> None:
    now = context_at(store=store).clock()
    here = Room.there(context_at(store=store), PAIR)
    store.put(
        here.written(
            Goal(
                *Goal.key(PAIR, "late"), pair_id=PAIR, programme_id=PROGRAMME, goal_id="late", start_level=1, target_level=9,
                state="agreed", proposed_by=MENTEE, agreed_at=AT, due_on="2026-02-01",
            ),
            title="Spokojna rozmowa",
        ),
    )  # fmt: skip
    shown: dict[str, dict[str, str]] = {}
    for before in ("PT24H", "PT1H"):
        for mail in recipes.made(context_at(store=store), events.MeetingReminderDue(PROGRAMME, PAIR, "m", before)):
            message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=now, files=FILES)
            shown.setdefault(before, {})[mail.to.key] = _part(message, "text/plain")
    for before, texts in shown.items():
        assert all(
            "- Zadanie (do 1 kwietnia 2026)" in one or "- Zadanie (by 1 April 2026)" in one for one in texts.values()
        )
        assert {who: "Sekret" in one for who, one in texts.items()} == {MENTOR: True, MENTEE: False}
        assert {"Spokojna rozmowa" in one for one in texts.values()} == {before == "PT24H"}


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize(
    "kind", ["cancelled", "confirmed", "doubted", "invitation", "lapsed", "moved", "outcome", "reminder"]
)
def test_given_a_meeting_mail_when_read_as_text_then_every_fact_has_its_line_and_paragraphs_stand_apart(
    kind: str, told: bool
) -> None:
    facts = {"place": "https://spotkania.firma.example", "agenda": "Plan"}
    values = {
        "other": "Jan",
        "starts_at": AT,
        "minutes": 60,
        "before": "PT1H",
        "moved": False,
        "over": False,
        "kept": True,
        "declined": False,
        "withdrawn": False,
        "by_calendar": True,
        "choices": [],
        "several": False,
        "waits": True,
        "session": None,
        "homework": [],
        "goals": [],
        "clocks": "your 13:00 = 07:00 in New York" if told else "",
        "adding": {
            "google": "https://calendar.google.com/calendar/render?text=x",
            "outlook": "https://outlook.office.com/calendar/0/deeplink/compose?subject=x",
            "file": "https://tandem.firma.example/meetings/entry/x",
        },
    }
    to = Recipient("k", "a@firma.example", "Anna", locale="en")
    mail = Mail(
        f"meeting_{kind}", to, "https://tandem.firma.example/x",
        values=values | (facts if told else dict.fromkeys(facts, "")),
    )  # fmt: skip
    message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=clock.parse(AT), files=FILES)
    text = _part(message, "text/plain")
    heading, hello, when, *rest, button = text.split("\n\n--")[0].split("\n\n")
    assert (heading, hello, button.count("\n")) == (str(message["Subject"]), "Hello Anna,", 1)
    assert when.startswith("    Monday 2 March 2026, 13:00")
    clocks = [] if kind in ("outcome", "cancelled", "lapsed") else ["    your 13:00 = 07:00 in New York for Jan"]
    assert when.split("\n")[1:] == ([*clocks, f"    {facts['place']}"] if told else [])
    assert rest
    assert not any("\n" in one for one in rest if not one.startswith("- "))


def test_given_a_meeting_tomorrow_when_reminded_then_its_guide_is_in_each_mail_and_an_hour_before_it_is_not(
    store: MemoryStore,
) -> None:
    known = {"m": {"starts_at": AT, "minutes": 60, "state": "confirmed", "proposed_by": MENTOR}}
    store.put(PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known=known))
    store.put(_account(MENTEE, name="Jan", form="m", locale="en", zone="Europe/Warsaw", own=EVERYTHING))
    day, hour = (events.MeetingReminderDue(PROGRAMME, PAIR, "m", before) for before in ("PT24H", "PT1H"))
    said = {mail.to.locale: mail.values["session"] for mail in recipes.made(context_at(store=store), day)}
    assert (said["pl"]["number"], said["pl"]["title"]) == (1, "Poznajcie się")
    assert said["en"]["title"] == "Getting to know each other"
    _, text = _read(store, day, MENTEE)
    assert "Meeting 1: Getting to know each other\n\n- 10 min: " in text
    assert "Questions to take along:\n\n- What made you join just now?" in text
    assert [mail.values["session"] for mail in recipes.made(context_at(store=store), hour)] == [None, None]
    own = {"1": {"pl": {"title": "Nasze <b>", "agenda": [], "prompts": ["Po co?"]}}}
    store.put(SessionGuides(*SessionGuides.key(PROGRAMME), programme_id=PROGRAMME, own=own))
    for mail in recipes.made(context_at(store=store), day):
        message = composer.compose(mail, event_id="e", sender="t@t.example", now=NOON)
        assert "Nasze <b>" in _part(message, "text/plain")
        assert "Nasze &lt;b&gt;" in _part(message, "text/html")
        blank = confirmed.fit(context_at(store=MemoryStore()), mail)
        assert (blank.values["session"]["title"], blank.withheld) == ("", True)


def test_given_a_programme_that_wants_no_guide_when_reminded_then_the_mail_has_none(store: MemoryStore) -> None:
    known = {"m": {"starts_at": AT, "minutes": 60, "state": "confirmed", "proposed_by": MENTOR}}
    store.put(PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known=known))
    store.put(SessionGuides(*SessionGuides.key(PROGRAMME), programme_id=PROGRAMME, own={"1": {}}))
    day = events.MeetingReminderDue(PROGRAMME, PAIR, "m", "PT24H")
    assert [mail.values["session"] for mail in recipes.made(context_at(store=store), day)] == [None, None]
    assert "Meeting 1" not in _read(store, day, MENTEE)[1]


@pytest.mark.parametrize(
    ("whose", "locale", "subject", "line"),
    [
        (MENTEE, "en", "Homework for you from Mentor", ""),
        (MENTEE, "pl", "Mentor ma dla Ciebie zadanie domowe", ""),
        (MENTOR, "en", "Mentor has homework of their own", "Mentor does it, and lets you see it."),
        (MENTOR, "pl", "Mentor ma nowe zadanie domowe", "Nie musisz nic robić."),
        ("", "en", "You and Mentor: new homework for both", ""),
        ("", "pl", "Ty i Mentor: nowe zadanie domowe dla Was", ""),
    ],
)
def test_given_homework_when_the_other_is_told_then_they_read_who_does_it(
    store: MemoryStore, whose: str, locale: str, subject: str, line: str
) -> None:
    change(store, Task, Task.key(PAIR, "t"), whose=whose)
    said, text = _read(store, events.TaskAssigned(PROGRAMME, PAIR, "t", MENTOR), MENTEE, locale)
    assert (said, line in text) == (subject, True)
    assert ("nothing" in text or "don't have to" in text or "Nie musisz" in text) == bool(line)
