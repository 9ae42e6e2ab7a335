"""Races for versions whose items take more than a furnished programme: own applications, organizers, addresses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from identity import api as identity
from mentoring import clock, ids
from mentoring.tables.identity import Address, Person
from mentoring.tables.recruitment import Application, Member, Organization, Slug
from recruitment import api as recruitment
from tests.fakes.people import ORGANIZER, PROGRAMME, STRANGER, profile, programme
from tests.fakes.racing_handlers import race
from tests.integration.identity.test_addresses import HOME, asked_link
from tests.integration.identity.test_handlers import session, signed_in
from tests.integration.lambdas import keep, outbox, said, send
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.store.dynamo import DynamoStore

WRITERS = 6
MINE = f"/v1/programmes/{PROGRAMME}/mine/mentee"
TOLD = FORM | {"topics": ["negocjacje"], "languages": ["en C2"]}


@pytest.fixture
def recruits(store: DynamoStore) -> DynamoStore:
    """Given: a programme that takes applications, and somebody who may apply."""
    keep(
        store,
        programme(stage="recruiting", slug="wiosna"),
        Organization(*Organization.key("org-1"), organization_id="org-1", name="Firma", standing="established"),
        Slug(*Slug.key("wiosna"), slug="wiosna", programme_id=PROGRAMME),
        Member(*Member.key("org-1", ORGANIZER), organization_id="org-1", person_id=ORGANIZER, role="owner"),
        Member(*Member.key("org-1", "second"), organization_id="org-1", person_id="second", role="coordinator"),
        Person(
            *Person.key(STRANGER), person_id=STRANGER, email="jan@firma.example", registered_at=clock.iso(clock.now())
        ),
    )
    return store


def _one_wins(
    monkeypatch: pytest.MonkeyPatch, api: Any, call: Callable[..., Any], tag: str, change: tuple[str, str], bodies: Any
) -> None:
    requests = [partial(call, *change, body=body, headers={"if-match": tag}) for body in bodies]
    answers = race(monkeypatch, api.app, requests)
    assert sorted(one["statusCode"] for one in answers) == [200, *[412] * (len(requests) - 1)]


@pytest.mark.parametrize("path", [MINE, f"{MINE}/sent"])
def test_given_one_etag_of_an_own_application_when_several_tabs_put_it_then_one_does(
    monkeypatch: pytest.MonkeyPatch, recruits: DynamoStore, path: str
) -> None:
    call = partial(send, recruitment.handler, who=STRANGER)
    tag = call("GET", MINE)["multiValueHeaders"]["ETag"][0]
    bodies = [{"answers": TOLD | {"city": f"Miasto {number}"}} for number in range(WRITERS)]
    _one_wins(monkeypatch, recruitment, call, tag, ("PUT", path), bodies)


def test_given_one_version_of_an_organizer_when_several_change_their_role_then_one_does(
    monkeypatch: pytest.MonkeyPatch, recruits: DynamoStore
) -> None:
    call = partial(send, recruitment.handler, who=ORGANIZER)
    listed = said(call("GET", "/v1/organizations/org-1/organizers"))["organizers"]
    (version,) = [one["version"] for one in listed if one["person_id"] == "second"]
    bodies = [{"role": ("viewer", "owner")[number % 2], "programme_id": ""} for number in range(WRITERS)]
    change = ("PATCH", "/v1/organizations/org-1/organizers/second")
    _one_wins(monkeypatch, recruitment, call, f'"{version}"', change, bodies)


def test_given_one_etag_of_addresses_when_several_tabs_choose_the_main_one_then_one_does(
    monkeypatch: pytest.MonkeyPatch, recruits: DynamoStore
) -> None:
    mine = signed_in(session())
    request_id = said(mine("POST", "/v1/me/addresses", body={"email": HOME}))["request_id"]
    mine("POST", "/v1/me/addresses/links", body={"token": asked_link(request_id)})
    tag = mine("GET", "/v1/me/addresses")["multiValueHeaders"]["ETag"][0]
    change = ("PUT", f"/v1/me/addresses/{ids.address_key(HOME)}/main")
    _one_wins(monkeypatch, identity, mine, tag, change, [None] * WRITERS)


CONFIRMED = f"/v1/programmes/{PROGRAMME}/applications/a/address"


def test_given_one_etag_of_an_application_when_several_propose_another_address_for_who_confirmed_theirs_then_one_does(
    monkeypatch: pytest.MonkeyPatch, recruits: DynamoStore
) -> None:
    call = _confirmed(recruits)
    tag = call("GET", CONFIRMED)["multiValueHeaders"]["ETag"][0]
    bodies = [{"email": f"jan{number}@inna.example", "reason": f"z kartki {number}"} for number in range(WRITERS)]
    _one_wins(monkeypatch, recruitment, call, tag, ("PUT", CONFIRMED), bodies)
    assert said(call("GET", CONFIRMED))["proposed"]["email"] in {one["email"] for one in bodies}
    assert len(outbox("AddressProposed")) == 1


def test_given_one_page_when_several_propose_another_address_then_one_waits_and_the_others_see_what_they_typed(
    monkeypatch: pytest.MonkeyPatch, recruits: DynamoStore
) -> None:
    call = _confirmed(recruits)
    here = f"/organizer/programmes/{PROGRAMME}/applications/a/address"
    version = call("GET", CONFIRMED)["multiValueHeaders"]["ETag"][0].strip('"')
    forms = [
        {"email": f"jan{number}@inna.example", "why": f"z kartki {number}", "version": version}
        for number in range(WRITERS)
    ]
    answers = race(monkeypatch, recruitment.app, [partial(call, "POST", here, form=one) for one in forms])
    assert sorted(one["statusCode"] for one in answers) == [303, *[412] * (WRITERS - 1)]
    for form, answer in zip(forms, answers, strict=True):
        if answer["statusCode"] == 412:
            assert form["email"] in answer["body"]
            assert form["why"] in answer["body"]


def _confirmed(store: DynamoStore) -> Callable[..., Any]:
    """Given: an application whose address is confirmed; return the calls of an organizer."""
    one = Application(
        *Application.key(PROGRAMME, "a"), application_id="a", programme_id=PROGRAMME, email="jan@firma.example",
        role="mentee", profile=profile(), state="submitted", submitted_at="2026-03-01T12:00:00Z",
    )  # fmt: skip
    keep(store, one, Address.verified(STRANGER, "jan@firma.example", "2026-03-01T12:00:00Z"))
    return partial(send, recruitment.handler, who=ORGANIZER)


RACED = {
    ("put", MINE),
    ("put", f"{MINE}/sent"),
    ("patch", "/v1/organizations/org-1/organizers/second"),
    ("put", f"/v1/me/addresses/{HOME}/main"),
}
"""What is raced here."""
