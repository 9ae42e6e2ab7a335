"""Behind a stage of API Gateway, without a domain of one's own: the product lives under a path, and stays there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from infra.local import Stack
from tests.e2e.browsing import NO_PAGES, kind_of, opened
from tests.e2e.client import RunningStack
from tests.e2e.test_pages import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Given: the stack under `/live`, as the address that API Gateway gives."""
    with Stack(tmp_path_factory.mktemp("stage"), prefix="/live", lasting=False) as started:
        running = RunningStack(started.layout)
        yield running
        running.close()


def _fill(page: Any, **typed: str) -> None:
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)


def test_given_a_stage_when_somebody_signs_in_and_walks_on_then_every_step_stays_under_it(staged: RunningStack) -> None:
    from playwright.sync_api import sync_playwright

    root = staged.layout.public_url
    outside: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.on("request", lambda one: None if one.url.startswith((root, "data:")) else outside.append(one.url))
        page.goto(f"{root}/home")  # not signed in: sent away to sign in, and back
        _fill(page, email="etap@firma.example")
        page.click("main button")
        staged.settle()
        (mail,) = staged.mails(to="etap@firma.example")
        (link,) = [one for one in mail["links"] if "/sign-in/answer/" in one]
        assert link.startswith(f"{root}/sign-in/answer/")
        page.goto(link)
        page.click("main button")
        page.wait_for_url(f"{root}/home")
        assert {one["path"] for one in context.cookies()} <= {"/live", "/live/session"}

        page.goto(f"{root}/organizer")  # a form, its redirect, and the page it leads to
        page.fill("form[action='/live/organizer'] [name=name], [name=name]", "Firma Przykładowa")
        page.click("main form button")
        page.wait_for_url(f"{root}/organizer**")

        seen, waiting = {kind_of(f"{root}/home")}, [f"{root}/home"]
        while waiting:
            answer = opened(page, waiting.pop())
            assert answer.status == 200, answer.url
            for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
                local = urlsplit(link).netloc == urlsplit(root).netloc
                assert not local or link.startswith(root), f"{answer.url} leads out of the stage: {link}"
                if local and not NO_PAGES.search(urlsplit(link).path) and kind_of(link) not in seen:
                    seen.add(kind_of(link))
                    waiting.append(link)
        context.clear_cookies(name="tandem_access")  # the access token's end: renewed on the way
        page.goto(f"{root}/home")
        assert page.url == f"{root}/home"
        browser.close()
    assert outside == []
    assert len(seen) > 3
