"""Calendars' answers with the real handler, the tables and the bucket; and cut at every call to AWS."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from meetings import inbound, use_cases
from mentoring import ids, replies, runtime
from mentoring.clock import now
from mentoring.events.notifications import MailReceived
from mentoring.files import INBOUND
from mentoring.settings import settings
from mentoring.tables.identity import Address
from mentoring.tables.meetings import Meeting
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import ReplyAddress
from tests.fakes import context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, event
from tests.faults.injector import Fault, Killed, crash_points, watched
from tests.integration.lambdas import deliver, keep, published

if TYPE_CHECKING:
    from mentoring.events import Event
    from mentoring.store.dynamo import DynamoStore

HIS = "mentee@firma.example"
TOKEN = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def store(agreed: DynamoStore) -> DynamoStore:
    """Given: the mentee may answer by mail, from an address of theirs."""
    reply_id = replies.reply_id(TOKEN)
    its = {"reply_id": reply_id, "thread_kind": ThreadKind.PAIR, "thread_id": PAIR, "person_id": MENTEE}
    his = Address(*Address.key(HIS), person_id=MENTEE, email=HIS, verified_at="2026-03-02T12:00:00Z")
    keep(agreed, ReplyAddress(*ReplyAddress.key(reply_id), **its), his)
    return agreed


def _proposed(store: DynamoStore, days: int) -> Meeting:
    """Given: the mentor proposed a time."""
    context = context_at(now(), store=store, keys=runtime.ports().keys, person_id=MENTOR, service="meetings")
    return use_cases.propose(context, PAIR, now() + timedelta(days=days), "Europe/Warsaw")


def _arrives(item: Meeting, partstat: str) -> Event[Any]:
    """Given: the mentee's calendar answered, and the mail lies in the bucket. Return the event that tells of it."""
    mail_id = ids.new()
    raw = (
        f"From: {HIS}\r\nTo: {TOKEN}@reply.tandem.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{item.uid}\r\nSEQUENCE:0\r\n"
        f"DTSTAMP:20300302T120000Z\r\nATTENDEE;PARTSTAT={partstat}:mailto:{HIS}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=f"{INBOUND}{mail_id}", Body=raw.encode())
    told: Event[Any] = event(MailReceived(mail_id, replies.reply_id(TOKEN)), None)  # type: ignore[arg-type]
    return told


def _struck(fault: Fault, run: Any) -> None:
    with watched(fault), suppress(Killed, Exception):
        run()


@pytest.mark.parametrize(
    ("partstat", "state", "name"),
    [
        ("ACCEPTED", "confirmed", "MeetingConfirmed"),
        ("DECLINED", "cancelled", "MeetingCancelled"),
        ("TENTATIVE", "proposed", "MeetingDoubted"),
    ],
)
def test_given_a_fault_at_any_call_when_the_event_comes_again_then_every_answer_is_done_once(
    store: DynamoStore, partstat: str, state: str, name: str
) -> None:
    first = _arrives(_proposed(store, 1), partstat)
    points = crash_points(lambda: deliver(inbound.handler, first))
    assert {"GetObject", "TransactWriteItems"} < {one.operation for one in points}
    assert not any(one.operation == "Decrypt" for one in points), "no answer needs a word of the pair"
    meetings = []
    for number, fault in enumerate(points):
        meetings.append(_proposed(store, number + 2))
        told = _arrives(meetings[-1], partstat)
        _struck(fault, lambda told=told: deliver(inbound.handler, told))
        assert deliver(inbound.handler, told) == []
        assert deliver(inbound.handler, told) == []
    kept = [store.get(Meeting, *Meeting.key(PAIR, one.meeting_id)) for one in meetings]
    assert {str(one.state) for one in kept if one is not None} == {state}
    assert len(published(name)) == len(points) + 1
    assert published("MeetingAnswerUnused") == []


def test_given_a_fault_at_any_call_when_an_answer_changes_nothing_then_its_owner_hears_it_once(
    store: DynamoStore,
) -> None:
    item = _proposed(store, 1)
    mentor = context_at(now(), store=store, keys=runtime.ports().keys, person_id=MENTOR, service="meetings")
    use_cases.move(mentor, PAIR, item.meeting_id, now() + timedelta(days=2))
    points = crash_points(lambda: deliver(inbound.handler, _arrives(item, "ACCEPTED")))
    for fault in points:
        moved = _proposed(store, 3 + 2 * points.index(fault))
        use_cases.move(mentor, PAIR, moved.meeting_id, now() + timedelta(days=4 + 2 * points.index(fault)))
        told = _arrives(moved, "ACCEPTED")
        _struck(fault, lambda told=told: deliver(inbound.handler, told))
        assert deliver(inbound.handler, told) == []
    assert len({one.data.meeting_id for one in published("MeetingAnswerUnused")}) == len(points) + 1
    assert len(published("MeetingAnswerUnused")) == len(points) + 1
