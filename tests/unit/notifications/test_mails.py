"""Every mail: rendered in both languages and all forms, sent once, with the headers and parts it needs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock, links
from mentoring.errors import NotFound
from mentoring.events import catalogue as events
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import SAME_DAY, StepKind, Worry
from monitoring.domain import Rules
from monitoring.domain.need import URGENCY
from notifications import composer, recipes, use_cases
from notifications.mail import NUDGES, Mail, Recipient
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, event, pair, participant
from tests.unit.notifications.givens import ALL, FILES, FakeSender, _part, change, notify


def _button(html: str) -> str:
    """Return the words of a mail's button."""
    return "".join(re.findall(r'<a class="cta"[^>]*>([^<]+)</a>', html))


def test_given_a_pair_that_needs_somebody_today_when_organizers_are_told_then_the_button_leads_to_that_pair(
    store: MemoryStore,
) -> None:
    raised = events.MatterRaised(PROGRAMME, PAIR, PAIR, "", Worry.HELP, URGENCY[Worry.HELP], 0)
    (mail,) = recipes.made(context_at(store=store), raised)
    assert mail.link.endswith(f"/monitoring/{PROGRAMME}/pairs/{PAIR}")


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
            link = links.mailed(mail.link, locale)
            assert link in text
            assert link.replace("&", "&amp;") in html
            assert not re.search(r"\{\{|%\(|None", text + html)
            assert "\n\n\n" not in text
            for paragraph in [*re.findall(r"<p [^>]*>([^<]+)</p>", html), _button(html)]:
                assert f"\n\n{unescape(paragraph).strip()}" in re.sub("(?m)^ +", "", f"\n\n{text}"), mail.kind
            assert "<b>" not in html
            assert not re.search(r"\b(Europe|America)/", re.sub(r"https?://\S+", "", text)), (
                "zones are named by their city"
            )
            assert len(html.encode()) < 100_000
            assert ("Dzień dobry" in text) == (locale == "pl")
            assert message["X-Tandem-Mail"] == mail.kind


OF_ACCOUNTS = ("sign_in", "address_to_confirm", "addresses_changed")
"""What no organization causes: somebody's own account."""


@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_no_address_for_answers_when_a_mail_is_read_then_it_says_who_can_be_asked_instead(
    store: MemoryStore, data: events.EventData, count: int
) -> None:
    """Organizers are asked nothing of the kind: they know themselves. Two who are introduced answer each other."""
    mails = recipes.made(context_at(store=store), data)
    assert len(mails) == count
    for mail in (one for one in mails if not one.introduces):
        for answers_to, asked in (("", False), ("org@firma.example", True)):
            wanted = replace(mail, to=replace(mail.to, locale="en"), reply_to=answers_to)
            message = composer.compose(wanted, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
            for text in (_part(message, "text/plain"), _part(message, "text/html")):
                assert ("reply to this email" in text) == asked
                named = "Ask the organizers at Firma" in text
                assert named == (not asked and mail.kind not in OF_ACCOUNTS and mail.to.key != ORGANIZER)


@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_any_mail_to_participants_when_made_then_it_says_which_organization_causes_it(
    store: MemoryStore, data: events.EventData, count: int
) -> None:
    """So that none reaches who told that organization «that's not me»."""
    for mail in recipes.made(context_at(store=store), data):
        assert mail.organization == "org-1" or mail.to.key == ORGANIZER or mail.kind in OF_ACCOUNTS


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


def test_given_every_recipe_when_compared_then_an_event_of_its_kind_is_mailed_here() -> None:
    told = {type(data) for data, _ in ALL}
    assert told == set(recipes.TOLD), "add an event to `ALL` in tests/unit/notifications/givens.py"
    assert {path.stem for path in composer.KINDS.iterdir()} >= NUDGES


def test_given_every_rule_of_monitoring_when_compared_then_its_nudge_and_what_organizers_hear_the_same_day_are_mailed_here() -> (
    None
):
    steps = {rule: {kind for _, kind in its} for rule, its in Rules().steps.items()}
    nudged = {rule for rule, kinds in steps.items() if StepKind.NUDGE in kinds} - {Worry.ONBOARDING}  # of no pair
    same_day = {rule for rule, urgency in URGENCY.items() if urgency in SAME_DAY}
    for kind, wanted in ((events.PairWentInactive, nudged), (events.MatterRaised, same_day)):
        told = {data.rule for data, count in ALL if isinstance(data, kind) and count}
        assert told == wanted, f"add a `{kind.__name__}` of each rule to `ALL` in tests/unit/notifications/givens.py"


def test_given_an_event_that_comes_again_when_notified_then_nothing_is_sent_twice(store: MemoryStore) -> None:
    sender = FakeSender()
    agreed = event(events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), store)
    assert [notify(store, agreed.data, sender, agreed) for _ in range(2)] == [2, 0]


def test_given_meeting_mails_when_composed_then_the_calendar_part_says_request_or_cancel(store: MemoryStore) -> None:
    sender = FakeSender()
    ahead = clock.iso(NOON + timedelta(days=1))
    change(store, Meeting, Meeting.key(PAIR, "m"), state="confirmed", sequence=3, starts_at=ahead)
    notify(store, events.MeetingConfirmed(PROGRAMME, PAIR, "m", ahead, 3), sender)
    change(store, Meeting, Meeting.key(PAIR, "m"), state="not_held", sequence=4)
    notify(store, events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 4, was_confirmed=True), sender)
    found = [
        (one.get_content_type(), one.get_param("method"))
        for _, m in sender.sent
        for one in m.walk()
        if one.get_content_type() == "text/calendar"
    ]
    assert found == [("text/calendar", "REQUEST")] * 2 + [("text/calendar", "CANCEL")] * 2


@pytest.mark.parametrize(
    ("rule", "days", "said"),
    [
        ("silence", 14, "W Waszym kontrakcie: spotkania co 2 tygodnie."),
        ("silence", 0, "Plan programu: spotkania co 3 tygodnie."),
        ("contract", 14, ""),
    ],
)
def test_given_a_pair_with_its_own_rhythm_when_it_is_silent_then_the_nudge_names_what_it_agreed_on(
    store: MemoryStore, rule: str, days: int, said: str
) -> None:
    change(store, Pair, Pair.key(PAIR), interval_days=days)
    sender = FakeSender()
    notify(store, events.PairWentInactive(PROGRAMME, PAIR, rule, 32, 1), sender)
    (text,) = [one.get_content() for one in sender.sent[0][1].walk() if one.get_content_type() == "text/plain"]
    words = " ".join(text.split())
    assert said in words if said else "spotkania co" not in words


GENDERED = re.compile(r"\w(?:liście|łyście|łeś|łaś)\b")
"""Past tenses of Polish that say a gender, of one or of several."""


@pytest.mark.parametrize("rule", ["silence", "first_meeting", "contract", "goal", "survey"])
def test_given_a_quiet_pair_when_nudged_then_each_of_the_two_reads_about_the_other_one_and_since_when(
    store: MemoryStore, rule: str
) -> None:
    change(store, Pair, Pair.key(PAIR), last_held_at=clock.iso(NOON - timedelta(days=32)))
    sender = FakeSender()
    notify(store, events.PairWentInactive(PROGRAMME, PAIR, rule, 32, 1), sender)
    for _, message in sender.sent:
        (text,) = [one.get_content() for one in message.walk() if one.get_content_type() == "text/plain"]
        other = "Mentee" if str(message["To"]).startswith("Mentor") else "Mentor"
        assert other in message["Subject"]
        assert not GENDERED.search(f"{message['Subject']} {text}")
        if rule in ("silence", "first_meeting"):
            assert "32 dni" in message["Subject"]
            assert "co 3 tygodnie" in message["Subject"]
            assert "29 stycznia 2026" in text
        for place in ("/meetings/met/", "/pairing/rest/", "/pairing/end/"):
            assert (place in text) == (rule != "survey")


def test_given_a_mentor_of_two_mentees_when_both_are_quiet_then_the_two_nudges_differ_in_name_days_and_links(
    store: MemoryStore,
) -> None:
    second = pair(mentee_name="Ewa", interval_days=14)
    second.pk, second.sk = Pair.key("other")
    second.pair_id, second.mentee_id, second.mentee_person_id = "other", "ewa", "p-ewa"
    store.put(second, participant("ewa", "mentee", person_id="p-ewa"))
    sender = FakeSender()
    for pair_id, days in ((PAIR, 32), ("other", 40)):
        notify(store, events.PairWentInactive(PROGRAMME, pair_id, "silence", days, 1), sender)
    mine = [one for _, one in sender.sent if str(one["To"]).startswith("Mentor")]
    assert [("Mentee" in one["Subject"], "Ewa" in one["Subject"]) for one in mine] == [(True, False), (False, True)]
    assert [("32 dni" in one["Subject"], "40 dni" in one["Subject"]) for one in mine] == [(True, False), (False, True)]
    texts = [_part(one, "text/plain") for one in mine]
    assert ["co 2 tygodnie" in one for one in texts] == [False, True]
    found = [set(re.findall(r"/meetings/met/(\S+)", one)) for one in texts]
    assert all(found)
    assert not found[0] & found[1]


def test_given_nudges_when_composed_then_one_click_unsubscribes_and_contract_mails_always_come(
    store: MemoryStore,
) -> None:
    sender = FakeSender()
    nudge = events.PairWentInactive(PROGRAMME, PAIR, "silence", 32, 1)
    notify(store, nudge, sender)
    message = sender.sent[0][1]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(message["List-Unsubscribe"]).strip("<>").rsplit("/", 1)[1]
    for _ in range(2):
        use_cases.unsubscribe(context_at(NOON + timedelta(days=1), store=store), token)
    assert notify(store, nudge, sender) == 1
    assert notify(store, events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), sender) == 2
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
