"""Somebody's addresses through the real handler: the pages, the link, and the API."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock, ids, links
from tests.integration.identity.test_handlers import ADDRESS, call, session, signed_in
from tests.integration.lambdas import outbox, said

pytestmark = pytest.mark.usefixtures("store")

HOME = "anna@dom.example"
ENGLISH = {"Accept-Language": "en"}


def asked_link(request_id: str = "") -> str:
    """Return the token of the link in the mail of the last wish."""
    wish = request_id or re.findall(r'"request_id": ?"([^"]+)"', outbox("AddressAsked")[-1].detail)[0]
    return links.sign("address", wish, expires_at=clock.now() + timedelta(days=1))


def _asked(mine: Any, email: str = HOME, wish: str = "also") -> dict[str, Any]:
    found: dict[str, Any] = mine("POST", "/session/addresses", form={"email": email, "wish": wish})
    return found


def test_given_the_page_when_an_address_is_added_by_its_link_then_it_is_listed_and_signs_in_the_same_person() -> None:
    tokens = session()
    mine = signed_in(tokens)
    assert _asked(mine)["statusCode"] == 303
    path = f"/session/addresses/answer/{asked_link()}"
    for _ in range(2):
        assert HOME in mine("GET", path)["body"]
        assert HOME not in mine("GET", "/session/addresses")["body"]
    assert mine("POST", path, form={})["statusCode"] == 303
    assert HOME in mine("GET", "/session/addresses")["body"]
    assert mine("POST", path, form={})["statusCode"] == 410
    request_id = said(call("POST", "/v1/sessions/requests", body={"email": HOME}))["request_id"]
    token = links.sign("sign_in", request_id, expires_at=clock.now() + timedelta(minutes=5))
    assert said(call("POST", "/v1/sessions", body={"token": token}))["person_id"] == tokens["person_id"]


def test_given_an_address_of_another_account_when_asked_for_then_the_answers_differ_in_nothing_but_the_address() -> (
    None
):
    other = said(call("POST", "/v1/sessions/requests", body={"email": "ola@firma.example"}))["request_id"]
    token = links.sign("sign_in", other, expires_at=clock.now() + timedelta(minutes=5))
    theirs = said(call("POST", "/v1/sessions", body={"token": token}))
    mine = signed_in(session())
    pages = [_asked(mine, email) for email in ("ola@firma.example", "una@firma.example")]
    assert [one["statusCode"] for one in pages] == [303, 303]
    assert pages[0]["multiValueHeaders"].keys() == pages[1]["multiValueHeaders"].keys()
    una = said(mine("POST", "/v1/me/addresses", body={"email": "una@firma.example"}))["request_id"]
    link = f"/session/addresses/answer/{asked_link(una)}"
    assert "una@firma.example" in mine("GET", link, headers=ENGLISH)["body"]
    stranger = signed_in(theirs)("GET", link, headers=ENGLISH)
    assert stranger["statusCode"] == 404
    assert "una@firma.example" not in stranger["body"]
    assert call("GET", link)["statusCode"] == 303


def test_given_the_api_when_the_address_is_changed_then_the_old_one_is_gone_and_told() -> None:
    tokens = session()
    mine = signed_in(tokens)
    asked = mine("POST", "/v1/me/addresses", body={"email": HOME, "wish": "instead"})
    assert asked["statusCode"] == 202
    done = mine("POST", "/v1/me/addresses/links", body={"token": asked_link(said(asked)["request_id"])})
    assert said(done) == {"email": HOME, "main": True, "applications": 0}
    listed = said(mine("GET", "/v1/me/addresses"))["items"]
    assert listed == [{"address_id": ids.address_key(HOME), "email": HOME, "main": True}]
    assert len(outbox("AddressesChanged")) == 1
    assert ADDRESS.lower() not in outbox("AddressesChanged")[0].detail
    renewed = said(call("POST", "/v1/sessions/refresh", body={"refresh_token": tokens["refresh_token"]}))
    assert links.read("access", renewed["access_token"], clock.now()).claims["email"] == HOME


def test_given_two_addresses_when_the_api_changes_the_main_one_and_removes_the_other_then_versions_count() -> None:
    mine = signed_in(session())
    request_id = said(mine("POST", "/v1/me/addresses", body={"email": HOME}))["request_id"]
    mine("POST", "/v1/me/addresses/links", body={"token": asked_link(request_id)})
    listed = mine("GET", "/v1/me/addresses")
    version = {"If-Match": listed["multiValueHeaders"]["ETag"][0]}
    main = f"/v1/me/addresses/{ids.address_key(HOME)}/main"
    assert mine("PUT", main)["statusCode"] == 428
    led = mine("PUT", main, headers=version)
    assert (led["statusCode"], said(led)["items"][0]["email"]) == (200, HOME)
    old = f"/v1/me/addresses/{said(led)['items'][1]['address_id']}"
    assert mine("DELETE", old, headers=version)["statusCode"] == 412
    assert mine("DELETE", old, headers={"If-Match": led["multiValueHeaders"]["ETag"][0]})["statusCode"] == 204
