"""The conversation through the handlers: written, read, told by mail; nobody else sees any of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from mentoring import clock
from mentoring.settings import settings
from mentoring.tables.workspace import Message, ThreadHead
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, STRANGER
from tests.integration.lambdas import LAMBDA, published, said
from tests.integration.workspace.givens import ROOM, call, closing
from workspace import schedule

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

LINES, PAGE = f"{ROOM}/messages", f"/rooms/{PAIR}/messages"
SECRET = "Boję się tej rozmowy"


def write(who: str, text: str, **more: Any) -> Any:
    return call("POST", LINES, who, body={"text": text}, **more)


def later(minutes: int) -> dict[str, int]:
    """Let the schedule run so many minutes from now."""
    return schedule.handler({"time": clock.iso(clock.now() + timedelta(minutes=minutes))}, LAMBDA)


def test_given_a_pair_when_they_talk_then_both_read_the_same_the_newest_line_first() -> None:
    for number, (who, text) in enumerate(((MENTOR, "Dzień dobry"), (MENTEE, "Cześć"), (MENTEE, "Pytanie")), 1):
        answer = write(who, text)
        assert (answer["statusCode"], said(answer)["number"]) == (201, number)
    for who in (MENTOR, MENTEE):
        found = said(call("GET", LINES, who))
        assert [(one["author"], one["text"]) for one in found["items"]] == [
            (MENTEE, "Pytanie"), (MENTEE, "Cześć"), (MENTOR, "Dzień dobry")
        ]  # fmt: skip
        page = call("GET", PAGE, who, language="pl")["body"]
        assert page.index("Pytanie") < page.index("Cześć") < page.index("Dzień dobry")


def test_given_a_long_conversation_when_read_in_parts_then_every_line_comes_once() -> None:
    for number in range(7):
        write(MENTOR, f"{number}")
    seen, cursor = [], {}
    while True:
        found = said(call("GET", LINES, MENTEE, limit="3", **cursor))
        seen += [one["text"] for one in found["items"]]
        if not found["next"]:
            break
        cursor = {"cursor": found["next"]}
    assert seen == list("6543210")


def test_given_a_line_when_sent_twice_with_one_key_then_it_is_written_once() -> None:
    first, second = (write(MENTOR, "Raz", headers={"idempotency-key": "k-1234567890"}) for _ in range(2))
    assert said(first) == said(second)
    assert len(said(call("GET", LINES, MENTEE))["items"]) == 1


def test_given_words_when_written_then_no_table_and_no_event_holds_them(agreed: DynamoStore) -> None:
    write(MENTOR, SECRET, headers={"idempotency-key": "k-1234567890"})
    call("POST", PAGE, MENTEE, form={"text": SECRET})
    client = boto3.client("dynamodb")
    everything = "".join(
        str(client.scan(TableName=name)["Items"])
        for name in (settings().core_table, settings().outbox_table, settings().once_table)
    )
    assert f"THREAD#{PAIR}" in everything
    assert SECRET not in everything
    assert SECRET.encode("unicode_escape").decode() not in everything


def test_given_lines_when_the_other_one_opens_the_page_then_they_are_read_and_not_before() -> None:
    write(MENTOR, "Jeden")
    write(MENTOR, "Dwa")
    for path in ("/home", f"/rooms/{PAIR}"):
        body = call("GET", path, MENTEE)["body"]
        assert f"/rooms/{PAIR}/messages" in body
    room = call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
    assert ("2 new messages" in room, "Mentor: Dwa" in room, "Jeden" in room) == (True, True, False)
    assert "You: Dwa" in call("GET", f"/rooms/{PAIR}", MENTOR)["body"]
    assert "wrote to you" in call("GET", "/home", MENTEE)["body"]
    assert said(call("GET", LINES, MENTEE))["unread"] == 2
    assert call("GET", PAGE, MENTEE)["body"].count(">new<") == 2
    assert said(call("GET", LINES, MENTEE))["unread"] == 0
    assert ">new<" not in call("GET", PAGE, MENTEE)["body"]
    assert "wrote to you" not in call("GET", "/home", MENTEE)["body"]


def test_given_a_program_when_it_says_how_far_somebody_read_then_it_counts_and_nothing_goes_back() -> None:
    for text in ("a", "b", "c"):
        write(MENTOR, text)
    for number, left in ((2, 1), (1, 1), (900, 0)):
        answer = call("POST", f"{LINES}/read", MENTEE, body={"number": number})
        assert said(answer)["unread"] == left


def test_given_a_mistake_when_a_line_is_sent_then_what_was_typed_is_kept() -> None:
    page = call("POST", PAGE, MENTEE, form={"text": "x" * 10_001})
    assert page["statusCode"] == 422
    assert "x" * 10_001 in page["body"]
    assert call("POST", PAGE, MENTEE, form={"text": "  "})["statusCode"] == 422
    assert write(MENTEE, " ")["statusCode"] == 422


def test_given_a_process_that_ended_when_its_two_look_then_they_read_and_cannot_write(agreed: DynamoStore) -> None:
    write(MENTOR, "Do widzenia")
    closing(agreed, stage="completed", outcome="completed")
    page = call("GET", PAGE, MENTEE)["body"]
    assert "Do widzenia" in page
    assert "<textarea" not in page
    assert write(MENTEE, "Jeszcze coś")["statusCode"] == 409
    refused = call("POST", PAGE, MENTEE, form={"text": "Jeszcze coś"})
    assert refused["statusCode"] == 409
    assert "nothing can be added any more" in refused["body"]


@pytest.mark.parametrize("who", ["", ORGANIZER, STRANGER])
def test_given_anybody_else_when_they_ask_then_there_is_no_conversation(who: str, agreed: DynamoStore) -> None:
    write(MENTOR, SECRET)
    answers = [
        call("GET", LINES, who),
        call("GET", PAGE, who),
        write(who, "Ja też"),
        call("POST", PAGE, who, form={"text": "Ja też"}),
        call("POST", f"{LINES}/read", who, body={"number": 1}),
    ]
    assert {one["statusCode"] for one in answers} <= ({404} if who else {401, 303, 307})
    assert not any(SECRET in one["body"] for one in answers)
    head = agreed.get(ThreadHead, *ThreadHead.key(PAIR))
    assert head is not None
    assert head.last == 1


def test_given_unread_lines_when_a_quarter_of_an_hour_has_passed_then_one_mail_is_asked_for_once() -> None:
    for text in ("a", "b", "c"):
        write(MENTOR, text)
    assert later(14)["mails"] == 0
    assert later(16)["mails"] == 1
    assert later(20)["mails"] == 0
    (asked,) = published("MessagesUnread")
    assert (asked.data.person_id, asked.data.after, asked.data.up_to) == (MENTEE, 0, 3)
    write(MENTOR, "d")
    assert later(20)["mails"] == 0
    assert later(200)["mails"] == 1
    assert max((one.data.after, one.data.up_to) for one in published("MessagesUnread")) == (3, 4)


def test_given_unread_lines_when_read_in_time_then_no_mail_is_asked_for(agreed: DynamoStore) -> None:
    write(MENTOR, "a")
    call("GET", PAGE, MENTEE)
    assert later(60)["mails"] == 0
    head = agreed.get(ThreadHead, *ThreadHead.key(PAIR))
    assert head is not None
    assert head.due_at is None


def test_given_a_line_when_written_then_its_event_has_ids_only(agreed: DynamoStore) -> None:
    write(MENTEE, SECRET)
    (told,) = published("MessageWritten")
    assert (told.data.pair_id, told.data.number, told.data.by, told.data.by_mail) == (PAIR, 1, MENTEE, False)
    item = agreed.get(Message, *Message.key(PAIR, 1))
    assert item is not None
    assert item.author == MENTEE
