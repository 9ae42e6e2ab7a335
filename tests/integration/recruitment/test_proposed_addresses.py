"""Another address for who confirmed theirs, as organizers and both mailboxes see it, through the real handlers."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from mentoring import ids, links
from mentoring.tables.identity import Address, Person
from mentoring.tables.recruitment import AddressProposal, Application
from tests.fakes.context import NOON
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA, NOBODY, STRANGER
from tests.integration.recruitment.conftest import Person as Browser
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ADA, NEW = Browser("ada"), "ada@inna.example"
AT = "2026-03-01T12:00:00Z"


@pytest.fixture
def ada(store: DynamoStore, programme: str) -> str:
    """Given: Ada has applied, and signed in; return where organizers see her application."""
    assert ADA.submit("/programmes/wiosna/apply/mentee", submit="yes", **FORM).status == 303
    someone = Person(*Person.key("ada"), person_id="ada", email="ada@firma.example", registered_at=AT)
    keep(store, Address.verified("ada", "ada@firma.example", AT), someone)
    one = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["application_id"]
    return f"/programmes/{programme}/applications/{one}"


def item(here: str) -> AddressProposal:
    _, _, programme_id, _, application_id = here.split("/")
    return AddressProposal.get(*AddressProposal.key(programme_id, application_id))


def token(here: str, purpose: str) -> str:
    one = item(here)
    claims = {"programme_id": one.programme_id, "application_id": one.application_id}
    reader = ids.address_key(one.email if purpose == "new_address" else "ada@firma.example")
    return links.sign(purpose, one.proposal_id, expires_at=NOON.replace(year=2100), person_id=reader, **claims)


def propose(here: str) -> None:
    version = ANNA.get(f"/v1{here}").headers["etag"].strip('"')
    done = ANNA.submit(f"/organizer{here}/address", email=NEW, why="Nowa firma", version=version)
    assert done.status == 303, done.text


def test_given_a_confirmed_address_when_another_is_proposed_on_the_page_then_the_desk_says_that_it_waits(
    ada: str,
) -> None:
    page = ANNA.get(f"/organizer{ada}").text
    assert "Propose another address" in page
    refused = ANNA.submit(f"/organizer{ada}/address", email=NEW, version=ANNA.get(f"/v1{ada}").headers["etag"][1:-1])
    assert refused.status == 422
    assert "Write why; only organizers read it." in refused.text
    assert NEW in refused.text
    propose(ada)
    page = Browser("anna", "pl").get(f"/organizer{ada}").text
    assert NEW in page
    assert "Czeka na potwierdzenie od" in page
    withdrawn = ANNA.submit(f"/organizer{ada}/address/withdrawal", proposal_id=item(ada).proposal_id)
    assert withdrawn.status == 303
    assert NEW not in ANNA.get(f"/organizer{ada}").text
    assert "proposed address withdrawn" in ANNA.get(f"/organizer{ada}").text


def test_given_the_present_address_when_it_is_sent_then_no_mail_is_promised(ada: str) -> None:
    version = ANNA.get(f"/v1{ada}").headers["etag"].strip('"')
    done = ANNA.submit(f"/organizer{ada}/address", email="Ada@Firma.example", why="x", version=version)
    shown = ANNA.get(f"/organizer{ada}", cookie=done.headers["set-cookie"].partition(";")[0]).text
    assert (done.status, "so nothing was changed" in shown) == (303, True)


def test_given_a_proposal_when_its_reader_looks_then_nothing_happens_before_the_button(ada: str) -> None:
    propose(ada)
    here = f"/programmes/new-address/{token(ada, 'new_address')}"
    page = NOBODY.get(here)
    assert page.status == 200
    assert "Firma says that" in page.text
    assert "ada@firma.example" not in page.text, "the present address is nobody's business"
    assert item(ada).confirmed_at is None
    assert NOBODY.submit(here, answer="yes").status == 303
    assert item(ada).confirmed_at is not None
    assert "unless somebody stops it" in NOBODY.get(here).text
    assert "Confirmed on" in ANNA.get(f"/organizer{ada}").text


def test_given_a_proposal_when_stopped_from_the_present_address_then_both_links_are_over(ada: str) -> None:
    propose(ada)
    old, new = (f"/programmes/{one}-address/{token(ada, f'{one}_address')}" for one in ("old", "new"))
    assert NEW in NOBODY.get(old).text
    assert NOBODY.submit(old).status == 303
    for url in (old, new):
        over = NOBODY.get(url)
        assert (over.status, "This link no longer works" in over.text) == (410, True)
    assert NOBODY.submit(new, answer="yes").status == 410


def test_given_json_when_an_address_is_proposed_read_and_withdrawn_then_each_says_what_stands(ada: str) -> None:
    url = f"/v1{ada}/address"
    before = ANNA.get(url)
    assert before.json == {"email": "ada@firma.example", "confirmed": True, "proposed": None}
    tag = {"if-match": before.headers["etag"]}
    assert ANNA.put(url, {"email": NEW}, **tag).status == 422
    kept = ANNA.put(url, {"email": NEW, "reason": "Nowa firma"}, **tag)
    assert (kept.status, kept.json["email"]) == (200, "ada@firma.example")
    assert ANNA.put(url, {"email": NEW, "reason": "Nowa firma"}, **tag).status == 412
    found = ANNA.get(url).json["proposed"]
    assert (found["email"], found["confirmed_at"]) == (NEW, None)
    gone = f"{url}/proposals/{found['proposal_id']}"
    assert STRANGER.delete(gone).status == 404
    assert ANNA.delete(gone).status == 204
    assert ANNA.get(url).json["proposed"] is None


def test_given_the_person_signed_in_when_they_confirm_then_it_holds_at_once(ada: str) -> None:
    propose(ada)
    here = f"/programmes/new-address/{token(ada, 'new_address')}"
    assert "It holds at once, because you are signed in." in ADA.get(here).text
    assert NOBODY.submit(here, answer="yes").status == 303
    assert item(ada).given_at is None
    assert "Use it now" in ADA.get(here).text
    assert ADA.submit(here, answer="yes").status == 303
    assert item(ada).given_at is not None
    assert "Your new address holds" in ADA.get(here).text
    assert Application.get(*Application.key(item(ada).programme_id, item(ada).application_id)).email != NEW


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_a_no_when_the_address_is_proposed_again_then_page_and_json_say_why_not_and_what_was_typed_stays(
    ada: str, language: str
) -> None:
    propose(ada)
    assert NOBODY.submit(f"/programmes/new-address/{token(ada, 'new_address')}", answer="no").status == 303
    tag = ANNA.get(f"/v1{ada}").headers["etag"]
    refused = Browser("anna", language).submit(
        f"/organizer{ada}/address", email=NEW, why="Nowa firma, drugi raz", version=tag.strip('"')
    )
    words = {"pl": "nie można zaproponować go ponownie", "en": "can't be proposed again"}[language]
    assert (refused.status, words in html.unescape(refused.text)) == (409, True)
    assert all(one in refused.text for one in (NEW, "Nowa firma, drugi raz"))
    told = ANNA.put(f"/v1{ada}/address", {"email": NEW, "reason": "Nowa firma"}, **{"if-match": tag})
    assert (told.status, told.json["type"]) == (409, "urn:tandem:problem:address-refused")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_three_addresses_when_a_fourth_is_proposed_then_page_and_json_say_from_when(
    ada: str, language: str
) -> None:
    for _ in range(3):
        propose(ada)
    tag = ANNA.get(f"/v1{ada}").headers["etag"]
    refused = Browser("anna", language).submit(
        f"/organizer{ada}/address", email="czwarty@inna.example", why="Nowa firma", version=tag.strip('"')
    )
    words = {"pl": "tydzień po ostatniej propozycji", "en": "a week after the last"}[language]
    assert (refused.status, words in refused.text, "czwarty@inna.example" in refused.text) == (429, True, True)
    told = ANNA.put(f"/v1{ada}/address", {"email": "czwarty@inna.example", "reason": "x"}, **{"if-match": tag})
    assert (told.status, int(told.headers["retry-after"]) > 6 * 86_400) == (429, True)


@pytest.mark.parametrize("purpose", ["old", "new"])
def test_given_an_address_that_has_changed_when_stopped_then_that_is_said_under_a_heading_that_is_true(
    ada: str, purpose: str
) -> None:
    propose(ada)
    new, stop = (f"/programmes/{one}-address/{token(ada, f'{one}_address')}" for one in ("new", purpose))
    assert ADA.submit(new, answer="yes").status == 303
    late = NOBODY.submit(stop, answer="no")
    assert (late.status, "It is too late to stop this" in late.text) == (409, True)
    assert "This link no longer works" not in late.text
    assert ("Your new address holds" if purpose == "new" else "Your address has changed") in late.text


def test_given_ten_addresses_when_another_is_proposed_then_no_page_says_that_the_present_one_still_opens_the_account(
    store: DynamoStore, ada: str
) -> None:
    propose(ada)
    someone = store.get(Person, *Person.key("ada"))
    assert someone is not None
    someone.others = [f"ada{number}@firma.example" for number in range(9)]
    keep(store, someone)
    new, old = (f"/programmes/{one}-address/{token(ada, f'{one}_address')}" for one in ("new", "old"))
    assert "the present main one makes room" in ADA.get(new).text
    assert "the present main one no longer opens your account" in NOBODY.get(old).text
    assert ADA.submit(new, answer="yes").status == 303
    someone.email = NEW
    keep(store, someone)
    assert "The old address no longer opens your account" in NOBODY.get(old).text
    assert "You can still sign in with the old address" not in NOBODY.get(old).text
