"""Mails through the real consumer over the tables of the template and SES."""

from __future__ import annotations

import email
import email.policy
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from mentoring.events.catalogue import PairAgreed, PairWentInactive
from mentoring.settings import settings
from notifications import api, bounces, consumer, sender
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.integration import lambdas
from tests.integration.lambdas import LAMBDA, send

if TYPE_CHECKING:
    from email.message import EmailMessage

    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
deliver = partial(lambdas.deliver, consumer.handler)
AGREED = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
SILENT = PairWentInactive(PROGRAMME, PAIR, "silence", 31, 1)


@pytest.fixture(autouse=True)
def _ses(agreed: DynamoStore) -> None:
    """Given: SES knows the sender."""
    sender._client.cache_clear()
    boto3.client("ses").verify_email_identity(EmailAddress=settings().mail_from)


def sent() -> list[EmailMessage]:
    raw = ses_backends[DEFAULT_ACCOUNT_ID][settings().region].sent_messages
    return [email.message_from_string(one.raw_data, policy=email.policy.default) for one in raw]  # type: ignore[misc]


def heard(data: Any) -> Any:
    return event(data, MemoryStore())


def test_given_an_event_when_delivered_twice_then_each_gets_one_mail() -> None:
    agreed = heard(AGREED)
    assert deliver(agreed) == deliver(agreed) == []
    assert sorted(one["To"].addresses[0].addr_spec for one in sent()) == [
        "mentee@firma.example",
        "mentor@firma.example",
    ]


def test_given_a_nudge_when_unsubscribed_by_one_post_then_nudges_stop_and_other_mails_go_on() -> None:
    assert deliver(heard(SILENT)) == []
    nudge = next(one for one in sent() if "mentee@" in one["To"])
    assert nudge["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = nudge["List-Unsubscribe"].strip("<>").removeprefix(settings().public_url)
    assert call("GET", path)["statusCode"] == 200
    for _ in range(2):
        assert call("POST", path, form={"List-Unsubscribe": "One-Click"})["statusCode"] == 200
    before = len(sent())
    assert deliver(heard(SILENT), heard(AGREED)) == []
    told = [(one["X-Tandem-Mail"], one["To"]) for one in sent()[before:]]
    assert sorted(kind for kind, to in told if "mentee@" in to) == ["pair_agreed"]
    assert sorted(kind for kind, to in told if "mentor@" in to) == ["nudge", "pair_agreed"]


def test_given_a_bounced_address_when_there_is_a_mail_then_it_gets_none() -> None:
    bounced = {"bouncedRecipients": [{"emailAddress": "mentee@firma.example"}], "bounceType": "Permanent"}
    detail = {"eventType": "Bounce", "bounce": bounced, "mail": {"destination": ["mentee@firma.example"]}}
    record = {"messageId": "1", "body": json.dumps({"detail-type": "Email Bounced", "id": "b1", "detail": detail})}
    assert bounces.handler({"Records": [record]}, LAMBDA) == {"batchItemFailures": []}
    assert deliver(heard(AGREED)) == []
    assert [one["To"].addresses[0].addr_spec for one in sent()] == ["mentor@firma.example"]


def test_given_a_token_nobody_signed_when_used_then_nothing_is_stopped() -> None:
    assert call("POST", "/unsubscribe/nonsense", form={})["statusCode"] in (404, 410)
