"""What a stranger sees and can do: founding, first mails, «that's not me», contact addresses; pages and JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring import ids, links
from mentoring.settings import settings
from mentoring.tables.recruitment import Contact
from recruitment.use_cases import reached
from tests.integration.recruitment.conftest import ANNA, Person
from tests.unit.recruitment.givens import file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.store.dynamo import DynamoStore

NOBODY = Person()
LATER = datetime.now(UTC) + timedelta(days=30)


@pytest.fixture
def new(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Given: the operator vouches for nobody."""
    monkeypatch.setenv("FOUNDERS", "")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def invited(new: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given: organizations are founded by invitation."""
    monkeypatch.setenv("FOUNDING", "invited")
    settings.cache_clear()


def first_mail(programme: str, name: str) -> str:
    """Return the address of the page a first mail leads to."""
    email = f"{name}@firma.example"
    claims = {"programme_id": programme, "address": ids.address_key(email)}
    one = reached.application_id_of(programme, "mentee", email)
    return f"/programmes/answer/{links.sign('added', one, expires_at=LATER, **claims)}"


def test_given_founding_by_invitation_when_a_stranger_organizes_then_they_read_whom_to_ask(
    aws: None, invited: None
) -> None:
    page = ANNA.get("/organizer").text
    assert "founded by invitation" in page
    assert "anna@firma.example" in page
    assert "/organizer/organizations" not in page

    refused = ANNA.post("/v1/organizations", {"name": "Firma"})
    assert (refused.status, refused.json["type"]) == (409, "urn:tandem:problem:founding-refused")
    assert ANNA.submit("/organizer/organizations", name="Firma").status == 409


def test_given_a_lure_as_a_name_when_founded_then_it_is_said_at_the_field(aws: None) -> None:
    page = ANNA.submit("/organizer/organizations", name="Zaloguj się na evil.example")
    assert page.status == 422
    assert "Leave web addresses" in page.text


def test_given_a_new_organization_when_it_imports_then_it_reads_its_limits_before_and_after(
    new: None, programme: str
) -> None:
    here = f"/organizer/programmes/{programme}"
    assert "30 people in all may get it, and 20 a day" in ANNA.get(f"{here}/import").text
    assert "isn't in the public catalogue yet" in ANNA.get(here).text
    assert "Wiosna" not in NOBODY.get("/").text
    assert NOBODY.get("/programmes/wiosna").status == 200

    page = ANNA.import_(f"{here}/import", file(*(f"Mentee:m{number}" for number in range(25)))).text

    assert "first email waits" in page
    assert "5 people don&#39;t know yet" in ANNA.get(here).text.replace("'", "&#39;")
    seen = ANNA.submit(f"{here}/applications/preview", decision="accepted", everybody="yes").text
    assert "20 people are decided on" in seen
    assert "5 are passed over" in seen
    assert ANNA.submit(f"{here}/first-mails").status == 409
    refused = ANNA.post(f"/v1/programmes/{programme}/first-mails")
    assert (refused.status, refused.json["type"]) == (409, "urn:tandem:problem:no-mails-left")
    organization = ANNA.get("/v1/organizations").json["items"][0]
    assert organization["standing"] == "new"


def test_given_the_first_mail_when_its_page_is_opened_then_it_tells_all_and_a_no_ends_it(programme: str) -> None:
    ANNA.import_(f"/organizer/programmes/{programme}/import", file("Mentee:ada", "Mentee:jan"))
    page = NOBODY.get(first_mail(programme, "ada"))

    assert page.status == 200
    for words in ("Firma", "Wiosna", "ada@firma.example", "negocjacje", "That&#39;s me", "That&#39;s not me"):
        assert words in page.text.replace("'", "&#39;")
    assert ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["state"] == "submitted"

    for _ in range(2):
        done = NOBODY.submit(first_mail(programme, "ada"), answer="not_me")
        assert (done.status, "is withdrawn" in done.text) == (200, True)
    states = {one["email"]: one["state"] for one in ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]}
    assert states == {"ada@firma.example": "withdrawn", "jan@firma.example": "submitted"}
    assert "is confirmed" in NOBODY.submit(first_mail(programme, "jan"), answer="me").text
    assert NOBODY.submit(first_mail(programme, "jan"), answer="maybe").status == 422
    assert NOBODY.get("/programmes/answer/x").status == 404


def test_given_a_contact_address_when_set_then_pages_say_that_it_waits_until_it_said_yes(
    programme: str, store: DynamoStore
) -> None:
    version = ANNA.get(f"/v1/programmes/{programme}").headers["etag"]
    change = {"contact": "biuro@bank.example"}
    changed = ANNA.patch(f"/v1/programmes/{programme}", change, if_match=version).json
    assert (changed["contact"], changed["reply_to"]) == ("biuro@bank.example", "")
    settings_ = f"/organizer/programmes/{programme}/settings"
    assert "waiting for confirmation" in ANNA.get(settings_).text
    assert "biuro@bank.example" not in NOBODY.get("/programmes/wiosna").text
    assert ANNA.submit(f"/organizer/programmes/{programme}/contact").status == 409
    assert ANNA.post(f"/v1/programmes/{programme}/contact-requests").status == 409

    kept = store.get(Contact, *Contact.key(changed["organization_id"], "biuro@bank.example"))
    assert kept
    claims = {"address": ids.address_key("biuro@bank.example"), "asked_at": str(kept.asked_at)}
    page = f"/programmes/contact/{links.sign('contact', programme, expires_at=LATER, **claims)}"
    assert "biuro@bank.example" in NOBODY.get(page).text
    assert "The address is confirmed" in NOBODY.submit(page).text
    assert "biuro@bank.example" in NOBODY.get("/programmes/wiosna").text
    assert "waiting for confirmation" not in ANNA.get(settings_).text
