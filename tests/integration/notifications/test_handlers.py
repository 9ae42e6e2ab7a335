"""Mails through the real consumer over the tables of the template and SES."""

from __future__ import annotations

import email
import email.policy
import json
import re
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from mentoring import clock
from mentoring.consumers import consume
from mentoring.context import Marker
from mentoring.events.monitoring import PairWentInactive
from mentoring.events.pairing import PairAgreed
from mentoring.reach import Cause, Reach
from mentoring.settings import settings
from mentoring.tables.notifications import Mailbox
from mentoring.tables.recruitment import Participant
from notifications import api, bounces, consumer
from notifications.ports import NotSent
from notifications.sender import SesSender, connect
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.integration import lambdas
from tests.integration.lambdas import LAMBDA, keep, published, send

if TYPE_CHECKING:
    from email.message import EmailMessage

    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
deliver = partial(lambdas.deliver, consumer.handler)
AGREED = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
MENTEE_MAIL = "mentee@firma.example"
SILENT = PairWentInactive(PROGRAMME, PAIR, "silence", 31, 1)


@pytest.fixture(autouse=True)
def _ses(agreed: DynamoStore) -> None:
    """Given: SES knows the sender."""
    boto3.client("ses").verify_email_identity(EmailAddress=settings().mail_from)


def sent() -> list[EmailMessage]:
    raw = ses_backends[DEFAULT_ACCOUNT_ID][settings().region].sent_messages
    return [email.message_from_string(one.raw_data, policy=email.policy.default) for one in raw]  # type: ignore[misc]


def told_by(sender: SesSender, store: DynamoStore, happened: Any) -> None:
    """An event is taken, and its mails are sent by this sender."""
    (taken,) = [one for one in consumer.takes(sender) if one.kind.__name__ == happened.name]
    marker = Marker(f"inbox#notifications#{happened.meta.id}")
    consume(context_at(clock.now(), store=store, service="notifications", marker=marker), taken.function, happened)


def heard(data: Any) -> Any:
    made = event(data, MemoryStore())
    return replace(made, meta=replace(made.meta, occurred_at=clock.now()))


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


def test_given_a_recipient_no_mail_can_be_sent_to_when_there_is_a_mail_then_the_others_get_theirs(
    agreed: DynamoStore,
) -> None:
    one = agreed.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert one is not None
    one.email = "zażółć@firma.example"
    keep(agreed, one)
    assert deliver(heard(AGREED)) == []
    assert [message["To"].addresses[0].addr_spec for message in sent()] == ["mentee@firma.example"]
    found = agreed.get(Mailbox, *Mailbox.key(one.email))
    assert found is not None
    assert (found.reach, found.cause) == (Reach.BOUNCED, Cause.REFUSED)


@pytest.mark.parametrize(
    ("code", "message", "failed"),
    [
        ("MessageRejected", "Address is in a bad state", 0),
        ("BadRequestException", "Local address contains control or whitespace", 0),
        ("MessageRejected", "Email address is not verified: tandem@tandem.firma.example", 1),
        ("TooManyRequestsException", "Maximum sending rate exceeded.", 1),
        ("SendingPausedException", "paused", 1),
        ("AccountSuspendedException", "suspended", 1),
    ],
)
def test_given_an_error_of_ses_when_sending_then_only_what_is_about_the_mail_is_final(
    agreed: DynamoStore, code: str, message: str, failed: int
) -> None:
    class Refusing:
        def send_email(self, **_: Any) -> None:
            raise ClientError({"Error": {"Code": code, "Message": message}}, "SendEmail")

    ours = replace(settings(), mail_from="T <tandem@tandem.firma.example>")
    refused = pytest.raises(NotSent) if failed else nullcontext()
    with refused:
        told_by(SesSender(Refusing, lambda: ours), agreed, heard(AGREED))


def test_given_a_mail_when_sent_then_its_tags_name_it_and_the_client_never_tries_again_by_itself(
    agreed: DynamoStore,
) -> None:
    asked: list[dict[str, Any]] = []

    class Taking:
        def send_email(self, **wanted: Any) -> dict[str, str]:
            asked.append(wanted)
            return {"MessageId": "1"}

    assert connect().meta.config.retries["total_max_attempts"] == 1
    happened = heard(AGREED)
    told_by(SesSender(Taking), agreed, happened)
    tags = [{one["Name"]: one["Value"] for one in wanted["EmailTags"]} for wanted in asked]
    assert [(one["event"], one["kind"], one["recipient"]) for one in tags] == [
        (happened.meta.id, "pair_agreed", who) for who in (MENTOR, MENTEE)
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value) for one in tags for value in one.values())


def told(kind: str, number: str, **more: Any) -> dict[str, Any]:
    """SES tells of a mail to the mentee."""
    mail = {"timestamp": f"2026-03-02T1{number}:00:00.000Z", "messageId": number, "destination": [MENTEE_MAIL]}
    body = {"id": f"e{number}", "detail": {"eventType": kind, "mail": mail} | more}
    return {"messageId": number, "body": json.dumps(body)}


GONE = {"bounce": {"bounceType": "Permanent", "bounceSubType": "General"}}


def test_given_a_bounced_address_when_it_works_again_then_mails_go_on_and_the_missed_one_is_sent(
    agreed: DynamoStore,
) -> None:
    unreadable = {"messageId": "bad", "body": "{}"}
    answer = bounces.handler({"Records": [told("Bounce", "1", **GONE), unreadable]}, LAMBDA)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert deliver(heard(AGREED)) == []
    assert [one["To"].addresses[0].addr_spec for one in sent()] == ["mentor@firma.example"]
    records = [told("Delivery", "2"), told("Bounce", "1", **GONE), told("Delivery", "0")]
    assert bounces.handler({"Records": records}, LAMBDA) == {"batchItemFailures": []}
    (again,) = published("MailboxRecovered")
    assert deliver(again) == deliver(again) == []
    assert [one["To"].addresses[0].addr_spec for one in sent()[1:]] == [MENTEE_MAIL]


def test_given_an_unsubscription_when_undone_on_its_page_or_in_the_account_then_nudges_come_again() -> None:
    deliver(heard(SILENT))
    nudge = next(one for one in sent() if "mentee@" in one["To"])
    path = nudge["List-Unsubscribe"].strip("<>").removeprefix(settings().public_url)
    assert "Chcę znów dostawać przypomnienia" in call("POST", path, form={"List-Unsubscribe": "One-Click"})["body"]
    assert "Chcę znów dostawać przypomnienia" in call("GET", path)["body"]
    assert "Znów dostajesz wszystkie maile" in call("POST", f"{path}/undo", form={})["body"]
    assert "Mniej maili?" in call("GET", path)["body"]
    for wish, page in (("fewer", "Nie dostajesz przypomnień"), ("all", "Mniej maili?")):
        answer = call("POST", "/unsubscribe", "mentee", form={"wish": wish})
        assert (answer["statusCode"], answer["multiValueHeaders"]["Location"]) == (303, ["/session"])
        assert page in call("GET", path)["body"]
    assert call("POST", "/unsubscribe", form={"wish": "all"})["statusCode"] == 307
    before = len(sent())
    deliver(heard(SILENT))
    assert len(sent()) == before + 2


def test_given_a_token_nobody_signed_when_used_then_nothing_is_stopped() -> None:
    assert call("POST", "/unsubscribe/nonsense", form={})["statusCode"] in (404, 410)
