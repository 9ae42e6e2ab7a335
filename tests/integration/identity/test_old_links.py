"""Links of mails that are older than their life: a new one by mail to the same person, and never the catalogue."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from identity import api, domain
from infra.template import ROOT
from mentoring import clock, ids, links
from mentoring.tables.identity import Person
from mentoring.tables.once import OnceItem
from tests.fakes.people import MENTEE, PAIR, PROGRAMME
from tests.integration.lambdas import keep, outbox, published, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
SERVICES = {
    "/sign-in/answer": "identity", "/proposals/answer": "pairing", "/programmes/answer": "recruitment",
    "/programmes/contact": "recruitment", "/programmes/withdraw": "recruitment", "/organizer/answer": "recruitment", "/rooms/answer": "workspace", "/meetings/answer": "meetings",
    "/meetings/outcome": "meetings", "/meetings/plan": "meetings", "/meetings/entry": "meetings", "/rooms/met": "workspace", "/surveys/answer": "surveys", "/monitoring/answer": "monitoring",
    "/monitoring/matter": "monitoring", "/meetings/met": "meetings", "/pairing/rest": "pairing", "/pairing/end": "pairing",
}  # fmt: skip
OFFERED = [(place, purpose) for place, purposes in links.PLACES.items() for purpose in purposes if place in SERVICES]
CLAIMS = {"pair_id": PAIR, "programme_id": PROGRAMME, "sequence": "0", "locale": "pl"}


def old(place: str, purpose: str, subject: str = "x", person_id: str = MENTEE) -> str:
    token = links.sign(purpose, subject, expires_at=clock.now() - timedelta(days=1), person_id=person_id, **CLAIMS)
    return f"{place}/{token}"


def page(place: str, path: str, method: str = "GET") -> dict[str, Any]:
    handler = import_module(f"{SERVICES[place]}.api").handler
    return send(handler, method, path, form=None if method == "GET" else {"answer": "accept", "outcome": "held"})


def ways(answer: dict[str, Any]) -> list[str]:
    """Return where the page itself leads to: its links and its forms."""
    main = answer["body"].partition("<main")[2].partition("</main>")[0]
    return re.findall(r'(?:href|action)="([^"]+)"', main)


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize(("place", "purpose"), OFFERED)
def test_given_an_old_link_of_a_mail_when_opened_then_a_new_one_is_offered_and_goes_to_the_same_person(
    place: str, purpose: str
) -> None:
    path = old(place, purpose)
    shown = page(place, path)
    assert shown["statusCode"] == 410
    assert '<html lang="pl"' in shown["body"], "the language of the mail, not of the browser"
    assert "/sign-in/links" in ways(shown)
    assert "/" not in ways(shown)
    (told,) = re.findall(r'name="link" value="([^"]+)"', shown["body"])
    assert html.unescape(told) == path
    if purpose == "sign_in":
        return
    asked = call("POST", "/sign-in/links", form={"link": path})
    assert asked["multiValueHeaders"]["Location"] == ["/sign-in/links"]
    assert call("GET", "/sign-in/links")["statusCode"] == 200
    (event,) = published("LinkRenewalAsked")
    assert (event.data.purpose, event.data.person_id, event.data.claims) == (purpose, MENTEE, CLAIMS)


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize("place", SERVICES)
def test_given_a_forged_or_cut_link_when_opened_then_it_is_said_and_the_way_in_is_shown(place: str) -> None:
    for path in (f"{place}/forged", old(place, "no such purpose"), old(place, links.PLACES[place][0])[:-3]):
        shown = page(place, path)
        assert shown["statusCode"] == 404
        assert "This link is not complete" in html.unescape(shown["body"])
        assert [one for one in ways(shown) if one.startswith("/sign-in?")]
        assert "/" not in ways(shown)
        assert call("POST", "/sign-in/links", form={"link": path})["statusCode"] == 404
    assert outbox("LinkRenewalAsked") == []


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize(
    ("place", "purpose"),
    [
        ("/session/addresses/answer", "address"),
        ("/programmes/new-address", "new_address"),
        ("/programmes/old-address", "old_address"),
    ],
)
def test_given_an_old_link_about_an_address_when_a_new_one_is_asked_for_then_there_is_none(
    place: str, purpose: str
) -> None:
    assert call("POST", "/sign-in/links", form={"link": old(place, purpose)})["statusCode"] == 404
    assert outbox("LinkRenewalAsked") == []


@pytest.mark.usefixtures("agreed")
def test_given_a_new_link_when_asked_for_again_and_again_then_it_pauses_and_a_double_click_is_one_mail() -> None:
    path = old("/meetings/answer", "meeting")
    form = {"link": path, "form_key": "a-key-of-the-page"}
    answers = [call("POST", "/sign-in/links", form=form)["multiValueHeaders"]["Location"] for _ in range(2)]
    assert answers == [["/sign-in/links"]] * 2
    assert len(outbox("LinkRenewalAsked")) == 1
    free = domain.RENEWALS_FOR_PERSON.free
    statuses = [call("POST", "/v1/sessions/links", body={"link": path})["statusCode"] for _ in range(free + 1)]
    assert statuses[0] == 202
    assert statuses[-1] == 429
    assert len(outbox("LinkRenewalAsked")) == free


@pytest.mark.usefixtures("store")
def test_given_a_sign_in_mail_of_yesterday_when_its_link_is_opened_then_another_goes_to_the_same_address() -> None:
    request_id = said(call("POST", "/v1/sessions/requests", body={"email": "anna@firma.example"}))["request_id"]
    path = f"/sign-in/answer/{links.sign('sign_in', request_id, expires_at=clock.now() - timedelta(minutes=1))}"
    sent = call("POST", "/sign-in/links", form={"link": path})
    place = sent["multiValueHeaders"]["Location"][0]
    assert place.startswith("/sign-in/code/")
    assert "anna@firma.example" in call("GET", place)["body"]
    assert len(outbox("SignInRequested")) == 2


def test_given_a_sign_in_mail_of_last_year_when_its_link_is_opened_then_the_account_says_where_to(
    store: DynamoStore,
) -> None:
    person_id = ids.derived("person", "anna@firma.example")
    keep(
        store,
        Person(
            *Person.key(person_id),
            person_id=person_id,
            email="anna@firma.example",
            registered_at=clock.iso(clock.now()),
        ),
    )
    for someone, where in ((person_id, "/sign-in/code/"), ("gone", "/sign-in")):
        sent = call("POST", "/sign-in/links", form={"link": old("/sign-in/answer", "sign_in", "r", someone)})
        assert sent["multiValueHeaders"]["Location"][0].startswith(where)
    assert len(outbox("SignInRequested")) == 1


def test_given_a_request_to_sign_in_when_its_life_is_over_then_it_is_kept_for_a_day(store: DynamoStore) -> None:
    request_id = said(call("POST", "/v1/sessions/requests", body={"email": "anna@firma.example"}))["request_id"]
    kept = store.once(OnceItem.sign_in(request_id))
    assert kept is not None
    assert kept.expires_at >= clock.now().timestamp() + timedelta(hours=24).total_seconds()


def test_given_the_mails_when_their_links_are_signed_then_each_purpose_has_its_place() -> None:
    places = {purpose: place for place, purposes in links.PLACES.items() for purpose in purposes}
    signed = set[str]()
    for file in (ROOT / "services" / "notifications").rglob("*.py"):
        signed |= set(re.findall(r'\bsign\((?:(?:self\.)?context, )?"(\w+)"', file.read_text("utf-8")))
    assert signed == set(places)


def test_given_an_old_link_to_fewer_mails_when_used_then_it_still_works() -> None:
    token = links.sign("unsubscribe", "mailbox", expires_at=clock.now() - timedelta(days=900))
    assert links.read("unsubscribe", token, clock.now()).subject == "mailbox"
