"""What was typed is still there after the page was opened anew for another language or another time zone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from infra.season.demonstration import ORGANIZER
from infra.season.people import Person, Stage
from tests.e2e.test_pages import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from infra.local import Stack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]
TYPED = "Nowy cel, dopiero wpisany"


def test_given_a_form_when_its_page_asks_for_zone_or_language_then_the_answer_loses_nothing(shown: Stack) -> None:
    from playwright.sync_api import sync_playwright

    root, stage = shown.public_url, Stage(shown.public_url, shown.mailbox_url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_context(locale="pl-PL", timezone_id="America/New_York").new_page()
        page.goto(Person(stage, ORGANIZER).sign_in_link())
        page.click("main button")
        page.wait_for_url("**/home")
        page.goto(f"{root}/organizer?lang=pl")
        page.goto(page.eval_on_selector("a[href*='/organizer/programmes/']", "one => one.href") + "/settings")
        for press in ("#zone-question button[value=keep]", "header a[hreflang]"):
            page.wait_for_selector(press)
            page.fill("[name=purpose]", TYPED)
            with page.expect_navigation():
                page.click(press)
            assert page.input_value("[name=purpose]") == TYPED, press
        browser.close()
    stage.close()
