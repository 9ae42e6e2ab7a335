"""The colour of a programme: every page about one of its pairs or people has it, and what is nobody's has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mentoring import runtime
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.recruitment import Programme
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, everybody
from tests.fakes.rooms import Room
from tests.faults.aws import real_enough
from tests.integration.furnished import IDS, furnish
from tests.integration.lambdas import keep
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

ABOUT = {"programme_id", "pair_id", "slug"}
PAGES = [one for one in ROUTES if one.method == "GET" and not one.json and ABOUT & set(one.names)]


@pytest.fixture(scope="module", autouse=True)
def aws() -> Iterator[None]:
    """Given: a furnished programme in plum."""
    with real_enough():
        store = DynamoStore()
        keep(store, *everybody(), Room(PAIR, runtime.ports().keys).item)
        furnish(store)
        programme = store.get(Programme, *Programme.key(PROGRAMME))
        assert programme is not None
        programme.accent = "plum"
        keep(store, programme)
        yield


def _colours(route: Route, who: str, status: int) -> list[str]:
    """Return the colour of the page that somebody gets, nothing where it is a fragment, a file or another answer."""
    answer = route.send(who, IDS | {"slug": "wiosna", "role": "mentee"})
    return re.findall(r'data-accent="(\w+)"', str(answer["body"] or "")) if answer["statusCode"] == status else []


@pytest.mark.parametrize(("who", "least"), [(MENTEE, 40), (MENTOR, 40), (ORGANIZER, 40)])
def test_given_a_programme_with_a_colour_when_any_page_about_it_is_opened_then_it_is_in_it(
    who: str, least: int
) -> None:
    found = {one.rule: colours for one in PAGES if (colours := _colours(one, who, 200))}
    assert {rule: colours for rule, colours in found.items() if colours != ["plum"]} == {}
    assert len(found) >= least


def test_given_what_isnt_theirs_when_somebody_asks_then_not_even_the_colour_says_that_it_exists() -> None:
    found = {one.rule: colours for one in PAGES if (colours := _colours(one, STRANGER, 404))}
    assert {rule: colours for rule, colours in found.items() if colours != ["forest"]} == {}
    assert len(found) > 80
