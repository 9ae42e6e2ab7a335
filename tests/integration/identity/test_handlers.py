"""Signing in through the real Lambda handlers over the tables of the template."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from identity import api, authorizer, domain
from infra.template import resources
from mentoring import clock, links
from mentoring.tables.identity import Address
from mentoring.tables.once import OnceItem
from tests.integration.lambdas import keep, outbox, published, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

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


def signed_in(tokens: dict[str, Any]) -> Any:
    """Return `call` as who holds these tokens, while the access token lives."""
    return partial(call, who=tokens["person_id"], session=tokens["refresh_token"].partition(".")[0])


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
    for method in ("GET", "POST"):
        assert call(method, path, form={})["statusCode"] == 410


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
    for email in (ADDRESS, ADDRESS.upper(), f"\u200b{ADDRESS}\u00a0", f"Anna <mailto:{ADDRESS}>"):
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
    mine = signed_in(session())
    read = mine("GET", "/v1/me")
    good = {"if-match": read["multiValueHeaders"]["ETag"][0]}
    assert mine("PATCH", "/v1/me", body={"name": "Anna"})["statusCode"] == 428
    assert mine("PATCH", "/v1/me", body={"name": "Anna"}, headers=good)["statusCode"] == 200
    assert mine("PATCH", "/v1/me", body={"name": "Ania"}, headers=good)["statusCode"] == 412
    assert said(mine("GET", "/v1/me"))["name"] == "Anna"
    assert mine("PATCH", "/v1/me", body={"zone": "Mars/Olympus"}, headers=good)["statusCode"] == 422


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


@pytest.mark.parametrize(
    ("email", "language", "words"),
    [
        ("anna.firma", "en", "a complete email address"),
        ("anna.firma", "pl", "pełny adres e-mail"),
        ("ola.żak@firma.example", "en", "letters such as ą or é before the @"),
        ("ola.żak@firma.example", "pl", "literami takimi jak ą czy é przed znakiem @"),
        ("anna.o’connor@firma.example", "en", "its apostrophe is a curly one"),
        ("anna.o’connor@firma.example", "pl", "apostrof jest w nim drukarski"),
        ("anna@firma", "pl", "nie jest nazwą serwera poczty"),
    ],
)
def test_given_a_bad_address_when_typed_or_sent_then_the_answer_says_what_is_wrong(
    email: str, language: str, words: str
) -> None:
    typed = call("POST", "/sign-in", form={"email": email}, language=language)
    sent = call("POST", "/v1/sessions/requests", body={"email": email, "locale": "pl"}, language=language)
    for answer in (typed, sent):
        assert answer["statusCode"] == 422
        assert words in answer["body"]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_given_many_mails_to_an_address_when_asked_for_more_then_page_and_json_say_how_long_to_wait(
    language: str,
) -> None:
    for _ in range(domain.MAILS_TO_ADDRESS.free):
        asked()
    page = call("POST", "/sign-in", form={"email": ADDRESS, "next": "/rooms/1"}, language=language)
    sent = call("POST", "/v1/sessions/requests", body={"email": ADDRESS, "locale": "pl"}, language=language)
    for answer in (page, sent):
        assert answer["statusCode"] == 429
        assert 0 < int(answer["multiValueHeaders"]["Retry-After"][0]) <= 60
        assert "1 min" in answer["body"]
    assert ADDRESS in page["body"]
    assert 'value="/rooms/1"' in page["body"]
    assert said(sent)["type"] == "urn:tandem:problem:sign-in-paused"
    assert len(outbox("SignInRequested")) == domain.MAILS_TO_ADDRESS.free


def test_given_a_network_of_many_addresses_when_it_asks_too_often_then_it_waits_and_others_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = replace(domain.MAILS_FROM_SOURCE, free=3, first=timedelta(hours=1))
    monkeypatch.setattr(domain, "MAILS_FROM_SOURCE", few)

    def ask(number: int, source: str) -> int:
        body = {"email": f"p{number}@firma.example", "locale": "pl"}
        return int(call("POST", "/v1/sessions/requests", body=body, source=source)["statusCode"])

    free = domain.MAILS_FROM_SOURCE.free
    assert {ask(number, f"2001:db8:0:1::{number}") for number in range(free)} == {202}
    assert ask(free, "2001:db8:0:1:ffff::1") == 429
    assert ask(free, "2001:db8:0:2::1") == 202


def test_given_a_code_in_full_width_digits_or_no_code_when_typed_then_never_a_fault() -> None:
    request_id = asked()
    wide = "".join(chr(0xFF10 + int(digit)) for digit in links.code(request_id))
    for typed in ("", "12", "abcdef", "１２３"):
        page = call("POST", f"/sign-in/code/{request_id}", form={"code": typed})
        assert page["statusCode"] == 422
        assert "six digits" in page["body"]
    assert call("POST", f"/sign-in/code/{request_id}", form={"code": wide})["statusCode"] == 303


def test_given_an_old_tab_or_link_when_used_by_who_is_signed_in_then_it_leads_home() -> None:
    request_id = asked()
    link = f"/sign-in/answer/{token(request_id)}"
    assert call("POST", link, form={})["statusCode"] == 303
    code = {"code": links.code(request_id)}
    old = [
        ("GET", link, None),
        ("POST", link, {}),
        ("GET", f"/sign-in/code/{request_id}", None),
        ("GET", "/sign-in", None),
    ]
    for method, path, form in [*old, ("POST", f"/sign-in/code/{request_id}", code)]:
        answer = call(method, path, "anna", form=form)
        assert (answer["statusCode"], answer["multiValueHeaders"]["Location"]) == (303, ["/home"])
    assert call("POST", f"/sign-in/code/{request_id}", form=code)["statusCode"] == 410


def test_given_somebody_signed_in_when_they_ask_for_a_link_to_another_device_then_they_stay_where_they_are() -> None:
    form = {"email": ADDRESS, "next": "/programmes/wiosna/apply/mentor", "first_name": "Anna"}

    answer = call("POST", "/sign-in", "anna", form=form)

    assert (answer["statusCode"], answer["multiValueHeaders"]["Location"]) == (303, [form["next"]])
    assert call("POST", "/sign-in", form=form)["multiValueHeaders"]["Location"][0].startswith("/sign-in/code/")
    elsewhere = call("POST", "/sign-in", "anna", form=form | {"next": "https://evil.example/"})
    assert elsewhere["multiValueHeaders"]["Location"][0].startswith("/sign-in/code/")


def test_given_a_session_that_ended_when_its_access_token_goes_on_then_the_account_is_closed_to_it() -> None:
    tokens = session()
    mine = signed_in(tokens)
    assert mine("GET", "/session")["statusCode"] == 200
    assert mine("POST", "/session/sign-out", form={})["statusCode"] == 303
    assert mine("GET", "/v1/me")["statusCode"] == 401
    for method, path in (("GET", "/session"), ("POST", "/session")):
        answer = mine(method, path, form={"name": "Anna"})
        assert answer["multiValueHeaders"]["Location"] == ["/session/refresh?next=%2Fsession"]


def test_given_a_session_when_only_its_refresh_cookie_is_left_then_signing_out_ends_it_and_clears_all_cookies() -> None:
    tokens = session()
    left = call("POST", "/session/sign-out", form={}, headers={"cookie": f"tandem_refresh={tokens['refresh_token']}"})
    assert {name: one["max-age"] for name, one in cookies(left).items() if name != "tandem_flash"} == {
        "tandem_access": "0", "tandem_refresh": "0", "tandem_session": "0",
    }  # fmt: skip
    renewed = call("POST", "/v1/sessions/refresh", body={"refresh_token": tokens["refresh_token"]})
    assert renewed["statusCode"] == 401


def test_given_an_access_token_when_its_session_ended_then_it_lives_five_minutes_at_most() -> None:
    tokens = session()
    assert tokens["expires_in"] == 300
    life = links.read("access", tokens["access_token"], clock.now()).expires_at - clock.now()
    assert life <= timedelta(minutes=5)
    api_cache = resources("AWS::Serverless::Api")["Api"]["Auth"]["Authorizers"]["Sessions"]["Identity"]
    assert api_cache["ReauthorizeEvery"] == 0


def jar(tokens: dict[str, Any]) -> str:
    """Return the cookies of a browser whose access token has run out, as `/session` gets them."""
    return f"tandem_session=1; tandem_refresh={tokens['refresh_token']}"


@pytest.mark.parametrize(("method", "status"), [("GET", 303), ("POST", 307)])
def test_given_an_access_token_that_ran_out_when_a_page_is_wanted_then_it_is_renewed_first_and_the_form_kept(
    method: str, status: int
) -> None:
    path = f"/sign-in/answer/{token(asked())}"
    away = call(method, path, form={}, headers={"cookie": "tandem_session=1"}, lang="en")
    assert away["statusCode"] == status
    where = away["multiValueHeaders"]["Location"][0]
    assert where == f"/session/refresh?next={quote(path + '?lang=en', safe='')}&optional=1"
    sent = {"next": f"{path}?lang=en", "optional": "1"}
    back = call(method, "/session/refresh", form={}, headers={"cookie": jar(session())}, **sent)
    assert (back["statusCode"], back["multiValueHeaders"]["Location"]) == (status, [f"{path}?lang=en"])
    assert who_is(Cookie=f"tandem_access={cookies(back)['tandem_access'].value}")
    nobody = call(method, "/session/refresh", form={}, headers={"cookie": "tandem_session=1"}, **sent)
    assert (nobody["statusCode"], nobody["multiValueHeaders"]["Location"]) == (status, [f"{path}?lang=en"])
    assert cookies(nobody)["tandem_session"]["max-age"] == "0"


def test_given_nothing_to_renew_when_a_form_has_words_of_its_writer_then_they_are_given_back() -> None:
    here = {"referer": "https://tandem.firma.example/rooms/1/messages", "cookie": "tandem_session=1"}
    wrote = {"text": "Do zobaczenia we wtorek", "version": "3"}
    page = call("POST", "/session/refresh", form=wrote, headers=here, next="/rooms/1/messages")
    assert page["statusCode"] == 401
    assert "Do zobaczenia we wtorek</textarea>" in page["body"]
    assert '<a class="button" href="/sign-in?next=%2Frooms%2F1%2Fmessages">' in page["body"]
    assert page["body"].count('class="button"') == 1, "one way stands out"
    assert cookies(page)["tandem_session"]["max-age"] == "0"


def test_given_nothing_to_renew_when_a_form_or_a_fragment_needs_somebody_then_they_sign_in_and_see_their_page() -> None:
    public = "https://tandem.firma.example"
    form = call("POST", "/session/refresh", form={}, headers={"referer": f"{public}/rooms/1"}, next="/rooms/1/tasks")
    assert (form["statusCode"], form["multiValueHeaders"]["Location"]) == (303, ["/sign-in?next=%2Frooms%2F1"])
    htmx = {"hx-request": "true", "hx-current-url": f"{public}/rooms/1?x=1"}
    part = call("GET", "/session/refresh", headers=htmx, next="/meetings/pair/1")
    assert (part["statusCode"], part["body"]) == (200, "")
    assert part["multiValueHeaders"]["HX-Redirect"] == ["/sign-in?next=%2Frooms%2F1%3Fx%3D1"]
    evil = call("GET", "/session/refresh", headers=htmx | {"hx-current-url": "https://evil.example/"}, next="/rooms/1")
    assert evil["multiValueHeaders"]["HX-Redirect"] == ["/sign-in?next=%2Frooms%2F1"]


def test_given_a_key_of_idempotency_when_a_session_is_opened_or_renewed_then_no_token_is_kept_or_given_twice() -> None:
    key = {"idempotency-key": "a-key-of-the-client-1"}
    wish = {"token": token(asked())}
    opened = call("POST", "/v1/sessions", body=wish, headers=key)
    assert opened["statusCode"] == 201
    assert call("POST", "/v1/sessions", body=wish, headers=key)["statusCode"] == 410
    renewed = call("POST", "/v1/sessions/refresh", body={"refresh_token": said(opened)["refresh_token"]}, headers=key)
    assert renewed["statusCode"] == 201
    kept = str([one.to_simple_dict() for one in OnceItem.scan()])
    for answer in (opened, renewed):
        for name in ("access_token", "refresh_token"):
            assert said(answer)[name].rpartition(".")[2] not in kept


def test_given_my_account_when_filled_in_on_its_page_then_name_language_and_zone_are_my_own() -> None:
    mine = signed_in(session())
    typed = {"name": "Anna Nowa", "form": "f", "locale": "en", "zone": "Europe/Nowhere"}
    refused = mine("POST", "/session", form=typed)
    assert refused["statusCode"] == 422
    assert "time zone" in refused["body"]
    assert "Anna Nowa" in refused["body"]
    stale = mine("POST", "/session", form=typed | {"zone": "Asia/Tokyo", "version": "0"})
    assert stale["statusCode"] == 412
    for words in ("Somebody changed this in the meantime", "Anna Nowa"):
        assert words in stale["body"]
    (version,) = re.findall(r'name="version" value="(\d+)"', stale["body"])
    assert mine("POST", "/session", form=typed | {"zone": "Asia/Tokyo", "version": version})["statusCode"] == 303
    told = said(mine("GET", "/v1/me"))
    assert (told["name"], told["locale"], told["zone"]) == ("Anna Nowa", "en", "Asia/Tokyo")
    assert len(published("PersonChanged")) == 1


def test_given_two_verified_addresses_when_one_is_chosen_then_only_an_own_one_can_be(store: DynamoStore) -> None:
    tokens = session()
    mine, other = signed_in(tokens), "anna@praca.example"
    assert f'value="{other}"' not in mine("GET", "/session")["body"]
    keep(store, Address.verified(tokens["person_id"], other, "2026-03-02T12:00:00Z"))
    page = mine("GET", "/session")["body"]
    assert f'name="contact_email" value="{other}"' in page
    told = {"phone": "+48 600 100 200", "prefers": "by_phone", "contact_email": other}
    for wrong, field in (({"contact_email": "cudzy@firma.example"}, "contact_email"), ({"phone": "zero"}, "phone")):
        refused = mine("PATCH", "/v1/me", body=told | wrong, headers={"if-match": "*"})
        assert (refused["statusCode"], said(refused)["errors"][0]["pointer"]) == (422, f"/{field}")
    changed = said(mine("PATCH", "/v1/me", body=told, headers={"if-match": "*"}))
    assert {name: changed[name] for name in told} == told
    page = mine("GET", "/session")["body"]
    assert 'value="+48 600 100 200"' in page
    assert f'value="{other}" checked' in page
