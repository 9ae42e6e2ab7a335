"""Passkeys through the real handler: the API, and pages that need JavaScript only where they say so."""

from __future__ import annotations

from typing import Any

import pytest

from identity.use_cases import passkeys
from tests.fakes.authenticator import Authenticator
from tests.integration.identity.test_handlers import call, cookies, session, signed_in, who_is
from tests.integration.lambdas import outbox, said

pytestmark = pytest.mark.usefixtures("store")


def _device() -> Authenticator:
    here = passkeys.party()
    return Authenticator(here.origin, here.host)


def _made(mine: Any, device: Authenticator) -> dict[str, Any]:
    wanted = said(mine("POST", "/v1/me/passkeys/challenges"))
    credential = device.make(wanted["challenge"], wanted["user_id"])
    found: dict[str, Any] = mine("POST", "/v1/me/passkeys", body={"name": "telefon", "credential": credential})
    return found


def _signed(device: Authenticator) -> str:
    return device.sign(said(call("POST", "/v1/sessions/passkeys/challenges"))["challenge"])


def test_given_the_api_when_a_passkey_is_made_then_it_signs_in_until_it_is_removed() -> None:
    tokens, device = session(), _device()
    mine = signed_in(tokens)
    made = _made(mine, device)
    assert made["statusCode"] == 201
    assert len(outbox("PasskeyAdded")) == 1
    signed = call("POST", "/v1/sessions/passkeys", body={"credential": _signed(device)})
    assert (signed["statusCode"], said(signed)["person_id"]) == (201, tokens["person_id"])
    assert [one["name"] for one in said(mine("GET", "/v1/me/passkeys"))["items"]] == ["telefon"]
    path = f"/v1/me/passkeys/{said(made)['passkey_id']}"
    assert mine("DELETE", path)["statusCode"] == 204
    assert mine("DELETE", path)["statusCode"] == 404
    refused = call("POST", "/v1/sessions/passkeys", body={"credential": _signed(device)})
    assert refused["statusCode"] == 422
    assert "passkey-refused" in refused["body"]


def test_given_the_pages_when_a_passkey_signs_in_then_the_browser_gets_a_session_and_goes_on_where_it_wanted() -> None:
    tokens, device = session(), _device()
    _made(signed_in(tokens), device)
    page = call("GET", "/sign-in", next="/organizer")["body"]
    assert "data-passkey" in page
    assert "<noscript>" in page
    done = call("POST", "/sign-in/passkey", form={"credential": _signed(device), "next": "/organizer"})
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, ["/organizer"])
    assert who_is(Cookie=f"tandem_access={cookies(done)['tandem_access'].value}") == tokens["person_id"]
    for nonsense in ("", "{}", "[]", '{"id": 1}', _signed(device).replace("signature", "s")):
        refused = call("POST", "/sign-in/passkey", form={"credential": nonsense, "next": "https://evil.example"})
        assert refused["statusCode"] == 422
        assert "evil.example" not in refused["body"]
        assert 'name="email"' in refused["body"], "the mail is offered instead"


def test_given_a_page_of_another_origin_when_it_sends_a_passkey_then_nobody_is_signed_in() -> None:
    tokens, device = session(), _device()
    _made(signed_in(tokens), device)
    foreign = {"origin": "https://evil.example"}
    sent = call("POST", "/sign-in/passkey", form={"credential": _signed(device)}, headers=foreign)
    assert sent["statusCode"] >= 400
    assert not cookies(sent)
