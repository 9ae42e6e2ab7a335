"""The sign-in page tells the truth about its mail, to everybody the same; the account tells it about all mails."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from identity import api
from mentoring import clock, ids
from mentoring.tables.identity import Address
from mentoring.tables.notifications import Mailbox
from notifications import api as notifications
from notifications import bounces, consumer
from tests.fakes.people import MENTEE
from tests.integration import lambdas
from tests.integration.identity.test_handlers import session, signed_in
from tests.integration.lambdas import LAMBDA, keep, published, send
from tests.integration.notifications.test_handlers import _ses as _ses  # noqa: PLC0414 - a fixture
from tests.integration.notifications.test_handlers import sent

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ask = partial(send, api.handler)
deliver = partial(lambdas.deliver, consumer.handler)
KNOWN, UNKNOWN = "mentee@firma.example", "nikt@firma.example"


def asks(email: str) -> str:
    """Ask for a sign-in mail; return the page that waits for the code."""
    answer = ask("POST", "/sign-in", form={"email": email})
    assert answer["statusCode"] == 303
    deliver(*published("SignInRequested"))
    return str(answer["multiValueHeaders"]["Location"][0])


def told(email: str, kind: str, number: int = 0, **more: Any) -> None:
    """SES tells of the last sign-in mail to an address."""
    event = published("SignInRequested")[number].meta.id
    key = ids.address_key(email)
    tags = {"event": [event], "kind": ["sign_in"], "recipient": [key], "mailbox": [key]}
    stamp = clock.now().isoformat()
    mail = {"timestamp": stamp, "messageId": f"m{stamp}", "destination": [email], "tags": tags}
    body = json.dumps({"id": "e", "detail": {"eventType": kind, "mail": mail} | more})
    assert bounces.handler({"Records": [{"messageId": "1", "body": body}]}, LAMBDA) == {"batchItemFailures": []}


GONE = {"bounce": {"bounceType": "Permanent", "bounceSubType": "General"}}


@pytest.mark.parametrize("history", ["none", "bounced before"])
@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_given_any_address_and_past_when_asked_then_the_mail_is_tried_and_the_page_tells_what_became_of_it(
    agreed: DynamoStore, email: str, history: str
) -> None:
    if history != "none":
        use = Mailbox(*Mailbox.key(email), mailbox_id=ids.address_key(email), reach="bounced")
        use.facts = {"bounced": ["2026-01-01T12:00:00+00:00", "m", "no_mailbox"]}
        keep(agreed, use)
    page = asks(email)
    assert len(sent()) == 1
    before = ask("GET", page)["body"]
    assert f"We are sending an email to {email}" in before
    told(email, "Bounce", **GONE)
    after = ask("GET", page)["body"]
    assert "Our email did not arrive" in after
    assert f"The email to {email} could not be delivered" in after


def test_given_two_addresses_one_known_when_asked_then_their_pages_differ_in_the_address_alone(
    agreed: DynamoStore,
) -> None:
    keep(agreed, Address(*Address.key(KNOWN), person_id=MENTEE, email=KNOWN, verified_at="2026-01-01T12:00:00Z"))
    bodies = []
    for email in (KNOWN, UNKNOWN):
        page = asks(email)
        body = ask("GET", page)["body"].replace(email, "").replace(page, "")
        bodies.append(re.sub(r'(name="form_key" value=)"[^"]+"', r"\1", body))  # another one for each page
    assert bodies[0] == bodies[1]


def test_given_a_page_of_a_request_that_is_over_when_opened_then_it_tells_nothing(agreed: DynamoStore) -> None:
    assert "@" not in ask("GET", f"/sign-in/code/{ids.new()}")["body"].split("<main")[1]


@pytest.mark.parametrize(
    ("values", "words", "wish"),
    [
        ({}, "You get all our emails, including reminders.", "fewer"),
        ({"unsubscribed_at": "2026-02-01T12:00:00Z"}, "You asked for no reminders", "all"),
        ({"facts": {"complained": "2026-02-01T12:00:00+00:00"}, "complained_at": "2026-02-01T12:00:00Z"}, "marked as spam", "all"),
        ({"facts": {"bounced": ["2026-02-01T12:00:00+00:00", "m", "full"]}, "reach": "bounced", "since": "2026-02-01T12:00:00Z"}, "have come back since", "again"),
    ],
)  # fmt: skip
def test_given_what_is_known_of_the_own_address_when_the_account_is_opened_then_it_is_told_and_can_be_undone(
    agreed: DynamoStore, values: dict[str, Any], words: str, wish: str
) -> None:
    tokens = session()
    who, mine = tokens["person_id"], signed_in(tokens)
    email = f"{who}@firma.example"
    keep(agreed, Mailbox(*Mailbox.key(email), mailbox_id=ids.address_key(email), **values))
    page = mine("GET", "/session")["body"]
    assert words in page
    assert f'name="wish" value="{wish}"' in page
    assert send(notifications.handler, "POST", "/unsubscribe", who, form={"wish": wish})["statusCode"] == 303
    again = mine("GET", "/session")["body"]
    assert (
        "You asked for no reminders" if wish == "fewer" else "You get all our emails, including reminders."
    ) in again
