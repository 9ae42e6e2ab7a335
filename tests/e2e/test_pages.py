"""Pages in a real browser: no error in the console, nothing wider than a phone, the way in works without JavaScript."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.browsing import opened

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Given: a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize(("locale", "words"), [("pl", "Zaloguj się"), ("en", "Sign in")])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing-here"])
def test_given_a_page_when_opened_then_it_fits_and_complains_of_nothing(
    stack: RunningStack, browser: Any, path: str, locale: str, words: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    opened(page, f"{stack.layout.public_url}{path}?lang={locale}")
    assert words in page.inner_text("body")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one for one in complaints if "404" not in one] == []
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_given_the_code_of_the_mail_when_typed_then_the_person_is_at_home(
    stack: RunningStack, browser: Any, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 800}, locale="pl-PL")
    page = context.new_page()
    email = f"przegladarka{scripts}@firma.example".lower()
    page.goto(f"{stack.layout.public_url}/home")
    page.fill("input[name=email]", email)
    page.click("main button")
    stack.settle()
    (mail,) = stack.mails(to=email)
    page.fill("input[name=code]", mail["subject"].rsplit(" ", 1)[1])
    page.click("main button")
    page.wait_for_url("**/home")
    assert "Co mam teraz zrobić?" in page.inner_text("main")
    context.close()
