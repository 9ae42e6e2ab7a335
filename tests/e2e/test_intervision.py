"""A group of five, from the proposal of groups to the erasure of the case card, each with a browser."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.i18n import in_zone
from tests.e2e.intervision import Intervision, press
from tests.e2e.test_pages import CHROMIUM
from tests.e2e.test_workshop import POLL, _inspected, _listening, browser  # noqa: F401 - the fixture
from tests.e2e.workshop import HOST

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]

PHONE, DESK = (360, 780), (1280, 900)
CASE = "Ktoś od miesiąca odwołuje spotkania w ostatniej chwili."


def test_given_five_mentors_when_they_find_a_date_and_meet_then_their_case_is_theirs_and_erased(  # noqa: PLR0915
    stack: RunningStack,
    browser: Any,  # noqa: F811
) -> None:
    held = Intervision(stack, 5, 0, programme_id="interwizja", gathering_id="")
    held.begin()
    url, ids = stack.layout.public_url, [one.person_id for one in held.people]
    host = held.signed_in(browser, HOST, "pl", DESK)
    complaints = _listening(host)
    host.goto(f"{url}{held.desk}")
    press(host, f"{held.desk}/rounds", links="none")
    assert "1 grupa, osób: 5." in host.inner_text("#summary")
    press(host, host.url.removeprefix(url) + "/sending")
    stack.settle()
    assert {one["kind"] for one in stack.mails(to=held.people[0].email)} == {"circle_formed"}

    # a date
    pages = {one: held.signed_in(browser, one, "pl" if nth else "en", PHONE) for nth, one in enumerate(ids)}
    for page in pages.values():
        complaints += _listening(page)
        page.goto(f"{url}/circles")
        page.click("main ul a")
    here = pages[ids[0]].url.removeprefix(url)
    starts_at = in_zone(stack.now + timedelta(hours=3), "Europe/Warsaw").replace(second=0, microsecond=0, tzinfo=None)
    press(pages[ids[0]], f"{here}/answers", time_1=f"{starts_at:%Y-%m-%dT%H:%M}")
    for one in ids[1:]:
        pages[one].goto(f"{url}{here}")
        pages[one].check("[name=yes]")
        press(pages[one], f"{here}/answers")
    stack.settle()
    (told,) = stack.mails(to=held.people[1].email, kind="circle_arranged")
    assert told["links"] == [f"{url}{here}?mail=pl"]  # signed out, they read on in the language of their mail

    # roles and the case card: names are found before anybody sees it
    roles = {
        one["role"]: one["person_id"]
        for one in pages[ids[0]].request.get(f"{url}/v1{here}").json()["people"]
        if one["role"] != "consultant"
    }
    presents, leads = pages[roles["presenter"]], pages[roles["moderator"]]
    other = next(page for one, page in pages.items() if one not in roles.values())
    somebody = next(one for one in held.people if one.person_id != roles["presenter"]).name.split()[0]
    presents.goto(f"{url}{here}")
    press(presents, f"{here}/card", case=f"{somebody} odwołuje spotkania.", question="Co zrobić?")
    assert somebody in presents.inner_text("[role=alert]")
    press(presents, f"{here}/entries", confidential="yes")
    _write(presents, here, CASE)
    other.goto(f"{url}{here}")
    assert CASE not in other.inner_text("main")

    # they meet: nobody enters without the promise, and all pages follow
    stack.clock(advance=f"PT{2 * 60 + 45}M")
    for page in pages.values():
        page.goto(f"{url}{here}")
        if page.locator(f'form[action="{here}/entries"]').count():
            press(page, f"{here}/entries", confidential="yes")
    assert CASE in other.inner_text("main")
    leads.goto(f"{url}{here}")
    press(leads, f"{here}/steps", "[value=start]")
    press(leads, f"{here}/steps", "[value=next]")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for_selector("#now [aria-current=step]:nth-of-type(2)", timeout=POLL)
    for _ in range(5):
        press(leads, f"{here}/steps", "[value=next]")
    press(leads, f"{here}/steps", "[value=end]")

    # afterwards: organizers see when, who and what about in a word, and nothing of the case
    stack.clock(advance="PT3H")
    for schedule in ("GatheringsSchedule",) * 2:
        stack.run(schedule, stack.clock()["now"])
        stack.settle()
    other.goto(f"{url}{here}")
    _choose(other, f"{here}/themes", "motivation")
    host.goto(f"{url}{held.desk}")
    assert "Przyszło 5 osób" in host.inner_text("main")
    assert "motywacja" in host.inner_text("main")
    assert "odwołuje" not in host.content()
    assert host.request.get(f"{url}{here}").status == 404
    assert host.request.get(f"{url}/v1{here}/card").status == 404
    stack.clock(advance="PT25H")
    erased = stack.run("GatheringsSchedule", stack.clock()["now"])
    assert erased["erased"] == 1
    again = held.signed_in(browser, roles["presenter"], "pl", PHONE)
    again.goto(f"{url}{here}")
    assert "została usunięta" in again.inner_text("main")
    assert CASE not in again.content()
    assert complaints == []


def _write(page: Any, here: str, case: str) -> None:
    """Write the case card in the form that has a field for it."""
    form = page.locator(f'form[action="{here}/card"]:has(textarea)')
    form.locator("[name=case]").fill(case)
    with page.expect_navigation():
        form.locator("button").click()


def _choose(page: Any, action: str, value: str) -> None:
    page.select_option(f'form[action="{action}"] select', value)
    with page.expect_navigation():
        page.click(f'form[action="{action}"] button')


def test_given_pages_of_groups_when_inspected_then_all_can_be_used_by_everybody(
    stack: RunningStack,
    browser: Any,  # noqa: F811
) -> None:
    held = Intervision(stack, 5, 0, programme_id="krag", gathering_id="")
    held.begin()
    url = stack.layout.public_url
    host = held.signed_in(browser, HOST, "pl", PHONE, inspected=True)
    told = [_inspected(host, f"{url}{held.desk}")]
    press(host, f"{held.desk}/rounds", links="none")
    told.append(_inspected(host, host.url))
    press(host, host.url.removeprefix(url) + "/sending")
    stack.settle()
    phone = held.signed_in(browser, held.people[0].person_id, "en", PHONE, inspected=True)
    told.append(_inspected(phone, f"{url}/circles"))
    phone.click("main ul a")
    told.append(_inspected(phone, phone.url))
    assert "".join(told) == ""
