"""From an address no mail reaches to the organizer who corrects it and the mails that follow: the real handlers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, ids
from mentoring.events.pairing import MentorsSuggested
from mentoring.events.recruitment import ApplicationAccepted
from mentoring.tables.recruitment import Application, Participant
from notifications import consumer
from recruitment import api, counting
from tests.fakes import context_at
from tests.fakes.people import ORGANIZER, PROGRAMME, profile
from tests.integration import lambdas
from tests.integration.lambdas import keep, published, send
from tests.integration.notifications.test_handlers import _ses as _ses  # noqa: PLC0414 - a fixture
from tests.integration.notifications.test_handlers import heard, sent

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

deliver = partial(lambdas.deliver, consumer.handler)
ask = partial(send, api.handler)
WRONG, RIGHT = "ża@firma.example", "za@firma.example"
HERE = f"/organizer/programmes/{PROGRAMME}/applications"


@pytest.fixture
def accepted(agreed: DynamoStore) -> DynamoStore:
    """Given: somebody was accepted whose address no mail can be sent to, and has heard of nothing."""
    common: dict[str, Any] = {"programme_id": PROGRAMME, "role": "mentee", "email": WRONG, "profile": profile()}
    person_id = ids.derived("person", WRONG)
    at = "2026-03-02T12:00:00Z"
    applied = Application(
        *Application.key(PROGRAMME, "jan"), **common, application_id="jan", state="accepted", submitted_at=at
    )
    uow = context_at(store=agreed).begin()
    counting.note(context_at(store=agreed), uow, applied)
    uow.save(applied)
    uow.commit()
    keep(
        agreed,
        Participant(
            *Participant.key(PROGRAMME, "jan"), **common, participant_id="jan", person_id=person_id, name="Jan", form="m",
            locale="pl", zone="Europe/Warsaw", accepted_at=at,
        ),
    )  # fmt: skip
    welcome = ApplicationAccepted("jan", PROGRAMME, "jan", person_id, "mentee")
    assert deliver(heard(welcome), heard(MentorsSuggested(PROGRAMME, "r", "jan", 3))) == []
    assert not sent()
    return agreed


def test_given_an_address_no_mail_reaches_when_corrected_then_the_organizer_saw_why_and_the_mails_follow(
    accepted: DynamoStore,
) -> None:
    page = ask("GET", HERE, ORGANIZER)["body"]
    assert "No email can be sent to an address written like this." in page
    assert f'href="{HERE}/jan#address"' in page
    one = ask("GET", f"{HERE}/jan", ORGANIZER)["body"]
    assert "No email arrives" in one
    answer = ask("POST", f"{HERE}/jan/address", ORGANIZER, form={"email": RIGHT, "version": 1})
    assert answer["statusCode"] == 303
    (corrected,) = published("AddressCorrected")
    assert deliver(corrected) == deliver(corrected) == []
    assert sorted((one["X-Tandem-Mail"], one["To"].addresses[0].addr_spec) for one in sent()) == [
        ("application_accepted", RIGHT),
        ("choose_mentor", RIGHT),
    ]
    assert "No email arrives" not in ask("GET", HERE, ORGANIZER)["body"]


def test_given_what_is_no_longer_true_when_the_address_is_corrected_then_it_is_not_sent(accepted: DynamoStore) -> None:
    found = accepted.get(Participant, *Participant.key(PROGRAMME, "jan"))
    assert found is not None
    found.withdrawn_at = clock.iso(clock.now())
    keep(accepted, found)
    ask("POST", f"{HERE}/jan/address", ORGANIZER, form={"email": RIGHT, "version": 1})
    assert deliver(*published("AddressCorrected")) == []
    assert not sent()


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"email": "nonsense", "version": 1}, 422, "complete email address"),
        ({"email": RIGHT, "version": 7}, 412, "Somebody changed this"),
    ],
)
def test_given_a_correction_that_can_t_be_when_sent_then_the_page_says_why_and_keeps_what_was_typed(
    accepted: DynamoStore, form: dict[str, Any], status: int, words: str
) -> None:
    answer = ask("POST", f"{HERE}/jan/address", ORGANIZER, form=form)
    assert answer["statusCode"] == status
    assert words in answer["body"]
    assert f'value="{form["email"]}"' in answer["body"]


def test_given_an_address_said_to_work_when_tried_again_then_what_can_be_sent_is_sent(accepted: DynamoStore) -> None:
    answer = ask("POST", f"{HERE}/jan/address/trust", ORGANIZER, form={})
    assert answer["statusCode"] == 303
    assert deliver(*published("AddressTrusted")) == []
    (recovered,) = published("MailboxRecovered")
    assert deliver(recovered) == []
    assert "No email arrives" in ask("GET", HERE, ORGANIZER)["body"], "it is written as it was, so it fails again"
