"""The navigation of a programme: on every page of its organizers, with what each of them may open and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mentoring import runtime
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.recruitment import Member
from tests.fakes.people import MENTEE, ORGANIZER, PAIR, STRANGER, everybody
from tests.fakes.rooms import Room
from tests.faults.aws import real_enough
from tests.integration.furnished import IDS, furnish
from tests.integration.lambdas import keep
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEWER = "viewer"
PAGES = [one for one in ROUTES if one.method == "GET" and not one.json and "programme_id" in one.names]
ELSEWHERE = {
    "/gatherings/about/<programme_id>/<gathering_id>": "anybody reads it",
}
"""Pages with a programme in their path that an organizer may open, too, but that are not theirs."""


@pytest.fixture(scope="module", autouse=True)
def aws() -> Iterator[None]:
    """Given: a furnished programme, its owner, and somebody who may only look."""
    with real_enough():
        store = DynamoStore()
        keep(store, *everybody(), Room(PAIR, runtime.ports().keys).item)
        furnish(store)
        keep(store, Member(*Member.key("org-1", VIEWER), organization_id="org-1", person_id=VIEWER, role="viewer"))
        yield


def _shown(route: Route, who: str) -> str:
    """Return the page that somebody gets, empty where it is none: refused, a fragment, a file."""
    asked = {"to": "closing"} if route.rule.endswith("/stage") else None
    answer = route.send(who, IDS | {"slug": "wiosna", "role": "mentee"}, queryStringParameters=asked)
    page = str(answer["body"] or "")
    return page if answer["statusCode"] == 200 and "<!doctype html>" in page else ""


def _navigation(page: str) -> str:
    found = re.findall(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    return str(found[0]) if len(found) == 1 else ""


def _links(navigation: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="([^"]+)"', navigation)))


@pytest.mark.parametrize(("who", "least"), [(ORGANIZER, 40), (VIEWER, 15)])
def test_given_an_organizer_when_any_page_of_a_programme_is_opened_then_the_menu_says_where_they_are(
    who: str, least: int
) -> None:
    pages = {one.rule: page for one in PAGES if one.rule not in ELSEWHERE and (page := _shown(one, who))}
    current = {rule: _navigation(page).count('aria-current="page"') for rule, page in pages.items()}
    assert {rule: number for rule, number in current.items() if number != 1} == {}
    assert len(pages) >= least


@pytest.mark.parametrize("who", [ORGANIZER, VIEWER])
def test_given_an_organizer_when_the_menu_is_followed_then_every_section_opens_and_is_the_current_one(who: str) -> None:
    board = next(one for one in PAGES if one.rule == "/organizer/programmes/<programme_id>")
    links, rules = _links(_navigation(_shown(board, who))), {one.path(IDS): one for one in PAGES}
    wrong = []
    for link in links:
        page = _shown(rules[link], who) if link in rules else ""
        if f'href="{link}" aria-current="page"' not in _navigation(page):
            wrong.append(link)
    assert wrong == []
    assert len(links) > (15 if who == ORGANIZER else 8)


def test_given_a_viewer_when_the_menu_is_shown_then_nothing_they_may_open_is_missing() -> None:
    board = next(one for one in PAGES if one.rule == "/organizer/programmes/<programme_id>")
    all_links, theirs = (_links(_navigation(_shown(board, who))) for who in (ORGANIZER, VIEWER))
    rules = {one.path(IDS): one for one in PAGES}
    assert set(theirs) == {link for link in all_links if _shown(rules[link], VIEWER)}


@pytest.mark.parametrize("at", ["/organizer", "/home"])
def test_given_a_reader_when_a_page_is_shown_then_its_head_leads_to_the_desk_of_organizers_alone(at: str) -> None:
    route = next(one for one in ROUTES if one.method == "GET" and one.rule == at)

    def leads(headers: dict[str, str], **authorizer: str) -> bool:
        known = {"person_id": STRANGER, "email": "x@firma.example", "session": "s"}
        sent = route.send("", IDS, headers=headers, requestContext={"requestId": "r", "authorizer": known | authorizer})
        (head,) = re.findall(r'<header class="site">.*?</header>', sent["body"], re.DOTALL)
        return "/organizer" in head

    assert not leads({})
    assert leads({}, organizes="yes")
    assert leads({"cookie": "tandem_organizes=1"})


def test_given_somebody_who_takes_part_when_they_open_a_page_of_the_programme_then_there_is_no_menu() -> None:
    pages = {one.rule: page for one in PAGES if (page := _shown(one, MENTEE))}
    assert len(pages) > 5
    assert [rule for rule, page in pages.items() if 'class="sections"' in page] == []
