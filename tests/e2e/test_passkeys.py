"""A passkey in a real browser with Chromium's virtual authenticator (Chrome DevTools Protocol, «WebAuthn»).

Browsers make no passkeys for 127.0.0.1, where the stack is, so the real handlers answer for a host with a name here:
the browser's requests are handed to them as API Gateway would.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from identity import api, authorizer, use_cases
from mentoring import clock, http, links
from mentoring.runtime import Ports, calls
from mentoring.settings import settings
from tests.fakes import MemoryStore, context_at
from tests.integration.lambdas import LAMBDA

CHROMIUM = shutil.which("chromium")
EMAIL = "anna@firma.example"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]


class Site:
    """Identity's handlers over memory, answering a browser at the public URL."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self._api = http.handler(api.app, lambda: Ports(self.store, self.store.files, self.store.keys, calls()))

    def link(self) -> str:
        """Return the link of a sign-in mail."""
        context = context_at(clock.now(), store=self.store, service="identity")
        wanted = use_cases.request_sign_in(context, EMAIL, "pl", "/session/passkeys")
        token = links.sign("sign_in", wanted, expires_at=clock.now().replace(year=clock.now().year + 1))
        return links.url("/sign-in/answer", token)

    def answer(self, route: Any) -> None:
        """Answer a request of the browser as API Gateway does."""
        asked = route.request
        parts = urlsplit(asked.url)
        query = dict(parse_qsl(parts.query))
        event: dict[str, Any] = {
            "httpMethod": asked.method,
            "path": parts.path,
            "resource": parts.path,
            "headers": asked.all_headers(),
            "multiValueHeaders": {},
            "queryStringParameters": query or None,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
            "body": asked.post_data,
            "isBase64Encoded": False,
            "methodArn": "arn/live/GET",
            "requestContext": {"requestId": "r", "identity": {"sourceIp": "192.0.2.1"}},
        }
        event["requestContext"]["authorizer"] = authorizer.handler(event)["context"]
        told = self._api(event, LAMBDA)
        headers = {name: "\n".join(values) for name, values in told["multiValueHeaders"].items()}
        if target := headers.pop("Location", ""):  # Playwright hands over no request that a redirect makes
            onward = f'<meta http-equiv="refresh" content="0;url={target}">'
            told_on = {"Content-Type": "text/html", "Set-Cookie": headers.get("Set-Cookie", "")}
            route.fulfill(status=200, headers=told_on, body=onward)
            return
        route.fulfill(status=told["statusCode"], headers=headers, body=told["body"])


@pytest.fixture
def site() -> Site:
    """Given: an installation under a name."""
    return Site()


@pytest.fixture
def page(site: Site) -> Iterator[Any]:
    """Given: a browser at the site, with a device that has a finger reader."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 360, "height": 800}, locale="pl-PL")
        opened.route(f"{settings().origin}/**", site.answer)
        _with_authenticator(opened)
        yield opened
        browser.close()


def _with_authenticator(page: Any) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    told = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": told})


def test_given_a_browser_with_an_authenticator_when_a_passkey_is_made_then_it_signs_in_without_a_mail(
    site: Site, page: Any
) -> None:
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site.link())
    page.click("main form button")
    page.wait_for_url("**/session/passkeys")
    page.fill("input[name=name]", "mój telefon")
    page.click("[data-passkey] form button")
    page.wait_for_selector("text=Gotowe")
    assert "mój telefon" in page.inner_text("main")
    page.context.clear_cookies()
    page.goto(f"{settings().origin}/sign-in?next=/session/passkeys&lang=pl")
    page.click("[data-passkey] form button")
    page.wait_for_url("**/session/passkeys")
    assert "ostatnio używane" in page.inner_text("main")
    page.click("form[action='/session/passkeys/removal'] button")
    page.wait_for_selector("text=Usunięto")
    page.context.clear_cookies()
    page.goto(f"{settings().origin}/sign-in?lang=pl")
    page.click("[data-passkey] form button")
    page.wait_for_selector("[role=alert]")
    assert page.is_visible("input[name=email]")
    assert [one for one in complaints if "422" not in one] == []
