"""What organizers decide, and what an applicant reads of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring import ids
from mentoring.tables.identity import Address
from mentoring.tables.notifications import Mailbox
from mentoring.tables.recruitment import Application
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA, Person
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ADA = Person("ada")
SECRET, MESSAGE = "nie wygląda na poważnego kandydata", "Jaki jest Twój <cel>?"
APPLY = "/programmes/wiosna/apply/mentee"


@pytest.fixture
def list_(programme: str) -> str:
    """Given: Ada has applied; return the page of applications."""
    assert ADA.submit(APPLY, submit="yes", **FORM).status == 303
    return f"/organizer/programmes/{programme}/applications"


def application_id(programme: str) -> str:
    return str(ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["application_id"])


def test_given_a_message_when_previewed_then_every_mail_is_shown_and_nothing_is_decided(
    programme: str, list_: str
) -> None:
    one = application_id(programme)
    page = ANNA.submit(f"{list_}/preview", application_ids=[one], comment=SECRET, message=MESSAGE)

    assert page.status == 200
    for words in (
        "Welcome to the programme “Wiosna”",
        "You are on the waiting list: “Wiosna”",
        "a little more from you",
    ):
        assert words in page.text
    assert page.text.count('class="written"><strong>Jaki jest Twój &lt;cel&gt;?') == 4
    assert "1 of them has not confirmed the address yet" in page.text
    assert ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["state"] == "submitted"
    assert ANNA.submit(f"{list_}/preview").status == 422
    assert Person("obcy").submit(f"{list_}/preview", application_ids=[one]).status == 404


@pytest.mark.parametrize("decision", ["needs_info", "rejected", "waitlisted", "accepted"])
def test_given_a_decision_when_the_applicant_looks_then_they_read_the_message_and_never_the_comment(
    programme: str, list_: str, decision: str
) -> None:
    one = application_id(programme)
    done = ANNA.submit(list_, application_ids=[one], decision=decision, comment=SECRET, message=MESSAGE)

    assert done.status == 303
    page = ADA.get(APPLY).text
    assert "Jaki jest Twój &lt;cel&gt;?" in page
    assert SECRET not in page
    organizers = ANNA.get(f"{list_}/{one}").text
    assert SECRET in organizers
    assert "Jaki jest Twój &lt;cel&gt;?" in organizers


def test_given_a_question_without_words_when_asked_then_what_was_typed_stays(programme: str, list_: str) -> None:
    page = ANNA.submit(list_, application_ids=[application_id(programme)], decision="needs_info", comment=SECRET)

    assert page.status == 422
    assert "Write what is missing" in page.text
    assert SECRET in page.text


def test_given_a_bulk_decision_by_json_when_made_then_comment_and_message_are_two_fields(
    programme: str, list_: str, store: DynamoStore
) -> None:
    body = {"decision": "rejected", "comment": SECRET, "message": MESSAGE}
    assert ANNA.post(f"/v1/programmes/{programme}/decisions", body).json == {"decided": 1}

    (one,) = store.query(Application, f"PROGRAMME#{programme}", "APPLICATION#")
    assert (one.comment, one.message) == (SECRET, MESSAGE)
    assert SECRET not in ADA.get("/v1/me").text


def test_given_the_last_day_is_over_when_anybody_looks_then_pages_say_so_and_what_to_do(programme: str) -> None:
    version = ANNA.get(f"/v1/programmes/{programme}").headers["etag"]
    dates = {"dates": {"recruitment_closes": "2020-03-02"}}
    assert ANNA.patch(f"/v1/programmes/{programme}", dates, if_match=version).status == 200

    said = "Applications were open until"
    assert "applications are closed" in Person().get("/").text
    page = Person().get("/programmes/wiosna").text
    assert said in page
    assert "/apply/mentee" not in page
    assert said in ADA.get(APPLY).text
    refused = ADA.submit(APPLY, submit="yes", **FORM)
    assert (refused.status, "2020-03-02" in refused.text or said in refused.text) == (409, True)
    assert "move the date in the settings" in ANNA.get(f"/organizer/programmes/{programme}").text


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_an_address_somebody_confirmed_when_the_organizer_looks_then_another_is_proposed_and_not_corrected(
    programme: str, list_: str, store: DynamoStore, language: str
) -> None:
    here = f"{list_}/{application_id(programme)}"
    form, trust = f'action="{here}/address"', f'action="{here}/address/trust"'
    corrected, proposed = {
        "en": ("Correct the address", "Propose another address"),
        "pl": ("Popraw adres", "Zaproponuj inny adres"),
    }[language]
    before = ANNA.get(here, **{"accept-language": language}).text
    assert (form in before, corrected in before, proposed in before) == (True, True, False)
    email = str(ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["email"])
    bounced = Mailbox(
        *Mailbox.key(email),
        mailbox_id=ids.address_key(email),
        reach="bounced",
        cause="no_mailbox",
        since="2026-03-02T12:00:00Z",
    )
    proved = Address(*Address.key(email), person_id="ada", email=email, verified_at="2026-03-01T12:00:00Z")
    assert store.get(Address, *Address.key(email)) is None
    keep(store, bounced, proved)

    page = ANNA.get(here, **{"accept-language": language}).text

    assert (form in page, corrected in page, proposed in page) == (True, False, True)
    assert trust in page
