"""Announcements through the handlers: previewed, sent once, each reader told once, nothing private learned or left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from mentoring import clock
from mentoring.events.recruitment import ApplicationAccepted
from mentoring.http.resent import FORM_KEY
from mentoring.settings import settings
from mentoring.tables.identity import Address
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Participant, Programme
from mentoring.tables.surveys import Assignment
from mentoring.tables.workspace import Announced, Announcement
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.integration.lambdas import deliver, keep, published, said
from tests.integration.workspace.givens import LEFT, OTHER_MENTEE, OTHER_MENTOR, call, others
from workspace import consumer

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

HERE, PAGE, MINE = (
    f"/v1/announcements/{PROGRAMME}",
    f"/announcements/{PROGRAMME}",
    f"/v1/desk/{PROGRAMME}/announcements",
)
SECRET = "Warsztat przeniesiony na środę"
TEXTS = {"pl": {"subject": SECRET, "text": "Spotykamy się **w środę**."}}
VIEWER = "viewer-person"
FORM = {"subject_pl": SECRET, "text_pl": "Spotykamy się **w środę**."}


@pytest.fixture(autouse=True)
def programme(agreed: DynamoStore) -> None:
    """Given: a pair, a mentor and a mentee without one, somebody who left, and a viewer."""
    accepted = event(ApplicationAccepted("mentee", PROGRAMME, "mentee", MENTEE, "mentee"), MemoryStore())
    assert deliver(consumer.handler, accepted) == []
    others(agreed)
    keep(agreed, Member(*Member.key("org-1", VIEWER), organization_id="org-1", person_id=VIEWER, role="viewer"))
    for name, who in (("mentor", MENTOR), ("mentee", MENTEE), (LEFT, LEFT)):
        email = f"{name}@firma.example"
        keep(agreed, Address(*Address.key(email), email=email, person_id=who, verified_at="2026-03-02T12:00:00Z"))


def change(store: DynamoStore, item: Any, **values: Any) -> None:
    found = store.get(type(item), item.pk, item.sk)
    assert found is not None
    for name, value in values.items():
        setattr(found, name, value)
    found.save()


def preview(texts: Any = None, **segment: Any) -> Any:
    answer = call("POST", f"{HERE}/preview", ORGANIZER, body={"texts": texts or TEXTS, "segment": segment})
    assert answer["statusCode"] == 200, answer["body"]
    return said(answer)


def send(who: str = ORGANIZER, headers: dict[str, str] | None = None, texts: Any = None, **segment: Any) -> Any:
    found = preview(texts, **segment)
    wish = {name: found[name] for name in ("count", "digest")}
    return call("POST", HERE, who, body={"texts": texts or TEXTS, "segment": segment, **wish}, headers=headers)


def hand_on(times: int = 1) -> None:
    """When: what was sent is handed on, however often the queue brings it."""
    events = published("AnnouncementSent")
    for _ in range(times):
        assert deliver(consumer.handler, *events) == []


def pair_of(store: DynamoStore) -> Pair:
    found = store.get(Pair, *Pair.key(PAIR))
    assert found is not None
    return found


# For whom ------------------------------------------------------------------------------------------------------------


def test_given_no_condition_when_previewed_then_everybody_who_takes_part_is_named_and_nobody_who_left() -> None:
    found = preview()
    assert (found["count"], found["names"]) == (4, [OTHER_MENTOR, "Mentee", "Mentor", OTHER_MENTEE])
    assert found["readers"] == {"pl": 4, "en": 0}
    assert found["unconfirmed"] == 2
    assert LEFT not in found["names"]


@pytest.mark.parametrize(
    ("segment", "names"),
    [
        ({"audience": "mentors"}, [OTHER_MENTOR, "Mentor"]),
        ({"kind": "unmatched"}, [OTHER_MENTOR, OTHER_MENTEE]),
        ({"kind": "unmatched", "audience": "mentees"}, [OTHER_MENTEE]),
        ({"kind": "unsigned"}, ["Mentee", "Mentor"]),
        ({"kind": "unsigned", "audience": "mentors"}, ["Mentor"]),
        ({"kind": "stage", "stage": "active"}, ["Mentee", "Mentor"]),
        ({"kind": "stage", "stage": "closing"}, []),
        ({"kind": "survey"}, []),
        ({"kind": "chosen", "chosen": ["mentor@firma.example", " MENTEE@firma.example"]}, ["Mentee", "Mentor"]),
        ({"kind": "chosen", "chosen": ["mentor", OTHER_MENTEE]}, ["Mentor", OTHER_MENTEE]),
    ],
)
def test_given_a_segment_when_previewed_then_it_names_those_who_are_in_it(segment: Any, names: list[str]) -> None:
    assert preview(**segment)["names"] == names


def test_given_a_pair_that_has_not_met_when_days_pass_then_it_is_in_the_segment_unless_it_pauses(
    agreed: DynamoStore,
) -> None:
    long_ago = clock.iso(clock.now() - timedelta(days=30, minutes=1))
    change(agreed, pair_of(agreed), agreed_at=long_ago)
    assert preview(kind="silent", days=31)["count"] == 0
    assert preview(kind="silent", days=30)["names"] == ["Mentee", "Mentor"]
    change(agreed, pair_of(agreed), last_held_at=clock.iso(clock.now()))
    assert preview(kind="silent", days=30)["count"] == 0
    paused = {"last_held_at": long_ago, "paused_until": clock.iso(clock.now() + timedelta(days=1))}
    change(agreed, pair_of(agreed), **paused)
    assert preview(kind="silent", days=30)["count"] == preview(kind="unsigned")["count"] == 0


def test_given_a_pair_before_its_programme_began_when_days_pass_then_they_count_from_the_kick_off(
    agreed: DynamoStore,
) -> None:
    long_ago, yesterday = clock.now() - timedelta(days=60), clock.now() - timedelta(days=1)
    change(agreed, pair_of(agreed), agreed_at=clock.iso(long_ago))
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    change(agreed, programme, dates={"kick_off": clock.iso(yesterday)[:10]})
    assert preview(kind="silent", days=30)["count"] == 0


def test_given_open_and_answered_surveys_when_previewed_then_only_those_are_meant_for_whom_one_waits(
    agreed: DynamoStore,
) -> None:
    for who, person, state in (("mentor", MENTOR, "open"), ("mentee", MENTEE, "answered")):
        told = {"pair_id": PAIR, "person_id": person, "participant_id": who, "role": who, "survey": "pair_fit"}
        keep(
            agreed,
            Assignment(
                *Assignment.key(PROGRAMME, who), assignment_id=who, programme_id=PROGRAMME, state=state,
                assigned_at=clock.iso(clock.now()), **told,
            ),
        )  # fmt: skip
    assert preview(kind="survey")["names"] == ["Mentor"]
    assert preview(kind="survey", audience="mentees")["count"] == 0


def test_given_a_pair_that_ended_early_when_previewed_then_its_people_have_none(agreed: DynamoStore) -> None:
    change(agreed, pair_of(agreed), outcome="closed_early", stage="closed_early")
    assert preview(kind="unmatched")["count"] == 4
    assert preview(kind="unsigned")["count"] == 0
    change(agreed, pair_of(agreed), outcome="completed", stage="completed")
    assert preview(kind="unmatched")["count"] == 2


def test_given_a_mentee_chosen_among_mentors_when_previewed_then_it_is_the_role_that_is_said_to_be_wrong() -> None:
    segment = {"kind": "chosen", "audience": "mentors", "chosen": ["mentee@firma.example"]}
    answer = call("POST", f"{HERE}/preview", ORGANIZER, body={"texts": TEXTS, "segment": segment}, language="en")
    assert answer["statusCode"] == 422
    assert "in the chosen role has this address: mentee@firma.example" in answer["body"]


def test_given_an_address_of_nobody_or_of_somebody_who_left_when_chosen_then_it_is_named_in_words() -> None:
    for chosen in ("nikt@firma.example", f"{LEFT}@firma.example", "jakas nazwa"):
        segment = {"kind": "chosen", "chosen": ["mentor@firma.example", chosen]}
        answer = call("POST", f"{HERE}/preview", ORGANIZER, body={"texts": TEXTS, "segment": segment})
        assert (answer["statusCode"], said(answer)["type"]) == (422, "urn:tandem:problem:people-unknown")
        assert chosen in said(answer)["title"] + said(answer).get("detail", "")
        page = call("POST", f"{PAGE}/new", ORGANIZER, form=FORM | {"kind": "chosen", "chosen": chosen})
        assert (page["statusCode"], chosen in page["body"], SECRET in page["body"]) == (422, True, True)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"texts": {}, "segment": {}}, "/subject_pl"),
        ({"texts": {"pl": {"subject": " ", "text": "Tekst"}}, "segment": {}}, "/subject_pl"),
        ({"texts": {"en": {"subject": "Hello", "text": "Text"}}, "segment": {}}, "/subject_pl"),
        ({"texts": TEXTS, "segment": {"kind": "stage"}}, "/stage"),
        ({"texts": TEXTS, "segment": {"kind": "chosen"}}, "/chosen"),
    ],
)
def test_given_something_missing_when_previewed_then_the_field_is_named(sent: Any, wrong: str) -> None:
    answer = call("POST", f"{HERE}/preview", ORGANIZER, body=sent)
    assert answer["statusCode"] == 422
    assert wrong.removesuffix("_pl") in answer["body"].replace("_pl", "")


# Sending -------------------------------------------------------------------------------------------------------------


def test_given_an_announcement_when_handed_on_twice_then_everybody_has_it_once_and_the_organizer_sees_how_many(
    agreed: DynamoStore,
) -> None:
    sent = send()
    assert (sent["statusCode"], said(sent)["state"], said(sent)["total"]) == (201, "sending", 4)
    hand_on(times=2)
    addressed = published("AnnouncementAddressed")
    assert sorted(one.data.participant_id for one in addressed) == [OTHER_MENTOR, "mentee", "mentor", OTHER_MENTEE]
    shown = said(call("GET", f"{HERE}/{said(sent)['announcement_id']}", ORGANIZER))
    assert (shown["state"], shown["told"], shown["seen"], shown["texts"]["pl"]["subject"]) == ("sent", 4, 0, SECRET)
    (listed,) = said(call("GET", HERE, ORGANIZER))["items"]
    assert listed == shown


def test_given_a_reader_when_they_look_then_home_asks_until_then_and_it_is_counted_once() -> None:
    announcement_id = said(send())["announcement_id"]
    hand_on()
    assert SECRET in call("GET", "/home", MENTEE)["body"]
    (mine,) = said(call("GET", MINE, MENTEE))["items"]
    assert (mine["subject"], mine["language"], mine["seen"]) == (SECRET, "pl", False)
    page = call("GET", f"/desk/{PROGRAMME}/announcements/{announcement_id}", MENTEE)["body"]
    assert "<strong>w środę</strong>" in page
    assert "The organizers wrote this in Polish only." in page
    assert SECRET not in call("GET", "/home", MENTEE)["body"]
    assert SECRET in call("GET", f"/desk/{PROGRAMME}/announcements", MENTEE)["body"]
    for _ in range(2):
        assert call("POST", f"{MINE}/{announcement_id}/seen", MENTEE)["statusCode"] == 200
        assert call("POST", f"{MINE}/{announcement_id}/seen", MENTOR)["statusCode"] == 200
    assert said(call("GET", f"{HERE}/{announcement_id}", ORGANIZER))["seen"] == 2


def test_given_several_announcements_when_home_is_shown_then_it_leads_to_all_of_them() -> None:
    for _ in range(2):
        send()
    hand_on()
    home = call("GET", "/home", MENTOR)["body"]
    assert "The organizers announced several things" in home
    assert f'href="/desk/{PROGRAMME}/announcements"' in home


def test_given_somebody_who_left_before_their_turn_when_handed_on_then_they_get_nothing(agreed: DynamoStore) -> None:
    sent = said(send())
    change(agreed, agreed.get(Participant, *Participant.key(PROGRAMME, "mentee")), withdrawn_at=clock.iso(clock.now()))
    hand_on()
    assert "mentee" not in {one.data.participant_id for one in published("AnnouncementAddressed")}
    shown = said(call("GET", f"{HERE}/{sent['announcement_id']}", ORGANIZER))
    assert (shown["state"], shown["total"], shown["told"]) == ("sent", 4, 3)
    assert said(call("GET", MINE, MENTEE))["items"] == []


def test_given_a_segment_that_changed_when_sent_then_nothing_is_and_the_organizer_is_told_in_words(
    agreed: DynamoStore,
) -> None:
    found = preview(audience="mentees")
    change(agreed, agreed.get(Participant, *Participant.key(PROGRAMME, "mentee")), withdrawn_at=clock.iso(clock.now()))
    wish = {"texts": TEXTS, "segment": {"audience": "mentees"}, "count": found["count"], "digest": found["digest"]}
    refused = call("POST", HERE, ORGANIZER, body=wish)
    assert (refused["statusCode"], said(refused)["type"]) == (409, "urn:tandem:problem:people-changed")
    form = FORM | {"audience": "mentees", "count": found["count"], "digest": found["digest"]}
    page = call("POST", PAGE, ORGANIZER, form=form)
    assert page["statusCode"] == 409
    assert "1 instead of 2 people" in page["body"]
    assert 'value="1"' in page["body"]
    assert published("AnnouncementSent") == []


def test_given_nobody_in_a_segment_when_sent_then_it_is_refused_and_the_page_has_no_button() -> None:
    answer = send(kind="survey")
    assert (answer["statusCode"], said(answer)["type"]) == (409, "urn:tandem:problem:nobody-meant")
    page = call("POST", f"{PAGE}/new", ORGANIZER, form=FORM | {"kind": "survey"})["body"]
    assert "0 people get this" in page
    assert "Send to" not in page


def test_given_a_double_click_when_sent_then_it_goes_out_once() -> None:
    answers = [send(headers={"idempotency-key": "k"}) for _ in range(2)]
    assert said(answers[0]) == said(answers[1])
    found = preview()
    form = FORM | {"count": found["count"], "digest": found["digest"], FORM_KEY: "a-form-key"}
    pages = [call("POST", PAGE, ORGANIZER, form=form) for _ in range(2)]
    assert [one["statusCode"] for one in pages] == [303, 303]
    assert len(published("AnnouncementSent")) == 2


@pytest.mark.parametrize("who", ["", STRANGER, MENTEE, MENTOR, VIEWER])
def test_given_anybody_who_decides_nothing_when_they_ask_then_there_are_no_announcements(who: str) -> None:
    announcement_id = said(send())["announcement_id"]
    found = preview()
    wish = {"texts": TEXTS, "segment": {}, "count": found["count"], "digest": found["digest"]}
    asked = [
        *(call("GET", path, who) for path in (HERE, f"{HERE}/{announcement_id}", PAGE, f"{PAGE}/new")),
        call("GET", f"{PAGE}/{announcement_id}", who),
    ]
    sent = [  # the answer to these gives back to whoever wrote them their own words, and nothing else
        call("POST", f"{HERE}/preview", who, body={"texts": TEXTS}),
        call("POST", HERE, who, body=wish),
        call("POST", f"{PAGE}/new", who, form=FORM),
        call("POST", PAGE, who, form=FORM | {"count": found["count"], "digest": found["digest"]}),
    ]
    assert {one["statusCode"] for one in [*asked, *sent]} <= ({404} if who else {401, 303, 307})
    assert not any(SECRET in one["body"] for one in asked)
    assert len(published("AnnouncementSent")) == 1


@pytest.mark.parametrize("who", ["", STRANGER, MENTOR, ORGANIZER])
def test_given_somebody_it_is_not_for_when_they_look_then_there_is_none(who: str) -> None:
    announcement_id = said(send(audience="mentees"))["announcement_id"]
    hand_on()
    paths = (f"{MINE}/{announcement_id}", f"/desk/{PROGRAMME}/announcements/{announcement_id}")
    answers = [*(call("GET", path, who) for path in paths), call("POST", f"{MINE}/{announcement_id}/seen", who)]
    assert {one["statusCode"] for one in answers} <= ({404} if who else {401, 303, 307})
    if who != MENTOR:
        assert call("GET", MINE, who)["statusCode"] == (404 if who else 401)


def test_given_an_announcement_when_sent_and_read_then_no_table_and_no_event_holds_its_words(
    agreed: DynamoStore,
) -> None:
    announcement_id = said(send())["announcement_id"]
    hand_on()
    call("POST", f"{MINE}/{announcement_id}/seen", MENTEE)
    client = boto3.client("dynamodb")
    names = (settings().core_table, settings().outbox_table, settings().once_table)
    everything = "".join(str(client.scan(TableName=name)["Items"]) for name in names)
    assert f"ANNOUNCEMENT#{announcement_id}" in everything
    assert SECRET not in everything
    assert agreed.get(Announced, *Announced.key(PROGRAMME, announcement_id, MENTEE)) is not None


def test_given_the_form_when_previewed_and_changed_then_what_was_typed_is_there_again() -> None:
    shown = call("POST", f"{PAGE}/new", ORGANIZER, form=FORM | {"audience": "mentees", "kind": "unsigned"})
    assert shown["statusCode"] == 200
    assert "1 person gets this" in shown["body"]
    assert "Mentees whose contract isn&#39;t signed: Mentee" in shown["body"]
    again = call("POST", f"{PAGE}/new", ORGANIZER, form=FORM | {"kind": "unsigned", "to": "change"})["body"]
    assert SECRET in again
    assert 'value="unsigned" checked' in again
    assert published("AnnouncementSent") == []


def test_given_two_languages_when_previewed_then_each_mail_is_shown_as_its_readers_get_it(agreed: DynamoStore) -> None:
    change(agreed, agreed.get(Participant, *Participant.key(PROGRAMME, "mentor")), locale="en")
    page = call("POST", f"{PAGE}/new", ORGANIZER, form=FORM)["body"]
    assert "The organizers wrote this in Polish only." in page
    assert "English: 1 person (they get the other language, and the email says so)" in page
    both = FORM | {"subject_en": "The workshop moves", "text_en": "See you on **Wednesday**."}
    page = call("POST", f"{PAGE}/new", ORGANIZER, form=both)["body"]
    assert "The workshop moves" in page
    assert "2 of them have not confirmed their address yet" in page
    assert "in Polish only" not in page


def test_given_a_programme_nobody_has_joined_when_announced_then_it_is_refused_in_words(agreed: DynamoStore) -> None:
    for who in ("mentor", "mentee", OTHER_MENTOR, OTHER_MENTEE):
        change(agreed, agreed.get(Participant, *Participant.key(PROGRAMME, who)), withdrawn_at=clock.iso(clock.now()))
    answer = send()
    assert (answer["statusCode"], said(answer)["type"]) == (409, "urn:tandem:problem:nobody-meant")
    assert agreed.listed(Announcement, Announcement.listing(PROGRAMME)) == []
