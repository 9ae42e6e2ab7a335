"""An organizer with four hundred pairs, of whom sixty need something, clears the day without leaving the list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from infra.season import acts
from infra.season.people import Stage
from mentoring import clock
from mentoring.batches import batched
from mentoring.tables.monitoring import Matter, Watch, WatchCounts
from mentoring.tables.pairing import Pair
from tests.e2e.members import Member
from tests.e2e.test_pages import CHROMIUM, browser  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.tables.core import Item
    from tests.e2e.client import RunningStack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]
PAIRS, NEEDY, ASKING = 400, 60, 3
SHORT = 250
"""How high a line is at most on a phone, in pixels: a name, a reason and two buttons."""
WRITTEN_TOGETHER = 25
"""Items of one BatchWriteItem."""


@pytest.fixture(scope="module")
def season(stack: RunningStack) -> Iterator[acts.Season]:
    """Given: a programme of four hundred pairs, written into the tables: to agree them one by one would take an hour."""
    layout = stack.layout
    found = acts.Season(Stage(layout.public_url, layout.mailbox_url), print)
    acts.announce(found, "Czterysta par", "Firma z wieloma parami")
    items = [item for number in range(PAIRS) for item in _pair(found, stack, number)]
    counts = WatchCounts(
        *WatchCounts.key(found.programme_id, 0), programme_id=found.programme_id, green=PAIRS - NEEDY, red=NEEDY,
        matters=NEEDY,
    )  # fmt: skip
    _write(stack, [*items, counts])
    yield found
    found.close()


def _pair(season: acts.Season, stack: RunningStack, number: int) -> list[Item]:
    """Return a pair with its watch, and its matter if it needs something: the first ones asked for help."""
    pair_id, programme_id = f"czterysta-{number:03}", season.programme_id
    since = clock.iso(stack.now - timedelta(days=50, minutes=number))
    pair = Pair(
        *Pair.key(pair_id), pair_id=pair_id, programme_id=programme_id, organization_id="o", mentor_id=f"m{number}",
        mentee_id=f"e{number}", mentor_person_id=f"pm{number}", mentee_person_id=f"pe{number}", score=1,
        agreed_at=since, mentor_name=f"Maria {number:03}", mentee_name=f"Jan {number:03}",
    )  # fmt: skip
    pair.list_pk, pair.list_sk = Pair.listed(programme_id)[0], f"PAIR#{pair_id}"
    needy = number < NEEDY
    watch = Watch(
        *Watch.key(pair_id), pair_id=pair_id, programme_id=programme_id, name=f"Jan {number:03}", started_at=since,
        colour="red" if needy else "green", counted="red" if needy else "green",
    )  # fmt: skip
    watch.place()
    if not needy:
        return [pair, watch]
    rule, urgency = ("help", "help") if number < ASKING else ("silence", "silent")
    matter = Matter(
        *Matter.key(programme_id, pair_id), about=pair_id, programme_id=programme_id, pair_id=pair_id, urgency=urgency,
        since=since, counted="matters",
        reasons=[{"rule": rule, "cause": "", "days": 50, "since": since, "raised_at": since}],
    )  # fmt: skip
    matter.place()
    return [pair, watch, matter]


def _write(stack: RunningStack, items: list[Item]) -> None:
    for item in items:
        item.version = 1
    table = stack.outputs["CoreTableName"]
    for some in batched(items, WRITTEN_TOGETHER):
        puts = [{"PutRequest": {"Item": item.serialize()}} for item in some]
        left = stack.aws("dynamodb").batch_write_item(RequestItems={table: puts})["UnprocessedItems"]
        assert not left


def test_given_sixty_pairs_that_need_something_when_an_organizer_works_then_the_day_is_clear_and_the_list_never_left(
    season: acts.Season,
    browser: Any,  # noqa: F811
) -> None:
    organizer = Member.signed_in(season.organizer, browser, "pl", (360, 800), "Ola Nowak")
    page, home = organizer.page, f"/monitoring/{season.programme_id}/matters"
    said = season.organizer.get(f"/v1{home}")
    steps = len(said["steps"])
    assert said["number"] == NEEDY + steps
    organizer.open(home)
    assert page.locator("main .lead").inner_text().startswith(str(said["number"]))
    assert page.locator(".matters > li .badge").first.inner_text() == "prosi o kontakt"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    heights = page.eval_on_selector_all(".matters > li", "all => all.map(one => one.getBoundingClientRect().height)")
    assert max(heights) < SHORT
    assert page.locator("#together").bounding_box()["y"] < page.evaluate("innerHeight"), "it is on the screen at once"

    def press(selector: str) -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()
        organizer.check()
        assert home in page.url, "the list is never left"

    page.locator(".matters details > summary").first.click()
    press('.matters button[value="take"]')
    assert page.locator(".matters button[value=give_back]").count() == 1
    press('.matters button[value="done"]')
    rounds = 0
    while page.locator("#several").count():
        page.locator("#together > summary").click()
        page.select_option("#several-which", "every")
        page.select_option("#several-do", "later" if rounds == 0 else "done")
        press("#several button")
        press('main form button[name="do"]')
        rounds += 1
    assert rounds == 3
    assert page.locator(".matters > li form").count() == 0
    assert season.organizer.get(f"/v1{home}")["number"] == steps
