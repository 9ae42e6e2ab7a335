"""A mentor applies on a phone: nothing but names is typed, whatever is begun goes on elsewhere, and nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from infra.season import acts
from infra.season.people import Person, Stage
from tests.e2e.members import Member
from tests.e2e.test_pages import CHROMIUM, browser  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.client import RunningStack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]
PHONE, LAPTOP = (360, 800), (1280, 900)
TOPICS = ["Negocjacje", "Planowanie, priorytety i terminy", "Feedback"]
TEXTS = {"rules": {"pl": "Zasady.", "en": "Rules."}}


@pytest.fixture(scope="module")
def season(stack: RunningStack) -> Iterator[acts.Season]:
    """Given: a programme that recruits, with a list of topics."""
    layout = stack.layout
    found = acts.Season(Stage(layout.public_url, layout.mailbox_url, layout.smtp_url), print)
    acts.announce(found, "Zgłoszenia z telefonu", "Firma od formularza")
    here = f"/v1/programmes/{found.programme_id}"
    found.organizer.patch(here, {"topics": TOPICS, "consent_texts": TEXTS}, found.organizer.etag(here))
    yield found
    found.close()


def _person(season: acts.Season, name: str) -> Person:
    return season.person(f"{name}@telefony.example")


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_a_phone_when_a_mentor_applies_by_touch_then_the_organizers_read_it(
    season: acts.Season,
    browser: Any,  # noqa: F811
    locale: str,
) -> None:
    slug = season.organizer.get(f"/v1/programmes/{season.programme_id}")["slug"]
    here = f"/programmes/{slug}/apply/mentor"
    mentor = Member.signed_in(_person(season, f"mentor-{locale}"), browser, locale, PHONE, "Zofia Kłos")
    mentor.open(here)
    page = mentor.page
    page.fill("#first_name", "Zofia")
    page.fill("#last_name", "Kłos")
    page.check(f'[name="topics"][value="{TOPICS[2]}"]')
    page.check(f'[name="topics"][value="{TOPICS[1]}"]')
    page.click(".order li:nth-child(2) button")
    page.select_option("#speaks-pl", "pl C2")
    page.select_option("#capacity", "2")
    page.check('[name="mode"][value="online"]')
    _draw(page, "0-34", "2-37")
    page.wait_for_timeout(2500)  # it is saved two seconds after the last touch
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(".saving:not(:empty)")
    mentor.check()

    laptop = Member.signed_in(_person(season, f"mentor-{locale}"), browser, locale, LAPTOP, "Zofia Kłos")
    laptop.open(here)
    assert laptop.page.input_value("#last_name") == "Kłos", "the phone saved it while it was filled in"
    laptop.page.click('button[name="submit"]:visible')
    laptop.page.wait_for_selector(".problems")
    assert laptop.page.locator(".problems a").count() == 2, "both consents are missing, and named"
    laptop.page.check('[name="rules_consent"]')
    laptop.page.check('[name="privacy_consent"]')
    laptop.page.click('button[name="submit"]:visible')
    laptop.page.wait_for_selector(".flash")
    assert [one for one in mentor.complaints + laptop.complaints if "422" not in one] == []

    told = season.organizer.get(f"/v1/programmes/{season.programme_id}/applications")["items"]
    (one,) = (each for each in told if each["email"] == f"mentor-{locale}@telefony.example")
    assert one["profile"]["topics"] == [TOPICS[1], TOPICS[2]]
    assert [(slot["weekday"], slot["start"], slot["end"]) for slot in one["profile"]["availability"]] == [
        (0, 17, 19), (1, 17, 19), (2, 17, 19),
    ]  # fmt: skip
    assert {consent["kind"]: consent["version"] for consent in one["profile"]["consents"]}["rules"] == "1"
    assert re.search(rf"{TOPICS[1]}", laptop.page.inner_text("main"))


def _draw(page: Any, first: str, last: str) -> None:
    """Draw over the week from one cell to another, as a finger or a mouse does."""
    cells = [page.locator(f'table.week input[value="{one}"]') for one in (first, last)]
    cells[0].scroll_into_view_if_needed()
    begin, end = (one.bounding_box() for one in cells)
    page.mouse.move(begin["x"] + 9, begin["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 9, end["y"] + 9, steps=6)
    page.mouse.up()
