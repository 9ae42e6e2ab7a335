"""Whoever opens a mail and has to sign in reads that page, and all up to being in, in the language of the mail."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from mentoring import links
from mentoring.settings import settings
from tests.integration.identity.test_handlers import call


def language_of(answer: dict[str, object]) -> object:
    headers = answer["multiValueHeaders"]
    assert isinstance(headers, dict)
    return headers["Content-Language"][0]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("mailed", "browser"), [("pl", "en"), ("en", "pl")])
def test_given_the_button_of_a_mail_when_it_needs_signing_in_then_that_is_in_the_mail_s_language(
    mailed: str, browser: str
) -> None:
    button = links.mailed(f"{settings().public_url}/session/devices?x=1#here", mailed)
    assert button.endswith(f"/session/devices?x=1&mail={mailed}#here")
    path, query = urlsplit(button).path, {name: one[-1] for name, one in parse_qs(urlsplit(button).query).items()}
    led = call("GET", path, language=browser, **query)
    renewal = urlsplit(led["multiValueHeaders"].get("Location", [led.get("headers", {}).get("Location", "")])[0])
    ask = call(
        "GET", renewal.path, language=browser, **{name: one[-1] for name, one in parse_qs(renewal.query).items()}
    )
    sign_in = urlsplit(ask["multiValueHeaders"]["Location"][0])
    assert sign_in.path == "/sign-in"
    page = call("GET", "/sign-in", language=browser, next=parse_qs(sign_in.query)["next"][0])
    assert language_of(page) == mailed
    (cookie,) = [one.partition(";")[0] for one in page["multiValueHeaders"]["Set-Cookie"] if "tandem_mailed" in one]
    assert language_of(call("GET", "/sign-in/code/none", language=browser, headers={"cookie": cookie})) == mailed
    assert language_of(call("GET", "/sign-in", language=browser, next="/home")) == browser
    chosen = call("GET", "/sign-in", language=browser, next=f"/home?mail={mailed}", lang=browser)
    assert language_of(chosen) == browser, "what they choose goes first"
    for nonsense in ("xx", "<script>", "p" * 5_000):
        assert language_of(call("GET", "/sign-in", language=browser, next=f"/home?mail={nonsense}")) == browser


def test_given_a_link_with_a_token_or_of_somebody_else_when_mailed_then_it_stays_as_it_is() -> None:
    for address in (links.url("/programmes/answer", "token"), "https://elsewhere.example/home", ""):
        assert links.mailed(address, "pl") == address
