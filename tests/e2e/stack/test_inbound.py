"""Mail that arrives through the SMTP door, with the functions as they are deployed and the roles they have."""

from __future__ import annotations

import json
import smtplib
import time
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from infra.local.deploy import INBOUND_DOMAIN
from mentoring import calendar, clock, ids, replies
from mentoring.events import to_detail
from mentoring.events.pairing import PairAgreed
from mentoring.incoming import read
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import Message, ReplyAddress
from tests.fakes import MemoryStore
from tests.fakes.people import MENTOR, PAIR, PROGRAMME, event, pair, participant, programme

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack

TOKEN = "abcdefghijklmnopqrstuvwxyz"
ANNA_ID = ids.derived("person", "anna@firma.example")


def _send(stack: RunningStack, to: str = f"{TOKEN}@{INBOUND_DOMAIN}", **headers: str) -> str:
    """Send a mail as a mail program does; return the id it got."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@firma.example", to, "Odp: Spotkanie"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Pasuje.")
    with smtplib.SMTP("127.0.0.1", stack.layout.smtp_port, timeout=60) as door:
        door.ehlo()
        door.mail("anna@firma.example")
        code, said = door.rcpt(to)
        if code != 250:
            raise smtplib.SMTPRecipientsRefused({to: (code, said)})
        code, said = door.data(bytes(message))
    assert code == 250, said
    return said.decode().rpartition(" ")[2]


def _said(stack: RunningStack, mail_id: str) -> dict[str, Any]:
    """Return what `WorkspaceInbound` wrote into its log about a mail."""
    logs, group = stack.aws("logs"), stack.physical["WorkspaceLogs"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            for one in page["events"]:
                if "mail read" in one["message"] and mail_id in one["message"]:
                    told: dict[str, Any] = json.loads(one["message"])
                    return told
        time.sleep(0.3)
    raise AssertionError("WorkspaceInbound said nothing")


def _address(token: str, pair_id: str) -> dict[str, dict[str, str]]:
    """Return the item of Anna's address for answers in a pair's conversation."""
    reply_id = replies.reply_id(token)
    whose = {"thread_kind": ThreadKind.PAIR, "thread_id": pair_id, "person_id": ANNA_ID}
    item: dict[str, Any] = ReplyAddress(*ReplyAddress.key(reply_id), reply_id=reply_id, version=1, **whose).serialize()
    return item


def _in_the_bucket(stack: RunningStack) -> list[str]:
    found = stack.aws("s3").list_objects_v2(Bucket=stack.outputs["BucketName"], Prefix="inbound/")
    return [one["Key"].removeprefix("inbound/") for one in found.get("Contents", [])]


def test_given_a_mail_program_when_it_sends_to_an_address_of_ours_then_workspace_says_whose_it_is(
    stack: RunningStack,
) -> None:
    mail_id = _send(stack)
    told = _said(stack, mail_id)
    assert (told["outcome"], told["why"]) == ("refused", "unknown address")
    assert mail_id in _in_the_bucket(stack)


def test_given_a_pair_with_a_room_when_one_of_them_answers_then_the_conversation_has_the_line_sealed(
    stack: RunningStack,
) -> None:
    agreed = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, ANNA_ID)
    hers = pair()
    hers.mentee_person_id = ANNA_ID
    token = "q" * len(TOKEN)
    table, dynamo = stack.outputs["CoreTableName"], stack.aws("dynamodb")
    for item in (programme().serialize(), hers.serialize(), _address(token, PAIR)):
        dynamo.put_item(TableName=table, Item=item)
    detail = to_detail(event(agreed, MemoryStore()))
    record = {"messageId": "1", "body": json.dumps({"detail-type": "PairAgreed", "detail": detail})}
    opened = stack.aws("lambda").invoke(
        FunctionName=stack.physical["WorkspaceConsumer"], Payload=json.dumps({"Records": [record]})
    )
    assert json.load(opened["Payload"]) == {"batchItemFailures": []}
    told = _said(stack, _send(stack, f"{token}@{INBOUND_DOMAIN}"))
    assert (told["outcome"], told["thread_id"], told["letters"]) == ("accepted", PAIR, len("Pasuje."))
    pk, sk = Message.key(PAIR, 1)
    line = dynamo.get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})["Item"]
    assert (line["author"]["S"], line["by_mail"]["BOOL"]) == (ANNA_ID, True)
    assert b"Pasuje" not in line["text"]["B"]


def test_given_an_address_of_a_room_that_is_gone_when_its_person_answers_then_nothing_waits_for_it(
    stack: RunningStack,
) -> None:
    token = TOKEN[::-1]
    stack.aws("dynamodb").put_item(TableName=stack.outputs["CoreTableName"], Item=_address(token, "gone"))
    told = _said(stack, _send(stack, f"{token.upper()}@{INBOUND_DOMAIN}"))
    assert (told["outcome"], told["why"]) == ("refused", "its room is gone")


@pytest.mark.parametrize("provoked", ["spam=FAIL", "virus=FAIL", "dmarc=FAIL dmarcPolicy=reject"])
def test_given_a_scanner_that_finds_something_when_a_mail_comes_then_it_is_thrown_away(
    stack: RunningStack, provoked: str
) -> None:
    assert _send(stack, X_Tandem_Verdicts=provoked) not in _in_the_bucket(stack)


def test_given_another_domain_when_a_program_sends_there_then_it_is_refused(stack: RunningStack) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(stack, "jan@firma.example")


def _in_the_mailbox(stack: RunningStack, number: int, reply_to: str) -> str:
    """Given: the product sent a mail with this Reply-To. Return the address of its form."""
    head = b"X-Envelope-To: anna@firma.example\r\nX-Envelope-Tags: {}\r\nFrom: Tandem <tandem@tandem.example>\r\n"
    raw = head + f"Reply-To: {reply_to}\r\nSubject: Spotkanie?\r\n\r\nWtorek?\r\n".encode()
    (stack.layout.mails / f"{number:020d}.eml").write_bytes(raw)
    return f"/mails/{number:020d}/answer?lang=pl"


def test_given_a_mail_of_the_mailbox_when_answered_with_its_form_then_the_answer_arrives(stack: RunningStack) -> None:
    form = _in_the_mailbox(stack, 1, f"{TOKEN}@{INBOUND_DOMAIN}")
    before = set(_in_the_bucket(stack))
    with httpx.Client(base_url=stack.layout.mailbox_url, timeout=60) as browser:
        sent = {"data": {"text": "Pasuje!"}, "headers": {"Origin": stack.layout.mailbox_url}}
        answer = browser.post(form, files={"files": ("plan.txt", b"plan", "text/plain")}, **sent)
        assert answer.headers["location"] == f"/mails/{1:020d}?told=answered&lang=pl#answer"
        assert "Odpowiedź została wysłana." in browser.get(answer.headers["location"]).text
    (mail_id,) = set(_in_the_bucket(stack)) - before
    key = f"inbound/{mail_id}"
    found = read(stack.aws("s3").get_object(Bucket=stack.outputs["BucketName"], Key=key)["Body"].read())
    assert (found.text, found.sender, [one.name for one in found.attachments]) == (
        "Pasuje!", "anna@firma.example", ["plan.txt"],
    )  # fmt: skip


def test_given_a_mail_whose_answers_go_elsewhere_or_too_large_a_form_when_sent_then_nothing_arrives(
    stack: RunningStack,
) -> None:
    elsewhere = _in_the_mailbox(stack, 2, "biuro@firma.example")
    ours = _in_the_mailbox(stack, 3, f"{TOKEN}@{INBOUND_DOMAIN}")
    before = _in_the_bucket(stack)
    with httpx.Client(base_url=stack.layout.mailbox_url, timeout=60) as browser:
        assert browser.post(elsewhere, files={"text": (None, "Hej")}).status_code == 404
        large = browser.post(ours, files={"text": (None, "Hej"), "files": ("x", b"x" * 40_000_000)})
    assert "told=too-large" in large.headers["location"]
    assert _in_the_bucket(stack) == before


def test_given_a_mail_that_is_gone_when_its_function_starts_then_nothing_fails(
    stack: RunningStack,
) -> None:
    told = {"mail": {"messageId": "gone"}, "receipt": {"recipients": []}}
    answer = stack.aws("lambda").invoke(
        FunctionName=stack.physical["NotificationsInbound"], Payload=json.dumps({"Records": [{"ses": told}]}).encode()
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_given_an_invitation_in_the_mailbox_when_answered_as_a_calendar_would_then_the_meeting_follows(
    stack: RunningStack,
) -> None:
    """With the role it has: it opens no room, and writes meetings alone."""
    table, dynamo, anna = stack.outputs["CoreTableName"], stack.aws("dynamodb"), "anna@firma.example"
    token, pair_id, meeting_id = "w" * len(TOKEN), "pair-calendar", ids.new()
    theirs = pair()
    theirs.pk, theirs.sk = Pair.key(pair_id)
    theirs.pair_id, theirs.mentee_person_id = pair_id, ANNA_ID
    start = datetime.fromisoformat(stack.clock()["now"]) + timedelta(days=3)
    meeting = Meeting(
        *Meeting.key(pair_id, meeting_id), meeting_id=meeting_id, pair_id=pair_id, programme_id=PROGRAMME,
        starts_at=clock.iso(start), minutes=60, zone="Europe/Warsaw", state="proposed", proposed_by=MENTOR,
        accepted_by=[MENTOR], uid=f"{meeting_id}@tandem", version=1,
    )  # fmt: skip
    member = PairMember(
        *PairMember.key(pair_id, ANNA_ID), pair_id=pair_id, programme_id=PROGRAMME, person_id=ANNA_ID,
        participant_id="mentee", role="mentee", partner_name="x", version=1,
    )  # fmt: skip
    both = [participant("mentor", "mentor", person_id=MENTOR), participant("mentee", "mentee", person_id=ANNA_ID)]
    items = [one.serialize() for one in (theirs, meeting, member, programme(), *both)]
    for item in (*items, _address(token, pair_id)):
        dynamo.put_item(TableName=table, Item=item)
    people = tuple(calendar.Attendee(one, one) for one in ("mentor@firma.example", anna))
    entry = calendar.Entry(
        uid=meeting.uid, sequence=0, status=calendar.Status.TENTATIVE, starts_at=start, minutes=60, summary="Mentoring",
        place="", description="", organizer=("Wiosna", f"{token}@{INBOUND_DOMAIN}"), attendees=people,
        stamp=clock.now(), answers=True,
    )  # fmt: skip
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "tandem@tandem.example", anna, "Spotkanie"
    message.set_content("Kiedy?")
    message.add_alternative(calendar.message(entry)[1].decode(), subtype="calendar", params={"method": "REQUEST"})
    head = f"X-Envelope-To: {anna}\r\nX-Envelope-Tags: {{}}\r\n".encode()
    (stack.layout.mails / f"{9:020d}.eml").write_bytes(head + message.as_bytes(policy=SMTP))
    with httpx.Client(base_url=stack.layout.mailbox_url, timeout=60) as browser:
        page = f"/mails/{9:020d}/calendar?lang=pl"
        answer = browser.post(page, data={"kind": "accepted"}, headers={"Origin": stack.layout.mailbox_url})
    assert answer.headers["location"] == f"/mails/{9:020d}?calendar=answered&lang=pl#calendar"
    pk, sk = Meeting.key(pair_id, meeting_id)
    deadline = time.monotonic() + 60
    state = ""
    while state != "confirmed" and time.monotonic() < deadline:
        state = dynamo.get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})["Item"]["state"]["S"]
        time.sleep(0.3)
    assert state == "confirmed"
