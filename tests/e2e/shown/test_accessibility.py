"""Every page a person can reach by its links: it is there, it fits a phone, and axe-core finds nothing (WCAG 2.2 AA)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from infra.local.seed import who_is_shown
from infra.season.demonstration import ORGANIZER
from infra.season.people import Person, Stage
from tests.e2e.browsing import NO_PAGES, RULES, kind_of, opened
from tests.e2e.test_pages import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local import Stack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]


@pytest.fixture(scope="module")
def people(shown: Stack) -> Iterator[dict[str, Person]]:
    """Given: the demonstration programme, with its organizer, a mentor and a mentee."""
    stage = Stage(shown.public_url, shown.mailbox_url)
    mentor, mentee = who_is_shown(shown.layout)
    emails = {"organizer": ORGANIZER, "mentor": mentor, "mentee": mentee}
    yield {role: Person(stage, email) for role, email in emails.items()}
    stage.close()


def reachable(page: Any, root: str, start: str) -> Iterator[str]:
    """Yield each kind of page that links lead to, with the page open."""
    waiting, seen = [start], {kind_of(start)}
    while waiting:
        address = waiting.pop(0)
        answer = opened(page, address)
        assert answer.status == 200, address
        yield address
        for link in page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.href)"):
            if link.startswith(root) and not NO_PAGES.search(urlsplit(link).path) and kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)


@pytest.mark.parametrize(("role", "locale"), [("organizer", "pl"), ("mentor", "en"), ("mentee", "pl")])
def test_given_a_role_when_every_page_it_can_reach_is_opened_then_all_can_be_used_by_everybody(
    shown: Stack, people: dict[str, Person], role: str, locale: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    root = shown.public_url
    found: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        # The pages forbid foreign scripts, and the inspector is one.
        context = browser.new_context(bypass_csp=True, locale=locale, viewport={"width": 360, "height": 800})
        page = context.new_page()
        page.goto(people[role].sign_in_link())
        page.click("main button")
        page.wait_for_url("**/home")
        for address in reachable(page, root, f"{root}/home?lang={locale}"):
            told = Axe().run(page, options=RULES)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[kind_of(address)] = ("wider than the phone\n" * wide) + told.generate_report() * bool(
                told.violations_count
            )
        browser.close()
    assert not (wrong := {path: report for path, report in found.items() if report}), "\n".join(
        f"{path}: {report}" for path, report in wrong.items()
    )
    assert len(found) > 5
    if role == "organizer":
        assert {"/monitoring/…/overview", "/monitoring/…/pairs/…"} <= found.keys()
