"""Organizers act on a matter from their weekly report, whose numbers are those of the page and of JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from mentoring import clock, links
from mentoring.events.meetings import MeetingHeld
from mentoring.events.reporting import WeeklyReportDue, WeeklyReportPrepared
from mentoring.events.workspace import ContractSigned, DeskMessageWritten
from mentoring.i18n import format_date
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import ProgrammeStage, Urgency
from monitoring import api, consumer, schedule
from notifications import composer, recipes
from reporting.use_cases import weekly
from tests.fakes import context_at
from tests.integration import lambdas
from tests.integration.lambdas import LAMBDA, keep, said, send
from tests.unit.monitoring.givens import AGREED, event, member, pair, programme

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore
    from notifications.mail import Mail

call = partial(send, api.handler)
deliver = partial(lambdas.deliver, consumer.handler)
NOON = (clock.now() + timedelta(hours=13)).replace(hour=12, minute=0, second=0, microsecond=0)
LONG_AGO = clock.now() - timedelta(days=50, hours=6)


@pytest.fixture
def silent(store: DynamoStore) -> DynamoStore:
    """Given: a programme with an owner (ola), a viewer (wit), and a pair whose silence is a matter."""
    people = [
        Person(
            *Person.key(one),
            person_id=one,
            email=f"{one}@firma.example",
            locale="en",
            registered_at=clock.iso(LONG_AGO),
        )
        for one in ("ola", "wit")
    ]
    viewer = member("wit", "viewer")
    viewer.mailed = True
    keep(store, programme(), member("ola", "owner"), viewer, pair(), *people)
    held = MeetingHeld("p", "1", "m", clock.iso(LONG_AGO), 1, presumed=False)
    assert deliver(event(AGREED, LONG_AGO), event(ContractSigned("p", "1", 1, "hash")), event(held)) == []
    schedule.handler({"time": clock.iso(NOON)}, LAMBDA)
    return store


def path(who: str = "ola", about: str = "1") -> str:
    token = links.sign("matter", about, person_id=who, expires_at=NOON + timedelta(days=9), programme_id="p")
    return f"/monitoring/matter/{token}"


def matter(store: DynamoStore) -> Matter:
    found = store.get(Matter, *Matter.key("p", "1"))
    assert found is not None
    return found


def press(do: str, who: str = "ola", **more: str) -> dict[str, Any]:
    """When somebody opens the page and presses a button."""
    shown = call("GET", path(who))["body"]
    version = re.search(r'name="version" value="([^"]*)"', shown)
    return call("POST", path(who), form={"do": do, "version": version[1] if version else "1"} | more)


def test_given_a_link_when_it_is_only_opened_then_nothing_happens_and_what_was_chosen_comes_first(
    silent: DynamoStore,
) -> None:
    shown = call("GET", path(), do="take")
    assert shown["statusCode"] == 200
    assert re.findall(r'name="do" value="(\w+)"', shown["body"])[0] == "take"
    assert "Nothing has happened yet" in shown["body"]
    assert "no meeting for" in shown["body"]
    assert [f"/inbox/p/{who}" in shown["body"] for who in ("e1", "m1")] == [True, True]
    assert (matter(silent).state, matter(silent).taken_by) == ("open", "")


def test_given_an_organizer_who_wrote_to_one_of_the_two_when_any_page_shows_the_matter_then_it_says_the_day(
    silent: DynamoStore,
) -> None:
    one = PairMember(
        *PairMember.key("1", "jan"), pair_id="1", programme_id="p", person_id="jan", participant_id="e1", role="mentee",
        partner_name="", list_pk="PERSON#jan", list_sk="PAIR#1",
    )  # fmt: skip
    keep(silent, one)
    at = NOON - timedelta(days=20)
    told = DeskMessageWritten("p", "jan", 1, "ola", by_mail=False, participant_id="e1")
    assert deliver(event(told, at), event(told, at + timedelta(hours=1))) == []
    said = f"written to: {format_date(at.date(), 'en')}"
    for shown in (call("GET", path()), call("GET", "/monitoring/p/matters", "ola")):
        assert said in re.sub("<[^>]+>", "", shown["body"])
    assert call("GET", "/monitoring/p/pairs/1", "ola")["body"].count("The organizers wrote to Jan") == 1


@pytest.mark.parametrize(
    ("do", "state", "taken"), [("done", "done", ""), ("later", "put_aside", ""), ("take", "open", "ola")]
)
def test_given_a_button_when_it_is_pressed_then_it_is_done_in_the_organizer_s_name_and_said(
    silent: DynamoStore, do: str, state: str, taken: str
) -> None:
    day = (NOON + timedelta(days=9)).date().isoformat()
    done = press(do, until=day)
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, [path()])
    shown = call("GET", path())
    assert (shown["statusCode"], "Nothing has happened yet" in shown["body"]) == (200, state == "open")
    assert ("This is settled." in shown["body"]) == (state == "done")
    assert ("put aside until" in shown["body"]) == (state == "put_aside")
    assert (matter(silent).state, matter(silent).taken_by) == (state, taken)


def test_given_what_was_put_aside_from_a_mail_when_the_link_is_opened_again_then_it_can_be_taken_back(
    silent: DynamoStore,
) -> None:
    press("later", until=(NOON + timedelta(days=9)).date().isoformat())
    assert re.findall(r'name="do" value="(\w+)"', call("GET", path())["body"]) == ["resume"]
    assert press("resume")["statusCode"] == 303
    assert (matter(silent).state, matter(silent).put_aside_by) == ("open", None)


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(("do", "said"), [("done", "Ticked off."), ("later", "Put aside until that day.")])
def test_given_a_deed_when_it_is_said_then_no_second_box_says_it_and_a_later_look_does(do: str, said: str) -> None:
    day = (NOON + timedelta(days=9)).date()
    cookie = press(do, until=day.isoformat())["multiValueHeaders"]["Set-Cookie"][0].partition(";")[0]
    now, later = (call("GET", path(), headers={"cookie": one})["body"] for one in (cookie, ""))
    assert (now.count('class="flash"'), later.count('class="flash"')) == (1, 1)
    assert (said in now, said in later) == (True, False)
    assert ("This is settled." in later) is (do == "done")
    if do == "later":
        aside = f"put aside until {format_date(day, 'en')} · by you"
        assert [aside in re.sub("<[^>]+>", "", one) for one in (now, later)] == [True, True]


@pytest.mark.usefixtures("silent")
def test_given_somebody_who_may_only_look_when_an_older_mail_is_opened_then_nothing_needs_them() -> None:
    for who, waits in (("wit", True), ("ola", False)):
        page = call("GET", path(who))["body"]
        assert ("<title>What waits for the organizers" in page, "needs you" in page) == (waits, not waits)
        assert ("Everything that waits for the organizers" in page) is waits


@pytest.mark.usefixtures("silent")
def test_given_a_matter_just_taken_when_it_is_said_then_the_page_does_not_say_that_nothing_has_happened() -> None:
    cookie = press("take")["multiValueHeaders"]["Set-Cookie"][0].partition(";")[0]
    page = call("GET", path(), headers={"cookie": cookie})["body"]
    assert ("It is yours now." in page, "Nothing has happened yet" in page) == (True, False)


def test_given_a_programme_that_is_over_when_an_older_mail_is_opened_then_the_matter_needs_nobody_any_more(
    silent: DynamoStore,
) -> None:
    one = silent.get(Programme, *Programme.key("p"))
    assert one is not None
    one.stage = ProgrammeStage.CLOSED
    keep(silent, one)
    shown = call("GET", path())
    assert (shown["statusCode"], "This is settled." in shown["body"]) == (200, True)
    assert call("GET", "/monitoring/p/matters", "ola")["body"].count('name="do"') == 0


@pytest.mark.usefixtures("silent")
def test_given_what_cannot_be_done_when_it_is_pressed_then_the_page_says_why() -> None:
    assert press("later")["statusCode"] == 422
    assert press("remind")["statusCode"] == 409  # both were reminded by the schedule just now


@pytest.mark.usefixtures("silent")
def test_given_a_reminder_chosen_in_the_mail_that_cannot_be_sent_when_opened_then_the_page_says_so() -> None:
    shown = [call("GET", path(), do=do)["body"] for do in ("remind", "done")]
    assert ["No reminder can be sent now" in one for one in shown] == [True, False]


def test_given_an_urgent_matter_when_a_reminder_was_chosen_then_the_page_says_that_it_gets_none(
    silent: DynamoStore,
) -> None:
    one = matter(silent)
    one.urgency = Urgency.HELP
    keep(silent, one)
    shown = call("GET", path(), do="remind")["body"]
    assert ("Urgent matters get no reminders" in shown, "No reminder can be sent now" in shown) == (True, False)


@pytest.mark.parametrize("who", ["wit", "jan", "obca"])
def test_given_a_viewer_or_a_stranger_when_they_press_then_nothing_is_there(silent: DynamoStore, who: str) -> None:
    assert press("done", who)["statusCode"] == 404
    assert matter(silent).state == "open"


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("about", ["none", "p"])
def test_given_a_link_to_nothing_or_a_forged_one_when_opened_then_nothing_is_there(about: str) -> None:
    assert call("GET", path(about=about))["statusCode"] == 404
    assert call("GET", path()[:-3])["statusCode"] == 404
    nudge = links.sign("nudge", "1", person_id="ola", expires_at=NOON + timedelta(days=9), programme_id="p")
    assert call("GET", f"/monitoring/matter/{nudge}")["statusCode"] == 404


def mails(store: DynamoStore) -> dict[str, Mail]:
    """When the weekly report is made and its mails are written; return them by recipient."""
    context = context_at(NOON, store=store, service="reporting")
    due = event(WeeklyReportDue("p", "2026-W10"), clock.now())
    weekly.prepare(replace(context, marker=None), due, draw=lambda _report, _locale: b"%PDF")
    return {one.to.key: one for one in recipes.made(context, WeeklyReportPrepared("p", "r", "2026-W10"))}


def written(mail: Mail, kind: str) -> str:
    message = composer.compose(replace(mail, attachments=()), event_id="e", sender="t@t.example", now=NOON)
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_given_a_report_when_mail_page_and_json_are_compared_then_their_numbers_are_the_same_to_the_letter(
    silent: DynamoStore,
) -> None:
    mail = mails(silent)["ola"]
    text = " ".join(written(mail, "plain").split())
    number = said(call("GET", "/v1/monitoring/p/matters", "ola"))["number"]
    page = " ".join(re.sub(r"<[^>]+>", " ", call("GET", "/monitoring/p/matters", "ola")["body"]).split())
    assert number == 1
    assert f"{number} matter needs you" in text
    assert f"{number} matter needs you" in page
    why = said(call("GET", "/v1/monitoring/p/pairs", "ola"))["items"][0]
    assert (why["reason"] in text, why["reason"] in page) == (True, True)
    board = " ".join(re.sub(r"<[^>]+>", " ", call("GET", "/monitoring/p", "ola")["body"]).split())
    figures = dict(re.findall(r"(pairs|on track|to watch|need a person): (\d+)", text))
    assert figures == {"pairs": "1", "on track": "0", "to watch": "0", "need a person": "1"}
    colours = {label: re.search(rf"{label} \((\d+)\)", board) for label in ("on track", "to watch", "needs a person")}
    assert [found and found[1] for found in colours.values()] == list(figures.values())[1:]


def test_given_a_link_of_the_mail_when_it_is_followed_then_it_leads_to_that_matter_and_a_viewer_has_none(
    silent: DynamoStore,
) -> None:
    told = mails(silent)
    (place, *_) = re.findall(r'href="([^"]*/monitoring/matter/[^"]*do=done)"', written(told["ola"], "html"))
    assert call("GET", urlsplit(place).path, do="done")["statusCode"] == 200
    assert "/monitoring/matter/" not in written(told["wit"], "html") + written(told["wit"], "plain")


def test_given_a_viewer_when_they_read_of_matters_then_these_wait_for_the_organizers_and_not_for_them(
    silent: DynamoStore,
) -> None:
    mail = mails(silent)["wit"]
    subject = str(
        composer.compose(replace(mail, attachments=()), event_id="e", sender="t@t.example", now=NOON)["Subject"]
    )
    assert subject == "Wiosna: 1 matter waits for the organizers, weekly report"
    shown = [call("GET", f"/monitoring/p{page}", "wit")["body"] for page in ("/matters", "", "/pairs/1")]
    for text in (*shown, written(mail, "plain")):
        assert (bool(re.search(r"waits?\s+for\s+the\s+organizers", text.lower())), "needs you" in text) == (True, False)
