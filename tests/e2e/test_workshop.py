"""A workshop of 40 people with two rounds of rooms: an organizer on one screen, ten phones that follow."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.browsing import RULES
from tests.e2e.test_pages import CHROMIUM, FLAGS
from tests.e2e.workshop import HOST, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.client import RunningStack

PEOPLE, PHONES = 41, 10
"""One of them comes late, one who is there at first goes: 40 are seated each time."""
FIRST = "2"
"""The version that phones see first, when the round has begun: one of them learns of it by itself."""
POLL = 20_000
"""Milliseconds in which every page that follows has asked again by itself."""

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


def test_given_forty_people_when_an_organizer_runs_two_rounds_then_ten_phones_follow_and_nobody_meets_twice(
    stack: RunningStack, browser: Any
) -> None:
    held = Workshop(stack, PEOPLE, PEOPLE - PHONES)
    held.begin()
    host = held.signed_in(browser, HOST, "pl", (1280, 900))
    complaints = _listening(host)
    phones = {one: held.signed_in(browser, one.person_id, "pl", (360, 740)) for one in held.people[-PHONES:]}
    url = stack.layout.public_url
    late, gone = held.people[-1], held.people[0]

    # who is there says so with the code on the screen
    host.goto(f"{url}{held.here}/check-in")
    code = host.inner_text(".big")
    for one, phone in phones.items():
        complaints += _listening(phone)
        if one is not late:
            _confirm(phone, f"{url}{held.here}/here/{code}")
    waiting = _without(phones, late).values()
    assert all("Pokoje nie są jeszcze ułożone" in one.inner_text("main") for one in waiting)

    # rooms are made
    host.goto(f"{url}{held.here}/rooms")
    host.check("[name=links][value=jitsi]")
    _press(host, f"{held.here}/rooms")
    assert host.inner_text("#summary") == "Każda osoba poznaje 6 nowych osób, nikt nie spotyka się dwa razy."
    _press(host, f"{held.here}/rooms/clock", "[value=start]")
    first, tag = _seats(host, url, held, 0)
    _each_see(_without(phones, late), first, 1, tag)

    # one comes late, one isn't there any more: nobody else has to move
    _confirm(phones[late], f"{url}{held.here}/here/{code}")
    assert "Za chwilę dostaniesz pokój" in phones[late].inner_text("main")
    host.goto(f"{url}{held.here}/attendance")
    with host.expect_navigation():
        host.click(f'button[name=absent][value="{gone.participant_id}"]')
    host.goto(f"{url}{held.here}/rooms")
    assert late.name in host.inner_text("#now")
    _press(host, f"{held.here}/rooms/seats")
    assert "nikt inny nie musi zmieniać pokoju" in host.inner_text(".flash")
    after, tag = _seats(host, url, held, 0)
    assert after == {one: room for one, room in first.items() if one != gone.person_id} | {
        late.person_id: first[gone.person_id]
    }
    _each_see(phones, after, 1, tag)

    # the second round, and the end
    _press(host, f"{held.here}/rooms/clock", "[value=next]")
    second, tag = _seats(host, url, held, 1)
    assert second.keys() == after.keys()
    _each_see(phones, second, 2, tag)
    _press(host, f"{held.here}/rooms/clock", "[value=end]")
    assert "nikt nie spotyka się dwa razy" in host.inner_text("#summary")
    _nudge(*phones.values())
    for phone in phones.values():
        phone.wait_for_selector("text=Wszystkie rundy za nami", timeout=POLL)

    table = host.request.get(f"{url}/v1{held.here}/rooms/seated").json()["items"]
    together = [
        pair
        for nth in (1, 2)
        for room in {one["room"] for one in table}
        for pair in combinations(sorted(one["email"] for one in table if (one["round"], one["room"]) == (nth, room)), 2)
    ]
    assert (len(table), len(together) - len(set(together))) == (80, 0)
    assert complaints == []


def test_given_pages_of_host_and_follower_when_inspected_then_all_can_be_used_by_everybody(
    stack: RunningStack, browser: Any
) -> None:
    held = Workshop(stack, 6, 5, programme_id="kolo", gathering_id="kolo-dzis")
    held.begin()
    url = stack.layout.public_url
    host = held.signed_in(browser, HOST, "pl", (360, 800), inspected=True)
    told = [_inspected(host, f"{url}{held.here}/{page}") for page in ("attendance", "check-in", "rooms")]
    _press(host, f"{held.here}/rooms")
    _press(host, f"{held.here}/rooms/clock", "[value=start]")
    told.append(_inspected(host, f"{url}{held.here}/rooms"))
    for one, page in ((held.people[0], f"{held.here}/room"), (held.people[5], f"{held.here}/here")):
        phone = held.signed_in(browser, one.person_id, "en", (360, 800), inspected=True)
        told.append(_inspected(phone, f"{url}{page}"))
    assert "".join(told) == ""


def _inspected(page: Any, address: str) -> str:
    """Open a page; return what is wrong with it."""
    from axe_playwright_python.sync_playwright import Axe

    page.goto(address)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    told = Axe().run(page, options=RULES)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return f"{address}: wider than the phone\n" * wide + told.generate_report() * bool(told.violations_count)


def _listening(page: Any) -> list[str]:
    """Return where the complaints of a page's console are noted."""
    found: list[str] = []
    page.on("console", lambda one: found.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def _confirm(phone: Any, address: str) -> None:
    phone.goto(address)
    phone.click("main form button")
    phone.wait_for_url("**/room")


def _press(host: Any, action: str, button: str = "") -> None:
    with host.expect_navigation():
        host.click(f'form[method=post][action="{action}"] button{button}')


def _seats(host: Any, url: str, held: Workshop, nth: int) -> tuple[dict[str, int], str]:
    """Return in which room each person sits in a round, as the host's interface says, and its version."""
    answer = host.request.get(f"{url}/v1{held.here}/rooms")
    rooms = answer.json()["rounds"][nth]["rooms"]
    return {one: room["room"] for room in rooms for one in room["person_ids"]}, answer.headers["etag"].strip('"')


def _without(phones: dict[Any, Any], late: Any) -> dict[Any, Any]:
    return {one: phone for one, phone in phones.items() if one is not late}


def _nudge(*phones: Any) -> None:
    """Look at phones again, as people do."""
    for phone in phones:
        phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def _each_see(phones: dict[Any, Any], seats: dict[str, int], nth: int, tag: str) -> None:
    """Each phone shows the room of its owner, its link, the time that is left, and who else sits there."""
    _nudge(*list(phones.values())[tag == FIRST :])
    names = {one.person_id: one.name for one in phones}
    for one, phone in phones.items():
        room = seats[one.person_id]
        phone.wait_for_selector(f'#now[data-tag="{tag}.pl"] [data-runs]', timeout=POLL)
        text = phone.inner_text("#now")
        assert f"Runda {nth} z 2" in text
        assert f"Pokój {room}\n" in text
        assert re.search(r"\b(9:\d\d|10:00)\b", text)
        assert phone.get_attribute("#now a.button", "href").endswith(f"-{room}")
        mates = {name for other, name in names.items() if seats[other] == room} - {one.name}
        others = set(phone.locator("#now ul.plain li").all_inner_texts())
        assert mates <= others
        assert len(others) == sum(each == room for each in seats.values()) - 1
