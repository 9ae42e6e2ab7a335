"""Signing in through the real Lambda handlers over the tables of the template."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import pytest

from identity import api, authorizer
from mentoring import clock, links
from tests.integration.lambdas import outbox, published, said, send

call = partial(send, api.handler)
ADDRESS = "Anna.Krawiec@firma.example"

pytestmark = pytest.mark.usefixtures("store")


def asked(email: str = ADDRESS) -> str:
    """Given: somebody asked for a sign-in mail; return the request's id."""
    return str(said(call("POST", "/v1/sessions/requests", body={"email": email, "locale": "pl"}))["request_id"])


def token(request_id: str) -> str:
    return links.sign("sign_in", request_id, expires_at=clock.now() + timedelta(minutes=15))


def session() -> dict[str, Any]:
    made = call("POST", "/v1/sessions", body={"token": token(asked())})
    assert made["statusCode"] == 201
    found: dict[str, Any] = said(made)
    return found


def who_is(**headers: str) -> str:
    arn = "arn:aws:execute-api:eu-central-1:1:api/prod/GET/home"
    return str(authorizer.handler({"methodArn": arn, "headers": headers})["context"]["person_id"])


def cookies(answer: dict[str, Any]) -> SimpleCookie:
    found = SimpleCookie()
    for one in answer["multiValueHeaders"].get("Set-Cookie", []):
        found.load(one)
    return found


def test_given_any_address_when_asked_for_then_the_answer_is_the_same_and_a_mail_follows() -> None:
    for email in (ADDRESS, "nobody@firma.example"):
        assert call("POST", "/v1/sessions/requests", body={"email": email, "locale": "pl"})["statusCode"] == 202
    assert len(outbox("SignInRequested")) == 2
    assert ADDRESS not in str([one.detail for one in outbox("SignInRequested")])


def test_given_a_link_when_opened_by_a_scanner_then_nobody_is_signed_in_until_the_button_is_pressed() -> None:
    path = f"/sign-in/answer/{token(asked())}"
    assert not cookies(call("GET", path))
    done = call("POST", path, form={})
    assert done["statusCode"] == 303
    jar = cookies(done)
    assert all(one["httponly"] and one["secure"] and one["samesite"] for one in jar.values())
    assert who_is(Cookie=f"tandem_access={jar['tandem_access'].value}")
    assert call("POST", path, form={})["statusCode"] == 410


def test_given_the_code_when_typed_wrong_then_it_is_counted_and_right_signs_in() -> None:
    request_id = asked()
    right = links.code(request_id)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    page = call("POST", f"/sign-in/code/{request_id}", form={"code": wrong})
    assert page["statusCode"] == 422
    assert not cookies(page)
    spaced = f"{right[:3]} {right[3:]}"
    assert call("POST", f"/sign-in/code/{request_id}", form={"code": spaced})["statusCode"] == 303


def test_given_the_same_address_in_other_letters_when_signed_in_twice_then_it_is_one_person() -> None:
    ids = set()
    for email in (ADDRESS, ADDRESS.upper()):
        signed = said(call("POST", "/v1/sessions", body={"token": token(asked(email))}))
        ids.add(who_is(Authorization=f"Bearer {signed['access_token']}"))
    assert len(ids) == 1
    assert len(published("PersonRegistered")) == 1


def test_given_a_copied_refresh_token_when_used_after_two_renewals_then_the_whole_session_ends() -> None:
    first = session()["refresh_token"]

    def renewed(refresh_token: str) -> dict[str, Any]:
        return call("POST", "/v1/sessions/refresh", body={"refresh_token": refresh_token})

    newest = said(renewed(said(renewed(first))["refresh_token"]))["refresh_token"]
    assert renewed(first)["statusCode"] == 401
    assert renewed(newest)["statusCode"] == 401


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Cookie": "tandem_access=x"}])
def test_given_no_good_token_when_authorized_then_it_is_nobody_and_never_a_refusal(headers: dict[str, str]) -> None:
    assert who_is(**headers) == ""


def test_given_my_account_when_changed_then_the_version_that_was_read_counts() -> None:
    person_id = who_is(Authorization=f"Bearer {session()['access_token']}")
    read = call("GET", "/v1/me", person_id)
    good = {"if-match": read["multiValueHeaders"]["ETag"][0]}
    assert call("PATCH", "/v1/me", person_id, body={"name": "Anna"})["statusCode"] == 428
    assert call("PATCH", "/v1/me", person_id, body={"name": "Anna"}, headers=good)["statusCode"] == 200
    assert call("PATCH", "/v1/me", person_id, body={"name": "Ania"}, headers=good)["statusCode"] == 412
    assert said(call("GET", "/v1/me", person_id))["name"] == "Anna"
    assert call("PATCH", "/v1/me", person_id, body={"zone": "Mars/Olympus"}, headers=good)["statusCode"] == 422


def test_given_a_page_that_asked_for_sign_in_when_the_link_is_used_then_it_goes_on_there_and_nowhere_else() -> None:
    for wanted, there in (("/rooms/1", "/rooms/1"), ("https://evil.example/", "/home"), ("//evil.example", "/home")):
        sent = call("POST", "/sign-in", form={"email": ADDRESS, "next": wanted})
        request_id = sent["multiValueHeaders"]["Location"][0].rpartition("/")[2]
        done = call("POST", f"/sign-in/answer/{token(request_id)}", form={})
        assert done["multiValueHeaders"]["Location"] == [there]


def test_given_the_pages_files_when_asked_for_then_only_those_and_for_long() -> None:
    style = re.search(r"/static/[\w.]+css[^\"]*", call("GET", "/sign-in")["body"])
    assert style is not None
    found = call("GET", style[0].partition("?")[0])
    assert found["statusCode"] == 200
    assert "immutable" in found["multiValueHeaders"]["Cache-Control"][0]
    for path in ("/static/..%2Fapi.py", "/static/nothing.css"):
        assert call("GET", path)["statusCode"] == 404


@pytest.mark.parametrize(("language", "words"), [("en", "a complete e-mail address"), ("pl", "pełny adres e-mail")])
def test_given_a_bad_address_when_typed_or_sent_then_the_answer_says_what_an_address_looks_like(
    language: str, words: str
) -> None:
    typed = call("POST", "/sign-in", form={"email": "anna.firma"}, language=language)
    sent = call("POST", "/v1/sessions/requests", body={"email": "anna.firma", "locale": "pl"}, language=language)
    for answer in (typed, sent):
        assert answer["statusCode"] == 422
        assert words in answer["body"]
