"""A participant and the organizers, through the handlers: confidential, one inbox, nothing of another programme."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from mentoring import clock
from mentoring.events.recruitment import ApplicationAccepted
from mentoring.settings import settings
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Member, Participant
from mentoring.tables.workspace import DeskCounts, ProgrammeKey
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.integration.lambdas import LAMBDA, deliver, keep, published, said
from tests.integration.workspace.givens import call
from workspace import consumer, schedule

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

MINE, INBOX = f"/v1/desk/{PROGRAMME}/messages", f"/v1/inbox/{PROGRAMME}"
THEIRS = f"{INBOX}/mentee/messages"
SECRET = "Boję się mojego mentora"
VIEWER, COORDINATOR = "viewer-person", "coordinator-person"


@pytest.fixture(autouse=True)
def desk(agreed: DynamoStore) -> None:
    """Given: both were accepted, and the organization has a coordinator and a viewer."""
    for role, who in (("mentor", MENTOR), ("mentee", MENTEE)):
        accepted = event(ApplicationAccepted(role, PROGRAMME, role, who, role), MemoryStore())
        assert deliver(consumer.handler, accepted, accepted) == []
    keep(
        agreed,
        *(
            Member(*Member.key("org-1", who), organization_id="org-1", person_id=who, role=role)
            for who, role in ((VIEWER, "viewer"), (COORDINATOR, "coordinator"))
        ),
        Person(
            *Person.key(COORDINATOR),
            person_id=COORDINATOR,
            email="k@firma.example",
            name="Koordynatorka",
            registered_at="2026-03-02T12:00:00Z",
        ),
    )


def plead(text: str = SECRET) -> Any:
    return call("POST", MINE, MENTEE, body={"text": text})


def later(minutes: int) -> dict[str, int]:
    return schedule.handler({"time": clock.iso(clock.now() + timedelta(minutes=minutes))}, LAMBDA)


def test_given_two_accepted_when_heard_then_the_programme_has_one_key(agreed: DynamoStore) -> None:
    found = agreed.get(ProgrammeKey, *ProgrammeKey.key(PROGRAMME))
    assert found is not None
    assert found.version == 1


def test_given_a_plea_when_written_then_the_organizers_read_it_and_the_partner_sees_nothing() -> None:
    assert plead()["statusCode"] == 201
    (row,) = said(call("GET", INBOX, ORGANIZER))["items"]
    assert (row["name"], row["state"], row["unread"], row["assigned_to"]) == ("Mentee", "open", 1, None)
    assert SECRET in call("GET", THEIRS, ORGANIZER)["body"]
    for path in ("/home", f"/rooms/{PAIR}", f"/v1/rooms/{PAIR}", MINE, f"/desk/{PROGRAMME}", THEIRS, INBOX):
        assert SECRET not in call("GET", path, MENTOR)["body"], path


def test_given_an_answer_when_written_then_the_thread_is_answered_and_says_by_whom() -> None:
    plead()
    assert call("POST", f"{INBOX}/mentee/assignment", ORGANIZER, body={"person_id": COORDINATOR})["statusCode"] == 200
    assert call("POST", THEIRS, COORDINATOR, body={"text": "Porozmawiajmy"})["statusCode"] == 201
    (row,) = said(call("GET", INBOX, ORGANIZER))["items"]
    assert (row["state"], row["answered_by"], row["assigned_to"]) == ("answered", COORDINATOR, COORDINATOR)
    assert "The organizers wrote to you" in call("GET", "/home", MENTEE)["body"]
    assert "Porozmawiajmy" in call("GET", f"/desk/{PROGRAMME}", MENTEE)["body"]
    assert "The organizers wrote to you" not in call("GET", "/home", MENTEE)["body"]


def test_given_somebody_whom_organizers_wrote_to_first_when_listed_then_nothing_is_called_an_answer() -> None:
    assert call("POST", THEIRS, COORDINATOR, body={"text": "Jak idzie?"})["statusCode"] == 201
    for path in (f"/inbox/{PROGRAMME}", f"/inbox/{PROGRAMME}/mentee"):
        page = call("GET", path, ORGANIZER)["body"]
        assert ("nobody waits" in page, "answered" in page) == (True, False)


def test_given_several_threads_when_listed_then_who_has_waited_longest_comes_first_and_answered_ones_last() -> None:
    call("POST", MINE, MENTOR, body={"text": "Pytanie"})
    plead()
    call("POST", f"{INBOX}/mentor/settled", ORGANIZER)
    call("POST", MINE, MENTEE, body={"text": "I jeszcze"})
    assert [one["participant_id"] for one in said(call("GET", INBOX, ORGANIZER))["items"]] == ["mentee", "mentor"]


def test_given_pleas_when_written_answered_and_settled_then_the_programme_counts_who_waits(agreed: DynamoStore) -> None:
    def waiting() -> int:
        return DeskCounts.total(agreed.get_many(DeskCounts, DeskCounts.keys(PROGRAMME)))["waiting"]

    seen = [waiting()]
    for act in (
        plead,
        plead,
        lambda: call("POST", MINE, MENTOR, body={"text": "Pytanie"}),
        lambda: call("POST", THEIRS, ORGANIZER, body={"text": "Porozmawiajmy"}),
        lambda: call("POST", f"{INBOX}/mentor/settled", ORGANIZER),
    ):
        act()
        seen.append(waiting())
    assert seen == [0, 1, 1, 2, 1, 0]


@pytest.mark.parametrize("who", ["", STRANGER, MENTEE, MENTOR, VIEWER])
def test_given_anybody_who_decides_nothing_when_they_ask_then_there_is_no_inbox(who: str) -> None:
    plead()
    page = f"/inbox/{PROGRAMME}"
    answers = [
        *(call("GET", path, who) for path in (INBOX, THEIRS, page, f"{page}/mentee")),
        call("POST", THEIRS, who, body={"text": "x"}),
        call("POST", f"{INBOX}/mentee/assignment", who, body={"person_id": who}),
        call("POST", f"{INBOX}/mentee/settled", who),
        call("POST", f"{page}/mentee", who, form={"text": "x"}),
    ]
    assert {one["statusCode"] for one in answers} <= ({404} if who else {401, 303, 307})
    assert not any(SECRET in one["body"] for one in answers)


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_somebody_who_takes_no_part_when_they_write_to_the_desk_then_there_is_none(who: str) -> None:
    answers = [
        call("GET", MINE, who),
        call("POST", MINE, who, body={"text": "x"}),
        call("GET", f"/desk/{PROGRAMME}", who),
    ]
    assert {one["statusCode"] for one in answers} <= ({404} if who else {401, 303, 307})


def test_given_somebody_who_left_when_they_write_then_the_organizers_read_it_and_home_shows_the_answer(
    agreed: DynamoStore,
) -> None:
    one = agreed.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert one is not None
    one.withdrawn_at = clock.iso(clock.now())
    one.save()
    assert plead()["statusCode"] == 201
    assert SECRET in call("GET", THEIRS, ORGANIZER)["body"]
    assert call("POST", THEIRS, ORGANIZER, body={"text": "Porozmawiajmy"})["statusCode"] == 201
    assert "The organizers wrote to you" in call("GET", "/home", MENTEE)["body"]
    assert "Porozmawiajmy" in call("GET", f"/desk/{PROGRAMME}", MENTEE)["body"]


def test_given_somebody_outside_when_a_thread_is_to_be_theirs_then_it_is_refused() -> None:
    plead()
    for who in (VIEWER, STRANGER, MENTOR):
        assert call("POST", f"{INBOX}/mentee/assignment", ORGANIZER, body={"person_id": who})["statusCode"] == 404


def test_given_words_when_written_then_no_table_and_no_event_holds_them() -> None:
    plead()
    call("POST", f"/inbox/{PROGRAMME}/mentee", ORGANIZER, form={"text": SECRET})
    client = boto3.client("dynamodb")
    names = (settings().core_table, settings().outbox_table, settings().once_table)
    everything = "".join(str(client.scan(TableName=name)["Items"]) for name in names)
    assert f"DESK#{PROGRAMME}" in everything
    assert SECRET not in everything


def test_given_a_plea_nobody_looked_at_when_time_passes_then_the_organizers_are_asked_once() -> None:
    plead()
    assert later(10)["desk_mails"] == 0
    assert (later(16)["desk_mails"], later(17)["desk_mails"]) == (1, 0)
    assert len(published("DeskMessagesWait")) == 1


def test_given_an_answer_nobody_read_when_time_passes_then_the_participant_is_told_once() -> None:
    plead()
    call("GET", f"/inbox/{PROGRAMME}/mentee", ORGANIZER)
    call("POST", THEIRS, ORGANIZER, body={"text": "Porozmawiajmy"})
    assert (later(16)["desk_mails"], later(17)["desk_mails"]) == (1, 0)
    (told,) = published("DeskMessagesUnread")
    assert (told.data.person_id, told.data.up_to) == (MENTEE, 2)


def test_given_the_pages_when_used_then_they_do_the_same() -> None:
    assert call("POST", f"/desk/{PROGRAMME}", MENTEE, form={"text": SECRET})["statusCode"] == 303
    assert call("POST", f"/desk/{PROGRAMME}", MENTEE, form={"text": " "})["statusCode"] == 422
    page = f"/inbox/{PROGRAMME}"
    assert "waits for an answer" in call("GET", page, ORGANIZER)["body"]
    assert SECRET in call("GET", f"{page}/mentee", ORGANIZER)["body"]
    assert call("POST", f"{page}/mentee/assignment", ORGANIZER, form={"person_id": ORGANIZER})["statusCode"] in (
        303,
        404,
    )
    assert call("POST", f"{page}/mentee/settled", ORGANIZER, form={})["statusCode"] == 303
    assert "waits for an answer" not in call("GET", page, ORGANIZER)["body"]
    assert f"/desk/{PROGRAMME}" in call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
