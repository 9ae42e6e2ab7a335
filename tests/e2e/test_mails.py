"""Mails in a browser: every kind fits a phone, whatever people typed into it, in light and in dark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from notifications import composer, recipes
from tests.e2e.test_pages import browser as browser  # noqa: PLC0414 - a fixture
from tests.e2e.test_pages import pytestmark as pytestmark  # noqa: PLC0414 - it needs a Chromium as they do
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.notifications.givens import ALL, FILES
from tests.unit.notifications.givens import store as store  # noqa: PLC0414 - a fixture

LONG = "https://spotkania.firma.example/" + "MDk0ZjQ3" * 20
TYPED = ("other", "mentor", "mentee", "place", "agenda", "homework", "title", "text", "message", "reason", "reasons")
LISTED = {"reasons": [LONG], "homework": [{"text": LONG, "due_on": "2026-11-30"}]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
def test_given_every_kind_of_mail_when_opened_then_it_fits_however_long_what_people_typed_is(
    store: MemoryStore, browser: Any, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
    seen = set()
    for data, _ in ALL:
        for mail in recipes.made(context_at(store=store), data):
            typed = {name: LISTED.get(name, LONG) for name in TYPED if name in mail.values}
            long = replace(mail, programme=LONG, host=LONG, values=mail.values | typed)
            message = composer.compose(long, event_id="e", sender="t@tandem.example", now=NOON, files=FILES)
            body = message.get_body(("html",))
            assert body is not None
            page.set_content(body.get_content())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, mail.kind
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert ground == {"light": "rgb(250, 248, 244)", "dark": "rgb(20, 25, 23)"}[scheme]
            seen.add(mail.kind)
    page.close()
    assert len(seen) >= 33  # all but the one that needs a pair in closing
