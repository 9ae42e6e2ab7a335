"""Mail that arrives, with the real handlers, the tables and the bucket; and cut at every call to AWS."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import boto3
import pytest

from infra.template import ROOT
from mentoring import ids, replies
from mentoring.events import Event
from mentoring.events.notifications import MailReceived
from mentoring.files import INBOUND
from mentoring.settings import settings
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import Message, ReplyAddress
from notifications import arriving, inbound
from tests.fakes.people import PAIR
from tests.faults.injector import Fault, Killed, crash_points, watched
from tests.integration.lambdas import LAMBDA, deliver, keep, published
from workspace import inbound as workspace_inbound

SAMPLE = (ROOT / "infra/sam/events/NotificationsInbound.json").read_text("utf-8")
RAW = b"From: anna@firma.example\r\n\r\nPasuje.\r\n"


@pytest.fixture(autouse=True)
def _domain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given: a stack that takes mail."""
    changed = replace(settings(), inbound_domain="reply.tandem.example")
    monkeypatch.setattr(inbound, "settings", lambda: changed)


def _arrives(mail_id: str, verdict: str = "PASS") -> dict[str, Any]:
    """Given: SES put a mail into the bucket. Return what it says then."""
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=f"{INBOUND}{mail_id}", Body=RAW)
    told: dict[str, Any] = json.loads(SAMPLE.replace('"messageId": "sample"', f'"messageId": "{mail_id}"'))
    told["Records"][0]["ses"]["receipt"]["spamVerdict"] = {"status": verdict}
    return told


def _in_the_bucket() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix=INBOUND)
    return [one["Key"].removeprefix(INBOUND) for one in found.get("Contents", [])]


@pytest.mark.usefixtures("aws")
def test_given_two_mails_in_the_bucket_when_one_is_spam_then_the_other_stays_as_it_came_and_is_told_of() -> None:
    good, spam = _arrives("good"), _arrives("spam", "FAIL")

    inbound.handler(good, LAMBDA)
    inbound.handler(spam, LAMBDA)

    assert _in_the_bucket() == ["good"]
    assert [one.data.mail_id for one in published("MailReceived")] == ["good"]


def _struck(fault: Fault, run: Any) -> None:
    with watched(fault), suppress(Killed, Exception):
        run()


@pytest.mark.usefixtures("aws")
def test_given_a_fault_at_any_call_when_ses_and_lambda_try_again_then_each_mail_is_told_of_once() -> None:
    first = _arrives("first")
    points = crash_points(lambda: inbound.handler(first, LAMBDA))
    assert {one.operation for one in points} == {"HeadObject", "TransactWriteItems"}
    for number, fault in enumerate(points):
        told = _arrives(f"m{number}")
        _struck(fault, lambda told=told: inbound.handler(told, LAMBDA))
        inbound.handler(told, LAMBDA)
    assert sorted(one.data.mail_id for one in published("MailReceived")) == sorted(
        ["first", *(f"m{number}" for number in range(len(points)))]
    )
    assert len(_in_the_bucket()) == len(points) + 1


def test_given_a_fault_at_any_call_when_workspace_is_told_again_then_every_answer_is_kept_once(
    agreed: DynamoStore,
) -> None:
    store = agreed
    reply_id, person_id = replies.reply_id("abcdefghijklmnopqrstuvwxyz"), ids.derived("person", "anna@firma.example")
    its = {"reply_id": reply_id, "thread_kind": ThreadKind.PAIR, "thread_id": PAIR, "person_id": person_id}
    keep(store, ReplyAddress(*ReplyAddress.key(reply_id), **its))
    changed = store.get(Pair, *Pair.key(PAIR))
    assert changed is not None
    changed.mentee_person_id = person_id
    keep(store, changed)

    def told(mail_id: str) -> Event[MailReceived]:
        inbound.handler(_arrives(mail_id), LAMBDA)
        return next(one for one in published("MailReceived") if one.data.mail_id == mail_id)

    first = told("first")
    points = crash_points(lambda: deliver(workspace_inbound.handler, first))
    assert {one.operation for one in points} == {"GetItem", "GetObject", "TransactWriteItems", "Decrypt"}
    for number, fault in enumerate(points):
        event = told(f"m{number}")
        _struck(fault, lambda event=event: deliver(workspace_inbound.handler, event))
        assert deliver(workspace_inbound.handler, event) == []
        assert deliver(workspace_inbound.handler, event) == []
    written = published("MessageWritten")
    assert sorted(one.data.number for one in written) == list(range(1, len(points) + 2))
    lines = store.get_many(Message, Message.keys(PAIR, 1, len(points) + 9))
    assert [(one.author, one.by_mail) for one in lines] == [(person_id, True)] * (len(points) + 1)


def test_given_the_folder_of_mails_when_named_then_functions_may_read_that_one_alone() -> None:
    text = (ROOT / "template.yaml").read_text("utf-8")
    assert text.count('Resource: !Sub "${Bucket.Arn}/inbound/*"') == 4
    assert arriving.MOST == 40_000_000
